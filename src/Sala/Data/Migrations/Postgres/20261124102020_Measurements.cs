using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Measurements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "measurement",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    slot = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    plan = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    work = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    of = table.Column<int>(type: "integer", nullable: false),
                    alive_at = table.Column<long>(type: "bigint", nullable: false),
                    head = table.Column<byte[]>(type: "bytea", nullable: false),
                    outcome = table.Column<byte[]>(type: "bytea", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    erase_on = table.Column<int>(type: "integer", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measurement", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "measurement_piece",
                columns: table => new
                {
                    measurement_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    run = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measurement_piece", x => new { x.measurement_id, x.kind, x.run, x.number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_measurement_erase_on",
                table: "measurement",
                column: "erase_on");

            migrationBuilder.CreateIndex(
                name: "IX_measurement_person_id",
                table: "measurement",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "measurement");

            migrationBuilder.DropTable(
                name: "measurement_piece");
        }
    }
}
