using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Data;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases.Course;

/// <summary>A case of which a clock is over.</summary>
public sealed record OverdueCase(CaseLine Case, IReadOnlyList<Clock> Over);

/// <summary>The cases of which a clock is over.</summary>
/// <param name="Foremost">Those that stand highest on lists; at most <see cref="CaseCourse.Most"/>.</param>
/// <param name="Total">How many there are.</param>
public sealed record OverdueCases(IReadOnlyList<OverdueCase> Foremost, int Total);

/// <summary>
/// The course of a case as a whole (rules M2, C2, N1, N2): therapeutic help and legal aid offered, hearing prepared and not put off, the child told, compensation claimed. Time can be set aside by nobody; what is late can be
/// explained. Everybody who reads a part of the case sees the clocks.
/// </summary>
public sealed class CaseCourse(Store store, CaseDesk cases, Country country, TimeProvider clock)
{
    private static readonly string[] AskedNames = ["therapy_offered_on", "legal_aid_offered_on", "knew_of_offence_on", "compensation_claimed_on", "preparation_visit_on", "fast_track_asked", "adjournments"];

    /// <summary>What somebody writes down; the other facts of the course Sala knows itself.</summary>
    public static readonly IReadOnlyList<Fact> Asked = [.. Fact.Of(Procedure.Course).Where(f => AskedNames.Contains(f.Name))];

    /// <summary>Nothing is counted beyond this: the files of a child are added up.</summary>
    private const int MostCounted = 999;

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), country.TimeZone).DateTime);

    /// <summary>How the clocks of a case stand today, with all files of the child.</summary>
    public async Task<IReadOnlyList<Clock>> Of(CaseView view)
    {
        await using var data = store.Read();
        return await cases.Clocks.Of(data, view.Id).ConfigureAwait(false);
    }

    /// <summary>What was written down of the course of this file.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Facts(CaseView view)
    {
        await using var data = store.Read();
        var facts = await cases.Clocks.Facts(data, view.Id).ConfigureAwait(false);
        return Asked.Where(f => facts.ContainsKey(f.Name)).ToDictionary(f => f.Name, f => facts[f.Name]);
    }

    /// <summary>Why something was late, as people wrote it, newest last.</summary>
    public static IEnumerable<(string RuleId, OpenedEntry Entry)> Reasons(CaseView view) => view.Of(EntryKind.Course).Where(e => e.Body["rule"].Length > 0).Select(e => (e.Body["rule"], e));

    /// <summary>Writes down what happened: on which day help was offered, how often the hearing was put off. An empty answer takes one back; names that are not <see cref="Asked"/> are left out.</summary>
    /// <exception cref="RefusedException">A day or number is not written as one, or a day is still to come.</exception>
    /// <exception cref="NotForYouException">The intake part of the case does not open for this person.</exception>
    public Task Record(SignedIn by, RecordId id, IReadOnlyDictionary<string, string> facts) => cases.Do(by, id, Compartment.Intake, "course.record", async (data, opened, deed) =>
    {
        var known = await cases.Clocks.Facts(data, id).ConfigureAwait(false);
        var changed = Asked.Where(f => facts.ContainsKey(f.Name)).Select(f => (Fact: f, Value: facts[f.Name].Trim())).Where(f => f.Value != known.GetValueOrDefault(f.Fact.Name, "")).ToList();
        foreach (var (fact, value) in changed.Where(c => c.Value.Length > 0))
        {
            if (!fact.Fits(value) || (fact.Kind == FactKind.Whole && int.Parse(value, CultureInfo.InvariantCulture) is < 0 or > MostCounted)) throw new RefusedException("course.written", "A day or a number is not written as one. Nothing was changed.");
            if (fact.Kind == FactKind.Day && DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture) > Today) throw new RefusedException("course.day", "That day is still to come. Nothing was changed. Write it down when it has happened.");
        }
        deed.Detail = string.Join(',', changed.Select(c => c.Fact.Name));
        if (changed.Count == 0) return true;
        await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Course, by.PersonId, EntryBody.Of(changed.ToDictionary(c => c.Fact.Name, c => c.Value))).ConfigureAwait(false);
        await cases.Clocks.Set(data, id, [.. changed.Select(c => (c.Fact.Name, c.Value))]).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes down why something is late. It stays overdue, with its reason; what becomes overdue later needs its own.</summary>
    /// <exception cref="RefusedException">No reason, or nothing of this rule is overdue.</exception>
    public Task Explain(SignedIn by, RecordId id, string ruleId, string reason) => cases.Do(by, id, Compartment.Intake, "course.explain", async (data, opened, deed) =>
    {
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("words.missing", "Some words are needed here. Nothing was changed.");
        if ((await cases.Clocks.Of(data, id).ConfigureAwait(false)).FirstOrDefault(c => c.Rule.Id == ruleId) is not { IsOver: true } over) throw new RefusedException("course.in-time", "Nothing of this is overdue. Nothing was changed.");
        deed.Detail = ruleId;
        var codes = string.Join(' ', over.Missing.Select(m => m.Code));
        await cases.Add(data, opened, deed, RecordId.Random(), 1, Compartment.Intake, EntryKind.Course, by.PersonId, EntryBody.Of(new Dictionary<string, string> { ["rule"] = ruleId, ["missing"] = codes }, reason.Trim())).ConfigureAwait(false);
        await cases.Clocks.Set(data, id, (CourseFacts.Late + ruleId, codes)).ConfigureAwait(false);
        return true;
    });

    /// <summary>As many cases are shown of which a clock is over.</summary>
    public const int Most = 200;

    /// <summary>The cases that open for this person and of which a clock is over, those that burn first.</summary>
    public async Task<OverdueCases> Overdue(SignedIn by)
    {
        if (!by.Has(RoleGroups.Caseworkers)) return new OverdueCases([], 0);
        var reach = await cases.Finding.Reach.Now(by).ConfigureAwait(false);
        var (total, first, today) = (0, new Foremost(Most), cases.Finding.Today);
        reach.Each((row, parts) =>
        {
            // Everybody who reads a part of a file sees the clocks of the child, in whichever part and file the mark stands.
            var board = cases.Finding.Board;
            if (row.IsClosed || !board.FilesBeside(row).Any(f => board.Beside(f) is { } file && Array.Exists(file.Marks, m => m.Kind == MarkKind.Clock))) return;
            total++;
            first.Offer(Burning.Order(row, parts, today), row, parts);
        });
        await using var data = store.Read();
        var found = new List<OverdueCase>();
        foreach (var line in await cases.Finding.Lines(data, by, first.Take(Most).Shown, today).ConfigureAwait(false))
        {
            var clocks = (await cases.Clocks.Of(data, line.Id).ConfigureAwait(false)).Where(c => c.IsOver).ToList();
            if (clocks.Count > 0) found.Add(new OverdueCase(line, clocks));
        }
        return new OverdueCases(found, total <= Most ? found.Count : total);
    }

    /// <summary>Turns the clocks whose day has come, over all cases. Run each hour; the first run after midnight does the work.</summary>
    /// <returns>How many cases were looked at.</returns>
    public async Task<int> Work()
    {
        var looked = 0;
        var held = new HashSet<RecordId>();
        while (await cases.Clocks.TurnDue(store, held).ConfigureAwait(false) is > 0 and var turned) looked += turned;
        return looked;
    }
}
