using System.Security.Cryptography;
using Geralt;

namespace Sala.Vault;

/// <summary>Seals a text with a key. Version (1 byte), nonce (24), commitment (32), ciphertext, tag (16): 73 bytes more than the padded text.</summary>
/// <remarks>BLAKE2b-512 (RFC 7693) keyed with the key over ("sala/envelope/1", nonce, binding) gives encryption key and commitment, so that no envelope
/// opens under two keys; then XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with that nonce and the binding as associated data. Byte for byte: docs/vault-format.md.</remarks>
public static class Envelope
{
    /// <summary>The version byte that envelopes made now begin with.</summary>
    public const byte Version = 1;

    /// <summary>Bytes that an envelope is longer than the padded text.</summary>
    public const int Overhead = TextAt + TagSize;

    private const int NonceAt = 1;
    private const int CommitmentAt = NonceAt + NonceSize;
    private const int TextAt = CommitmentAt + CommitmentSize;
    private const int NonceSize = 24;
    private const int CommitmentSize = 32;
    private const int TagSize = 16;
    private const string Label = "sala/envelope/1";

    /// <summary>Seals a text. The same text sealed twice gives two different envelopes.</summary>
    /// <param name="key">The key; used for as many envelopes as needed.</param>
    /// <param name="binding">What the text belongs to; needed again to open.</param>
    /// <param name="plaintext">The text; may be empty.</param>
    /// <param name="padding">Sizes to fill to.</param>
    /// <returns>The envelope.</returns>
    /// <exception cref="TooLongToSealException">The text is longer than the padding takes.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static byte[] Seal(SecretKey key, Binding binding, ReadOnlySpan<byte> plaintext, Padding padding)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return Seal(key, binding, plaintext, padding, nonce);
    }

    /// <summary>Wraps a key with a key.</summary>
    /// <param name="key">The key that wraps.</param>
    /// <param name="binding">What the wrapped key is for; needed again to open.</param>
    /// <param name="content">The key to wrap.</param>
    /// <returns>An envelope of 109 bytes.</returns>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static byte[] SealKey(SecretKey key, Binding binding, SecretKey content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Seal(key, binding, content.Bytes, Padding.Exact);
    }

    /// <summary>Opens what <see cref="SealKey"/> wrapped.</summary>
    /// <param name="key">The key that wrapped it.</param>
    /// <param name="binding">The binding it was wrapped with.</param>
    /// <param name="envelope">The envelope, of any origin.</param>
    /// <exception cref="CannotOpenException">For every cause the same, even where something else than a key is inside.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static SecretKey OpenKey(SecretKey key, Binding binding, ReadOnlySpan<byte> envelope) => SecretKey.Opened(Open(key, binding, envelope));

    /// <summary>With a chosen nonce, for known answers alone: a nonce that comes back under one key and binding uncovers both texts.</summary>
    internal static byte[] Seal(SecretKey key, Binding binding, ReadOnlySpan<byte> plaintext, Padding padding, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(padding);
        var associated = binding.Encode();
        var size = padding.SizeFor(plaintext.Length);
        var envelope = new byte[Overhead + size];
        envelope[0] = Version;
        nonce.CopyTo(envelope.AsSpan(NonceAt));
        Span<byte> derived = stackalloc byte[64];
        var padded = new byte[size];
        try
        {
            KeyedHash.Compute(derived, key.Bytes, Label, nonce, associated);
            derived[32..].CopyTo(envelope.AsSpan(CommitmentAt));
            Padding.Fill(padded, plaintext);
            XChaCha20Poly1305.Encrypt(envelope.AsSpan(TextAt), padded, nonce, derived[..32], associated);
            return envelope;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Opens an envelope.</summary>
    /// <param name="key">The key it was sealed with.</param>
    /// <param name="binding">The binding it was sealed with.</param>
    /// <param name="envelope">The envelope, of any origin: anything that is none is refused like a wrong key.</param>
    /// <returns>The text without its padding.</returns>
    /// <exception cref="CannotOpenException">For every cause the same.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static byte[] Open(SecretKey key, Binding binding, ReadOnlySpan<byte> envelope)
    {
        ArgumentNullException.ThrowIfNull(key);
        var associated = binding.Encode();
        if (envelope.Length < Overhead || envelope[0] != Version)
        {
            throw new CannotOpenException();
        }
        var nonce = envelope.Slice(NonceAt, NonceSize);
        Span<byte> derived = stackalloc byte[64];
        var padded = new byte[envelope.Length - Overhead];
        try
        {
            KeyedHash.Compute(derived, key.Bytes, Label, nonce, associated);
            if (!CryptographicOperations.FixedTimeEquals(derived[32..], envelope.Slice(CommitmentAt, CommitmentSize)))
            {
                throw new CannotOpenException();
            }
            XChaCha20Poly1305.Decrypt(padded, envelope[TextAt..], nonce, derived[..32], associated);
            return Padding.TryStrip(padded, out var text) ? text.ToArray() : throw new CannotOpenException();
        }
        catch (CryptographicException)
        {
            throw new CannotOpenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(padded);
        }
    }
}
