using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Cases;
using Sala.Data;
using Sala.Vault;

namespace Sala.Links;

/// <summary>
/// Which identifier stands in which case, as keyed tokens with sealed pointers. Only this table is asked by a look-up; nothing is written in it without a deed on a case.
/// </summary>
internal sealed class LinkTable(HostRing ring)
{
    /// <summary>At most so many pointers of one identifier are opened.</summary>
    private const int Most = 200;

    private const int Size = 2 * RecordId.Size;

    /// <summary>Tokens under each version of the link key, the newest last: a key that was renewed does not part what belongs together.</summary>
    private IReadOnlyList<byte[]> Tokens(string purpose, string value) =>
        [.. Enumerable.Range(1, ring.VersionOf(RingKey.Link)).Select(version => BlindIndex.Token(ring.Get(RingKey.Link, version), purpose, value))];

    /// <summary>The keyed tokens of a case, one for each version of the key.</summary>
    public IReadOnlyList<byte[]> OfCase(RecordId id) => Tokens("link.case/1", id.ToString());

    /// <summary>The keyed tokens of an entry of a case.</summary>
    public IReadOnlyList<byte[]> OfEntry(RecordId id) => Tokens("link.entry/1", id.ToString());

    /// <summary>Keeps the identifiers of an entry in place of those that were kept before.</summary>
    public async Task Keep(SalaData data, RecordId caseId, RecordId entryId, IEnumerable<Identifier> identifiers)
    {
        await Forget(data, [entryId]).ConfigureAwait(false);
        foreach (var token in identifiers.Select(i => Tokens(i.Purpose, i.Normal)[^1])) data.LinkTokens.Add(Row(caseId, entryId, token));
    }

    internal LinkToken Row(RecordId caseId, RecordId entryId, byte[] token)
    {
        var id = RecordId.Random();
        var pointer = new byte[Size];
        caseId.CopyTo(pointer);
        entryId.CopyTo(pointer.AsSpan(RecordId.Size));
        return new LinkToken { Token = token, Id = id, Entry = OfEntry(entryId)[^1], Body = Envelope.Seal(ring.FactsKey, Binding(token, id), pointer, Padding.Exact) };
    }

    internal byte[] TokenOf(Identifier identifier) => Tokens(identifier.Purpose, identifier.Normal)[^1];

    public async Task Forget(SalaData data, IEnumerable<RecordId> entries)
    {
        foreach (var some in entries.SelectMany(OfEntry).Chunk(200))
        {
            var tokens = some.ToList();
            await data.LinkTokens.Where(t => tokens.Contains(t.Entry)).ExecuteDeleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The cases other than one's own in which one of the identifiers stands.</summary>
    public async Task<IReadOnlyList<FoundCase>> Find(SalaData data, RecordId own, IEnumerable<Identifier> identifiers, int most = Most)
    {
        var tokens = identifiers.SelectMany(i => Tokens(i.Purpose, i.Normal)).ToList();
        var rows = await data.LinkTokens.AsNoTracking().Where(t => tokens.Contains(t.Token)).Take(most).ToListAsync().ConfigureAwait(false);
        // Opened as often where nothing is found: how long it takes tells nothing.
        var found = rows.ConvertAll(Open);
        for (var i = found.Count; i < (most == Most ? LookUpBody.Most : most); i++) Open(nobody ??= Row(default, default, new byte[32]));
        return [.. found.Where(f => f.CaseId != own).DistinctBy(f => f.Case).OrderBy(f => f.Case, StringComparer.Ordinal)];
    }

    /// <summary>Those of these cases in which one of the identifiers stands. What it costs hangs on these cases alone.</summary>
    public async Task<HashSet<RecordId>> Among(SalaData data, IReadOnlyCollection<RecordId> cases, IEnumerable<Identifier> identifiers)
    {
        var tokens = identifiers.SelectMany(i => Tokens(i.Purpose, i.Normal)).ToList();
        var found = new HashSet<RecordId>();
        foreach (var some in cases.Chunk(500))
        {
            var few = some.ToList();
            var accounts = await data.CaseEntries.Where(e => few.Contains(e.CaseId) && e.Kind == EntryKind.Account && e.Compartment == Compartment.Investigation).Select(e => e.Id).Distinct().ToListAsync().ConfigureAwait(false);
            foreach (var entries in accounts.SelectMany(OfEntry).Chunk(500))
            {
                var theirs = entries.ToList();
                foreach (var row in await data.LinkTokens.AsNoTracking().Where(t => theirs.Contains(t.Entry) && tokens.Contains(t.Token)).ToListAsync().ConfigureAwait(false))
                    if (Open(row).CaseId is var one && few.Contains(one)) found.Add(one);
            }
        }
        return found;
    }

    /// <summary>What of these entries stands in the table: entry by token.</summary>
    public async Task<IReadOnlyList<(string Token, RecordId Case, RecordId Entry)>> Of(SalaData data, IReadOnlyCollection<RecordId> entries)
    {
        var all = new List<(string, RecordId, RecordId)>();
        foreach (var some in entries.SelectMany(OfEntry).Chunk(500))
        {
            var tokens = some.ToList();
            foreach (var row in await data.LinkTokens.AsNoTracking().Where(t => tokens.Contains(t.Entry)).ToListAsync().ConfigureAwait(false))
            {
                var pointer = Open(row);
                all.Add((Convert.ToHexString(row.Token), pointer.CaseId, pointer.EntryId));
            }
        }
        return all;
    }

    private LinkToken? nobody;

    private FoundCase Open(LinkToken row)
    {
        var pointer = Envelope.Open(ring.FactsKey, Binding(row.Token, row.Id), row.Body);
        return new FoundCase(RecordId.From(pointer.AsSpan(0, RecordId.Size)).ToString(), RecordId.From(pointer.AsSpan(RecordId.Size)).ToString());
    }

    /// <summary>The token too: who can write to the database makes no other account out of it.</summary>
    private static Binding Binding(byte[] token, RecordId id) => new(string.Create(CultureInfo.InvariantCulture, $"link.pointer.{Convert.ToHexStringLower(token)}"), id);
}
