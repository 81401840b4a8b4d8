using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Referrals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "through",
                table: "case_grant",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "case_id",
                table: "break_glass_request",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "referral",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    from_unit = table.Column<byte[]>(type: "bytea", nullable: false),
                    to_unit = table.Column<byte[]>(type: "bytea", nullable: true),
                    sent_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    sent_at = table.Column<long>(type: "bigint", nullable: false),
                    answer_by = table.Column<long>(type: "bigint", nullable: false),
                    silence_told = table.Column<bool>(type: "boolean", nullable: false),
                    answered_by = table.Column<byte[]>(type: "bytea", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    ends_on = table.Column<int>(type: "integer", nullable: true),
                    ended_by = table.Column<byte[]>(type: "bytea", nullable: true),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    facts = table.Column<byte[]>(type: "bytea", nullable: false),
                    door_generation = table.Column<int>(type: "integer", nullable: false),
                    for_case = table.Column<byte[]>(type: "bytea", nullable: false),
                    letter = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: true),
                    answer_generation = table.Column<int>(type: "integer", nullable: false),
                    answer_for_case = table.Column<byte[]>(type: "bytea", nullable: true),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "referral_entry",
                columns: table => new
                {
                    referral_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    compartment = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral_entry", x => new { x.referral_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "referral_key",
                columns: table => new
                {
                    referral_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    of = table.Column<int>(type: "integer", nullable: false),
                    compartment = table.Column<int>(type: "integer", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    holder = table.Column<int>(type: "integer", nullable: false),
                    holder_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral_key", x => new { x.referral_id, x.of, x.compartment, x.generation, x.holder, x.holder_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_case_grant_until",
                table: "case_grant",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "IX_referral_case_id",
                table: "referral",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_referral_state_answer_by",
                table: "referral",
                columns: new[] { "state", "answer_by" });

            migrationBuilder.CreateIndex(
                name: "IX_referral_to_unit_state",
                table: "referral",
                columns: new[] { "to_unit", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_referral_entry_case_id",
                table: "referral_entry",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "IX_referral_key_holder_id",
                table: "referral_key",
                column: "holder_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "referral");

            migrationBuilder.DropTable(
                name: "referral_entry");

            migrationBuilder.DropTable(
                name: "referral_key");

            migrationBuilder.DropIndex(
                name: "IX_case_grant_until",
                table: "case_grant");

            migrationBuilder.DropColumn(
                name: "through",
                table: "case_grant");

            migrationBuilder.DropColumn(
                name: "case_id",
                table: "break_glass_request");
        }
    }
}
