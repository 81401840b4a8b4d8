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
        var epoch = await unitKeys.Present(data, row.UnitId).ConfigureAwait(false);
        if (part == Compartment.Intake && !await data.CaseDoors.AnyAsync(d => d.CaseId == row.Id && d.Generation == generation).ConfigureAwait(false)) data.CaseDoors.Add(CaseDoor.Of(directory, row.Id, generation, key));
        Add(data, row, part, generation, key, CaseHolder.Leads, row.UnitId, epoch.Number, PublicKey.From(epoch.LeadsPublic), given with { Until = null, ByOrder = false });
    }

    public void Sign(CaseFile row) => row.Mac = directory.Mac(CaseLabel, row.Signed);

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
            Purpose = directory.SealReason("case_grant.purpose", row.Id, given.Purpose), ByOrder = given.ByOrder, Mac = [],
        };
        grant.Mac = directory.Mac(GrantLabel, grant.Signed);
        data.CaseGrants.Add(grant);
    }

    /// <summary>As it is stored: a MAC over more digits would not hold after reading back.</summary>
    private static DateTimeOffset Milliseconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
}

/// <summary>How a part of a case is given: by whom, what for, until when, and whether on an order.</summary>
internal sealed record Given(RecordId By, string Purpose, DateTimeOffset? Until = null, bool ByOrder = false);
