using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "once_mark",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    body_mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<byte[]>(type: "bytea", nullable: false),
                    ends = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_once_mark", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "webhook",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    role = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    registered_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    after = table.Column<long>(type: "bigint", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_delivery",
                columns: table => new
                {
                    webhook_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    case_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try = table.Column<long>(type: "bigint", nullable: false),
                    last_status = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhook_delivery", x => new { x.webhook_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_once_mark_ends",
                table: "once_mark",
                column: "ends");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_unit_id",
                table: "webhook",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_webhook_delivery_case_id",
                table: "webhook_delivery",
                column: "case_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "once_mark");

            migrationBuilder.DropTable(
                name: "webhook");

            migrationBuilder.DropTable(
                name: "webhook_delivery");
        }
    }
}
