using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OtpNet;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>What a person gets at the first sign-in, shown once.</summary>
/// <param name="RecoveryKey">Printed once; opens the private key when the password is lost.</param>
/// <param name="TotpUri">For the authenticator app.</param>
/// <param name="Public">Whose fingerprint words a lead compares.</param>
public sealed record FirstKeys(string RecoveryKey, string TotpUri, PublicKey Public);

/// <summary>
/// The way in for staff. A wrong name, password or code is one refusal that takes the same work, so that it does not tell whether a name exists.
/// </summary>
public sealed class SignIn(Store store, StaffDirectory directory, HostRing ring, KeyStore slots, TimeProvider clock)
{
    /// <summary>Each try holds 64 MiB and a core for a tenth of a second: half of the cores are left to children.</summary>
    private static readonly SemaphoreSlim Lane = new(Math.Max(1, Environment.ProcessorCount / 2));

    private static readonly byte[] DummySalt = RandomNumberGenerator.GetBytes(16);
    private static readonly SecretKey DummySlot = SecretKey.Random();

    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);
    public static readonly TimeSpan IdleEnd = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan StepUpLasts = TimeSpan.FromMinutes(5);
    public const int ShortestPassword = 12;

    private readonly WrongCodes wrongCodes = new(clock);

    /// <summary>Uses the one-time sign-in: makes the person's own pair, the authenticator secret and the recovery key.</summary>
    /// <returns>Null when name and one-time code do not belong together, the code ended, or was used.</returns>
    /// <exception cref="RefusedException">The password is too short.</exception>
    public async Task<FirstKeys?> First(string name, string oneTimeCode, string password)
    {
        RequireLong(password);
        var person = await Find(name).ConfigureAwait(false);
        var hash = OneTimeHash(oneTimeCode);
        if (person?.OneTimeHash is not { } expected || person.State != PersonState.Invited || person.OneTimeEnds < clock.GetUtcNow()
            || !CryptographicOperations.FixedTimeEquals(expected, hash))
        {
            await store.Refuse(new Deed(person?.Id, "sign-in.first")).ConfigureAwait(false);
            return null;
        }
        using var pair = KeyPair.Generate();
        using var slot = slots.Read(person.Slot);
        var (salt, passwordKey) = await NewPasswordKey(password, slot).ConfigureAwait(false);
        using var _ = passwordKey;
        using var recovery = RecoveryKey.Generate();
        using var recoveryKey = recovery.ToKey(ring.Pepper, slot);
        var totp = KeyGeneration.GenerateRandomKey(20);
        var used = await store.Change(new Deed(person.Id, "sign-in.first", person.Id), async data =>
        {
            var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person.Id).ConfigureAwait(false));
            // Whoever used the code first has it: a second pair would take the place of the first unseen.
            if (p.State != PersonState.Invited || p.OneTimeHash is not { } still || !CryptographicOperations.FixedTimeEquals(still, hash)) return false;
            p.State = PersonState.Active;
            p.OneTimeHash = null;
            p.OneTimeEnds = null;
            p.KeyNumber++;
            p.PublicKey = pair.Public.ToByteArray();
            p.PasswordSalt = salt;
            p.WrappedByPassword = Wrap(passwordKey, "person.seed.password", p, pair.Seed);
            p.WrappedByRecovery = Wrap(recoveryKey, "person.seed.recovery", p, pair.Seed);
            p.Totp = Envelope.Seal(passwordKey, new Binding("person.totp", p.Id, p.KeyNumber), totp, Padding.Exact);
            p.TotpStep = 0;
            directory.Sign(p);
            return true;
        }).ConfigureAwait(false);
        if (!used) return null;
        return new FirstKeys(recovery.ToPrint(), TotpUri(name, totp), pair.Public);
    }

    /// <summary>Opens a session.</summary>
    /// <returns>The cookie's secret, 32 bytes; null when refused.</returns>
    public async Task<byte[]?> Open(string name, string password, string code)
    {
        var person = await Find(name).ConfigureAwait(false);
        using var opened = await Unlock(person, password).ConfigureAwait(false);
        if (person is null || opened is null || !await UseCode(person, opened.Totp, code).ConfigureAwait(false))
        {
            await store.Refuse(new Deed(person?.Id, "sign-in")).ConfigureAwait(false);
            return null;
        }
        var secret = RandomNumberGenerator.GetBytes(32);
        using var sessionKey = SessionKey(secret);
        var now = clock.GetUtcNow();
        await store.Change(new Deed(person.Id, "sign-in"), data =>
        {
            data.StaffSessions.Add(new StaffSession
            {
                Token = TokenOf(secret),
                PersonId = person.Id,
                KeyNumber = person.KeyNumber,
                SealedSeed = Envelope.Seal(sessionKey, new Binding("session.seed", person.Id), opened.Seed, Padding.Exact),
                Ends = now + Longest,
                IdleEnds = now + IdleEnd,
            });
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return secret;
    }

    /// <summary>The person behind a session cookie, with their private key opened; null when the session ended or never was.</summary>
    public async Task<SignedIn?> Resume(byte[] secret)
    {
        var token = TokenOf(secret);
        await using var data = store.Read();
        var session = await data.StaffSessions.SingleOrDefaultAsync(s => s.Token == token).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        if (session is null || session.Ends < now || session.IdleEnds < now) return null;
        var person = await data.People.SingleOrDefaultAsync(p => p.Id == session.PersonId).ConfigureAwait(false);
        if (person is not { State: PersonState.Active } || person.KeyNumber != session.KeyNumber) return null;
        directory.Checked(person);
        var memberships = await data.Memberships.Where(m => m.PersonId == person.Id).ToListAsync().ConfigureAwait(false);
        var known = await MembershipTrail.Known(data, person.Id, memberships.Where(directory.Holds)).ConfigureAwait(false);
        if (OwnPair(secret, session, person) is not { } pair) return null;
        // Moved on in steps, so that reading a page is not a write each time.
        if (session.IdleEnds < now + IdleEnd - TimeSpan.FromMinutes(2))
        {
            await store.Keep(d => d.StaffSessions.Where(s => s.Token == token).ExecuteUpdateAsync(s => s.SetProperty(x => x.IdleEnds, now + IdleEnd))).ConfigureAwait(false);
        }
        return new SignedIn
        {
            PersonId = person.Id,
            Profile = directory.ProfileOf(person),
            Keys = pair,
            KeyNumber = person.KeyNumber,
            Memberships = known,
            SteppedUp = session.StepUpUntil > now,
            Ends = session.Ends,
            IdleEnds = session.Ends < now + IdleEnd ? session.Ends : now + IdleEnd,
        };
    }

    /// <summary>
    /// The pair in a session, if it is the person's own. Who can write to the database can make a row for anybody, with a seed and a secret of their own
    /// choice; the pair of the public key that the directory vouches for they do not have.
    /// </summary>
    private static KeyPair? OwnPair(byte[] secret, StaffSession session, Person person)
    {
        try
        {
            using var key = SessionKey(secret);
            using var seed = Envelope.OpenKey(key, new Binding("session.seed", person.Id), session.SealedSeed);
            var pair = KeyPair.FromSeed(seed);
            if (pair.Public.ToByteArray().AsSpan().SequenceEqual(person.PublicKey)) return pair;
            pair.Dispose();
            return null;
        }
        catch (CannotOpenException)
        {
            return null;
        }
    }

    /// <summary>Asks for the code again before an export or a break-glass.</summary>
    public async Task<bool> StepUp(byte[] secret, SignedIn by, string password, string code)
    {
        var person = await Find(by.Profile.SignInName).ConfigureAwait(false);
        using var opened = await Unlock(person, password).ConfigureAwait(false);
        if (person is null || opened is null || person.Id != by.PersonId || !await UseCode(person, opened.Totp, code).ConfigureAwait(false))
        {
            await store.Refuse(new Deed(by.PersonId, "step-up")).ConfigureAwait(false);
            return false;
        }
        var (token, until) = (TokenOf(secret), clock.GetUtcNow() + StepUpLasts);
        await store.Change(new Deed(by.PersonId, "step-up"), data =>
            data.StaffSessions.Where(s => s.Token == token).ExecuteUpdateAsync(s => s.SetProperty(x => x.StepUpUntil, until))).ConfigureAwait(false);
        return true;
    }

    public async Task End(byte[] secret, SignedIn by)
    {
        var token = TokenOf(secret);
        await store.Change(new Deed(by.PersonId, "sign-out"), data => data.StaffSessions.Where(s => s.Token == token).ExecuteDeleteAsync()).ConfigureAwait(false);
    }

    /// <summary>Sets a new password and authenticator with the printed recovery key. The pair stays; all sessions end.</summary>
    /// <returns>New keys to print; null when name and recovery key do not belong together.</returns>
    public async Task<FirstKeys?> Recover(string name, string recoveryTyped, string newPassword)
    {
        RequireLong(newPassword);
        var person = await Find(name).ConfigureAwait(false);
        using var typed = RecoveryKey.TryRead(recoveryTyped);
        using var slot = SlotOf(person);
        SecretKey opened;
        try
        {
            if (slot is null || typed is null) throw new CannotOpenException();
            using var typedKey = typed.ToKey(ring.Pepper, slot);
            opened = Envelope.OpenKey(typedKey, new Binding("person.seed.recovery", person!.Id, person.KeyNumber), person.WrappedByRecovery);
        }
        catch (CannotOpenException)
        {
            await store.Refuse(new Deed(person?.Id, "sign-in.recover")).ConfigureAwait(false);
            return null;
        }
        using var seed = opened;
        using var pair = KeyPair.FromSeed(seed);
        var (salt, passwordKey) = await NewPasswordKey(newPassword, slot).ConfigureAwait(false);
        using var _ = passwordKey;
        using var recovery = RecoveryKey.Generate();
        using var recoveryKey = recovery.ToKey(ring.Pepper, slot);
        var totp = KeyGeneration.GenerateRandomKey(20);
        await store.Change(new Deed(person.Id, "sign-in.recover", person.Id), async data =>
        {
            var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person.Id).ConfigureAwait(false));
            if (p.State != PersonState.Active || p.KeyNumber != person.KeyNumber || p.Slot != person.Slot)
                throw new RefusedException("person.changed", "This account was changed a moment ago. Nothing was changed. Ask an administrator.");
            p.PasswordSalt = salt;
            p.WrappedByPassword = Wrap(passwordKey, "person.seed.password", p, seed);
            p.WrappedByRecovery = Wrap(recoveryKey, "person.seed.recovery", p, seed);
            p.Totp = Envelope.Seal(passwordKey, new Binding("person.totp", p.Id, p.KeyNumber), totp, Padding.Exact);
            p.TotpStep = 0;
            await data.StaffSessions.Where(s => s.PersonId == p.Id).ExecuteDeleteAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        return new FirstKeys(recovery.ToPrint(), TotpUri(name, totp), pair.Public);
    }

    /// <summary>Deletes the sessions that ended.</summary>
    public Task<int> Sweep()
    {
        var now = clock.GetUtcNow();
        return store.Keep(data => data.StaffSessions.Where(s => s.Ends < now || s.IdleEnds < now).ExecuteDeleteAsync());
    }

    internal static byte[] OneTimeHash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes("sala/one-time/1" + code.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));

    internal static byte[] TokenOf(byte[] secret) => SHA256.HashData([.. "sala/session-token/1"u8, .. secret]);

    private static SecretKey SessionKey(byte[] secret)
    {
        using var key = SecretKey.From(secret);
        return key.Derive("sala/session-seed/1");
    }

    private async Task<Person?> Find(string name)
    {
        // Nobody is called nothing; the work of a wrong password is still done.
        if (StaffDirectory.Normalise(name).Length == 0) return null;
        var token = directory.NameToken(name);
        await using var data = store.Read();
        var person = await data.People.SingleOrDefaultAsync(p => p.NameToken == token).ConfigureAwait(false);
        return person is null ? null : directory.Checked(person);
    }

    /// <summary>What the password opened, for as long as one sign-in.</summary>
    private sealed class Unlocked(byte[] seed, byte[] totp) : IDisposable
    {
        public byte[] Seed => seed;
        public byte[] Totp => totp;

        public void Dispose()
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(totp);
        }
    }

    /// <summary>The slot of a person who can sign in; null where there is none. After a restore, a row may be there whose slot was erased.</summary>
    private SecretKey? SlotOf(Person? person)
    {
        try
        {
            return person is { State: PersonState.Active } ? slots.Read(person.Slot) : null;
        }
        catch (ErasedException)
        {
            return null;
        }
    }

    private async Task<Unlocked?> Unlock(Person? person, string password)
    {
        using var slot = SlotOf(person);
        var active = slot is not null;
        SecretKey key;
        await Lane.WaitAsync().ConfigureAwait(false);
        try
        {
            // Nobody has an empty password; the same work is done for it.
            key = PasswordKey.Derive(password.Length == 0 ? " " : password, active ? person!.PasswordSalt : DummySalt, ring.Pepper, slot ?? DummySlot);
        }
        finally
        {
            Lane.Release();
        }
        using (key)
        {
            if (!active) return null;
            try
            {
                var seed = Envelope.Open(key, new Binding("person.seed.password", person!.Id, person.KeyNumber), person.WrappedByPassword);
                var totp = Envelope.Open(key, new Binding("person.totp", person.Id, person.KeyNumber), person.Totp);
                return new Unlocked(seed, totp);
            }
            catch (CannotOpenException)
            {
                return null;
            }
        }
    }

    /// <summary>Checks a code and uses it up: the step of a code that was taken, or an earlier one, is refused.</summary>
    private async Task<bool> UseCode(Person person, byte[] totp, string code)
    {
        if (!wrongCodes.MayTry(person.Id)) return false;
        var check = new Totp(totp);
        var typed = new string([.. code.Where(char.IsAsciiDigit)]);
        if (!check.VerifyTotp(clock.GetUtcNow().UtcDateTime, typed, out var step, new VerificationWindow(previous: 1, future: 1))) return false;
        var used = await store.Keep(data => data.People.Where(p => p.Id == person.Id && p.TotpStep < step).ExecuteUpdateAsync(s => s.SetProperty(p => p.TotpStep, step))).ConfigureAwait(false);
        if (used == 1) wrongCodes.Forget(person.Id);
        return used == 1;
    }

    private async Task<(byte[] Salt, SecretKey Key)> NewPasswordKey(string password, SecretKey slot)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        await Lane.WaitAsync().ConfigureAwait(false);
        try
        {
            return (salt, PasswordKey.Derive(password, salt, ring.Pepper, slot));
        }
        finally
        {
            Lane.Release();
        }
    }

    private static byte[] Wrap(SecretKey key, string field, Person p, SecretKey seed)
    {
        var bytes = seed.Export();
        try
        {
            return Envelope.Seal(key, new Binding(field, p.Id, p.KeyNumber), bytes, Padding.Exact);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static void RequireLong(string password)
    {
        if (password.Length < ShortestPassword) throw new RefusedException("password.short", $"The password needs at least {ShortestPassword} characters. Nothing was changed.");
    }

    private static string TotpUri(string name, byte[] totp) =>
        new OtpUri(OtpType.Totp, Base32Encoding.ToString(totp), StaffDirectory.Normalise(name), "Sala").ToString();
}
