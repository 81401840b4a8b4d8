using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Beginning : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    deed = table.Column<string>(type: "text", nullable: false),
                    refused = table.Column<bool>(type: "boolean", nullable: false),
                    subject = table.Column<byte[]>(type: "bytea", nullable: true),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<byte[]>(type: "bytea", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "break_glass_request",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    report_id = table.Column<byte[]>(type: "bytea", nullable: true),
                    requested_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    not_before = table.Column<long>(type: "bigint", nullable: false),
                    danger_to_life = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_break_glass_request", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "change_bucket",
                columns: table => new
                {
                    bucket = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_change_bucket", x => x.bucket);
                });

            migrationBuilder.CreateTable(
                name: "draft",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    ends = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "duty_shift",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    step = table.Column<int>(type: "integer", nullable: false),
                    starts = table.Column<long>(type: "bigint", nullable: false),
                    ends = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_shift", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fact_change",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    before = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fact_change", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "guardian_step",
                columns: table => new
                {
                    request_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    guardians_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    half = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guardian_step", x => new { x.request_id, x.guardians_id });
                });

            migrationBuilder.CreateTable(
                name: "hand_over",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    from_unit = table.Column<byte[]>(type: "bytea", nullable: false),
                    to_unit = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    offered_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    offered_at = table.Column<long>(type: "bigint", nullable: false),
                    answered_by = table.Column<byte[]>(type: "bytea", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<byte[]>(type: "bytea", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    epoch = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_over", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "key_grant",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    holder = table.Column<int>(type: "integer", nullable: false),
                    holder_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    given_by = table.Column<byte[]>(type: "bytea", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_grant", x => new { x.report_id, x.generation, x.holder, x.holder_id });
                });

            migrationBuilder.CreateTable(
                name: "member_seed",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    pair = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    given_by = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_seed", x => new { x.unit_id, x.epoch, x.pair, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "membership",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    roles = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    confirmed_by = table.Column<byte[]>(type: "bytea", nullable: true),
                    confirmed_key = table.Column<int>(type: "integer", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_membership", x => new { x.unit_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "message",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    from_reporter = table.Column<bool>(type: "boolean", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "monthly_count",
                columns: table => new
                {
                    month = table.Column<int>(type: "integer", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    fact = table.Column<string>(type: "text", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_monthly_count", x => new { x.month, x.unit_id, x.fact, x.code });
                });

            migrationBuilder.CreateTable(
                name: "note",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_note", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "outbox_mail",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    tick = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    name_token = table.Column<byte[]>(type: "bytea", nullable: false),
                    profile = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    slot = table.Column<long>(type: "bigint", nullable: false),
                    one_time_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    one_time_ends = table.Column<long>(type: "bigint", nullable: true),
                    key_number = table.Column<int>(type: "integer", nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    password_salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    wrapped_by_password = table.Column<byte[]>(type: "bytea", nullable: false),
                    wrapped_by_recovery = table.Column<byte[]>(type: "bytea", nullable: false),
                    totp = table.Column<byte[]>(type: "bytea", nullable: false),
                    totp_step = table.Column<long>(type: "bigint", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refused_count",
                columns: table => new
                {
                    day = table.Column<int>(type: "integer", nullable: false),
                    deed = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refused_count", x => new { x.day, x.deed });
                });

            migrationBuilder.CreateTable(
                name: "report",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    locator = table.Column<int>(type: "integer", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    urgency = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    deadline = table.Column<int>(type: "integer", nullable: true),
                    escalation_step = table.Column<int>(type: "integer", nullable: false),
                    assigned_to = table.Column<byte[]>(type: "bytea", nullable: true),
                    child_wrote_back = table.Column<bool>(type: "boolean", nullable: false),
                    withdrawn = table.Column<bool>(type: "boolean", nullable: false),
                    closed_on = table.Column<int>(type: "integer", nullable: true),
                    erase_on = table.Column<int>(type: "integer", nullable: true),
                    slot = table.Column<long>(type: "bigint", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    reporter_public = table.Column<byte[]>(type: "bytea", nullable: false),
                    reporter_mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    reporter_wrap = table.Column<byte[]>(type: "bytea", nullable: false),
                    intake_seal = table.Column<byte[]>(type: "bytea", nullable: true),
                    intake_epoch = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    content_generation = table.Column<int>(type: "integer", nullable: false),
                    facts = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reporter_deed",
                columns: table => new
                {
                    day = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    deed = table.Column<string>(type: "text", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reporter_deed", x => new { x.day, x.id });
                });

            migrationBuilder.CreateTable(
                name: "send_key",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false),
                    made = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_send_key", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "sent_mark",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    send_key_version = table.Column<int>(type: "integer", nullable: false),
                    body_mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_mark", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "staff_session",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    key_number = table.Column<int>(type: "integer", nullable: false),
                    sealed_seed = table.Column<byte[]>(type: "bytea", nullable: false),
                    ends = table.Column<long>(type: "bigint", nullable: false),
                    idle_ends = table.Column<long>(type: "bigint", nullable: false),
                    step_up_until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_session", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "unit",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    agency = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    areas = table.Column<List<string>>(type: "text[]", nullable: false),
                    closed = table.Column<bool>(type: "boolean", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_epoch",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    intake_public = table.Column<byte[]>(type: "bytea", nullable: false),
                    leads_public = table.Column<byte[]>(type: "bytea", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit_epoch", x => new { x.unit_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "seed_half",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    guardians_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    guardians_epoch = table.Column<int>(type: "integer", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_seed_half", x => new { x.unit_id, x.number, x.guardians_id });
                    table.ForeignKey(
                        name: "FK_seed_half_unit_epoch_unit_id_number",
                        columns: x => new { x.unit_id, x.number },
                        principalTable: "unit_epoch",
                        principalColumns: new[] { "unit_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_subject",
                table: "audit_entry",
                column: "subject");

            migrationBuilder.CreateIndex(
                name: "IX_draft_ends",
                table: "draft",
                column: "ends");

            migrationBuilder.CreateIndex(
                name: "IX_hand_over_report_id",
                table: "hand_over",
                column: "report_id");

            migrationBuilder.CreateIndex(
                name: "IX_person_name_token",
                table: "person",
                column: "name_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_report_deadline",
                table: "report",
                column: "deadline");

            migrationBuilder.CreateIndex(
                name: "IX_report_locator",
                table: "report",
                column: "locator",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entry");

            migrationBuilder.DropTable(
                name: "audit_head");

            migrationBuilder.DropTable(
                name: "break_glass_request");

            migrationBuilder.DropTable(
                name: "change_bucket");

            migrationBuilder.DropTable(
                name: "draft");

            migrationBuilder.DropTable(
                name: "duty_shift");

            migrationBuilder.DropTable(
                name: "fact_change");

            migrationBuilder.DropTable(
                name: "guardian_step");

            migrationBuilder.DropTable(
                name: "hand_over");

            migrationBuilder.DropTable(
                name: "key_grant");

            migrationBuilder.DropTable(
                name: "member_seed");

            migrationBuilder.DropTable(
                name: "membership");

            migrationBuilder.DropTable(
                name: "message");

            migrationBuilder.DropTable(
                name: "monthly_count");

            migrationBuilder.DropTable(
                name: "note");

            migrationBuilder.DropTable(
                name: "outbox_mail");

            migrationBuilder.DropTable(
                name: "person");

            migrationBuilder.DropTable(
                name: "refused_count");

            migrationBuilder.DropTable(
                name: "report");

            migrationBuilder.DropTable(
                name: "reporter_deed");

            migrationBuilder.DropTable(
                name: "seed_half");

            migrationBuilder.DropTable(
                name: "send_key");

            migrationBuilder.DropTable(
                name: "sent_mark");

            migrationBuilder.DropTable(
                name: "staff_session");

            migrationBuilder.DropTable(
                name: "unit");

            migrationBuilder.DropTable(
                name: "unit_epoch");
        }
    }
}
