using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Links;

/// <summary>A case that may be of the same child as a report.</summary>
/// <param name="SameAccount">The account that the report names stands in it.</param>
/// <param name="SameFacts">The facts that are told alike.</param>
public sealed record PossibleDuplicate(CaseLine Case, bool SameAccount, IReadOnlyList<string> SameFacts);

/// <summary>Before a case is opened from a report: which cases of the asker may be of the same child. Those that do not open for them are not among them, and their absence tells nothing.</summary>
public sealed class Duplicates(Store store, CaseDesk cases, CaseSearch search, ReportDesk reports, HostRing ring, Country country)
{
    public const int Most = 6;

    /// <summary>Facts of the child: all that both tell have to agree, and two at least.</summary>
    private static readonly string[] OfChild = ["age_band", "sex", "area"];

    /// <summary>Facts of what happened: one shared is enough, more stand higher.</summary>
    private static readonly string[] OfDeed = ["kind", "platform", "relation"];

    private static readonly string[] Untold = ["dont_know", "not_sure", "rather_not_say", "could_not_tell", "no_name_for_it", "something_else", "other"];

    private readonly Normalising normalising = new(country.Code);

    /// <exception cref="NotForYouException">The report does not open for this person.</exception>
    public async Task<IReadOnlyList<PossibleDuplicate>> Of(SignedIn by, RecordId reportId)
    {
        const string deed = "case.find";
        using var report = await reports.Open(by, reportId, deed).ConfigureAwait(false);
        var reach = await cases.Finding.Allowed(by, deed).ConfigureAwait(false);
        var content = ReportContent.Open(report.Conversation, reportId, report.Report.ContentGeneration, report.Report.Content);
        var accounts = await search.WithAccount(reach, Accounts(content.Answers)).ConfigureAwait(false);
        var alike = Alike(reach, CodedFacts.Open(ring.FactsKey, reportId, report.Report.Facts));
        var best = accounts.Select(id => (Id: id, Facts: alike.GetValueOrDefault(id, []))).Concat(alike.Where(a => !accounts.Contains(a.Key)).Select(a => (Id: a.Key, Facts: a.Value)))
            .OrderByDescending(c => accounts.Contains(c.Id)).ThenByDescending(c => c.Facts.Count).ThenBy(c => c.Id).Take(Most).ToDictionary(c => c.Id, c => c.Facts);
        var lines = (await cases.Finding.Among(by, best.Keys).ConfigureAwait(false)).ToDictionary(l => l.Id);
        await store.Change(new Deed(by.PersonId, deed, reportId, report.Report.UnitId) { Detail = $"before opening: {lines.Count}" }, _ => Task.CompletedTask).ConfigureAwait(false);
        return [.. best.Keys.Where(lines.ContainsKey).Select(id => new PossibleDuplicate(lines[id], accounts.Contains(id), best[id]))];
    }

    /// <summary>The account of the accused as the report names it, at each platform that it may be of.</summary>
    private List<Identifier> Accounts(IReadOnlyDictionary<string, string> answers)
    {
        var handle = answers.GetValueOrDefault("handle", "");
        if (string.IsNullOrWhiteSpace(handle)) return [];
        var told = answers.GetValueOrDefault("app", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(code => Platforms.Find(code) is not null).ToList();
        var found = new List<Identifier>();
        foreach (var (kind, platform) in (told.Count > 0 ? told : [.. Platforms.All.Select(p => p.Code)]).Select(code => (IdentifierKind.Handle, code)).Append((IdentifierKind.Address, "")).Append((IdentifierKind.Phone, "")).Append((IdentifierKind.Mail, "")))
        {
            try
            {
                found.AddRange(normalising.Read(kind, platform, handle));
            }
            catch (RefusedException)
            {
                // It can't be of this kind.
            }
        }
        return found;
    }

    private Dictionary<RecordId, IReadOnlyList<string>> Alike(CaseReach.Of reach, CodedFacts facts)
    {
        var codes = cases.Finding.Board.Codes;
        var child = OfChild.Select(fact => (Fact: fact, Own: Numbers(fact), Any: codes.All(fact))).Where(f => f.Own.Count > 0).ToList();
        var deed = OfDeed.Select(fact => (Fact: fact, Own: Numbers(fact))).Where(f => f.Own.Count > 0).ToList();
        var found = new PriorityQueue<(RecordId Id, List<string> Facts), (int, RecordId)>();
        if (child.Count < 2) return [];
        reach.Each((row, parts) =>
        {
            if (row.IsClosed || !parts.Has(Compartment.Intake)) return;
            var same = 0;
            foreach (var fact in child)
            {
                if (Shares(row, fact.Own)) same++;
                else if (Shares(row, fact.Any)) return;
            }
            if (same < 2 || !deed.Exists(f => Shares(row, f.Own))) return;
            List<string> agree = [.. child.Where(f => Shares(row, f.Own)).Select(f => f.Fact), .. deed.Where(f => Shares(row, f.Own)).Select(f => f.Fact)];
            found.Enqueue((row.Id, agree), (agree.Count, row.Id));
            if (found.Count > Most) found.Dequeue();
        });
        return found.UnorderedItems.ToDictionary(f => f.Element.Id, f => (IReadOnlyList<string>)f.Element.Facts);

        // What nobody told is not alike.
        HashSet<ushort> Numbers(string fact) => [.. facts[fact].Where(code => !Untold.Contains(code)).Select(code => codes.Find(fact, code) ?? ushort.MaxValue)];
    }

    private static bool Shares(CaseRow row, HashSet<ushort> codes)
    {
        foreach (var code in row.Codes) if (codes.Contains(code)) return true;
        return false;
    }
}
