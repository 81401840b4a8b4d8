using Sala.Vault;

namespace Sala.Agencies;

/// <summary>
/// A member of staff within one request: who it is, what they may do, and their private key, opened from the session for as long as this
/// object lives. Every change of a record asks for one.
/// </summary>
public sealed class SignedIn : IDisposable
{
    public required RecordId PersonId { get; init; }
    public required Profile Profile { get; init; }
    public required KeyPair Keys { get; init; }

    /// <summary>The person's memberships whose MAC holds.</summary>
    public required IReadOnlyList<Membership> Memberships { get; init; }

    /// <summary>Which of the person's pairs this is: a confirmation counts for the key that was compared.</summary>
    public required int KeyNumber { get; init; }

    /// <summary>The code from the telephone was given again within the last minutes.</summary>
    public bool SteppedUp { get; init; }

    /// <exception cref="RefusedException">The code was not given again within the last minutes.</exception>
    public void RequireStepUp()
    {
        if (!SteppedUp) throw new RefusedException("step-up", "Please give your password and a new code first. Nothing was changed.");
    }

    /// <summary>When the session ends whatever happens, and when it ends unless the person does something before.</summary>
    public DateTimeOffset Ends { get; init; }
    public DateTimeOffset IdleEnds { get; init; }

    /// <summary>Roles that lead to what children wrote, or watch over who reads it: they count only after a lead (or guardian) compared fingerprint words.</summary>
    private const Roles Confirmable = RoleGroups.Compared;

    public Roles AllRoles => Memberships.Aggregate(Roles.None, (all, m) => all | Effective(m));

    /// <summary>Whether the person holds one of the roles in the unit.</summary>
    public bool Has(Roles roles, RecordId unit) => Memberships.Any(m => m.UnitId == unit && (Effective(m) & roles) != 0);

    /// <summary>Whether the person holds one of the roles anywhere.</summary>
    public bool Has(Roles roles) => (AllRoles & roles) != 0;

    /// <summary>Whether an administrator named the person so; it opens nothing by itself.</summary>
    public bool IsNamed(Roles roles, RecordId unit) => Memberships.Any(m => m.UnitId == unit && (m.Roles & roles) != 0);

    public IEnumerable<RecordId> UnitsWith(Roles roles) => Memberships.Where(m => (Effective(m) & roles) != 0).Select(m => m.UnitId);

    private Roles Effective(Membership m) =>
        m.ConfirmedBy is not null && m.ConfirmedKey == KeyNumber ? m.Roles : m.Roles & ~Confirmable;

    public void Dispose() => Keys.Dispose();
}

/// <summary>What was asked for is not there for this person: it does not exist, or there is no grant. The answer is the same, the attempt is written down.</summary>
public sealed class NotForYouException() : Exception("There is nothing here that you can open. The attempt was recorded.");

/// <summary>A rule stands against it; the message says which, what was kept and what to do.</summary>
public class RefusedException(string code, string message) : Exception(message)
{
    /// <summary>A code that pages translate.</summary>
    public string Code { get; } = code;
}
