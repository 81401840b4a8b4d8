using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReportStanding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "standing_mac",
                table: "report",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "standing_mac",
                table: "report");
        }
    }
}
