using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// Conflict of interest: who is named in a case, or declared somebody who is, sees exactly what one without a grant sees. Only oversight hears of it.
/// Names and numbers are compared as keyed tokens: the database shows neither.
/// </summary>
public sealed class Conflicts(Store store, StaffDirectory directory, HostRing ring, TimeProvider clock)
{
    /// <summary>How many names and numbers are declared at once at most.</summary>
    public const int MostAtOnce = 50;

    /// <summary>
    /// Declares names and numbers of oneself and of those one is close to. What was declared before stays: who could take a name back could look into the case of somebody close to them.
    /// Whether one of them stands in a case is not answered.
    /// </summary>
    /// <exception cref="RefusedException">Nothing that can be compared, or too much at once.</exception>
    public async Task Declare(SignedIn by, IReadOnlyCollection<string> namesAndNumbers)
    {
        if (!namesAndNumbers.Any(n => Names.Compared(n).Any())) throw new RefusedException("conflict.nobody", "There is no name and no number among this. Nothing was changed. Write one on each line.");
        if (namesAndNumbers.Count > MostAtOnce || namesAndNumbers.Any(n => n.Length > 200)) throw new RefusedException("conflict.too-much", "Nothing was changed. Write at most fifty lines at once, each with one name or number.");
        var tokens = Tokens(namesAndNumbers.Append(by.Profile.ShownName)).ToList();
        await store.Change(new Deed(by.PersonId, "conflict.declare", by.PersonId), async data =>
        {
            var known = (await data.StaffNameTokens.Where(t => t.PersonId == by.PersonId).Select(t => t.Token).ToListAsync().ConfigureAwait(false)).Select(Convert.ToHexString).ToHashSet();
            foreach (var token in tokens.Where(t => known.Add(Convert.ToHexString(t)))) data.StaffNameTokens.Add(new StaffNameToken { PersonId = by.PersonId, Token = token });
        }).ConfigureAwait(false);
    }

    /// <summary>When somebody declared last; null if never. The names themselves nobody can read again.</summary>
    public async Task<DateTimeOffset?> LastDeclared(SignedIn by)
    {
        await using var data = store.Read();
        return await data.AuditEntries.Where(e => e.PersonId == by.PersonId && e.Deed == "conflict.declare" && !e.Refused).OrderByDescending(e => e.Number).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync().ConfigureAwait(false);
    }

    /// <summary>Whether this person is named in the case, or declared somebody who is.</summary>
    internal async Task<bool> Concerns(SalaData data, SignedIn by, RecordId caseId)
    {
        // Who is named in one file of a child is kept from every other.
        var files = await FilesOfChild(data, [caseId]).ConfigureAwait(false);
        var ids = files.Select(f => f.File).ToList();
        if (await data.CaseNameTokens.AnyAsync(t => ids.Contains(t.CaseId) && data.StaffNameTokens.Any(s => s.PersonId == by.PersonId && s.Token == t.Token)).ConfigureAwait(false)) return true;
        var own = Own(by);
        return await data.CaseNameTokens.AnyAsync(t => ids.Contains(t.CaseId) && own.Contains(t.Token)).ConfigureAwait(false);
    }

    /// <summary>Each of the cases, with itself and the files that were merged with it (<see cref="Merging"/>).</summary>
    internal static async Task<IReadOnlyList<(RecordId Case, RecordId File)>> FilesOfChild(SalaData data, IReadOnlyCollection<RecordId> cases)
    {
        var merges = await data.CaseMerges.Where(m => cases.Contains(m.CaseId) || cases.Contains(m.Into)).Select(m => m.Into).Distinct().ToListAsync().ConfigureAwait(false);
        var families = merges.Count == 0 ? [] : await data.CaseMerges.Where(m => merges.Contains(m.Into)).Select(m => new { m.CaseId, m.Into }).ToListAsync().ConfigureAwait(false);
        var frontOf = families.ToDictionary(f => f.CaseId, f => f.Into);
        RecordId Front(RecordId id) => frontOf.GetValueOrDefault(id, id);
        var byFront = families.SelectMany(f => new[] { f.CaseId, f.Into }).Distinct().ToLookup(Front);
        return [.. cases.Distinct().SelectMany(c => byFront[Front(c)].Append(c).Distinct().Select(f => (c, f)))];
    }

    /// <summary>A case with the files that were merged with it, itself first.</summary>
    internal static async Task<IReadOnlyList<RecordId>> FilesOfChild(SalaData data, RecordId id) => [id, .. (await FilesOfChild(data, [id]).ConfigureAwait(false)).Select(f => f.File).Where(f => f != id)];

    /// <summary>All cases in which this person is named, or somebody they declared; without the files that were merged with them.</summary>
    internal async Task<IReadOnlyList<RecordId>> Of(SalaData data, SignedIn by)
    {
        var own = Own(by);
        // Two questions in one: PostgreSQL answers an "or" over a list of another table by reading every name of the country.
        var named = data.CaseNameTokens.Where(t => own.Contains(t.Token)).Select(t => t.CaseId);
        var declared = data.CaseNameTokens.Join(data.StaffNameTokens.Where(s => s.PersonId == by.PersonId), t => t.Token, s => s.Token, (t, _) => t.CaseId);
        return await named.Union(declared).ToListAsync().ConfigureAwait(false);
    }

    /// <summary>The cases in which a name or number stands, exactly; at most so many.</summary>
    internal async Task<IReadOnlyList<RecordId>> Naming(SalaData data, string nameOrNumber, int most)
    {
        var tokens = Tokens([nameOrNumber]).ToList();
        return await data.CaseNameTokens.Where(t => tokens.Contains(t.Token)).Select(t => t.CaseId).Distinct().Take(most).ToListAsync().ConfigureAwait(false);
    }

    /// <summary>The cases among these that this person must not see, in one question.</summary>
    internal async Task<HashSet<RecordId>> Among(SalaData data, SignedIn by, IReadOnlyCollection<RecordId> cases)
    {
        var own = Own(by);
        var files = await FilesOfChild(data, cases).ConfigureAwait(false);
        var ids = files.Select(f => f.File).Distinct().ToList();
        var named = (await data.CaseNameTokens.Where(t => ids.Contains(t.CaseId) && (own.Contains(t.Token) || data.StaffNameTokens.Any(s => s.PersonId == by.PersonId && s.Token == t.Token)))
            .Select(t => t.CaseId).Distinct().ToListAsync().ConfigureAwait(false)).ToHashSet();
        return [.. files.Where(f => named.Contains(f.File)).Select(f => f.Case)];
    }

    /// <summary>All cases that this person must not see, with the files that were merged with them.</summary>
    internal async Task<HashSet<RecordId>> Concerning(SalaData data, SignedIn by) => [.. (await FilesOfChild(data, await Of(data, by).ConfigureAwait(false)).ConfigureAwait(false)).Select(f => f.File)];

    /// <summary>Who of these people the case concerns, with the files that were merged with it.</summary>
    internal async Task<HashSet<RecordId>> Among(SalaData data, RecordId caseId, IReadOnlyCollection<(RecordId Id, string ShownName)> people)
    {
        var ids = people.Select(p => p.Id).ToList();
        var files = (await FilesOfChild(data, [caseId]).ConfigureAwait(false)).Select(f => f.File).ToList();
        var named = (await data.CaseNameTokens.Where(t => files.Contains(t.CaseId)).Select(t => t.Token).ToListAsync().ConfigureAwait(false)).Select(Convert.ToHexString).ToHashSet();
        var declared = await data.StaffNameTokens.Where(s => ids.Contains(s.PersonId)).ToListAsync().ConfigureAwait(false);
        return [.. declared.Where(s => named.Contains(Convert.ToHexString(s.Token))).Select(s => s.PersonId), .. people.Where(p => Tokens([p.ShownName]).Any(own => named.Contains(Convert.ToHexString(own)))).Select(p => p.Id)];
    }

    /// <summary>Writes down who met a conflict, on behalf of no unit, so that neither head nor leads read it; and lets oversight know that something waits.</summary>
    internal Task TellOversight(RecordId person, RecordId caseId) => Alarm.ToOversight(store, directory, new Deed(person, "case.conflict", caseId), clock.GetUtcNow());

    /// <summary>Who holds one of the roles in a unit, let in and active, without those whom the case concerns: who hears of a case, and when, would tell them something.</summary>
    internal async Task<IReadOnlyList<(RecordId Id, string ShownName)>> Unconcerned(SalaData data, RecordId caseId, RecordId unit, Roles roles)
    {
        var ids = (await data.Memberships.AsNoTracking().Where(m => m.UnitId == unit && (m.Roles & roles) != 0 && m.ConfirmedBy != null).ToListAsync().ConfigureAwait(false)).Where(directory.Holds).Select(m => m.PersonId).ToList();
        var people = (await data.People.AsNoTracking().Where(p => ids.Contains(p.Id) && p.State == PersonState.Active).ToListAsync().ConfigureAwait(false)).ConvertAll(p => (p.Id, directory.ProfileOf(p).ShownName));
        var concerned = await Among(data, caseId, people).ConfigureAwait(false);
        return people.FindAll(p => !concerned.Contains(p.Id));
    }

    /// <summary>A mail without content to those who hold one of the roles in a unit, without anybody whom the case concerns or whom the child does not want.</summary>
    internal async Task Mail(SalaData data, RecordId caseId, RecordId unit, Roles roles)
    {
        var told = new List<RecordId>();
        foreach (var (person, _) in await Unconcerned(data, caseId, unit, roles).ConfigureAwait(false)) if (!await Objections.Against(data, caseId, person).ConfigureAwait(false)) told.Add(person);
        await Outbox.Add(data, told, clock.GetUtcNow()).ConfigureAwait(false);
    }

    /// <summary>Keeps the tokens of a name and a number that were written into a case.</summary>
    /// <param name="parts">Parts of names that must not leave with an export either; they make nobody a person whom the case concerns.</param>
    internal async Task Remember(SalaData data, RecordId caseId, IEnumerable<string> namesAndNumbers, IEnumerable<string>? parts = null)
    {
        var known = (await data.CaseNameTokens.Where(t => t.CaseId == caseId).Select(t => t.Token).ToListAsync().ConfigureAwait(false)).Select(Convert.ToHexString).ToHashSet();
        foreach (var token in Tokens(namesAndNumbers).Concat((parts ?? []).Select(Part)).Where(t => known.Add(Convert.ToHexString(t)))) data.CaseNameTokens.Add(new CaseNameToken { CaseId = caseId, Token = token });
    }

    private List<byte[]> Own(SignedIn by) => [.. Tokens([by.Profile.ShownName])];

    private IEnumerable<byte[]> Tokens(IEnumerable<string> texts) => texts.SelectMany(Names.Compared).Select(Token);

    private byte[] Token(string compared) => BlindIndex.Token(ring.LinkKey, "case.name", compared);

    /// <summary>Under a purpose of its own: it is compared with no name of staff.</summary>
    private byte[] Part(string part) => BlindIndex.Token(ring.LinkKey, "case.name-part", part);

    /// <summary>The tokens of all files of the child of a case, in hexadecimal.</summary>
    internal static async Task<HashSet<string>> Of(SalaData data, RecordId caseId) => (await OfEach(data, [caseId]).ConfigureAwait(false))[caseId];

    /// <summary>The same of each of these cases, in one question.</summary>
    internal static async Task<IReadOnlyDictionary<RecordId, HashSet<string>>> OfEach(SalaData data, IReadOnlyCollection<RecordId> cases)
    {
        var files = await FilesOfChild(data, cases).ConfigureAwait(false);
        var ids = files.Select(f => f.File).Distinct().ToList();
        var named = (await data.CaseNameTokens.Where(t => ids.Contains(t.CaseId)).Select(t => new { t.CaseId, t.Token }).ToListAsync().ConfigureAwait(false)).ToLookup(t => t.CaseId, t => Convert.ToHexString(t.Token));
        return files.GroupBy(f => f.Case).ToDictionary(g => g.Key, g => g.SelectMany(f => named[f.File]).ToHashSet());
    }

    /// <summary>The tokens by which a name, or a part of one, would be known, in hexadecimal; none of what is too short.</summary>
    /// <param name="folded">As a text is folded by which names are looked for.</param>
    internal IEnumerable<string> Sought(string folded)
    {
        if (folded.Length < 2) yield break;
        yield return Convert.ToHexString(Token(Names.National(folded)));
        if (folded.Length >= Names.ShortestPart) yield return Convert.ToHexString(Part(folded));
    }

    /// <summary>Whether one of these is the token of a name, or of a part of one; what is too short to be one is not.</summary>
    /// <param name="folded">As a text is folded by which names are looked for.</param>
    internal bool IsAmong(HashSet<string> tokens, string folded) => Sought(folded).Any(tokens.Contains);
}
