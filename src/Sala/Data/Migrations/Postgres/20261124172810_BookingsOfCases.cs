using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BookingsOfCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "turn",
                table: "referral_entry",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "case",
                table: "booking",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_booking_case",
                table: "booking",
                column: "case");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_booking_case",
                table: "booking");

            migrationBuilder.DropColumn(
                name: "turn",
                table: "referral_entry");

            migrationBuilder.DropColumn(
                name: "case",
                table: "booking");
        }
    }
}
