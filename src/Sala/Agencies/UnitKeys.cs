using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>A person whose fingerprint words were compared, and the number of the key that they belonged to: a reset in between is noticed.</summary>
public sealed record Compared(RecordId PersonId, int KeyNumber);

/// <summary>
/// The pairs of units: an intake pair and a leads pair in epochs, their seeds sealed to members, and cut into halves for two groups of
/// guardians of different agencies.
/// </summary>
public sealed class UnitKeys(Store store, StaffDirectory directory, TimeProvider clock)
{
    /// <summary>Who the seeds of a unit are sealed to when it begins, or when a member left.</summary>
    private sealed record Recipient(RecordId PersonId, PublicKey Public, Roles Roles);

    /// <summary>What other features take from somebody who leaves a unit, in the same transaction.</summary>
    internal List<Func<SalaData, RecordId, RecordId, Task>> AlsoTakenOut { get; } = [];

    /// <summary>Which units guardians stand for.</summary>
    public UnitConfirmations Confirmations { get; } = new(store, directory, clock);

    /// <summary>Begins the work of a unit: the first epoch, sealed to the lead who begins it and to those whose fingerprint words were compared.</summary>
    /// <param name="by">A lead named by the administrator; for a group of guardians one of them.</param>
    /// <param name="unit">The unit, in its first epoch.</param>
    /// <param name="compared">Members whose fingerprint words the lead compared face to face or by telephone.</param>
    /// <exception cref="RefusedException">There is no second lead, or no two groups of guardians of different agencies; or somebody has another key than the one that was compared.</exception>
    public async Task Found(SignedIn by, RecordId unit, params Compared[] compared)
    {
        if (!by.IsNamed(Roles.Lead | Roles.Guardian, unit)) await RefuseKeeper(by, unit, "unit.found", unit).ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "unit.found", unit, unit), async data =>
        {
            var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
            if (u.Epoch != 0) throw new RefusedException("unit.founded", "This unit has begun its work already. Let people in one by one.");
            if (u.Kind == UnitKind.Office) throw new RefusedException("unit.office", "An office has no keys to begin with. Nothing was changed.");
            foreach (var person in compared.Append(new Compared(by.PersonId, by.KeyNumber)).DistinctBy(c => c.PersonId)) await Confirm(data, unit, person.PersonId, by.PersonId, person.KeyNumber).ConfigureAwait(false);
            await data.SaveChangesAsync().ConfigureAwait(false);
            await NewEpoch(data, u, by.PersonId).ConfigureAwait(false);
            if (u.Kind == UnitKind.Guardians) await Confirmations.AddFirst(data, u, by.PersonId).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>Lets a named or reset person in, after comparing fingerprint words: every seed that the lead holds and the person's role needs is sealed to the person's own key.</summary>
    /// <param name="comparedKey">The number of the key whose words were compared: a reset in between is noticed.</param>
    /// <exception cref="RefusedException">The person has another key than the one that was compared.</exception>
    public async Task LetIn(SignedIn by, RecordId unit, RecordId person, int? comparedKey = null)
    {
        if (person == by.PersonId || !(by.Has(Roles.Lead | Roles.Guardian, unit) || await LetsOversightIn(by, unit).ConfigureAwait(false))) await RefuseKeeper(by, unit, "unit.let-in", person).ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "unit.let-in", person, unit), async data =>
        {
            var membership = await Confirm(data, unit, person, by.PersonId, comparedKey).ConfigureAwait(false);
            var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
            await data.MemberSeeds.Where(s => s.UnitId == unit && s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
            var kind = (await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false)).Kind;
            var own = await data.MemberSeeds.Where(s => s.UnitId == unit && s.PersonId == by.PersonId).ToListAsync().ConfigureAwait(false);
            foreach (var held in own.Where(s => Needs(membership.Roles, kind, s.Pair)))
            {
                using var seed = SecretKey.From(SealedBox.Open(by.Keys, SeedBinding(held.UnitId, held.Epoch, held.Pair, held.PersonId), held.Sealed));
                Give(data, held.UnitId, held.Epoch, held.Pair, seed, new Recipient(person, PublicKey.From(p.PublicKey), membership.Roles), by.PersonId);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>
    /// Who oversees reads every reason and every name in the trail, and is the one an administrator must not be able to make up. No lead stands above them; a guardian of a group
    /// that is confirmed itself compares their words.
    /// </summary>
    private async Task<bool> LetsOversightIn(SignedIn by, RecordId unit)
    {
        await using var data = store.Read();
        if (!await data.Units.AnyAsync(u => u.Id == unit && u.Kind == UnitKind.Office).ConfigureAwait(false)) return false;
        var groups = await Confirmations.Confirmed(data, UnitKind.Guardians).ConfigureAwait(false);
        return groups.Exists(g => by.Has(Roles.Guardian, g.Id));
    }

    /// <summary>Roles became fewer: what the person's roles no longer need is deleted, and what is written from now on is sealed to a new pair.</summary>
    internal async Task Narrow(SalaData data, Unit unit, RecordId person, Roles before, Roles after, RecordId by)
    {
        var lost = Enum.GetValues<PairKind>().Where(pair => Needs(before, unit.Kind, pair) && !Needs(after, unit.Kind, pair)).ToList();
        if (lost.Count == 0) return;
        await data.SaveChangesAsync().ConfigureAwait(false);
        await data.MemberSeeds.Where(s => s.UnitId == unit.Id && s.PersonId == person && lost.Contains(s.Pair)).ExecuteDeleteAsync().ConfigureAwait(false);
        if (unit.Epoch > 0) await NewEpoch(data, unit, by).ConfigureAwait(false);
    }

    /// <summary>Takes a person out of a unit: what was sealed to them is deleted, and what is written from now on is sealed to a new pair. No child is told that they are on duty.</summary>
    /// <returns>The person's slot, to be zeroed after the commit, when they belong to no unit any more.</returns>
    internal async Task<long?> TakeOut(SalaData data, RecordId unit, RecordId person, RecordId by)
    {
        await data.Memberships.Where(m => m.UnitId == unit && m.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.MemberSeeds.Where(s => s.UnitId == unit && s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        var now = clock.GetUtcNow();
        await data.DutyShifts.Where(s => s.UnitId == unit && s.PersonId == person && s.Ends > now).ExecuteDeleteAsync().ConfigureAwait(false);
        foreach (var take in AlsoTakenOut) await take(data, unit, person).ConfigureAwait(false);
        long? zero = null;
        if (!await data.Memberships.AnyAsync(m => m.PersonId == person).ConfigureAwait(false))
        {
            var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
            p.State = PersonState.Removed;
            directory.Sign(p);
            await data.StaffSessions.Where(s => s.PersonId == person).ExecuteDeleteAsync().ConfigureAwait(false);
            zero = p.Slot;
        }
        var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
        if (u.Epoch > 0) await NewEpoch(data, u, by).ConfigureAwait(false);
        return zero;
    }

    /// <summary>Opens a pair of a unit for a member who holds its seed; null where they do not.</summary>
    public async Task<KeyPair?> Open(SignedIn by, RecordId unit, int epoch, PairKind pair)
    {
        await using var data = store.Read();
        var row = await data.MemberSeeds.SingleOrDefaultAsync(s => s.UnitId == unit && s.Epoch == epoch && s.Pair == pair && s.PersonId == by.PersonId).ConfigureAwait(false);
        if (row is null) return null;
        try
        {
            using var seed = SecretKey.From(SealedBox.Open(by.Keys, SeedBinding(unit, epoch, pair, by.PersonId), row.Sealed));
            return KeyPair.FromSeed(seed);
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }

    /// <summary>The present epoch of a unit, its MAC checked: what new words are sealed to.</summary>
    public async Task<UnitEpoch> Present(RecordId unit)
    {
        await using var data = store.Read();
        return await Present(data, unit).ConfigureAwait(false);
    }

    internal async Task<UnitEpoch> Present(SalaData data, RecordId unit)
    {
        var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
        // An old record of the unit, put back, would have new words sealed to a pair that somebody who left still holds.
        if (await data.UnitEpochs.AnyAsync(e => e.UnitId == unit && e.Number > u.Epoch).ConfigureAwait(false)) throw new DirectoryTamperedException("record of a unit");
        return directory.Checked(await data.UnitEpochs.SingleAsync(e => e.UnitId == unit && e.Number == u.Epoch).ConfigureAwait(false));
    }

    /// <summary>Why a unit takes no reports, or null: it needs two confirmed leads and a half at each of two groups of guardians.</summary>
    public Task<string?> WhyNotReady(RecordId unit) => WhyNotReady(unit, u => u.Kind == UnitKind.Intake ? null : "It is no unit that takes reports.");

    /// <summary>Why a unit works on no cases, or null.</summary>
    public Task<string?> WhyNotWorking(RecordId unit) => WhyNotReady(unit, u => u.Reads ? null : "It is no unit that works on cases.");

    private async Task<string?> WhyNotReady(RecordId unit, Func<Unit, string?> kind)
    {
        await using var data = store.Read();
        var u = directory.Checked(await data.Units.SingleAsync(x => x.Id == unit).ConfigureAwait(false));
        if (kind(u) is { } other) return other;
        if (u.Closed) return "It is closed.";
        if (u.Epoch == 0) return "It has not begun its work: a lead has to begin it with a second lead.";
        var epoch = directory.Checked(await data.UnitEpochs.SingleAsync(e => e.UnitId == unit && e.Number == u.Epoch).ConfigureAwait(false));
        if (!await Confirmations.IsConfirmed(data, u).ConfigureAwait(false)) return "A guardian of each of two groups has still to confirm it.";
        if (epoch.Halves.Count < 2) return "The halves of its keys are not with two groups of guardians.";
        var leads = await data.MemberSeeds.CountAsync(s => s.UnitId == unit && s.Epoch == u.Epoch && s.Pair == PairKind.Leads).ConfigureAwait(false);
        return leads >= 2 ? null : "It has fewer than two leads who can open its reports.";
    }

    /// <summary>New pairs for a unit, sealed to its confirmed members and cut into halves for the guardians.</summary>
    internal async Task NewEpoch(SalaData data, Unit unit, RecordId by)
    {
        var number = unit.Epoch + 1;
        using var intake = KeyPair.Generate();
        using var leads = KeyPair.Generate();
        var recipients = await Recipients(data, unit).ConfigureAwait(false);
        if (unit.Reads && recipients.Count(r => (r.Roles & Roles.Lead) != 0) < 2)
            throw new RefusedException("unit.two-leads", "A unit needs two leads, so that its reports stay readable when one is away. Nothing was changed. Name a second lead first.");
        if (unit.Kind == UnitKind.Guardians && recipients.TrueForAll(r => (r.Roles & Roles.Guardian) == 0))
            throw new RefusedException("unit.guardian", "A group of guardians needs a guardian, or the halves that it keeps are lost. Nothing was changed. Name and let in another first.");
        foreach (var recipient in recipients)
        {
            if (Needs(recipient.Roles, unit.Kind, PairKind.Intake)) Give(data, unit.Id, number, PairKind.Intake, intake.Seed, recipient, by);
            if (Needs(recipient.Roles, unit.Kind, PairKind.Leads)) Give(data, unit.Id, number, PairKind.Leads, leads.Seed, recipient, by);
        }
        var epoch = new UnitEpoch
        {
            UnitId = unit.Id, Number = number, From = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
            IntakePublic = intake.Public.ToByteArray(), LeadsPublic = leads.Public.ToByteArray(), Mac = [],
        };
        if (unit.Reads) epoch.Halves.AddRange(await Cut(data, unit, number, intake.Seed, leads.Seed).ConfigureAwait(false));
        directory.Sign(epoch);
        data.UnitEpochs.Add(epoch);
        unit.Epoch = number;
        directory.Sign(unit);
    }

    /// <summary>Which seeds a role needs: guardians hold their group's pair alone, offices none.</summary>
    private static bool Needs(Roles roles, UnitKind kind, PairKind pair) => (kind, pair) switch
    {
        (UnitKind.Guardians, PairKind.Intake) => (roles & Roles.Guardian) != 0,
        (UnitKind.Intake, PairKind.Intake) => (roles & RoleGroups.Readers) != 0,
        (UnitKind.Casework, PairKind.Intake) => (roles & RoleGroups.Caseworkers) != 0,
        (UnitKind.Intake or UnitKind.Casework, PairKind.Leads) => (roles & Roles.Lead) != 0,
        _ => false,
    };

    private async Task<List<Recipient>> Recipients(SalaData data, Unit unit)
    {
        var members = await data.Memberships.Where(m => m.UnitId == unit.Id && m.ConfirmedBy != null).ToListAsync().ConfigureAwait(false);
        var recipients = new List<Recipient>();
        foreach (var member in members.Select(directory.Checked))
        {
            await MembershipTrail.Checked(data, member).ConfigureAwait(false);
            var person = directory.Checked(await data.People.SingleAsync(p => p.Id == member.PersonId).ConfigureAwait(false));
            if (person.State == PersonState.Active && person.KeyNumber == member.ConfirmedKey)
                recipients.Add(new Recipient(person.Id, PublicKey.From(person.PublicKey), member.Roles));
        }
        return recipients;
    }

    private async Task<List<SeedHalf>> Cut(SalaData data, Unit unit, int number, SecretKey intake, SecretKey leads)
    {
        // The groups that keep the halves of the last epoch go on keeping them: two guardians can then open all of it.
        var before = await data.UnitEpochs.SingleOrDefaultAsync(e => e.UnitId == unit.Id && e.Number == unit.Epoch).ConfigureAwait(false);
        var groups = new List<Unit>();
        foreach (var group in (await Confirmations.Confirmed(data, UnitKind.Guardians).ConfigureAwait(false)).OrderBy(g => before?.Halves.Exists(h => h.GuardiansId == g.Id) != true).ThenBy(g => g.Id))
        {
            if (groups.Count < UnitConfirmations.Groups && groups.TrueForAll(g => !UnitConfirmations.SameAgency(g, group))) groups.Add(group);
        }
        if (groups.Count < 2)
            throw new RefusedException("unit.guardians", "Two groups of guardians of different agencies have to begin their work first. Nothing was changed.");
        var (intakeA, intakeB) = Halves.Split(intake);
        var (leadsA, leadsB) = Halves.Split(leads);
        using (intakeA) using (intakeB) using (leadsA) using (leadsB)
        {
            return [await SealHalf(groups[0], intakeA, leadsA).ConfigureAwait(false), await SealHalf(groups[1], intakeB, leadsB).ConfigureAwait(false)];
        }

        async Task<SeedHalf> SealHalf(Unit group, SecretKey half, SecretKey leadsHalf)
        {
            var epoch = await Present(data, group.Id).ConfigureAwait(false);
            byte[] both = [.. half.Export(), .. leadsHalf.Export()];
            var box = SealedBox.Seal(PublicKey.From(epoch.IntakePublic), HalfBinding(unit.Id, number), both);
            CryptographicOperations.ZeroMemory(both);
            return new SeedHalf { UnitId = unit.Id, Number = number, GuardiansId = group.Id, GuardiansEpoch = epoch.Number, Sealed = box };
        }
    }

    private async Task<Membership> Confirm(SalaData data, RecordId unit, RecordId person, RecordId by, int? compared)
    {
        var membership = directory.Checked(await data.Memberships.SingleOrDefaultAsync(m => m.UnitId == unit && m.PersonId == person).ConfigureAwait(false)
            ?? throw new RefusedException("unit.no-member", "This person is not named in the unit. An administrator names them first."));
        await MembershipTrail.Checked(data, membership).ConfigureAwait(false);
        var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
        if (p.State != PersonState.Active) throw new RefusedException("unit.no-key", "This person has not signed in yet and has no key. Nothing was changed.");
        if (compared is { } key && key != p.KeyNumber) throw new RefusedException("unit.other-key", "This person has a new key since you looked. Nothing was changed. Compare the words again.");
        membership.ConfirmedBy = by;
        membership.ConfirmedKey = p.KeyNumber;
        directory.Sign(membership);
        return membership;
    }

    /// <summary>The member who gets a unit's seeds back from its guardians is confirmed by them.</summary>
    internal Task ConfirmFirst(SalaData data, RecordId unit, RecordId person, RecordId by) => Confirm(data, unit, person, by, null);

    private static void Give(SalaData data, RecordId unit, int epoch, PairKind pair, SecretKey seed, Recipient to, RecordId by) =>
        GiveTo(data, unit, epoch, pair, seed, to.PersonId, to.Public, by);

    internal static void GiveTo(SalaData data, RecordId unit, int epoch, PairKind pair, SecretKey seed, RecordId person, PublicKey key, RecordId by)
    {
        var bytes = seed.Export();
        data.MemberSeeds.Add(new MemberSeed
        {
            UnitId = unit, Epoch = epoch, Pair = pair, PersonId = person, GivenBy = by,
            Sealed = SealedBox.Seal(key, SeedBinding(unit, epoch, pair, person), bytes),
        });
        CryptographicOperations.ZeroMemory(bytes);
    }

    internal static Binding SeedBinding(RecordId unit, int epoch, PairKind pair, RecordId person) =>
        new($"unit.seed.{pair}.{person}", unit, epoch);

    internal static Binding HalfBinding(RecordId unit, int epoch) => new("unit.half", unit, epoch);

    private async Task RefuseKeeper(SignedIn by, RecordId unit, string deed, RecordId subject)
    {
        await store.Refuse(new Deed(by.PersonId, deed, subject, unit)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
