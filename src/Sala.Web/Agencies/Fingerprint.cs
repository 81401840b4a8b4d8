using Sala.Vault;

namespace Sala.Web.Agencies;

/// <summary>A public key as words and digits that two people read to each other.</summary>
public sealed record Fingerprint(PublicKey Key, WorkPage Page)
{
    public string[]? Words => Page.WordsOf(Key);
}
