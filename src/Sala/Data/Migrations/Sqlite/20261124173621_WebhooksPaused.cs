using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class WebhooksPaused : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "paused",
                table: "webhook",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "paused",
                table: "webhook");
        }
    }
}
