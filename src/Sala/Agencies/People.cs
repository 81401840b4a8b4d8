using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>A person as an administrator, a lead or oversight sees them: names and roles, never a key.</summary>
public sealed record Colleague(RecordId Id, Profile Profile, PersonState State, int KeyNumber, PublicKey? Public, IReadOnlyList<Membership> Memberships)
{
    /// <summary>In at least one unit that reads, a lead has still to compare the present key.</summary>
    public bool WaitsForLead(RecordId unit) =>
        State == PersonState.Active && Memberships.Any(m => m.UnitId == unit && (m.ConfirmedBy is null || m.ConfirmedKey != KeyNumber));

    /// <summary>Can be given reports of the unit: works there, has a key, and a lead let them in.</summary>
    public bool AnswersIn(RecordId unit) =>
        State == PersonState.Active && Memberships.Any(m => m.UnitId == unit && (m.Roles & RoleGroups.Readers) != 0 && m.ConfirmedBy is not null && m.ConfirmedKey == KeyNumber);
}

/// <summary>
/// Units and people by name and role. An administrator can name people and can make nobody able to read: a named or reset person holds no
/// seed until a lead who compared fingerprint words lets them in (<see cref="UnitKeys.LetIn"/>).
/// </summary>
public sealed class People(Store store, StaffDirectory directory, UnitKeys unitKeys, KeyStore slots, TimeProvider clock)
{
    public static readonly TimeSpan OneTimeLasts = TimeSpan.FromHours(72);

    public async Task<RecordId> CreateUnit(SignedIn by, string country, string agency, string name, UnitKind kind, IEnumerable<string> areas)
    {
        await Require(by, Roles.Administrator, "unit.create", null).ConfigureAwait(false);
        var unit = NewUnit(country, agency, name, kind, areas);
        await store.Change(new Deed(by.PersonId, "unit.create", unit.Id, unit.Id), data => { data.Units.Add(unit); return Task.CompletedTask; }).ConfigureAwait(false);
        return unit.Id;
    }

    /// <summary>The office that the first administrator belongs to.</summary>
    internal async Task<RecordId> FirstUnit(string country)
    {
        var unit = NewUnit(country, "Sala", "Office", UnitKind.Office, []);
        await store.Change(new Deed(null, "unit.create", unit.Id, unit.Id), data => { data.Units.Add(unit); return Task.CompletedTask; }).ConfigureAwait(false);
        return unit.Id;
    }

    internal Unit NewUnit(string country, string agency, string name, UnitKind kind, IEnumerable<string> areas)
    {
        var unit = new Unit { Id = RecordId.Random(), Country = country, Agency = agency.Trim(), Name = name.Trim(), Kind = kind, Areas = [.. areas] };
        directory.Sign(unit);
        return unit;
    }

    /// <summary>Names a person in a unit.</summary>
    /// <returns>The one-time sign-in, shown once to the administrator, to be handed over in person.</returns>
    /// <exception cref="RefusedException">The sign-in name is taken.</exception>
    public async Task<(RecordId Id, string OneTimeCode)> Invite(SignedIn by, Profile profile, RecordId unit, Roles roles)
    {
        await Require(by, Roles.Administrator, "person.invite", unit).ConfigureAwait(false);
        return await Name(by.PersonId, profile, unit, roles).ConfigureAwait(false);
    }

    /// <summary>People named by who runs the setup on the machine.</summary>
    internal Task<(RecordId Id, string OneTimeCode)> InviteFirst(Profile profile, RecordId unit, Roles roles) => Name(null, profile, unit, roles);

    private async Task<(RecordId Id, string OneTimeCode)> Name(RecordId? by, Profile profile, RecordId unit, Roles roles)
    {
        if (string.IsNullOrWhiteSpace(profile.SignInName) || string.IsNullOrWhiteSpace(profile.ShownName))
            throw new RefusedException("person.name", "A sign-in name and a shown name are needed. Nobody was added.");
        var code = NewOneTimeCode();
        var token = directory.NameToken(profile.SignInName);
        var id = RecordId.Random();
        await RequireApart(by, "person.invite", id, unit, roles).ConfigureAwait(false);
        await store.Change(new Deed(by, "person.invite", id, unit) { Detail = roles.ToString() }, async data =>
        {
            if (await data.People.AnyAsync(p => p.NameToken == token).ConfigureAwait(false))
                throw new RefusedException("person.name-taken", "This sign-in name is taken. Nobody was added. Choose another.");
            RequirePlace(directory.Checked(await data.Units.SingleAsync(u => u.Id == unit).ConfigureAwait(false)), roles);
            var person = new Person
            {
                Id = id, NameToken = token, Profile = directory.SealProfile(id, profile), State = PersonState.Invited, Slot = slots.Take(),
                OneTimeHash = SignIn.OneTimeHash(code), OneTimeEnds = clock.GetUtcNow() + OneTimeLasts,
            };
            directory.Sign(person);
            data.People.Add(person);
            data.Memberships.Add(NewMembership(unit, id, roles));
        }).ConfigureAwait(false);
        return (id, code);
    }

    /// <summary>Puts a person into a further unit, or changes what they may do in one. Opens nothing: a lead has still to let them in.</summary>
    public async Task SetRoles(SignedIn by, RecordId person, RecordId unit, Roles roles)
    {
        await Require(by, Roles.Administrator, "person.roles", unit).ConfigureAwait(false);
        await using (var read = store.Read())
        {
            var elsewhere = await read.Memberships.Where(m => m.PersonId == person && m.UnitId != unit).ToListAsync().ConfigureAwait(false);
            await RequireApart(by.PersonId, "person.roles", person, unit, elsewhere.Aggregate(roles, (all, m) => all | m.Roles)).ConfigureAwait(false);
        }
        await store.Change(new Deed(by.PersonId, "person.roles", person, unit) { Detail = roles.ToString() }, async data =>
        {
            var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
            RequirePlace(u, roles);
            var membership = await data.Memberships.SingleOrDefaultAsync(m => m.UnitId == unit && m.PersonId == person).ConfigureAwait(false);
            if (membership is null)
            {
                if (!await data.People.AnyAsync(p => p.Id == person).ConfigureAwait(false)) throw Unknown();
                data.Memberships.Add(NewMembership(unit, person, roles));
                return;
            }
            directory.Checked(membership);
            // A role that reads more than before is confirmed anew.
            if ((roles & ~membership.Roles) != 0) membership.ConfirmedBy = null;
            var before = membership.Roles;
            membership.Roles = roles;
            directory.Sign(membership);
            await unitKeys.Narrow(data, u, person, before, roles, by.PersonId).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>A lost password without a recovery key: the old pair is given up, every seed sealed to it is deleted, and a lead has to let the person in again.</summary>
    public async Task<string> Reset(SignedIn by, RecordId person)
    {
        await Require(by, Roles.Administrator, "person.reset", null).ConfigureAwait(false);
        var code = NewOneTimeCode();
        long oldSlot = 0;
        await store.Change(new Deed(by.PersonId, "person.reset", person), async data =>
        {
            var p = directory.Checked(await data.People.SingleOrDefaultAsync(x => x.Id == person).ConfigureAwait(false) ?? throw Unknown());
            if (p.State == PersonState.Removed) throw new RefusedException("person.removed", "This person was removed. Nothing was changed. Name them anew.");
            oldSlot = p.Slot;
            p.State = PersonState.Invited;
            p.Slot = slots.Take();
            p.PublicKey = [];
            p.WrappedByPassword = [];
            p.WrappedByRecovery = [];
            p.Totp = [];
            p.OneTimeHash = SignIn.OneTimeHash(code);
            p.OneTimeEnds = clock.GetUtcNow() + OneTimeLasts;
            directory.Sign(p);
            foreach (var m in await data.Memberships.Where(m => m.PersonId == person).ToListAsync().ConfigureAwait(false))
            {
                m.ConfirmedBy = null;
                directory.Sign(m);
            }
            await data.MemberSeeds.Where(s => s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.StaffSessions.Where(s => s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        slots.Erase(oldSlot);
        return code;
    }

    /// <summary>Everybody, for the administrator's list and oversight's.</summary>
    public async Task<IReadOnlyList<Colleague>> All(SignedIn by)
    {
        await Require(by, Roles.Administrator | Roles.Oversight, "people.list", null).ConfigureAwait(false);
        return await Colleagues(null).ConfigureAwait(false);
    }

    /// <summary>The members of one unit, let in or not, for those who are named in it, for administrators, for oversight, and for guardians, who confirm units.</summary>
    public async Task<IReadOnlyList<Colleague>> In(SignedIn by, RecordId unit)
    {
        if (by.Memberships.All(m => m.UnitId != unit)) await Require(by, Roles.Administrator | Roles.Oversight | Roles.Guardian, "people.list", unit).ConfigureAwait(false);
        return await Colleagues(unit).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Colleague>> Colleagues(RecordId? unit)
    {
        await using var data = store.Read();
        var people = unit is null ? await data.People.ToListAsync().ConfigureAwait(false)
            : await data.People.Where(p => data.Memberships.Any(m => m.PersonId == p.Id && m.UnitId == unit)).ToListAsync().ConfigureAwait(false);
        var memberships = (await data.Memberships.ToListAsync().ConfigureAwait(false)).Where(directory.Holds).ToLookup(m => m.PersonId);
        return [.. people.Select(p => new Colleague(p.Id, directory.ProfileOf(p), p.State, p.KeyNumber, p.PublicKey.Length == 0 ? null : PublicKey.From(p.PublicKey), [.. memberships[p.Id]]))
            .OrderBy(c => c.Profile.ShownName, StringComparer.Ordinal)];
    }

    /// <inheritdoc cref="Colleague.AnswersIn"/>
    internal static async Task<bool> AnswersIn(SalaData data, RecordId unit, RecordId person)
    {
        var membership = await data.Memberships.SingleOrDefaultAsync(m => m.UnitId == unit && m.PersonId == person).ConfigureAwait(false);
        if (membership?.ConfirmedBy is null || (membership.Roles & RoleGroups.Readers) == 0) return false;
        return await data.People.AnyAsync(p => p.Id == person && p.State == PersonState.Active && p.KeyNumber == membership.ConfirmedKey).ConfigureAwait(false);
    }

    /// <summary>Shown names by id, for pages that name a colleague.</summary>
    public async Task<IReadOnlyDictionary<RecordId, string>> Names()
    {
        await using var data = store.Read();
        return (await data.People.ToListAsync().ConfigureAwait(false)).ToDictionary(p => p.Id, p => directory.ProfileOf(p).ShownName);
    }

    public async Task<IReadOnlyList<Unit>> Units()
    {
        await using var data = store.Read();
        return [.. (await data.Units.ToListAsync().ConfigureAwait(false)).Select(directory.Checked).OrderBy(u => u.Agency, StringComparer.Ordinal).ThenBy(u => u.Name, StringComparer.Ordinal)];
    }

    /// <summary>An administrator can make nobody able to read, themself included, however the roles are spread over units. The try is written down.</summary>
    private async Task RequireApart(RecordId? by, string deed, RecordId person, RecordId unit, Roles roles)
    {
        if (roles == Roles.None) throw new RefusedException("person.no-role", "At least one role is needed. Nothing was changed. To take a person out of a unit, remove them.");
        if ((roles & Roles.Administrator) == 0 || (roles & RoleGroups.NotWithAdministrator) == 0) return;
        await store.Refuse(new Deed(by, deed, person, unit) { Detail = roles.ToString() }).ConfigureAwait(false);
        throw new RefusedException("person.roles-apart", "An administrator can hold no role that reads, lets people in, keeps keys or oversees. Nothing was changed. Name another person.");
    }

    /// <summary>In a unit that reads, a lead would let in who oversees that unit.</summary>
    private static void RequirePlace(Unit unit, Roles roles)
    {
        if ((roles & Roles.Oversight) != 0 && unit.Kind != UnitKind.Office)
            throw new RefusedException("person.oversight-place", "Who oversees belongs to an office, not to a unit that reads or keeps keys. Nothing was changed. Name them in an office.");
    }

    private static RefusedException Unknown() => new("person.unknown", "There is no such person. Nothing was changed.");

    private Membership NewMembership(RecordId unit, RecordId person, Roles roles)
    {
        var membership = new Membership { UnitId = unit, PersonId = person, Roles = roles, From = Now(), Mac = [] };
        directory.Sign(membership);
        return membership;
    }

    /// <summary>To the millisecond, as it is stored: a MAC over more digits would not hold after reading back.</summary>
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private async Task Require(SignedIn by, Roles roles, string deed, RecordId? subject)
    {
        if (by.Has(roles)) return;
        await store.Refuse(new Deed(by.PersonId, deed, subject)).ConfigureAwait(false);
        throw new NotForYouException();
    }

    /// <summary>Four groups of four from an alphabet without look-alikes: 78 bits.</summary>
    private static string NewOneTimeCode()
    {
        const string alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
        var letters = RandomNumberGenerator.GetItems<char>(alphabet, 16);
        return string.Join('-', letters.Chunk(4).Select(c => new string(c)));
    }
}
