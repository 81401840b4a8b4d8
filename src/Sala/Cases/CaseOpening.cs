using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Referrals;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>A case opened by a member of staff, for as long as one request: the row and the keys of the parts they hold.</summary>
internal sealed class OpenedCase(CaseFile row, SecretKey slot, Dictionary<(Compartment, int), SecretKey> keys, IReadOnlySet<Compartment> readable) : IDisposable
{
    private readonly Dictionary<(Compartment, int), SecretKey> working = keys.ToDictionary(k => k.Key, k => k.Value.WithSlot(slot));

    public CaseFile Case { get; } = row;

    /// <summary>The parts that this person reads and writes.</summary>
    public IReadOnlyList<Compartment> Parts { get; } = [.. Enum.GetValues<Compartment>().Where(c => readable.Contains(c) && keys.ContainsKey((c, row.Generation(c))))];

    public bool Holds(Compartment part) => Parts.Contains(part);

    /// <summary>Whether the key is there to be given to others: a lead gives parts that their own role does not read.</summary>
    public bool Gives(Compartment part) => keys.ContainsKey((part, Case.Generation(part)));

    /// <summary>The keys as they are sealed to others, by generation.</summary>
    public IEnumerable<(int Generation, SecretKey Key)> Keys(Compartment part) => keys.Where(k => k.Key.Item1 == part).OrderBy(k => k.Key.Item2).Select(k => (k.Key.Item2, k.Value));

    public SecretKey SlotKey { get; } = slot;

    /// <summary>The key that opens what was written under a generation; null where this person never held it.</summary>
    public SecretKey? Working(Compartment part, int generation) => working.GetValueOrDefault((part, generation));

    /// <summary>The key for what is written now.</summary>
    public SecretKey Newest(Compartment part) => working[(part, Case.Generation(part))];

    public void Dispose()
    {
        foreach (var key in working.Values) key.Dispose();
        foreach (var key in keys.Values) key.Dispose();
        SlotKey.Dispose();
    }
}

/// <summary>
/// Which parts of a case open for whom. A key alone opens nothing through the system: the role has to be held today, in time, with no conflict of interest.
/// </summary>
internal sealed class CaseOpening(Store store, StaffDirectory directory, UnitKeys unitKeys, KeyStore slots, Conflicts conflicts, TimeProvider clock)
{
    /// <summary>Opens a case.</summary>
    /// <returns>Null where there is no such case, no grant, a conflict of interest, or its slot was erased: the caller refuses each in the same way.</returns>
    public async Task<OpenedCase?> Open(SignedIn by, RecordId id)
    {
        await using var data = store.Read();
        var row = await data.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id).ConfigureAwait(false);
        // Asked in any case, so that "not there" takes as long as "not for you".
        var conflict = await conflicts.Concerns(data, by, id).ConfigureAwait(false);
        var grants = await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == id && (g.HolderId == by.PersonId || g.Holder == CaseHolder.Leads)).ToListAsync().ConfigureAwait(false);
        var objected = await Objections.Against(data, id, by.PersonId).ConfigureAwait(false);
        // Oversight hears of a conflict with the refusal: CaseDesk.Refused.
        if (row is null || objected || conflict || !CaseKeys.Holds(directory, row)) return null;
        var accepted = grants.Exists(g => g.Through is not null) ? await Referring.Accepted(data, directory, [id]).ConfigureAwait(false) : [];
        using var leads = new LeadsPairs(unitKeys, by);
        var keys = new Dictionary<(Compartment, int), SecretKey>();
        var readable = new HashSet<Compartment>();
        foreach (var grant in grants.Where(g => Counts(by, row, g, accepted)))
        {
            if (!keys.ContainsKey((grant.Compartment, grant.Generation)))
            {
                if (await Key(by, grant, leads).ConfigureAwait(false) is not { } key) continue;
                keys.Add((grant.Compartment, grant.Generation), key);
            }
            if (grant.Generation == row.Generation(grant.Compartment) && Reads(directory, by, grant)) readable.Add(grant.Compartment);
        }
        if (readable.Count == 0)
        {
            foreach (var key in keys.Values) key.Dispose();
            return null;
        }
        try
        {
            return new OpenedCase(row, slots.Read(row.Slot), keys, readable);
        }
        catch (ErasedException)
        {
            foreach (var key in keys.Values) key.Dispose();
            return null;
        }
    }

    /// <summary>Whether a grant, as it stands, lets this person read: signed, in time, by no referral or one that is accepted, theirs or of the leads of the unit, and of a part that their role is given or that was given on an order.</summary>
    public static bool Reads(StaffDirectory directory, SignedIn by, CaseFile row, CaseGrant grant, IReadOnlySet<RecordId> accepted, DateTimeOffset now) =>
        (grant.Until is not { } end || end > now)
        && (grant.Through is not { } referral || accepted.Contains(referral))
        && (grant.Holder == CaseHolder.Person ? grant.HolderId == by.PersonId : (grant.HolderId == row.UnitId || grant.Through is not null) && by.Has(Roles.Lead, grant.HolderId))
        && Reads(directory, by, grant);

    private static bool Reads(StaffDirectory directory, SignedIn by, CaseGrant grant) => CaseKeys.Holds(directory, grant)
        && (NeedToKnow.MayHold(by.AllRoles, grant.Compartment) || (grant.Holder == CaseHolder.Person && grant.ByOrder && by.Has(RoleGroups.Caseworkers)));

    /// <summary>Whether a grant counts for this person now: signed, in time, and of a part that their role is given, or by an order that was written down. A lead opens every part, to give it; reading is another matter.</summary>
    private bool Counts(SignedIn by, CaseFile row, CaseGrant grant, HashSet<RecordId> accepted)
    {
        if (!CaseKeys.Holds(directory, grant)) return false;
        if (grant.Through is { } referral && !accepted.Contains(referral)) return false;
        var now = clock.GetUtcNow();
        if (grant.Until is { } end && end <= now) return false;
        return grant.Holder == CaseHolder.Leads
            ? (grant.HolderId == row.UnitId || grant.Through is not null) && by.Has(Roles.Lead, grant.HolderId)
            : by.Has(RoleGroups.Caseworkers) && (grant.ByOrder || NeedToKnow.MayHold(by.AllRoles, grant.Compartment));
    }

    private static async Task<SecretKey?> Key(SignedIn by, CaseGrant grant, LeadsPairs pairs)
    {
        try
        {
            if (grant.Holder == CaseHolder.Person) return SealedBox.OpenKey(by.Keys, CaseKeys.Binding(grant), grant.Sealed);
            return await pairs.Of(grant).ConfigureAwait(false) is not { } leads ? null : SealedBox.OpenKey(leads, CaseKeys.Binding(grant), grant.Sealed);
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }
    /// <summary>The leads pairs that one opening needs: each is opened once, though it opens four parts.</summary>
    private sealed class LeadsPairs(UnitKeys unitKeys, SignedIn by) : IDisposable
    {
        private readonly Dictionary<(RecordId Unit, int Epoch), KeyPair?> pairs = [];

        public async Task<KeyPair?> Of(CaseGrant grant)
        {
            if (pairs.TryGetValue((grant.HolderId, grant.Epoch), out var pair)) return pair;
            return pairs[(grant.HolderId, grant.Epoch)] = await unitKeys.Open(by, grant.HolderId, grant.Epoch, PairKind.Leads).ConfigureAwait(false);
        }

        public void Dispose()
        {
            foreach (var pair in pairs.Values) pair?.Dispose();
        }
    }
}
