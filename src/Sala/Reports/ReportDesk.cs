using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>A message as staff see it.</summary>
public sealed record DeskMessage(bool FromReporter, MessageKind Kind, string From, string Words, DateTimeOffset At);

/// <summary>A note as staff see it.</summary>
public sealed record DeskNote(NoteKind Kind, RecordId PersonId, DateTimeOffset At, string Words);

/// <summary>Coded facts as they stood before a worker changed them.</summary>
public sealed record DeskFactChange(RecordId PersonId, DateTimeOffset At, CodedFacts Before);

/// <summary>One report, opened for one worker.</summary>
/// <param name="Through">By what right it opened: person, leads, unit.</param>
public sealed record DeskReport(
    BoardRow Row, ReportContent Content, IReadOnlyList<DeskMessage> Messages, IReadOnlyList<DeskNote> Notes,
    IReadOnlyList<DeskFactChange> FactHistory, IReadOnlyList<RecordId> Grants, string Through, HandOver? Offer, ReportDay? EraseOn);

/// <summary>What a responder does with a report. Each deed asks for the person, writes the audit entry in the same transaction, and refuses where there is no grant.</summary>
public sealed class ReportDesk
{
    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly HostRing ring;
    private readonly ReportBoard board;
    private readonly Country country;
    private readonly TimeProvider clock;
    private readonly Opening opening;
    private readonly Rekeying rekeying;

    public ReportDesk(Store store, StaffDirectory directory, UnitKeys unitKeys, HostRing ring, KeyStore slots, ReportBoard board, Country country, TimeProvider clock)
    {
        (this.store, this.directory, this.ring, this.board, this.country, this.clock) = (store, directory, ring, board, country, clock);
        opening = new Opening(store, directory, unitKeys, slots, clock);
        rekeying = new Rekeying(directory, unitKeys, clock);
    }

    internal Opening Opening => opening;
    internal Rekeying Rekeying => rekeying;

    /// <summary>Reads a report. The first reading is what the child is told as "read by a person".</summary>
    /// <exception cref="NotForYouException">There is no such report, or no grant; the attempt is recorded.</exception>
    public async Task<DeskReport> Read(SignedIn by, RecordId id)
    {
        using var opened = await Open(by, id, "report.read").ConfigureAwait(false);
        var report = opened.Report;
        await store.Change(DeedOn(by, "report.read", report, opened.Through), async data =>
        {
            if (report.State == ReportState.Received)
                await data.Reports.Where(r => r.Id == id && r.State == ReportState.Received).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.Read)).ConfigureAwait(false);
            if (report.ChildWroteBack && report.AssignedTo == by.PersonId)
                await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.ChildWroteBack, false)).ConfigureAwait(false);
        }, id).ConfigureAwait(false);

        await using var data = store.Read();
        var messages = (await data.Messages.Where(m => m.ReportId == id && m.Generation == report.Generation).ToListAsync().ConfigureAwait(false))
            .Select(m => (m.FromReporter, Body: MessageBody.Open(opened.Conversation, id, m.Id, m.Generation, m.Body)))
            .OrderBy(m => m.Body.At).Select(m => new DeskMessage(m.FromReporter, m.Body.Kind, m.Body.From, m.Body.Words, m.Body.At)).ToList();
        var notes = (await data.Notes.Where(n => n.ReportId == id && n.Generation == report.Generation).ToListAsync().ConfigureAwait(false))
            .OrderBy(n => n.At).Select(n => new DeskNote(n.Kind, n.PersonId, n.At, NoteBody.Open(opened.Staff, n.Id, n.Generation, n.Body))).ToList();
        var history = (await data.FactChanges.Where(c => c.ReportId == id).ToListAsync().ConfigureAwait(false))
            .OrderBy(c => c.At).Select(c => new DeskFactChange(c.PersonId, c.At, CodedFacts.Open(ring.FactsKey, id, c.Before))).ToList();
        var grants = await data.KeyGrants.Where(g => g.ReportId == id && g.Generation == report.Generation && g.Holder == HolderKind.Person).Select(g => g.HolderId).ToListAsync().ConfigureAwait(false);
        var offer = await data.HandOvers.Where(h => h.ReportId == id && h.State == HandOverState.Offered).FirstOrDefaultAsync().ConfigureAwait(false);
        var content = ReportContent.Open(opened.Conversation, id, report.ContentGeneration, report.Content);
        return new DeskReport(board[id]!, content, messages, notes, history, grants, opened.Through, offer, report.EraseOn);
    }

    /// <summary>"I have it": stops the duty clock.</summary>
    public Task Acknowledge(SignedIn by, RecordId id) => Do(by, id, "report.acknowledge", (data, _, _) =>
        data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Deadline, (FiveMinutes?)null)));

    /// <summary>Takes a report to work on it: it is sealed anew to this person and the leads, and opens for no other member of the unit.</summary>
    public Task Take(SignedIn by, RecordId id) => Assign(by, id, by.PersonId);

    /// <summary>Gives a report to a colleague of the unit. Who had it keeps no key.</summary>
    /// <exception cref="RefusedException">The colleague does not work in the unit, or no lead has let them in yet.</exception>
    public Task Assign(SignedIn by, RecordId id, RecordId to) => Do(by, id, "report.assign", async (data, opened, deed) =>
    {
        deed.Detail = to.ToString();
        var unit = opened.Report.UnitId;
        if (!await People.AnswersIn(data, unit, to).ConfigureAwait(false))
            throw new RefusedException("report.assign-unit", "This person does not answer reports in the unit, or no lead has let them in yet. Nothing was changed.");
        await rekeying.Rekey(data, opened, new NewHolders([to], unit), by.PersonId, "work").ConfigureAwait(false);
        var report = await data.Reports.SingleAsync(r => r.Id == id).ConfigureAwait(false);
        report.AssignedTo = to;
        // Who takes it has it; who is given it may not be there, and the clock runs on.
        if (to == by.PersonId) report.Deadline = null;
        await HandingOver.WithdrawOffer(data, id).ConfigureAwait(false);
        if (report.State is ReportState.Received or ReportState.Read or ReportState.Offered) report.State = ReportState.BeingWorkedOn;
    });

    /// <summary>Answers the child.</summary>
    /// <exception cref="RefusedException">The child said they no longer want this, or the report is closed, or blanks of a template are left.</exception>
    public Task Reply(SignedIn by, RecordId id, string words) => Do(by, id, "report.reply", async (data, opened, deed) =>
    {
        RequireWords(words);
        RequireNoBlanks(words);
        if (opened.Report.Withdrawn) throw new RefusedException("report.withdrawn", "The child said: I no longer want this. Messages have stopped. Your words are still here; nothing was sent.");
        if (opened.Report.State == ReportState.Closed) throw new RefusedException("report.closed", "The report is closed. Nothing was sent. Open it again first.");
        if (opened.Report.AssignedTo is null) throw new RefusedException("report.not-taken", "Nobody has taken this report. Nothing was sent. Take it first, so that the child has one person.");
        deed.Ciphertext = AddMessage(data, opened, by.Profile.ShownName, words);
        // What the child wrote while these words were written is still unread: only reading it says that it was seen.
        if (opened.Report.State != ReportState.Offered)
            await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.BeingWorkedOn)).ConfigureAwait(false);
    });

    /// <summary>Writes a note that the child never sees.</summary>
    public Task AddNote(SignedIn by, RecordId id, string words) => Do(by, id, "report.note", (data, opened, deed) =>
    {
        RequireWords(words);
        deed.Ciphertext = AddNote(data, opened, by.PersonId, NoteKind.Note, words);
        return Task.CompletedTask;
    });

    /// <summary>Changes a coded fact; what stood before is kept.</summary>
    public Task ChangeFact(SignedIn by, RecordId id, string fact, IReadOnlyCollection<string> codes) => Do(by, id, "report.fact", async (data, opened, deed) =>
    {
        deed.Detail = fact;
        var report = await data.Reports.SingleAsync(r => r.Id == id).ConfigureAwait(false);
        data.FactChanges.Add(new FactChange { ReportId = id, Id = RecordId.Random(), PersonId = by.PersonId, At = clock.GetUtcNow(), Before = report.Facts });
        report.Facts = CodedFacts.Open(ring.FactsKey, id, report.Facts).With(fact, codes).Seal(ring.FactsKey, id);
        deed.Ciphertext = report.Facts;
    });

    public Task SetUrgency(SignedIn by, RecordId id, Urgency urgency, string reason) => Do(by, id, "report.urgency", async (data, opened, deed) =>
    {
        RequireWords(reason);
        deed.Detail = $"{opened.Report.Urgency} -> {urgency}";
        // A note and not the entry's own reason: that opens with the ring, this only with a key of the report.
        deed.Ciphertext = AddNote(data, opened, by.PersonId, NoteKind.Note, reason);
        await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.Urgency, urgency)).ConfigureAwait(false);
    });

    /// <summary>Ends the work, with the reason and the words the child is told.</summary>
    /// <param name="read">How many messages of the child the worker had before them: one that came meanwhile must not be buried by the closing.</param>
    /// <exception cref="RefusedException">The child wrote meanwhile, nobody has taken the report, it is closed already, or words are missing.</exception>
    public Task Close(SignedIn by, RecordId id, string reason, string toldToChild, int read = 0) => Do(by, id, "report.close", async (data, opened, deed) =>
    {
        RequireWords(reason);
        RequireWords(toldToChild);
        RequireNoBlanks(toldToChild);
        if (opened.Report.AssignedTo is null) throw new RefusedException("report.not-taken", "Nobody has taken this report. Nothing was closed. Take it first.");
        if (opened.Report.State == ReportState.Closed) throw new RefusedException("report.closed-already", "The report is closed already. Nothing was changed.");
        // Under the row's lock, which a message of the child takes too.
        if (await data.Messages.CountAsync(m => m.ReportId == id && m.FromReporter).ConfigureAwait(false) > read)
            throw new RefusedException("report.child-wrote", "The child wrote a moment ago. Nothing was closed, and your words are still here. Read the message first.");
        await HandingOver.WithdrawOffer(data, id).ConfigureAwait(false);
        AddNote(data, opened, by.PersonId, NoteKind.Closing, reason);
        if (!opened.Report.Withdrawn) deed.Ciphertext = AddMessage(data, opened, by.Profile.ShownName, toldToChild);
        else AddNote(data, opened, by.PersonId, NoteKind.Closing, toldToChild);
        var standing = ReportStanding.Of(opened.Report) with { ClosedOn = ReportDay.Of(clock.GetUtcNow(), country.TimeZone) };
        await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.Closed).SetProperty(r => r.ClosedOn, standing.ClosedOn).SetProperty(r => r.StandingMac, standing.Mac(directory))
            .SetProperty(r => r.Deadline, (FiveMinutes?)null).SetProperty(r => r.ChildWroteBack, false)).ConfigureAwait(false);
    });

    public Task Reopen(SignedIn by, RecordId id, string reason) => Do(by, id, "report.reopen", async (data, opened, _) =>
    {
        RequireWords(reason);
        if (opened.Report.State != ReportState.Closed) throw new RefusedException("report.open", "The report is open already.");
        AddNote(data, opened, by.PersonId, NoteKind.Reopening, reason);
        var standing = ReportStanding.Of(opened.Report) with { ClosedOn = null, EraseOn = null };
        await data.Reports.Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.State, ReportState.BeingWorkedOn).SetProperty(r => r.StandingMac, standing.Mac(directory))
            .SetProperty(r => r.ClosedOn, (ReportDay?)null).SetProperty(r => r.EraseOn, (ReportDay?)null)).ConfigureAwait(false);
    });

    /// <summary>How many long reports the worker opened today: see the exposure limit of the pack.</summary>
    public async Task<int> OpenedToday(SignedIn by)
    {
        var now = clock.GetUtcNow();
        var day = ReportDay.Of(now, country.TimeZone).Date.ToDateTime(TimeOnly.MinValue);
        var start = new DateTimeOffset(day, country.TimeZone.GetUtcOffset(day));
        await using var data = store.Read();
        return await data.AuditEntries.Where(e => e.PersonId == by.PersonId && e.Deed == "report.read" && !e.Refused && e.At >= start).Select(e => e.Subject).Distinct().CountAsync().ConfigureAwait(false);
    }

    internal async Task<OpenedReport> Open(SignedIn by, RecordId id, string what)
    {
        if (await opening.Open(by, id).ConfigureAwait(false) is { } opened) return opened;
        // With the unit, so that its head and leads see who tried.
        await store.Refuse(new Deed(by.PersonId, what, id, board[id]?.UnitId)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>Whom guardians let in for some hours may read and answer; who else reads, and for how long, they can not decide.</summary>
    internal async Task RequireLasting(SignedIn by, OpenedReport opened, string what)
    {
        if (opened.Lasts) return;
        await store.Refuse(DeedOn(by, what, opened.Report, opened.Through)).ConfigureAwait(false);
        throw new RefusedException("report.for-hours", "This report was opened for you for some hours. You can read and answer; giving it to somebody, closing or erasing it, is for those who hold it. Nothing was changed.");
    }

    private async Task Do(SignedIn by, RecordId id, string what, Func<SalaData, OpenedReport, Deed, Task> change)
    {
        using var opened = await Open(by, id, what).ConfigureAwait(false);
        if (what is "report.assign" or "report.close" or "report.reopen") await RequireLasting(by, opened, what).ConfigureAwait(false);
        var deed = DeedOn(by, what, opened.Report, opened.Through);
        await store.Change(deed, async data =>
        {
            await opened.Lock(data).ConfigureAwait(false);
            await change(data, opened, deed).ConfigureAwait(false);
        }, id).ConfigureAwait(false);
    }

    private byte[] AddMessage(SalaData data, OpenedReport opened, string from, string words)
    {
        var (id, now) = (RecordId.Random(), clock.GetUtcNow());
        var body = new MessageBody(now, MessageKind.Words, from, words.Trim()).Seal(opened.Conversation, opened.Report.Id, id, opened.Report.Generation);
        data.Messages.Add(new Message { ReportId = opened.Report.Id, Id = id, Generation = opened.Report.Generation, FromReporter = false, Day = ReportDay.Of(now, country.TimeZone), Body = body });
        return body;
    }

    internal byte[] AddNote(SalaData data, OpenedReport opened, RecordId person, NoteKind kind, string words)
    {
        var id = RecordId.Random();
        var body = NoteBody.Seal(opened.Staff, id, opened.Report.Generation, words.Trim());
        data.Notes.Add(new Note { ReportId = opened.Report.Id, Id = id, Generation = opened.Report.Generation, Kind = kind, PersonId = person, At = clock.GetUtcNow(), Body = body });
        return body;
    }

    internal static Deed DeedOn(SignedIn by, string what, Report report, string through) => new(by.PersonId, what, report.Id, report.UnitId) { Detail = through };

    private static void RequireWords(string words)
    {
        if (string.IsNullOrWhiteSpace(words)) throw new RefusedException("words.missing", "Some words are needed here. Nothing was changed.");
    }

    /// <summary>A template with its blanks still open would be sent to a child.</summary>
    private static void RequireNoBlanks(string words)
    {
        if (words.Contains('{', StringComparison.Ordinal) || words.Contains('}', StringComparison.Ordinal))
            throw new RefusedException("words.blanks", "Fill in the blanks in {brackets} first. Your words are still here; nothing was sent.");
    }
}
