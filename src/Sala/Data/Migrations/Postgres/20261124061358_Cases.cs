using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Cases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_entry",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    compartment = table.Column<int>(type: "integer", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_entry", x => new { x.case_id, x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "case_file",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    stage = table.Column<int>(type: "integer", nullable: false),
                    urgency = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    closed_on = table.Column<int>(type: "integer", nullable: true),
                    slot = table.Column<long>(type: "bigint", nullable: false),
                    intake_generation = table.Column<int>(type: "integer", nullable: false),
                    investigation_generation = table.Column<int>(type: "integer", nullable: false),
                    care_generation = table.Column<int>(type: "integer", nullable: false),
                    legal_generation = table.Column<int>(type: "integer", nullable: false),
                    facts = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_file", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_grant",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    compartment = table.Column<int>(type: "integer", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    holder = table.Column<int>(type: "integer", nullable: false),
                    holder_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    given_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    purpose = table.Column<byte[]>(type: "bytea", nullable: false),
                    by_order = table.Column<bool>(type: "boolean", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_grant", x => new { x.case_id, x.compartment, x.generation, x.holder, x.holder_id });
                });

            migrationBuilder.CreateTable(
                name: "case_name_token",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    token = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_name_token", x => new { x.case_id, x.token });
                });

            migrationBuilder.CreateTable(
                name: "case_report",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_report", x => new { x.case_id, x.report_id });
                });

            migrationBuilder.CreateTable(
                name: "staff_name_token",
                columns: table => new
                {
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    token = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_name_token", x => new { x.person_id, x.token });
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_file_unit_id_stage",
                table: "case_file",
                columns: new[] { "unit_id", "stage" });

            migrationBuilder.CreateIndex(
                name: "IX_case_grant_holder_id",
                table: "case_grant",
                column: "holder_id");

            migrationBuilder.CreateIndex(
                name: "IX_case_report_report_id",
                table: "case_report",
                column: "report_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_entry");

            migrationBuilder.DropTable(
                name: "case_file");

            migrationBuilder.DropTable(
                name: "case_grant");

            migrationBuilder.DropTable(
                name: "case_name_token");

            migrationBuilder.DropTable(
                name: "case_report");

            migrationBuilder.DropTable(
                name: "staff_name_token");
        }
    }
}
