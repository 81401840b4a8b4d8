using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Links : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "link_look_up",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    @case = table.Column<byte[]>(name: "case", type: "bytea", nullable: false),
                    told = table.Column<bool>(type: "boolean", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_look_up", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_notice",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    @case = table.Column<byte[]>(name: "case", type: "bytea", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_notice", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "link_token",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    entry = table.Column<byte[]>(type: "bytea", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_link_token", x => new { x.token, x.id });
                });

            migrationBuilder.CreateTable(
                name: "preservation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    @case = table.Column<byte[]>(name: "case", type: "bytea", nullable: false),
                    remind_on = table.Column<int>(type: "integer", nullable: false),
                    ends_on = table.Column<int>(type: "integer", nullable: false),
                    called = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preservation", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_link_look_up_case",
                table: "link_look_up",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_link_look_up_person_id_day",
                table: "link_look_up",
                columns: new[] { "person_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_link_notice_case",
                table: "link_notice",
                column: "case");

            migrationBuilder.CreateIndex(
                name: "IX_link_token_entry",
                table: "link_token",
                column: "entry");

            migrationBuilder.CreateIndex(
                name: "IX_preservation_case",
                table: "preservation",
                column: "case");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "link_look_up");

            migrationBuilder.DropTable(
                name: "link_notice");

            migrationBuilder.DropTable(
                name: "link_token");

            migrationBuilder.DropTable(
                name: "preservation");
        }
    }
}
