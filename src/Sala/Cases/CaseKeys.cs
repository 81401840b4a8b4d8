using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>Seals the keys of a case to those who may hold them; signs cases and grants, and tells whether a signature holds.</summary>
internal sealed class CaseKeys(StaffDirectory directory, UnitKeys unitKeys, TimeProvider clock)
{
    private const string CaseLabel = "case/1", GrantLabel = "case-grant/1";

    internal static Binding Binding(CaseGrant g) => Binding(g.CaseId, g.Compartment, g.Generation, g.Holder, g.HolderId);

    private static Binding Binding(RecordId caseId, Compartment part, int generation, CaseHolder holder, RecordId holderId) => new($"case.key.{part}.{holder}", caseId, generation, holderId);

    /// <summary>Seals one key to a person whose own key a lead compared.</summary>
    public async Task ToPerson(SalaData data, CaseFile row, Compartment part, int generation, SecretKey key, RecordId person, Given given)
    {
        var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
        if (p.State != PersonState.Active) throw new RefusedException("person.no-key", "This person has no key yet. Nothing was changed. Choose another, or wait until they have signed in.");
        if (!await MayReceive(data, person).ConfigureAwait(false))
            throw new RefusedException("case.not-let-in", "This person does not work on cases, or a lead has still to let them in. Nothing was changed.");
        Add(data, row, part, generation, key, CaseHolder.Person, person, 0, PublicKey.From(p.PublicKey), given);
    }

    /// <summary>Whether a key may be sealed to this person: active, working on cases, and let in by a lead who compared the present key.</summary>
    public async Task<bool> MayReceive(SalaData data, RecordId person) =>
        (await MembershipTrail.RolesOf(data, directory, person).ConfigureAwait(false) & RoleGroups.Caseworkers) != 0;

    /// <summary>Seals one key to the leads of the unit that leads.</summary>
    public async Task ToLeads(SalaData data, CaseFile row, Compartment part, int generation, SecretKey key, Given given)
    {
        if (part == Compartment.Intake && !await data.CaseDoors.AnyAsync(d => d.CaseId == row.Id && d.Generation == generation).ConfigureAwait(false)) data.CaseDoors.Add(CaseDoor.Of(directory, row.Id, generation, key));
        await ToLeadsOf(data, row, row.UnitId, part, generation, key, given).ConfigureAwait(false);
    }

    /// <summary>Seals one key to the leads of a unit: the one that leads, or one that helps by a referral.</summary>
    public async Task ToLeadsOf(SalaData data, CaseFile row, RecordId unit, Compartment part, int generation, SecretKey key, Given given)
    {
        var epoch = await unitKeys.Present(data, unit).ConfigureAwait(false);
        Add(data, row, part, generation, key, CaseHolder.Leads, unit, epoch.Number, PublicKey.From(epoch.LeadsPublic), given with { ByOrder = false });
    }

    /// <summary>
    /// A part under a new key: what is written from now on is read by the leads of the unit that leads, and by those who hold the present key and stay. No key is needed for it: who was sent away
    /// reads nothing new whoever does this, a person or the beat.
    /// </summary>
    /// <param name="stays">Of the holders of the present key: persons, and the leads of units that help.</param>
    /// <param name="helps">A unit that begins to help with this part, and how.</param>
    public async Task Renew(SalaData data, CaseFile row, Compartment part, RecordId by, Func<CaseGrant, bool> stays, (RecordId Unit, Given Given)? helps = null)
    {
        // A row that another hand changed is not signed anew: it goes on opening for nobody.
        Require(row);
        await data.SaveChangesAsync().ConfigureAwait(false);
        var (id, now) = (row.Id, clock.GetUtcNow());
        var present = row.Generation(part);
        var remaining = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == id && g.Compartment == part && g.Generation == present && (g.Holder == CaseHolder.Person || g.HolderId != row.UnitId)).ToListAsync().ConfigureAwait(false))
            .Where(g => (g.Until is null || g.Until > now) && Holds(directory, g) && stays(g)).ToList();
        var generation = row.NextGeneration(part);
        using var key = SecretKey.Random();
        await ToLeads(data, row, part, generation, key, new Given(by, "lead")).ConfigureAwait(false);
        foreach (var grant in remaining)
        {
            var given = new Given(grant.GivenBy, directory.ReasonOf("case_grant.purpose", id, grant.Purpose), grant.Until, grant.ByOrder, grant.Through);
            if (grant.Holder == CaseHolder.Leads) await ToLeadsOf(data, row, grant.HolderId, part, generation, key, given).ConfigureAwait(false);
            // Who was reset, removed, is not let in any more, has another role or is not wanted by the child holds nothing new; nobody else's access hangs on that.
            else if (Reads(await MembershipTrail.RolesOf(data, directory, grant.HolderId).ConfigureAwait(false), part, grant.ByOrder) && !await Objections.Against(data, id, grant.HolderId).ConfigureAwait(false)) await ToPerson(data, row, part, generation, key, grant.HolderId, given).ConfigureAwait(false);
            else await data.CaseGrants.Where(g => g.CaseId == id && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == grant.HolderId).ExecuteDeleteAsync().ConfigureAwait(false);
        }
        if (helps is { } unit) await ToLeadsOf(data, row, unit.Unit, part, generation, key, unit.Given).ConfigureAwait(false);
        await Referrals.ReferralKey.ToOffered(data, directory, unitKeys, row, part, generation, key).ConfigureAwait(false);
        Sign(row);
    }

    /// <summary>
    /// Whether somebody holds the present key of a part who must not read on: whose time is over, who left, was reset, has another role or is not wanted by the child; or a lead of a unit whose members changed since, for they
    /// may have kept the unit's old seed.
    /// </summary>
    public async Task<bool> IsStale(SalaData data, CaseFile row, Compartment part)
    {
        var (id, present, now) = (row.Id, row.Generation(part), clock.GetUtcNow());
        var grants = await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == id && g.Compartment == part && g.Generation == present).Select(g => new { g.Holder, g.HolderId, g.Epoch, g.Until, g.ByOrder }).ToListAsync().ConfigureAwait(false);
        if (grants.Exists(g => g.Until <= now)) return true;
        var units = grants.Where(g => g.Holder == CaseHolder.Leads).Select(g => g.HolderId).ToList();
        var epochs = await data.Units.AsNoTracking().Where(u => units.Contains(u.Id)).Select(u => new { u.Id, u.Epoch }).ToDictionaryAsync(u => u.Id, u => u.Epoch).ConfigureAwait(false);
        if (grants.Exists(g => g.Holder == CaseHolder.Leads && epochs.GetValueOrDefault(g.HolderId) > g.Epoch)) return true;
        var people = grants.Where(g => g.Holder == CaseHolder.Person).ToList();
        if (people.Count == 0) return false;
        var ids = people.ConvertAll(g => g.HolderId);
        var members = await (from m in data.Memberships.AsNoTracking() join p in data.People.AsNoTracking() on m.PersonId equals p.Id
            where ids.Contains(m.PersonId) && m.ConfirmedBy != null && m.ConfirmedKey == p.KeyNumber && p.State == PersonState.Active select new { m.PersonId, m.Roles }).ToListAsync().ConfigureAwait(false);
        if (await Objections.SaidAgainstAny(data, id, ids).ConfigureAwait(false)) return true;
        return people.Exists(g => !Reads(members.Where(m => m.PersonId == g.HolderId).Aggregate(Roles.None, (all, m) => all | m.Roles), part, g.ByOrder));
    }

    private static bool Reads(Roles roles, Compartment part, bool byOrder) => (roles & RoleGroups.Caseworkers) != 0 && (byOrder || NeedToKnow.MayHold(roles, part));

    public void Sign(CaseFile row) => row.Mac = directory.Mac(CaseLabel, row.Signed);

    public void Sign(CaseGrant grant) => grant.Mac = directory.Mac(GrantLabel, grant.Signed);

    /// <summary>Who holds a part by a grant, and what for, in the order in which parts are shown.</summary>
    public IReadOnlyList<PartHolder> Holders(IEnumerable<CaseGrant> grants) =>
        [.. grants.Select(g => new PartHolder(g.HolderId, g.Compartment, g.From, g.Until, directory.ReasonOf("case_grant.purpose", g.CaseId, g.Purpose), g.ByOrder)).OrderBy(h => h.Compartment).ThenBy(h => h.From)];

    /// <summary>Asked before a row is signed anew: what another hand wrote in it would else become ours.</summary>
    /// <exception cref="DirectoryTamperedException">The row does not stand as it was last signed here.</exception>
    public void Require(CaseFile row)
    {
        if (!Holds(directory, row)) throw new DirectoryTamperedException("case");
    }

    /// <summary>Whether a case stands as it was last signed here.</summary>
    public static bool Holds(StaffDirectory directory, CaseFile row) => directory.Holds(CaseLabel, row.Mac, row.Signed);

    /// <summary>Whether a grant was given here.</summary>
    public static bool Holds(StaffDirectory directory, CaseGrant grant) => directory.Holds(GrantLabel, grant.Mac, grant.Signed);

    private void Add(SalaData data, CaseFile row, Compartment part, int generation, SecretKey key, CaseHolder holder, RecordId holderId, int epoch, PublicKey to, Given given)
    {
        var grant = new CaseGrant
        {
            CaseId = row.Id, Compartment = part, Generation = generation, Holder = holder, HolderId = holderId, Epoch = epoch,
            Sealed = SealedBox.SealKey(to, Binding(row.Id, part, generation, holder, holderId), key),
            GivenBy = given.By, From = Milliseconds(clock.GetUtcNow()), Until = given.Until is { } end ? Milliseconds(end) : null,
            Purpose = directory.SealReason("case_grant.purpose", row.Id, given.Purpose), ByOrder = given.ByOrder, Through = given.Through, Mac = [],
        };
        Sign(grant);
        data.CaseGrants.Add(grant);
    }

    /// <summary>As it is stored: a MAC over more digits would not hold after reading back.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}

/// <summary>How a part of a case is given: by whom, what for, until when, whether on an order, and by which referral.</summary>
internal sealed record Given(RecordId By, string Purpose, DateTimeOffset? Until = null, bool ByOrder = false, RecordId? Through = null);
