using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Forms;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases.Forms;

/// <summary>A draft, opened.</summary>
/// <param name="Entry">The entry that is changed; null for a new one.</param>
/// <param name="Page">The page's own text; empty at the beginning.</param>
public sealed record OpenedDraft(CaseView Case, RecordId Id, CaseForm Form, RecordId? Entry, int Version, FormSession Session, string Page);

/// <summary>An entry as it was filled in.</summary>
/// <param name="Form">The version of the form that asked; for what was written without one, the pack's form of that kind, or null.</param>
/// <param name="Session">Its answers in that form; null where there is no form.</param>
/// <param name="Others">Answers that this form has no question for.</param>
/// <param name="Versions">All versions, oldest first.</param>
public sealed record FilledEntry(CaseView Case, OpenedEntry Entry, CaseForm? Form, FormSession? Session, IReadOnlyDictionary<string, string> Others, IReadOnlyList<OpenedEntry> Versions)
{
    public bool IsNewest => Entry.Version == Versions[^1].Version;
}

/// <summary>Filling in forms on a case: a draft that rests sealed, an entry with the form and its version, and every version of it readable in the form that asked.</summary>
public sealed class FormBook
{
    /// <summary>So many drafts one person keeps on one case, and in all.</summary>
    public const int MostOnACase = 20, MostInAll = 200;

    private readonly Store store;
    private readonly CaseDesk cases;
    private readonly CountryClock clock;

    public FormBook(Store store, CaseDesk cases, CaseErasure erasure, Country country, TimeProvider clock)
    {
        (this.store, this.cases, Forms) = (store, cases, CaseForms.Load(store, country));
        this.clock = new CountryClock(country.TimeZone, clock);
        erasure.AlsoErased.Add((data, id) => data.CaseDrafts.Where(d => d.CaseId == id).ExecuteDeleteAsync());
    }

    public CaseForms Forms { get; }

    /// <summary>Begins a form of the pack.</summary>
    /// <exception cref="NotForYouException">There is no such case for this person, not its part, or no such form.</exception>
    public async Task<RecordId> Begin(SignedIn by, RecordId id, string form)
    {
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        if (Forms.Find(form) is not { } asked || !opened.Holds(asked.Part)) throw await cases.Refused(by, id, "case.fill").ConfigureAwait(false);
        var session = asked.Form.Start(clock, RandomNumberGenerator.GetInt32(int.MaxValue));
        return await Draft(by, opened, asked, new DraftBody(asked.Hash, "", 0, session.Serialise(), "")).ConfigureAwait(false);
    }

    /// <summary>Begins to change an entry, in the form that it was filled in with.</summary>
    /// <exception cref="NotForYouException">There is no such entry for this person.</exception>
    /// <exception cref="RefusedException">It was written under the rules of its own kind, or its form is not here.</exception>
    public async Task<RecordId> Change(SignedIn by, RecordId id, RecordId entry)
    {
        var (filled, form, session) = await ToChange(by, id, entry).ConfigureAwait(false);
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        return await Draft(by, opened, form, new DraftBody(form.Hash, entry.ToString(), filled.Entry.Version, session.Serialise(), "")).ConfigureAwait(false);
    }

    private async Task<(FilledEntry Filled, CaseForm Form, FormSession Session)> ToChange(SignedIn by, RecordId id, RecordId entry)
    {
        var filled = await Show(by, id, entry, null).ConfigureAwait(false);
        if (filled is not { Form: { } form, Session: { } session } || form.Kind != filled.Entry.Kind || form.Part != filled.Entry.Compartment) throw new RefusedException("form.none", "This was not written with a form that is here. Nothing was changed.");
        return (filled, form, session);
    }

    /// <summary>The drafts that this person has on a case, with the form of each.</summary>
    public async Task<IReadOnlyList<(RecordId Id, CaseForm Form)>> Drafts(SignedIn by, RecordId id)
    {
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        await using var data = store.Read();
        var drafts = new List<(RecordId, CaseForm)>();
        foreach (var row in await data.CaseDrafts.Where(d => d.CaseId == id && d.PersonId == by.PersonId).ToListAsync().ConfigureAwait(false))
            if (Body(opened, row) is { } body && await Forms.Of(body.Form).ConfigureAwait(false) is { } form) drafts.Add((row.Id, form));
        return [.. drafts.OrderBy(d => d.Item2.Form.Id, StringComparer.Ordinal)];
    }

    /// <summary>Opens a draft to show it: the people of the case stand in it, or what others wrote, so it is a deed of the trail.</summary>
    /// <exception cref="NotForYouException">There is none that opens for them.</exception>
    public async Task<OpenedDraft> Look(SignedIn by, RecordId id, RecordId draft)
    {
        var looked = await Open(by, id, draft).ConfigureAwait(false);
        if (looked.Entry is not null || looked.Form.AsksForPeople) await store.Change(new Deed(by.PersonId, "case.fill", id, looked.Case.UnitId) { Detail = looked.Form.Form.Id }, _ => Task.CompletedTask).ConfigureAwait(false);
        return looked;
    }

    /// <summary>Opens a draft of this person.</summary>
    /// <exception cref="NotForYouException">There is none that opens for them.</exception>
    public async Task<OpenedDraft> Open(SignedIn by, RecordId id, RecordId draft)
    {
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        await using var data = store.Read();
        var row = await data.CaseDrafts.SingleOrDefaultAsync(d => d.CaseId == id && d.Id == draft && d.PersonId == by.PersonId).ConfigureAwait(false);
        if (row is null || Body(opened, row) is not { } body || await Forms.Of(body.Form).ConfigureAwait(false) is not { } form) throw await cases.Refused(by, id, "case.fill").ConfigureAwait(false);
        var view = await cases.View(data, opened).ConfigureAwait(false);
        var session = FormSession.Restore(InCase(form, view), body.Session, clock);
        return new OpenedDraft(view, draft, form, RecordId.TryParse(body.Entry, out var entry) ? entry : null, body.Version, session, body.Page);
    }

    /// <summary>Keeps what was typed. Nobody else reads it, so it is no deed of the trail.</summary>
    /// <exception cref="TooLongToSealException">It is too long to keep; what was kept before stands.</exception>
    public async Task Keep(SignedIn by, OpenedDraft draft, string page)
    {
        using var opened = await cases.Require(by, draft.Case.Id, "case.fill").ConfigureAwait(false);
        if (!opened.Holds(draft.Form.Part)) throw await cases.Refused(by, draft.Case.Id, "case.fill").ConfigureAwait(false);
        await store.Keep(async data =>
        {
            if (await data.CaseDrafts.SingleOrDefaultAsync(d => d.CaseId == draft.Case.Id && d.Id == draft.Id && d.PersonId == by.PersonId).ConfigureAwait(false) is not { } row) return;
            row.Generation = opened.Case.Generation(row.Compartment);
            row.Body = new DraftBody(draft.Form.Hash, draft.Entry?.ToString() ?? "", draft.Version, draft.Session.Serialise(), page).Seal(opened.Newest(row.Compartment), row);
        }).ConfigureAwait(false);
    }

    /// <summary>Throws a draft away.</summary>
    public async Task Discard(SignedIn by, RecordId id, RecordId draft)
    {
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        await store.Keep(data => data.CaseDrafts.Where(d => d.CaseId == id && d.Id == draft && d.PersonId == by.PersonId).ExecuteDeleteAsync()).ConfigureAwait(false);
    }

    /// <summary>Makes a draft an entry of the case, or a new version of one.</summary>
    /// <returns>The entry.</returns>
    /// <exception cref="RefusedException">An answer that has to be given is missing. Or somebody wrote another version meanwhile: the draft stays, a task tells the other, and nothing is overwritten.</exception>
    public async Task<RecordId> Save(SignedIn by, OpenedDraft draft)
    {
        var (id, form) = (draft.Case.Id, draft.Form);
        if (draft.Session.Finish().Count > 0) throw new RefusedException("form.unfinished", "Something that is needed is not answered yet. Your draft is kept.");
        if (draft.Session.Answers.Values.Any(EmbeddedFile.IsIn)) throw new RefusedException("words.file", "A file written as text stands in this. Files are never kept here. Take it out; the rest of your draft is kept.");
        var entry = draft.Entry ?? RecordId.Random();
        var kept = draft.Entry is null ? null : draft.Case.Entries.FirstOrDefault(e => e.Id == entry);
        var body = new EntryBody(form.Form.Id, form.Form.Version, With(draft.Session, kept), kept?.Body.Words ?? "") { FormFile = form.Hash };
        var what = draft.Entry is null ? "case.write" : "case.change";
        try
        {
            await cases.Do(by, id, form.Part, $"{what}-{form.Kind.ToString().ToLowerInvariant()}", async (data, opened, deed) =>
            {
                // One draft becomes one entry, however often the button is pressed; what was filled in at once never rested.
                if (!draft.Id.IsEmpty && await data.CaseDrafts.Where(d => d.CaseId == id && d.Id == draft.Id && d.PersonId == by.PersonId).ExecuteDeleteAsync().ConfigureAwait(false) != 1)
                    throw new RefusedException("form.saved", "This draft was saved or thrown away already. Nothing was changed. Look at the case.");
                if (draft.Version > 0 && await CaseDesk.Newest(data, id, entry).ConfigureAwait(false) is var (newest, _) && newest != draft.Version)
                    throw CaseDesk.Changed;
                await CaseForms.Keep(data, form).ConfigureAwait(false);
                await cases.Add(data, opened, deed, entry, draft.Version + 1, form.Part, form.Kind, by.PersonId, body).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Code == CaseDesk.ChangedCode)
        {
            await cases.TellTheOther(by, id, form.Part, entry).ConfigureAwait(false);
            throw;
        }
        return entry;
    }

    /// <summary>Fills in a form of the pack at once.</summary>
    /// <param name="answers">By name of the question; in a repeat by its address, as <c>relation[2]/relation_is</c>.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="AnswersNotTakenException">An answer is not taken, or one that has to be given is missing; nothing was written.</exception>
    /// <exception cref="NotForYouException">There is no such case for this person, not its part, or no such form.</exception>
    public async Task<RecordId> Fill(SignedIn by, RecordId id, string form, IReadOnlyDictionary<string, string> answers)
    {
        using var opened = await cases.Require(by, id, "case.fill").ConfigureAwait(false);
        if (Forms.Find(form) is not { } asked || !opened.Holds(asked.Part)) throw await cases.Refused(by, id, "case.fill").ConfigureAwait(false);
        CaseView view;
        await using (var data = store.Read()) view = await cases.View(data, opened).ConfigureAwait(false);
        var session = InCase(asked, view).Start(clock, RandomNumberGenerator.GetInt32(int.MaxValue));
        return await AtOnce(by, new OpenedDraft(view, default, asked, null, 0, session, ""), answers).ConfigureAwait(false);
    }

    /// <summary>Changes an entry at once, in the form that it was filled in with. What is not named stays; an empty answer takes one back.</summary>
    /// <param name="version">The version that was read. If somebody wrote another since, theirs stands, a task tells them, and this one is refused.</param>
    /// <exception cref="AnswersNotTakenException">An answer is not taken, or one that has to be given is missing; nothing was written.</exception>
    /// <exception cref="RefusedException">It was not written with a form that is here, or somebody wrote another version meanwhile.</exception>
    public async Task Fill(SignedIn by, RecordId id, RecordId entry, int version, IReadOnlyDictionary<string, string> answers)
    {
        var (filled, form, session) = await ToChange(by, id, entry).ConfigureAwait(false);
        if (version < 1) throw CaseDesk.Changed;
        await AtOnce(by, new OpenedDraft(filled.Case, default, form, entry, version, session, ""), answers).ConfigureAwait(false);
    }

    /// <param name="draft">In memory alone: it never rests.</param>
    private async Task<RecordId> AtOnce(SignedIn by, OpenedDraft draft, IReadOnlyDictionary<string, string> answers)
    {
        var problems = Answered(draft.Session, answers);
        if (problems.Count == 0) problems = [.. draft.Session.Finish()];
        return problems.Count == 0 ? await Save(by, draft).ConfigureAwait(false) : throw new AnswersNotTakenException(problems);
    }

    /// <summary>The answers outside repeats come first: they say which repeats are asked.</summary>
    private static List<AnswerProblem> Answered(FormSession session, IReadOnlyDictionary<string, string> answers)
    {
        var problems = new List<AnswerProblem>();
        foreach (var some in answers.GroupBy(a => a.Key.Contains('[', StringComparison.Ordinal)).OrderBy(g => g.Key))
        {
            foreach (var (address, _) in some) Grow(session, address);
            problems.AddRange(session.SetAll(some.ToDictionary(a => a.Key, a => (string?)a.Value)));
        }
        return problems.ConvertAll(p => p.Code == AnswerCode.UnknownQuestion ? new AnswerProblem("", p.Code) : p);
    }

    /// <summary>Adds the instances of repeats that an address names, as far as the form lets them be added.</summary>
    private static void Grow(FormSession session, string address)
    {
        for (var (begins, open) = (0, address.IndexOf('[', StringComparison.Ordinal)); open >= 0; open = address.IndexOf('[', begins))
        {
            var close = address.IndexOf(']', open);
            if (close < 0 || !int.TryParse(address[(open + 1)..close], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position) || position > FormSession.MostInstances) return;
            var (repeat, within) = (address[begins..open], begins == 0 ? "" : address[..(begins - 1)]);
            while (session.Instances(repeat, within) < position && session.AddInstance(repeat, within) is not null) { }
            begins = Math.Min(close + 2, address.Length);
        }
    }

    /// <summary>Puts a draft after the version that somebody else wrote meanwhile, once this person has looked at it.</summary>
    public async Task<OpenedDraft> After(SignedIn by, OpenedDraft draft, string page)
    {
        if (draft.Entry is not { } entry) return draft;
        var newest = await cases.History(by, draft.Case.Id, entry).ConfigureAwait(false);
        var after = draft with { Version = newest[^1].Version };
        await Keep(by, after, page).ConfigureAwait(false);
        return after;
    }

    /// <summary>Shows an entry in the form that it was filled in with.</summary>
    /// <param name="version">Which version; the newest where left out.</param>
    /// <exception cref="NotForYouException">There is no such entry for this person.</exception>
    public async Task<FilledEntry> Show(SignedIn by, RecordId id, RecordId entry, int? version)
    {
        var view = await cases.Read(by, id).ConfigureAwait(false);
        var versions = await cases.History(by, id, entry).ConfigureAwait(false);
        var shown = version is null ? versions[^1] : versions.FirstOrDefault(v => v.Version == version) ?? throw await cases.Refused(by, id, "case.history").ConfigureAwait(false);
        var form = await FormOf(shown).ConfigureAwait(false);
        if (form is null) return new FilledEntry(view, shown, null, null, shown.Body.Answers, versions);
        var (session, others) = Reopened(InCase(form, view), shown.Body);
        return new FilledEntry(view, shown, form, session, others, versions);
    }

    /// <summary>What an entry is called in the list of a case: by the form's own <c>instance_name</c>, else its first answer.</summary>
    public async Task<string> Name(OpenedEntry entry, string language)
    {
        var form = await FormOf(entry).ConfigureAwait(false);
        if (form is null) return entry.Body.Answers.Values.FirstOrDefault() ?? "";
        var (session, _) = Reopened(form.Form, entry.Body);
        session.Language = language;
        return session.InstanceName ?? "";
    }

    /// <summary>What its form is called; null where there is none.</summary>
    public async Task<string?> Title(OpenedEntry entry, string language) => (await FormOf(entry).ConfigureAwait(false))?.Title(language);

    /// <summary>The version of the form that asked; of what was written without a form of its own, the pack's form of that kind.</summary>
    private async Task<CaseForm?> FormOf(OpenedEntry entry) => entry.Body.FormFile.Length > 0 ? await Forms.Of(entry.Body.FormFile).ConfigureAwait(false)
        : entry.Kind == EntryKind.Form ? Forms.Find(entry.Body.Form) : Forms.Offered.FirstOrDefault(f => f.Kind == entry.Kind && f.Part == entry.Compartment);

    private (FormSession Session, IReadOnlyDictionary<string, string> Others) Reopened(Form form, EntryBody body)
    {
        var submission = Submission.OfAnswers(form, body.Answers);
        return (submission.Reopen(clock), submission.Unknown.ToDictionary(name => name, name => body.Answers[name]));
    }

    /// <summary>The answers, and what the form has no question for: it stays as it was written.</summary>
    private static Dictionary<string, string> With(FormSession session, OpenedEntry? before)
    {
        var answers = new Dictionary<string, string>(session.Answers);
        if (before is not null)
            foreach (var name in Submission.OfAnswers(session.Form, before.Body.Answers).Unknown) answers.TryAdd(name, before.Body.Answers[name]);
        return answers;
    }

    private static Form InCase(CaseForm form, CaseView view) => form.For(view.Of(EntryKind.Person).Select(p => (p.Id.ToString(), p.Body["name"])));

    private async Task<RecordId> Draft(SignedIn by, OpenedCase opened, CaseForm form, DraftBody body)
    {
        var row = new CaseDraft { CaseId = opened.Case.Id, Id = RecordId.Random(), PersonId = by.PersonId, Compartment = form.Part, Generation = opened.Case.Generation(form.Part), Body = [] };
        row.Body = body.Seal(opened.Newest(form.Part), row);
        await store.Keep(async data =>
        {
            var (onCase, inAll) = (await data.CaseDrafts.CountAsync(d => d.CaseId == row.CaseId && d.PersonId == by.PersonId).ConfigureAwait(false), await data.CaseDrafts.CountAsync(d => d.PersonId == by.PersonId).ConfigureAwait(false));
            if (onCase >= MostOnACase || inAll >= MostInAll) throw new RefusedException("form.many", "You have as many drafts as one person keeps. Nothing was lost; no further one was begun. Save one or throw one away first.");
            await CaseForms.Keep(data, form).ConfigureAwait(false);
            data.CaseDrafts.Add(row);
        }).ConfigureAwait(false);
        return row.Id;
    }

    private static DraftBody? Body(OpenedCase opened, CaseDraft row)
    {
        if (!opened.Holds(row.Compartment) || opened.Working(row.Compartment, row.Generation) is not { } key) return null;
        try
        {
            return DraftBody.Open(key, row);
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }

    /// <summary>Today of a form is today in the country, wherever the machine stands.</summary>
    private sealed class CountryClock(TimeZoneInfo zone, TimeProvider clock) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }
}
