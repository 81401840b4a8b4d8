using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// That the child does not want a person (rule I3), as the trail tells it: who can write to the database takes none back unseen, and a grant that was put back counts for nothing.
/// What a member of staff wrote down stands in the trail with its time; what the child said with the receipt stands among the deeds of reporters, by day alone.
/// </summary>
internal static class Objections
{
    public const string Deed = "child.objects";

    /// <summary>What stands in the deeds of reporters for a child who does not want this person.</summary>
    public static byte[] Digest(RecordId caseId, RecordId person) => AuditTrail.Digest(CanonicalBytes.Of(Deed, caseId, person));

    /// <summary>Whether the child of a case does not want this person; what was said in one file of a child counts in each that was merged with it.</summary>
    public static async Task<bool> Against(SalaData data, RecordId caseId, RecordId person) => (await Among(data, [caseId], person).ConfigureAwait(false)).Count > 0;

    /// <summary>The cases among these whose child does not want this person.</summary>
    public static async Task<HashSet<RecordId>> Among(SalaData data, IReadOnlyCollection<RecordId> cases, RecordId person)
    {
        if (cases.Count == 0) return [];
        var files = await Conflicts.FilesOfChild(data, cases).ConfigureAwait(false);
        var subjects = files.Select(f => f.File).Distinct().ToList();
        var digests = subjects.ConvertAll(f => Digest(f, person));
        var written = (await data.AuditEntries.Where(e => e.Subject != null && subjects.Contains(e.Subject.Value) && e.Deed == Deed && !e.Refused && e.Detail == person.ToString()).Select(e => e.Subject).ToListAsync().ConfigureAwait(false)).OfType<RecordId>().ToHashSet();
        var said = (await data.ReporterDeeds.Where(d => d.Deed == Deed && digests.Contains(d.Digest)).Select(d => d.Digest).ToListAsync().ConfigureAwait(false)).Select(Convert.ToHexString).ToHashSet();
        return [.. files.Where(f => written.Contains(f.File) || said.Contains(Convert.ToHexString(Digest(f.File, person)))).Select(f => f.Case)];
    }

    /// <summary>Whether the child said with a receipt that one of these people is not wanted. What staff wrote down ended their access in the same moment.</summary>
    public static async Task<bool> SaidAgainstAny(SalaData data, RecordId caseId, IReadOnlyCollection<RecordId> people)
    {
        var files = await Conflicts.FilesOfChild(data, caseId).ConfigureAwait(false);
        var digests = files.SelectMany(f => people.Select(p => Digest(f, p))).ToList();
        return await data.ReporterDeeds.AnyAsync(d => d.Deed == Deed && digests.Contains(d.Digest)).ConfigureAwait(false);
    }

    /// <summary>The cases in which staff wrote down that the child does not want this person.</summary>
    public static async Task<HashSet<RecordId>> WrittenAgainst(SalaData data, RecordId person) =>
        [.. (await data.AuditEntries.Where(e => e.Deed == Deed && !e.Refused && e.Detail == person.ToString()).Select(e => e.Subject).ToListAsync().ConfigureAwait(false)).OfType<RecordId>()];

    /// <summary>What children said with a receipt, as digests in hexadecimal.</summary>
    public static async Task<HashSet<string>> Said(SalaData data) =>
        [.. (await data.ReporterDeeds.Where(d => d.Deed == Deed).Select(d => d.Digest).ToListAsync().ConfigureAwait(false)).Select(Convert.ToHexString)];
}
