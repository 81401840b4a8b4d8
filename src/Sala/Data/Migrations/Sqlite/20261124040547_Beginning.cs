using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Sala.Data.Migrations.Sqlite
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
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    deed = table.Column<string>(type: "TEXT", nullable: false),
                    refused = table.Column<bool>(type: "INTEGER", nullable: false),
                    subject = table.Column<byte[]>(type: "BLOB", nullable: true),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    detail = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<byte[]>(type: "BLOB", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "break_glass_request",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    requested_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    not_before = table.Column<long>(type: "INTEGER", nullable: false),
                    danger_to_life = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_break_glass_request", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "change_bucket",
                columns: table => new
                {
                    bucket = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_change_bucket", x => x.bucket);
                });

            migrationBuilder.CreateTable(
                name: "draft",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ends = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_draft", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "duty_shift",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    starts = table.Column<long>(type: "INTEGER", nullable: false),
                    ends = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_shift", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fact_change",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    before = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fact_change", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "guardian_step",
                columns: table => new
                {
                    request_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    guardians_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    half = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guardian_step", x => new { x.request_id, x.guardians_id });
                });

            migrationBuilder.CreateTable(
                name: "hand_over",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from_unit = table.Column<byte[]>(type: "BLOB", nullable: false),
                    to_unit = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    offered_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    offered_at = table.Column<long>(type: "INTEGER", nullable: false),
                    answered_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<byte[]>(type: "BLOB", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: true),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_hand_over", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "key_grant",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    holder = table.Column<int>(type: "INTEGER", nullable: false),
                    holder_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: false),
                    given_by = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    purpose = table.Column<string>(type: "TEXT", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_key_grant", x => new { x.report_id, x.generation, x.holder, x.holder_id });
                });

            migrationBuilder.CreateTable(
                name: "member_seed",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    pair = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: false),
                    given_by = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_member_seed", x => new { x.unit_id, x.epoch, x.pair, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "membership",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    roles = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    confirmed_by = table.Column<byte[]>(type: "BLOB", nullable: true),
                    confirmed_key = table.Column<int>(type: "INTEGER", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_membership", x => new { x.unit_id, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "message",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    from_reporter = table.Column<bool>(type: "INTEGER", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_message", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "monthly_count",
                columns: table => new
                {
                    month = table.Column<int>(type: "INTEGER", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    fact = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_monthly_count", x => new { x.month, x.unit_id, x.fact, x.code });
                });

            migrationBuilder.CreateTable(
                name: "note",
                columns: table => new
                {
                    report_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_note", x => new { x.report_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "outbox_mail",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tick = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox_mail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name_token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    profile = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    slot = table.Column<long>(type: "INTEGER", nullable: false),
                    one_time_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    one_time_ends = table.Column<long>(type: "INTEGER", nullable: true),
                    key_number = table.Column<int>(type: "INTEGER", nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    password_salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    wrapped_by_password = table.Column<byte[]>(type: "BLOB", nullable: false),
                    wrapped_by_recovery = table.Column<byte[]>(type: "BLOB", nullable: false),
                    totp = table.Column<byte[]>(type: "BLOB", nullable: false),
                    totp_step = table.Column<long>(type: "INTEGER", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refused_count",
                columns: table => new
                {
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    deed = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refused_count", x => new { x.day, x.deed });
                });

            migrationBuilder.CreateTable(
                name: "report",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    locator = table.Column<int>(type: "INTEGER", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    urgency = table.Column<int>(type: "INTEGER", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    deadline = table.Column<int>(type: "INTEGER", nullable: true),
                    escalation_step = table.Column<int>(type: "INTEGER", nullable: false),
                    assigned_to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    child_wrote_back = table.Column<bool>(type: "INTEGER", nullable: false),
                    withdrawn = table.Column<bool>(type: "INTEGER", nullable: false),
                    closed_on = table.Column<int>(type: "INTEGER", nullable: true),
                    erase_on = table.Column<int>(type: "INTEGER", nullable: true),
                    slot = table.Column<long>(type: "INTEGER", nullable: false),
                    generation = table.Column<int>(type: "INTEGER", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reporter_public = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reporter_mac = table.Column<byte[]>(type: "BLOB", nullable: false),
                    reporter_wrap = table.Column<byte[]>(type: "BLOB", nullable: false),
                    intake_seal = table.Column<byte[]>(type: "BLOB", nullable: true),
                    intake_epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    content_generation = table.Column<int>(type: "INTEGER", nullable: false),
                    facts = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_report", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reporter_deed",
                columns: table => new
                {
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    deed = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reporter_deed", x => new { x.day, x.id });
                });

            migrationBuilder.CreateTable(
                name: "send_key",
                columns: table => new
                {
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    wrapped = table.Column<byte[]>(type: "BLOB", nullable: false),
                    made = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_send_key", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "sent_mark",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    send_key_version = table.Column<int>(type: "INTEGER", nullable: false),
                    body_mac = table.Column<byte[]>(type: "BLOB", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_mark", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "staff_session",
                columns: table => new
                {
                    token = table.Column<byte[]>(type: "BLOB", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key_number = table.Column<int>(type: "INTEGER", nullable: false),
                    sealed_seed = table.Column<byte[]>(type: "BLOB", nullable: false),
                    ends = table.Column<long>(type: "INTEGER", nullable: false),
                    idle_ends = table.Column<long>(type: "INTEGER", nullable: false),
                    step_up_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staff_session", x => x.token);
                });

            migrationBuilder.CreateTable(
                name: "unit",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    country = table.Column<string>(type: "TEXT", nullable: false),
                    agency = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    areas = table.Column<string>(type: "TEXT", nullable: false),
                    closed = table.Column<bool>(type: "INTEGER", nullable: false),
                    epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_epoch",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    intake_public = table.Column<byte[]>(type: "BLOB", nullable: false),
                    leads_public = table.Column<byte[]>(type: "BLOB", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_unit_epoch", x => new { x.unit_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "seed_half",
                columns: table => new
                {
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    guardians_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    guardians_epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: false)
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
