using Sala.Vault;

namespace Sala.Agencies;

/// <summary>Where a person stands on the way in.</summary>
public enum PersonState
{
    /// <summary>Named, holds a one-time sign-in, has no keys yet.</summary>
    Invited = 0,
    Active = 1,

    /// <summary>Removed: the slot is zeroed, the private key is beyond reach.</summary>
    Removed = 2,
}

/// <summary>A member of staff. Names stand under the directory key; the private key under the person's own password.</summary>
public sealed class Person
{
    public required RecordId Id { get; init; }

    /// <summary>Keyed token of the sign-in name.</summary>
    public required byte[] NameToken { get; set; }

    /// <summary>Sign-in name, shown name and mail address, under the directory key.</summary>
    public required byte[] Profile { get; set; }
    public required PersonState State { get; set; }
    public required long Slot { get; set; }

    /// <summary>Hash of the one-time sign-in, and when it ends.</summary>
    public byte[]? OneTimeHash { get; set; }
    public DateTimeOffset? OneTimeEnds { get; set; }

    /// <summary>Raised by each new pair: a lead confirms a certain key, not a name.</summary>
    public int KeyNumber { get; set; }
    public byte[] PublicKey { get; set; } = [];
    public byte[] PasswordSalt { get; set; } = [];
    public byte[] WrappedByPassword { get; set; } = [];
    public byte[] WrappedByRecovery { get; set; } = [];

    /// <summary>TOTP secret under the password's key.</summary>
    public byte[] Totp { get; set; } = [];

    /// <summary>The last TOTP step that was used: a code works once.</summary>
    public long TotpStep { get; set; }

    /// <summary>MAC of the directory key over name, state, key number, public key, slot and one-time sign-in.</summary>
    public byte[] Mac { get; set; } = [];
}

/// <summary>A sign-in that has not ended. Holds the private key under the cookie's secret, opened inside a request only.</summary>
public sealed class StaffSession
{
    /// <summary>Hash of the cookie's secret.</summary>
    public required byte[] Token { get; init; }
    public required RecordId PersonId { get; init; }
    public required int KeyNumber { get; init; }
    public required byte[] SealedSeed { get; init; }
    public required DateTimeOffset Ends { get; init; }
    public required DateTimeOffset IdleEnds { get; set; }
    public DateTimeOffset? StepUpUntil { get; set; }
}

/// <summary>Who is on duty when.</summary>
public sealed class DutyShift
{
    public required RecordId Id { get; init; }
    public required RecordId UnitId { get; init; }
    public required RecordId PersonId { get; init; }

    /// <summary>0 the person on duty, 1 the deputy.</summary>
    public required int Step { get; init; }
    public required DateTimeOffset Starts { get; init; }
    public required DateTimeOffset Ends { get; init; }
}

/// <summary>A mail without content that waits for its tick.</summary>
public sealed class OutboxMail
{
    public required RecordId Id { get; init; }
    public required RecordId PersonId { get; init; }

    /// <summary>The tick at which it goes.</summary>
    public required DateTimeOffset Tick { get; init; }
}
