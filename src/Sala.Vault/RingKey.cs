namespace Sala.Vault;

/// <summary>The keys of a host ring.</summary>
public enum RingKey
{
    /// <summary>Keys what passwords, recovery keys and receipts give, so that the database alone has nothing to guess against.</summary>
    Pepper,

    /// <summary>For tokens of the accused's identifiers.</summary>
    Link,

    /// <summary>Seals the coded facts.</summary>
    Facts,

    /// <summary>Vouches for public keys, memberships, grants and roles.</summary>
    Directory,

    /// <summary>Seed of the pair to which notices that are to be sent are sealed.</summary>
    Dispatcher,
}
