using System.Security.Cryptography;

namespace Sala.Vault;

/// <summary>Cuts a key into two halves of which each alone is pure chance, for two guardian groups.</summary>
public static class Halves
{
    /// <summary>One half is random, the other the key XOR that half. Each call cuts anew.</summary>
    /// <param name="key">The key; left as it is.</param>
    public static (SecretKey First, SecretKey Second) Split(SecretKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var first = SecretKey.Random();
        return (first, Xor(key, first));
    }

    /// <summary>The key from both halves, in either order. Halves of two different cuts give some other key: what it should open tells.</summary>
    /// <param name="first">One half.</param>
    /// <param name="second">The other half.</param>
    /// <exception cref="ArgumentException">Twice the same half.</exception>
    public static SecretKey Join(SecretKey first, SecretKey second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Xor(first, second);
    }

    private static SecretKey Xor(SecretKey left, SecretKey right)
    {
        Span<byte> bytes = stackalloc byte[SecretKey.Size];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(left.Bytes[i] ^ right.Bytes[i]);
        }
        try
        {
            return SecretKey.From(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
