using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CaseMerges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_merge",
                columns: table => new
                {
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    into = table.Column<byte[]>(type: "bytea", nullable: false),
                    by = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_merge", x => x.case_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_merge_into",
                table: "case_merge",
                column: "into");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_merge");
        }
    }
}
