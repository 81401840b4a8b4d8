using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Course;
using Sala.Cases.Lists;
using Sala.Cases.Exports;
using Sala.Cases.Forms;
using Sala.Cases.Referrals;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Forms;
using Sala.Guardians;
using Sala.Help;
using Sala.Links;
using Sala.Notices;
using Sala.Oversight;
using Sala.Reports;
using Sala.Safeguards;
using Sala.Surveys.Measuring;
using Sala.Vault;
using Sala.Webhooks;

namespace Sala.Operation;

/// <summary>
/// A running Sala without its pages: the database, the ring, the key store, the country pack, and the services of each feature over them. One for a
/// process; web, command line and tests all begin here.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private Installation(Settings settings, Country country, HostRing ring, KeyStore slots, Store store, TimeProvider clock)
    {
        (Settings, Country, Ring, Slots, Store, Clock) = (settings, country, ring, slots, store, clock);
        ReportForm = Form.Read(country.ReportForm);
        Directory = new StaffDirectory(ring);
        UnitKeys = new UnitKeys(store, Directory, clock);
        People = new People(store, Directory, UnitKeys, slots, clock);
        SignIn = new SignIn(store, Directory, ring, slots, clock);
        Rota = new Rota(store, clock);
        Outbox = new Outbox(store, Directory, settings.Mail, clock);
        Board = new ReportBoard(store, ring);
        Intake = new Intake(store, Directory, UnitKeys, Rota, clock);
        SendKeys = new SendKeys(store, ring, clock);
        Telling = new Telling(store, ring, slots, SendKeys, Intake, Board, Directory, country, clock);
        Drafts = new Drafts(store, clock);
        Conversation = new Conversation(store, ring, slots, Directory, country, clock);
        Desk = new ReportDesk(store, Directory, UnitKeys, ring, slots, Board, country, clock);
        Departure = new Departure(store, UnitKeys, slots);
        HandingOver = new HandingOver(store, Directory, UnitKeys, slots, Board, clock);
        Inbox = new Inbox(store, Board, HandingOver, clock);
        Escalation = new Escalation(store, country, clock);
        Erasure = new Erasure(store, Directory, slots, ring, Desk, country, clock);
        StandingWatch = new StandingWatch(store, Directory, clock);
        AuditDays = new Audit.AuditDays(store, country.TimeZone, clock);
        Services = ServiceDirectory.Load(country);
        Safeguards = SafeguardRules.Load(country, clock);
        Cases = new CaseDesk(store, Directory, UnitKeys, ring, slots, Desk, Safeguards, new Conflicts(store, Directory, ring, clock), country, clock);
        AuditBook = new AuditBook(store, ring, Cases.Conflicts);
        CaseErasure = new CaseErasure(store, Directory, slots, ring, country, clock);
        CaseHolds = new CaseHolds(store, ring, Cases, country, clock);
        CaseRetention = new CaseRetention(store, Directory, ring, CaseHolds, Cases.Conflicts, country, clock);
        FormBook = new FormBook(store, Cases, CaseErasure, country, clock);
        CaseImport = new CaseImport(Cases);
        Registers = new Registers(store, Directory);
        Planning = new Planning(store, Directory, ring, Cases, Registers, Safeguards, QuestionPrompts.Load(country), country, clock);
        Course = new CaseCourse(store, Cases, country, clock);
        Merging = new Merging(store, Cases, CaseErasure, Directory, ring, clock);
        Exporting = new Exporting(store, Cases, People, Safeguards, ReportForm, country, clock);
        Referring = new Referring(store, Cases, CaseErasure, Directory, UnitKeys, ring, ReferralRules.Load(country), country, clock);
        Answering = new Answering(store, Cases, Referring, Directory, UnitKeys, ring, clock);
        PaperReferral = new PaperReferral(store, Cases, Referring, Exporting, Services, Directory, country, ring.Demonstration, clock);
        ReferralClock = new ReferralClock(store, Referring, Directory, clock);
        Letters = new Letters(store, Directory, Cases, CaseErasure, Planning, Safeguards, country, clock);
        ChildsSide = new ChildsSide(store, Directory, slots, Conversation, country, clock);
        Accounts = new AccountBook(store, Cases, CaseErasure, ring, country);
        CaseSearch = new CaseSearch(store, Cases, ring, country);
        Duplicates = new Duplicates(store, Cases, CaseSearch, Desk, ring, country);
        SavedFilters = new SavedFilters(store);
        Team = new Team(store, Cases.Finding, Board, Directory, country, clock);
        LookUps = new LookUps(store, Cases, Accounts, Directory, ring, country, clock);
        LinkedCases = new LinkedCases(store, Cases, Accounts, LookUps, ring);
        Preserving = new Preserving(store, Cases, CaseErasure, Accounts, People, ring, country, clock);
        Webhooks = new WebhookDesk(store, Directory, CaseErasure, Cases.Conflicts, ring, clock);
        WebhookPost = new WebhookPost(store, Directory, Webhooks, ring, clock);
        OnceOnly = new OnceOnly(store, Directory, ring, clock);
        Measurements = new MeasurementDesk(store, Directory, slots, country, ring.Demonstration, clock);
        BreakGlass = new BreakingGlass(store, Directory, UnitKeys, Cases, ring, slots, country, clock);
    }

    public Settings Settings { get; }
    public Country Country { get; }
    public HostRing Ring { get; }
    public KeyStore Slots { get; }
    public Store Store { get; }
    public TimeProvider Clock { get; }
    public Form ReportForm { get; }
    public StaffDirectory Directory { get; }
    public UnitKeys UnitKeys { get; }
    public People People { get; }
    public SignIn SignIn { get; }
    public Rota Rota { get; }
    public Outbox Outbox { get; }
    public ReportBoard Board { get; }
    public Intake Intake { get; }
    public SendKeys SendKeys { get; }
    public Telling Telling { get; }
    public Drafts Drafts { get; }
    public Conversation Conversation { get; }
    public ReportDesk Desk { get; }
    public Departure Departure { get; }
    public HandingOver HandingOver { get; }
    public Inbox Inbox { get; }
    public Escalation Escalation { get; }
    public Erasure Erasure { get; }
    public StandingWatch StandingWatch { get; }
    public SafeguardRules Safeguards { get; }
    public CaseDesk Cases { get; }
    public CaseErasure CaseErasure { get; }
    public FormBook FormBook { get; }
    public CaseHolds CaseHolds { get; }
    public CaseRetention CaseRetention { get; }
    public CaseImport CaseImport { get; }
    public Planning Planning { get; }
    public Letters Letters { get; }
    public ChildsSide ChildsSide { get; }
    public Registers Registers { get; }
    public CaseCourse Course { get; }
    public Merging Merging { get; }
    public Exporting Exporting { get; }
    public Referring Referring { get; }
    public Answering Answering { get; }
    public PaperReferral PaperReferral { get; }
    public ReferralClock ReferralClock { get; }
    public AccountBook Accounts { get; }
    public CaseSearch CaseSearch { get; }
    public Duplicates Duplicates { get; }
    public SavedFilters SavedFilters { get; }
    public Team Team { get; }
    public LookUps LookUps { get; }
    public LinkedCases LinkedCases { get; }
    public Preserving Preserving { get; }
    public WebhookDesk Webhooks { get; }
    public WebhookPost WebhookPost { get; }
    public OnceOnly OnceOnly { get; }
    public MeasurementDesk Measurements { get; }
    public BreakingGlass BreakGlass { get; }
    public Audit.AuditDays AuditDays { get; }
    public AuditBook AuditBook { get; }
    public ServiceDirectory Services { get; }

    /// <summary>Made-up data: numbers may be shown unverified, pages say that it is a demonstration.</summary>
    public bool IsDemonstration => Ring.Demonstration;

    /// <summary>Makes the ring, the key store and the tables where they are missing. Nothing that is there is overwritten.</summary>
    public static async Task Prepare(Settings settings, bool demonstration, TimeProvider clock)
    {
        PrepareKeys(settings, demonstration);
        using var ring = HostRing.Open(settings.Ring);
        await using var store = StoreOf(settings, ring, clock);
        await Migrate(store, ring).ConfigureAwait(false);
    }

    /// <summary>Makes or brings up to date the tables. What stood in them before they had a place for its MAC is signed, in this step alone.</summary>
    internal static async Task Migrate(Store store, HostRing ring)
    {
        var unsigned = await store.Schema().ConfigureAwait(false) is not null && await store.Lacks("ReportStanding").ConfigureAwait(false);
        await store.Migrate().ConfigureAwait(false);
        await CaseNumber.GiveToAll(store, ring).ConfigureAwait(false);
        await CaseClocks.GiveToAll(store, ring).ConfigureAwait(false);
        if (unsigned) await ReportStanding.SignAll(store, new StaffDirectory(ring)).ConfigureAwait(false);
    }

    /// <summary>Makes the ring and the key store where they are missing.</summary>
    internal static void PrepareKeys(Settings settings, bool demonstration)
    {
        foreach (var file in (string[])[settings.Ring, settings.KeyStore, settings.KeyStoreCopy]) System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(settings.Ring)) HostRing.Create(settings.Ring, demonstration).Dispose();
        if (!File.Exists(settings.KeyStore)) KeyStore.Create(settings.KeyStore, settings.KeyStoreCopy).Dispose();
    }

    /// <summary>Opens what <see cref="Prepare"/> made and loads the board.</summary>
    public static async Task<Installation> Open(Settings settings, TimeProvider clock)
    {
        var country = Country.Load(settings.Country);
        var ring = HostRing.Open(settings.Ring);
        var slots = KeyStore.Open(settings.KeyStore, settings.KeyStoreCopy);
        var installation = new Installation(settings, country, ring, slots, StoreOf(settings, ring, clock), clock);
        if (await KeyStoreAge.Problem(installation.Store, slots).ConfigureAwait(false) is { } old)
        {
            await installation.DisposeAsync().ConfigureAwait(false);
            throw new KeyStoreException($"{settings.KeyStore}: {old}");
        }
        await installation.SendKeys.Turn().ConfigureAwait(false);
        await installation.Board.Load().ConfigureAwait(false);
        return installation;
    }

    internal static Store StoreOf(Settings settings, HostRing ring, TimeProvider clock) =>
        settings.Database.StartsWith("sqlite:", StringComparison.Ordinal)
            ? Store.Sqlite(settings.Database["sqlite:".Length..], ring, clock)
            : Store.Postgres(settings.Database["postgres:".Length..], ring, clock);

    public async ValueTask DisposeAsync()
    {
        await Measurements.DisposeAsync().ConfigureAwait(false);
        await Store.DisposeAsync().ConfigureAwait(false);
        WebhookPost.Dispose();
        SendKeys.Dispose();
        Intake.Dispose();
        Cases.Finding.Dispose();
        Slots.Dispose();
        Ring.Dispose();
    }
}
