using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Course;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Data;
using Sala.Links;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Measuring;

/// <summary>How many cases, and whose.</summary>
/// <param name="OfUnit">Sealed for real, led by the unit that is measured.</param>
/// <param name="OfOther">Sealed for real, led by another unit.</param>
/// <param name="Prepared">Of made-up units: rows and MACs of their own, and envelopes of true size that they share.</param>
/// <param name="OfOfficer">How many of <paramref name="OfUnit"/> each measured officer holds.</param>
internal sealed record Scale(int OfUnit, int OfOther, int Prepared, int OfOfficer = 40)
{
    public int All => OfUnit + OfOther + Prepared;
}

/// <summary>
/// Made-up cases of a whole country in a database, written past the deeds. Those of <see cref="Scale.OfUnit"/> and <see cref="Scale.OfOther"/> are sealed as the desk seals them: a key of its own for each part,
/// to the leads and to officers, people, notes, tasks and forms in envelopes; they open.
/// </summary>
/// <param name="numbered">The last case number that is taken.</param>
internal sealed class CasesAtScale(Installation sala, TimeProvider clock, int seed, int numbered = 0)
{
    private const int Batch = 10_000;

    private static readonly string[] Kinds = ["sexual_talk", "picture_asked", "picture_shared", "threats"], Ages = ["9_11", "12_13", "14_15", "16_17"], Apps = ["line", "facebook", "tiktok"];
    private static readonly string[] Pseudonyms = ["Mali", "Fah", "Ton", "Nam", "Dao", "Pim", "Tawan", "Bua", "Klong", "Phupha"];

    private readonly Random random = new(seed);
    private readonly BulkRows rows = new(sala.Store);
    private readonly CaseKeys keys = new(sala.Directory, sala.UnitKeys, clock);

    /// <summary>Writes them; the ids of those that open come back, the measured unit's first.</summary>
    /// <param name="officers">Who holds intake and a second part of the first cases of the unit: a person and that part.</param>
    /// <param name="wrote">Told how many are written.</param>
    public async Task<IReadOnlyList<RecordId>> Fill(Scale scale, RecordId unit, RecordId other, RecordId opener, IReadOnlyList<(RecordId Person, Compartment Part)> officers, Action<int>? wrote = null)
    {
        var real = new List<RecordId>();
        // In the order of ids, so that a tree of a hundred million pages is written from left to right.
        var ids = Sorted(scale.OfUnit + scale.OfOther);
        var ofUnit = Enumerable.Range(0, ids.Length).OrderBy(_ => random.Next()).Take(scale.OfUnit).ToHashSet();
        var held = ofUnit.Order().Take(scale.OfOfficer).ToHashSet();
        for (var i = 0; i < ids.Length; i++)
        {
            await Sealed(ids[i], ofUnit.Contains(i) ? unit : other, held.Contains(i) ? opener : RecordId.Random(), held.Contains(i) ? officers : []).ConfigureAwait(false);
            real.Add(ids[i]);
            if (real.Count % 2_000 == 0) Write();
        }
        Write();
        await Prepared(scale.Prepared, real[0], n => wrote?.Invoke(real.Count + n)).ConfigureAwait(false);
        rows.Analyse();
        return [.. held.Select(i => ids[i]), .. ofUnit.Where(i => !held.Contains(i)).Select(i => ids[i]), .. Enumerable.Range(0, ids.Length).Where(i => !ofUnit.Contains(i)).Select(i => ids[i])];

        void Write()
        {
            rows.Write();
            wrote?.Invoke(real.Count);
        }
    }

    private static RecordId[] Sorted(int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetBytes(RecordId.Size)).ToArray();
        Array.Sort(ids, (a, b) => a.AsSpan().SequenceCompareTo(b));
        return [.. ids.Select(i => RecordId.From(i))];
    }

    private CaseFile Row(RecordId id, RecordId unit, long slot)
    {
        var stage = (CaseStage)random.Next(8);
        var day = ReportDay.Of(clock.GetUtcNow(), sala.Country.TimeZone).Number - random.Next(700);
        var number = CaseNumber.WithCheck(++numbered);
        // One in ten has a task, one in a hundred of them for the child's safety.
        CaseMark[] marks = random.Next(10) > 0 ? [] : [new CaseMark(RecordId.Random().ToString(), random.Next(100) == 0 ? MarkKind.SafetyTask : MarkKind.Task, Compartment.Intake, ReportDay.Of(clock.GetUtcNow(), sala.Country.TimeZone).Number + random.Next(-5, 30))];
        var row = new CaseFile
        {
            Number = number, Id = id, Country = sala.Country.Code, UnitId = unit, Stage = stage, Urgency = (Urgency)random.Next(3), Day = new ReportDay(day), ClosedOn = stage == CaseStage.Closed ? new ReportDay(day + 1) : null,
            Slot = slot, IntakeGeneration = 1, InvestigationGeneration = 1, CareGeneration = 1, LegalGeneration = 1, Mac = [],
            Facts = new CaseFacts($"{Pseudonyms[random.Next(Pseudonyms.Length)]} {random.Next(1000)}", new Dictionary<string, string[]>
            {
                ["kind"] = [Kinds[random.Next(Kinds.Length)]], ["age_band"] = [Ages[random.Next(Ages.Length)]], ["platform"] = [Apps[random.Next(Apps.Length)]], ["area"] = [sala.Country.Areas[random.Next(sala.Country.Areas.Count)].Code],
            }) { Number = number, Marks = marks }.Seal(sala.Ring.FactsKey, id),
        };
        keys.Sign(row);
        rows.Add(Clock(row));
        return row;
    }

    /// <summary>What is known of the course of a case; its clocks turn on one of the next sixty days, as they do where each is looked at in that time.</summary>
    private CaseClock Clock(CaseFile row)
    {
        var facts = new Dictionary<string, string> { [CourseFacts.OpenedOn] = CourseFacts.Day(row.Day.Date), ["charged"] = row.Stage is CaseStage.Charged or CaseStage.Trial ? "yes" : "no" };
        if (random.Next(2) == 0) facts["therapy_offered_on"] = CourseFacts.Day(row.Day.Date.AddDays(random.Next(20)));
        if (random.Next(2) == 0) facts["knew_of_offence_on"] = CourseFacts.Day(row.Day.Date);
        if (row.Stage == CaseStage.Closed) facts[CourseFacts.Closed] = "yes";
        return new CaseClock
        {
            CaseId = row.Id, Turns = row.Stage == CaseStage.Closed ? null : new ReportDay(ReportDay.Of(clock.GetUtcNow(), sala.Country.TimeZone).Number + random.Next(60)), Overdue = random.Next(50) == 0,
            Body = new ClockBody(facts, []).Seal(sala.Ring.FactsKey, row.Id),
        };
    }

    private async Task Sealed(RecordId id, RecordId unit, RecordId opener, IReadOnlyList<(RecordId Person, Compartment Part)> officers)
    {
        var row = Row(id, unit, sala.Slots.Take());
        using var slot = sala.Slots.Read(row.Slot);
        await using var data = sala.Store.Read();
        foreach (var part in Enum.GetValues<Compartment>())
        {
            using var key = SecretKey.Random();
            await keys.ToLeads(data, row, part, 1, key, new Given(opener, "lead")).ConfigureAwait(false);
            foreach (var (person, second) in officers)
                if (part == Compartment.Intake || part == second) await keys.ToPerson(data, row, part, 1, key, person, new Given(opener, "works on it")).ConfigureAwait(false);
            using var working = key.WithSlot(slot);
            foreach (var (kind, body) in Written(part)) rows.Add(Entry(row, part, kind, opener, (entry, k) => body.Seal(working, id, part, entry, 1, k, opener)));
        }
        foreach (var added in data.ChangeTracker.Entries().Where(e => e.State == EntityState.Added)) rows.Add(added.Entity);
        rows.Add(row);
        rows.Add(new CaseReport { CaseId = id, ReportId = RecordId.Random() });
        Names(id);
    }

    private IEnumerable<(EntryKind Kind, EntryBody Body)> Written(Compartment part)
    {
        switch (part)
        {
            case Compartment.Intake:
                yield return (EntryKind.Told, EntryBody.Of("Made up, at length: " + new string('x', 900)));
                foreach (var role in (string[])["child", "supporter", "suspect"]) yield return (EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = $"Somebody {random.Next()}", ["role"] = role, ["lives_with"] = "none" }));
                yield return (EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "call_back", ["done"] = "no" }));
                break;
            case Compartment.Investigation:
                yield return (EntryKind.Incident, EntryBody.Of(new Dictionary<string, string> { ["kind"] = Kinds[random.Next(Kinds.Length)], ["about"] = "in the summer" }, "Made up."));
                yield return (EntryKind.Note, EntryBody.Of("Made up."));
                break;
            case Compartment.Care:
                yield return (EntryKind.Note, EntryBody.Of("Made up."));
                break;
            default:
                yield return (EntryKind.Order, EntryBody.Of("Made up."));
                break;
        }
    }

    private CaseEntry Entry(CaseFile row, Compartment part, EntryKind kind, RecordId person, Func<RecordId, EntryKind, byte[]> body)
    {
        var id = RecordId.Random();
        return new CaseEntry { CaseId = row.Id, Id = id, Version = 1, Compartment = part, Generation = 1, Kind = kind, PersonId = person, At = clock.GetUtcNow().AddDays(-random.Next(300)), Body = body(id, kind) };
    }

    private void Names(RecordId id)
    {
        for (var i = 0; i < 2; i++) rows.Add(new CaseNameToken { CaseId = id, Token = RandomNumberGenerator.GetBytes(32) });
    }

    private async Task Prepared(int count, RecordId like, Action<int> wrote)
    {
        CaseGrant grant;
        byte[] body;
        await using (var data = sala.Store.Read())
        {
            grant = await data.CaseGrants.FirstAsync(g => g.CaseId == like).ConfigureAwait(false);
            body = await data.CaseEntries.Where(e => e.CaseId == like).Select(e => e.Body).FirstAsync().ConfigureAwait(false);
        }
        var units = Enumerable.Range(0, 200).Select(_ => RecordId.Random()).ToArray();
        var people = Enumerable.Range(0, 5_000).Select(_ => RecordId.Random()).ToArray();
        var slot = sala.Slots.Take();
        var link = new LinkTable(sala.Ring).Row(RecordId.Random(), RecordId.Random(), new byte[32]).Body;
        var tokens = Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetBytes(32)).ToArray();
        Array.Sort(tokens, (a, b) => a.AsSpan().SequenceCompareTo(b));
        var ids = Sorted(count);
        for (var i = 0; i < count; i++)
        {
            var row = Row(ids[i], units[random.Next(units.Length)], slot);
            rows.Add(row);
            rows.Add(new CaseReport { CaseId = row.Id, ReportId = RecordId.Random() });
            var person = people[random.Next(people.Length)];
            foreach (var part in Enum.GetValues<Compartment>()) rows.Add(Grant(row, part, CaseHolder.Leads, row.UnitId));
            rows.Add(Grant(row, Compartment.Intake, CaseHolder.Person, person));
            foreach (var kind in (EntryKind[])[EntryKind.Told, EntryKind.Task]) rows.Add(Entry(row, Compartment.Intake, kind, person, (_, _) => body));
            Names(row.Id);
            rows.Add(new LinkToken { Token = tokens[i], Id = RecordId.Random(), Entry = RandomNumberGenerator.GetBytes(32), Body = link });
            if ((i + 1) % Batch != 0 && i + 1 != count) continue;
            rows.Write();
            wrote(i + 1);
        }

        CaseGrant Grant(CaseFile row, Compartment part, CaseHolder holder, RecordId of)
        {
            var made = new CaseGrant
            {
                CaseId = row.Id, Compartment = part, Generation = 1, Holder = holder, HolderId = of, Epoch = 1, Sealed = grant.Sealed, GivenBy = grant.GivenBy, From = grant.From, Purpose = grant.Purpose, ByOrder = false, Mac = [],
            };
            keys.Sign(made);
            return made;
        }
    }
}
