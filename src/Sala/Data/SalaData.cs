using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Cases.Forms;
using Sala.Cases.Course;
using Sala.Cases.Referrals;
using Sala.Cases.Lists;
using Sala.Guardians;
using Sala.Notices;
using Sala.Links;
using Sala.Reports;
using Sala.Surveys.Measuring;
using Sala.Vault;
using Sala.Webhooks;

namespace Sala.Data;

/// <summary>
/// The one model of both stores. Ids are 16 random bytes; nothing that a reporter causes has a sequence, an identity or a time finer than a
/// day (or a slot of five minutes, see <see cref="FiveMinutes"/>).
/// </summary>
public abstract class SalaData(DbContextOptions options) : DbContext(options)
{
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<UnitEpoch> UnitEpochs => Set<UnitEpoch>();
    public DbSet<SeedHalf> SeedHalves => Set<SeedHalf>();
    public DbSet<MemberSeed> MemberSeeds => Set<MemberSeed>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<DutyShift> DutyShifts => Set<DutyShift>();
    public DbSet<OutboxMail> Outbox => Set<OutboxMail>();
    public DbSet<BreakGlassRequest> BreakGlassRequests => Set<BreakGlassRequest>();
    public DbSet<GuardianStep> GuardianSteps => Set<GuardianStep>();
    public DbSet<UnitConfirmation> UnitConfirmations => Set<UnitConfirmation>();

    public DbSet<Report> Reports => Set<Report>();
    public DbSet<KeyGrant> KeyGrants => Set<KeyGrant>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<FactChange> FactChanges => Set<FactChange>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();
    public DbSet<CaseFile> Cases => Set<CaseFile>();
    public DbSet<CaseGrant> CaseGrants => Set<CaseGrant>();
    public DbSet<CaseEntry> CaseEntries => Set<CaseEntry>();
    public DbSet<CaseFormFile> CaseFormFiles => Set<CaseFormFile>();
    public DbSet<CaseDraft> CaseDrafts => Set<CaseDraft>();
    public DbSet<CaseReport> CaseReports => Set<CaseReport>();
    public DbSet<CaseMerge> CaseMerges => Set<CaseMerge>();
    public DbSet<CaseClock> CaseClocks => Set<CaseClock>();
    public DbSet<CaseDoor> CaseDoors => Set<CaseDoor>();
    public DbSet<CaseLetter> CaseLetters => Set<CaseLetter>();
    public DbSet<Referral> Referrals => Set<Referral>();
    public DbSet<ReferralKey> ReferralKeys => Set<ReferralKey>();
    public DbSet<ReferralEntry> ReferralEntries => Set<ReferralEntry>();
    public DbSet<CaseNameToken> CaseNameTokens => Set<CaseNameToken>();
    public DbSet<StaffNameToken> StaffNameTokens => Set<StaffNameToken>();
    public DbSet<SavedFilter> SavedFilters => Set<SavedFilter>();
    public DbSet<Booking> Bookings => Set<Booking>();
    public DbSet<LinkToken> LinkTokens => Set<LinkToken>();
    public DbSet<LinkLookUp> LinkLookUps => Set<LinkLookUp>();
    public DbSet<LinkNotice> LinkNotices => Set<LinkNotice>();
    public DbSet<Preservation> Preservations => Set<Preservation>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<OnceMark> OnceMarks => Set<OnceMark>();
    public DbSet<OverrideCount> OverrideCounts => Set<OverrideCount>();
    public DbSet<Room> Rooms => Set<Room>();
    public DbSet<Certificate> Certificates => Set<Certificate>();
    public DbSet<Measurement> Measurements => Set<Measurement>();
    public DbSet<MeasurementPiece> MeasurementPieces => Set<MeasurementPiece>();
    public DbSet<MonthlyCount> MonthlyCounts => Set<MonthlyCount>();
    public DbSet<Draft> Drafts => Set<Draft>();
    public DbSet<SendKey> SendKeys => Set<SendKey>();
    public DbSet<SentMark> SentMarks => Set<SentMark>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();
    public DbSet<ReporterDeed> ReporterDeeds => Set<ReporterDeed>();
    public DbSet<RefusedCount> RefusedCounts => Set<RefusedCount>();
    public DbSet<ChangeBucket> ChangeBuckets => Set<ChangeBucket>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<RecordId>().HaveConversion<RecordIdConverter>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<ReportDay>().HaveConversion<DayConverter>();
        configurationBuilder.Properties<FiveMinutes>().HaveConversion<FiveMinutesConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Unit>(e => { e.HasKey(x => x.Id); });
        modelBuilder.Entity<UnitEpoch>(e =>
        {
            e.HasKey(x => new { x.UnitId, x.Number });
            e.HasMany(x => x.Halves).WithOne().HasForeignKey(x => new { x.UnitId, x.Number });
            e.Navigation(x => x.Halves).AutoInclude();
        });
        modelBuilder.Entity<SeedHalf>().HasKey(x => new { x.UnitId, x.Number, x.GuardiansId });
        modelBuilder.Entity<MemberSeed>().HasKey(x => new { x.UnitId, x.Epoch, x.Pair, x.PersonId });
        modelBuilder.Entity<Membership>().HasKey(x => new { x.UnitId, x.PersonId });
        modelBuilder.Entity<Person>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.NameToken).IsUnique(); });
        modelBuilder.Entity<StaffSession>().HasKey(x => x.Token);
        modelBuilder.Entity<DutyShift>().HasKey(x => x.Id);
        modelBuilder.Entity<OutboxMail>().HasKey(x => x.Id);
        modelBuilder.Entity<BreakGlassRequest>().HasKey(x => x.Id);
        modelBuilder.Entity<GuardianStep>().HasKey(x => new { x.RequestId, x.GuardiansId });
        modelBuilder.Entity<UnitConfirmation>().HasKey(x => new { x.UnitId, x.GuardiansId });

        modelBuilder.Entity<Report>(e =>
        {
            e.HasKey(x => x.Id);
            e.HasIndex(x => x.Locator).IsUnique();
            e.HasIndex(x => x.Deadline);
        });
        modelBuilder.Entity<KeyGrant>().HasKey(x => new { x.ReportId, x.Generation, x.Holder, x.HolderId });
        modelBuilder.Entity<Message>().HasKey(x => new { x.ReportId, x.Id });
        modelBuilder.Entity<Note>().HasKey(x => new { x.ReportId, x.Id });
        modelBuilder.Entity<FactChange>().HasKey(x => new { x.ReportId, x.Id });
        modelBuilder.Entity<HandOver>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.ReportId); });
        modelBuilder.Entity<CaseFile>(e => { e.HasKey(x => x.Id); e.HasIndex(x => new { x.UnitId, x.Stage }); e.HasIndex(x => x.Number).IsUnique(); });
        modelBuilder.Entity<CaseGrant>(e => { e.HasKey(x => new { x.CaseId, x.Compartment, x.Generation, x.Holder, x.HolderId }); e.HasIndex(x => x.HolderId); e.HasIndex(x => x.Until); });
        modelBuilder.Entity<CaseEntry>().HasKey(x => new { x.CaseId, x.Id, x.Version });
        modelBuilder.Entity<CaseFormFile>().HasKey(x => x.Hash);
        modelBuilder.Entity<CaseDraft>().HasKey(x => new { x.CaseId, x.Id });
        modelBuilder.Entity<CaseReport>(e => { e.HasKey(x => new { x.CaseId, x.ReportId }); e.HasIndex(x => x.ReportId).IsUnique(); });
        modelBuilder.Entity<CaseMerge>(e => { e.HasKey(x => x.CaseId); e.HasIndex(x => x.Into); });
        modelBuilder.Entity<CaseClock>(e => { e.HasKey(x => x.CaseId); e.HasIndex(x => x.Turns); });
        modelBuilder.Entity<CaseDoor>().HasKey(x => new { x.CaseId, x.Generation });
        modelBuilder.Entity<CaseLetter>().HasKey(x => new { x.CaseId, x.Id });
        modelBuilder.Entity<Referral>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.CaseId); e.HasIndex(x => new { x.ToUnit, x.State }); e.HasIndex(x => new { x.State, x.AnswerBy }); });
        modelBuilder.Entity<ReferralKey>(e => { e.HasKey(x => new { x.ReferralId, x.Of, x.Compartment, x.Generation, x.Holder, x.HolderId }); e.HasIndex(x => x.HolderId); });
        modelBuilder.Entity<ReferralEntry>(e => { e.HasKey(x => new { x.ReferralId, x.Id }); e.HasIndex(x => x.CaseId); });
        modelBuilder.Entity<CaseNameToken>(e => { e.HasKey(x => new { x.CaseId, x.Token }); e.HasIndex(x => x.Token); });
        modelBuilder.Entity<StaffNameToken>().HasKey(x => new { x.PersonId, x.Token });
        modelBuilder.Entity<SavedFilter>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.PersonId); });
        modelBuilder.Entity<Booking>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.PlaceDay); e.HasIndex(x => x.Case); });
        modelBuilder.Entity<LinkToken>(e => { e.HasKey(x => new { x.Token, x.Id }); e.HasIndex(x => x.Entry); });
        modelBuilder.Entity<LinkLookUp>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.Case); e.HasIndex(x => new { x.PersonId, x.Day }); });
        modelBuilder.Entity<LinkNotice>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.Case); });
        modelBuilder.Entity<Preservation>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.Case); });
        modelBuilder.Entity<Webhook>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.UnitId); });
        modelBuilder.Entity<WebhookDelivery>(e => { e.HasKey(x => new { x.WebhookId, x.Id }); e.HasIndex(x => x.CaseId); });
        modelBuilder.Entity<OnceMark>(e => { e.HasKey(x => x.Token); e.HasIndex(x => x.Ends); });
        modelBuilder.Entity<OverrideCount>().HasKey(x => new { x.Month, x.UnitId, x.RuleId });
        modelBuilder.Entity<Room>().HasKey(x => x.Id);
        modelBuilder.Entity<Certificate>().HasKey(x => new { x.PersonId, x.Kind });
        modelBuilder.Entity<Measurement>(e => { e.HasKey(x => x.Id); e.HasIndex(x => x.PersonId); e.HasIndex(x => x.EraseOn); });
        modelBuilder.Entity<MeasurementPiece>().HasKey(x => new { x.MeasurementId, x.Kind, x.Run, x.Number });
        modelBuilder.Entity<MonthlyCount>().HasKey(x => new { x.Month, x.UnitId, x.Fact, x.Code });
        modelBuilder.Entity<Draft>(e => { e.HasKey(x => x.Token); e.HasIndex(x => x.Ends); });
        modelBuilder.Entity<SendKey>(e => { e.HasKey(x => x.Version); e.Property(x => x.Version).ValueGeneratedNever(); });
        modelBuilder.Entity<SentMark>().HasKey(x => x.Token);

        modelBuilder.Entity<AuditEntry>(e =>
        {
            e.HasKey(x => x.Number); e.Property(x => x.Number).ValueGeneratedNever(); e.HasIndex(x => x.Subject); e.HasIndex(x => new { x.PersonId, x.At });
            // Asked for each list: whom children do not want. Of all deeds only these few are in it.
            e.HasIndex(x => x.Detail).HasFilter("deed = 'child.objects'");
        });
        modelBuilder.Entity<AuditHead>(e => { e.HasKey(x => x.Id); e.Property(x => x.Id).ValueGeneratedNever(); });
        modelBuilder.Entity<ReporterDeed>(e =>
        {
            e.HasKey(x => new { x.Day, x.Id });
            // Asked each time a case is opened; of all deeds of reporters only these few are in it.
            e.HasIndex(x => x.Digest).HasFilter("deed = 'child.objects'");
        });
        modelBuilder.Entity<RefusedCount>().HasKey(x => new { x.Day, x.Deed });
        modelBuilder.Entity<ChangeBucket>(e => { e.HasKey(x => x.Bucket); e.Property(x => x.Bucket).ValueGeneratedNever(); });

        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            entity.SetTableName(SnakeCase(entity.ClrType.Name));
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private sealed class RecordIdConverter() : ValueConverter<RecordId, byte[]>(id => id.ToByteArray(), bytes => RecordId.From(bytes));

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
        at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));

    private sealed class DayConverter() : ValueConverter<ReportDay, int>(day => day.Number, number => new ReportDay(number));

    private sealed class FiveMinutesConverter() : ValueConverter<FiveMinutes, int>(slot => slot.Number, number => new FiveMinutes(number));
}

/// <summary>
/// Counts the changes to reports whose id falls in one of 64 buckets. Other processes read again the buckets that moved on; since ids are
/// random, a count by bucket shows nothing of the order in which reports came.
/// </summary>
public sealed class ChangeBucket
{
    public const int Count = 64;

    public required int Bucket { get; init; }
    public required long Number { get; set; }

    public static int Of(RecordId id) => id.ToByteArray()[0] % Count;
}
