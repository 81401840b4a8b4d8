using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CaseLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_door",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_door", x => new { x.case_id, x.generation });
                });

            migrationBuilder.CreateTable(
                name: "case_letter",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    from_child = table.Column<bool>(type: "boolean", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    for_receipt = table.Column<byte[]>(type: "bytea", nullable: false),
                    for_case = table.Column<byte[]>(type: "bytea", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_letter", x => new { x.case_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_reporter_deed_digest",
                table: "reporter_deed",
                column: "digest",
                filter: "deed = 'child.objects'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_reporter_deed_digest",
                table: "reporter_deed");

            migrationBuilder.DropTable(
                name: "case_door");

            migrationBuilder.DropTable(
                name: "case_letter");
        }
    }
}
