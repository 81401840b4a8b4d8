using System.Text;

namespace Sala.Vault;

/// <summary>Tokens by which equal values are found without storing them: the same account named in two reports, say.</summary>
public static class BlindIndex
{
    /// <summary>BLAKE2b-256 keyed with the key over ("sala/token/1", purpose, value). Equal values of one purpose under one key give equal tokens, all others differ.</summary>
    /// <param name="key">The link key or a unit's own; whoever has it can try values from a dictionary.</param>
    /// <param name="purpose">Kind of value and its version, for example "line-handle/1"; not empty.</param>
    /// <param name="normalised">The value as the purpose normalises it; used as UTF-8, as it is. Not empty.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="ArgumentException">Purpose or value is empty.</exception>
    public static byte[] Token(SecretKey key, string purpose, string normalised)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentException.ThrowIfNullOrEmpty(normalised);
        var token = new byte[32];
        KeyedHash.Compute(token, key.Bytes, "sala/token/1", Encoding.UTF8.GetBytes(purpose), Encoding.UTF8.GetBytes(normalised));
        return token;
    }
}
