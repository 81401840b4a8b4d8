using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CaseFinding : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "number",
                table: "case_file",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "place",
                table: "case_entry",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_case_name_token_token",
                table: "case_name_token",
                column: "token");

            migrationBuilder.CreateIndex(
                name: "IX_case_file_number",
                table: "case_file",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_detail",
                table: "audit_entry",
                column: "detail",
                filter: "deed = 'child.objects'");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_person_id_at",
                table: "audit_entry",
                columns: new[] { "person_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_case_name_token_token",
                table: "case_name_token");

            migrationBuilder.DropIndex(
                name: "IX_case_file_number",
                table: "case_file");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_detail",
                table: "audit_entry");

            migrationBuilder.DropIndex(
                name: "IX_audit_entry_person_id_at",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "number",
                table: "case_file");

            migrationBuilder.DropColumn(
                name: "place",
                table: "case_entry");
        }
    }
}
