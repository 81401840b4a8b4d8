using System.Security.Cryptography;
using Geralt;

namespace Sala.Vault;

/// <summary>Seals to a public key, without naming the sender. Version (1 byte), X-Wing ciphertext (1,120), commitment (32), ciphertext, tag (16):
/// 1,169 bytes more than the padded text.</summary>
/// <remarks>(ct, ss) = X-Wing encapsulation (draft-connolly-cfrg-xwing-kem) to the recipient; BLAKE2b-512 keyed with ss over ("sala/box/1", ct, recipient, binding) gives
/// encryption key and commitment; then XChaCha20-Poly1305 with a nonce of zeros. Byte for byte: docs/vault-format.md.</remarks>
public static class SealedBox
{
    /// <summary>The version byte that boxes made now begin with.</summary>
    public const byte Version = 1;

    /// <summary>Bytes that a box is longer than the padded text.</summary>
    public const int Overhead = TextAt + TagSize;

    private const int EncapsulatedAt = 1;
    private const int CommitmentAt = EncapsulatedAt + XWing.CiphertextSize;
    private const int TextAt = CommitmentAt + CommitmentSize;
    private const int CommitmentSize = 32;
    private const int TagSize = 16;
    private const string Label = "sala/box/1";

    /// <summary>Seals a text to a recipient. The same text sealed twice gives two different boxes.</summary>
    /// <param name="recipient">Whose pair opens it. Check that the key is truly theirs before: sealing asks nobody.</param>
    /// <param name="binding">What the text belongs to; needed again to open.</param>
    /// <param name="plaintext">The text, mostly a key; may be empty.</param>
    /// <param name="padding">Sizes to fill to; left out, <see cref="Padding.Exact"/>.</param>
    /// <exception cref="TooLongToSealException">The text is longer than the padding takes.</exception>
    /// <exception cref="ArgumentException">The binding names no field, or the recipient's key is one that nobody can have made.</exception>
    public static byte[] Seal(PublicKey recipient, Binding binding, ReadOnlySpan<byte> plaintext, Padding? padding = null)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        Span<byte> encapsulated = stackalloc byte[XWing.CiphertextSize];
        Span<byte> shared = stackalloc byte[XWing.SharedSecretSize];
        try
        {
            XWing.Encapsulate(shared, encapsulated, recipient.Bytes);
            return Seal(recipient, binding, plaintext, padding, encapsulated, shared);
        }
        catch (CryptographicException)
        {
            throw new ArgumentException("Nothing can be sealed to this public key.", nameof(recipient));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }

    /// <summary>Seals a key to a recipient.</summary>
    /// <param name="recipient">Whose pair opens it.</param>
    /// <param name="binding">What the key is for; needed again to open.</param>
    /// <param name="content">The key.</param>
    /// <returns>A box of 1,205 bytes.</returns>
    /// <exception cref="ArgumentException">The binding names no field, or the recipient's key is one that nobody can have made.</exception>
    public static byte[] SealKey(PublicKey recipient, Binding binding, SecretKey content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Seal(recipient, binding, content.Bytes);
    }

    /// <summary>Opens what <see cref="SealKey"/> sealed.</summary>
    /// <param name="recipient">The pair it was sealed to.</param>
    /// <param name="binding">The binding it was sealed with.</param>
    /// <param name="box">The box, of any origin.</param>
    /// <exception cref="CannotOpenException">For every cause the same, even where something else than a key is inside.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static SecretKey OpenKey(KeyPair recipient, Binding binding, ReadOnlySpan<byte> box) => SecretKey.Opened(Open(recipient, binding, box));

    /// <summary>With a given encapsulation, for known answers alone: one that comes back uncovers both texts.</summary>
    internal static byte[] Seal(PublicKey recipient, Binding binding, ReadOnlySpan<byte> plaintext, Padding? padding, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> shared)
    {
        var associated = binding.Encode();
        var size = (padding ?? Padding.Exact).SizeFor(plaintext.Length);
        var box = new byte[Overhead + size];
        box[0] = Version;
        encapsulated.CopyTo(box.AsSpan(EncapsulatedAt));
        Span<byte> derived = stackalloc byte[64];
        var padded = new byte[size];
        try
        {
            KeyedHash.Compute(derived, shared, Label, encapsulated, recipient.Bytes, associated);
            derived[32..].CopyTo(box.AsSpan(CommitmentAt));
            Padding.Fill(padded, plaintext);
            // A nonce of zeros is right here: the key comes from this encapsulation and encrypts this one text.
            XChaCha20Poly1305.Encrypt(box.AsSpan(TextAt), padded, stackalloc byte[XChaCha20Poly1305.NonceSize], derived[..32], associated);
            return box;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Opens a box.</summary>
    /// <param name="recipient">The pair it was sealed to.</param>
    /// <param name="binding">The binding it was sealed with.</param>
    /// <param name="box">The box, of any origin: anything that is none is refused like a wrong key.</param>
    /// <returns>The text without its padding.</returns>
    /// <exception cref="CannotOpenException">For every cause the same.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static byte[] Open(KeyPair recipient, Binding binding, ReadOnlySpan<byte> box)
    {
        ArgumentNullException.ThrowIfNull(recipient);
        var associated = binding.Encode();
        if (box.Length < Overhead || box[0] != Version)
        {
            throw new CannotOpenException();
        }
        Span<byte> shared = stackalloc byte[XWing.SharedSecretSize];
        Span<byte> derived = stackalloc byte[64];
        var padded = new byte[box.Length - Overhead];
        try
        {
            var encapsulated = box.Slice(EncapsulatedAt, XWing.CiphertextSize);
            XWing.Decapsulate(shared, encapsulated, recipient.Seed.Bytes);
            KeyedHash.Compute(derived, shared, Label, encapsulated, recipient.Public.Bytes, associated);
            if (!CryptographicOperations.FixedTimeEquals(derived[32..], box.Slice(CommitmentAt, CommitmentSize)))
            {
                throw new CannotOpenException();
            }
            XChaCha20Poly1305.Decrypt(padded, box[TextAt..], stackalloc byte[XChaCha20Poly1305.NonceSize], derived[..32], associated);
            return Padding.TryStrip(padded, out var text) ? text.ToArray() : throw new CannotOpenException();
        }
        catch (CryptographicException)
        {
            throw new CannotOpenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(derived);
            CryptographicOperations.ZeroMemory(padded);
        }
    }
}
