using System.Security.Cryptography;
using Geralt;

namespace Sala.Vault;

/// <summary>Seals a long stream, as a backup is, to a public key. A box (1,205 bytes) with a key made for this file, then libsodium's secretstream with XChaCha20-Poly1305:
/// header (24), pieces of 64 KiB with 17 bytes more each, the last one shorter and marked as the last.</summary>
/// <remarks>Not padded: the length of the stream shows. Order and end are authenticated by the stream itself. Byte for byte: docs/vault-format.md.</remarks>
public static class SealedFile
{
    private const int PieceSize = 64 << 10;
    private const int BoxSize = SealedBox.Overhead + 4 + SecretKey.Size;

    /// <summary>Seals all that is left of a stream.</summary>
    /// <param name="recipient">Whose pair opens it.</param>
    /// <param name="binding">What the stream is; needed again to open.</param>
    /// <param name="source">What is sealed, from where it stands to its end.</param>
    /// <param name="destination">Where it is written; neither stream is closed or synced.</param>
    /// <exception cref="ArgumentException">The binding names no field, or the recipient's key is one that nobody can have made.</exception>
    public static void Seal(PublicKey recipient, Binding binding, Stream source, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        using var key = SecretKey.Random();
        destination.Write(SealedBox.SealKey(recipient, binding, key));
        var header = new byte[IncrementalXChaCha20Poly1305.HeaderSize];
        using var stream = new IncrementalXChaCha20Poly1305(header, key.Bytes, encryption: true);
        destination.Write(header);
        var piece = new byte[PieceSize];
        var ciphertext = new byte[PieceSize + IncrementalXChaCha20Poly1305.TagSize];
        int length;
        do
        {
            // A piece that is not full is the last; so a stream of whole pieces ends with an empty one.
            length = source.ReadAtLeast(piece, PieceSize, throwOnEndOfStream: false);
            var last = length < PieceSize ? IncrementalXChaCha20Poly1305.ChunkFlag.Final : IncrementalXChaCha20Poly1305.ChunkFlag.Message;
            var written = ciphertext.AsSpan(0, length + IncrementalXChaCha20Poly1305.TagSize);
            stream.EncryptChunk(written, piece.AsSpan(0, length), last);
            destination.Write(written);
        }
        while (length == PieceSize);
        CryptographicOperations.ZeroMemory(piece);
    }

    /// <summary>Opens a sealed stream.</summary>
    /// <param name="recipient">The pair it was sealed to.</param>
    /// <param name="binding">The binding it was sealed with.</param>
    /// <param name="source">The sealed stream, of any origin, from where it stands to its end.</param>
    /// <param name="destination">Where the text is written. Each piece is authentic, but only when this returns is it known that none is missing at the end:
    /// use nothing of it before.</param>
    /// <exception cref="CannotOpenException">For every cause the same; what was written until then is to be thrown away.</exception>
    /// <exception cref="ArgumentException">The binding names no field.</exception>
    public static void Open(KeyPair recipient, Binding binding, Stream source, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        var box = new byte[BoxSize];
        var header = new byte[IncrementalXChaCha20Poly1305.HeaderSize];
        var ciphertext = new byte[PieceSize + IncrementalXChaCha20Poly1305.TagSize];
        var piece = new byte[PieceSize];
        Fill(source, box);
        Fill(source, header);
        using var key = SealedBox.OpenKey(recipient, binding, box);
        using var stream = new IncrementalXChaCha20Poly1305(header, key.Bytes, encryption: false);
        try
        {
            int length;
            do
            {
                length = source.ReadAtLeast(ciphertext, ciphertext.Length, throwOnEndOfStream: false) - IncrementalXChaCha20Poly1305.TagSize;
                var text = length < 0 ? throw new CannotOpenException() : piece.AsSpan(0, length);
                var flag = stream.DecryptChunk(text, ciphertext.AsSpan(0, length + IncrementalXChaCha20Poly1305.TagSize), default);
                if (flag != (length < PieceSize ? IncrementalXChaCha20Poly1305.ChunkFlag.Final : IncrementalXChaCha20Poly1305.ChunkFlag.Message))
                {
                    throw new CannotOpenException();
                }
                destination.Write(text);
            }
            while (length == PieceSize);
        }
        catch (CryptographicException)
        {
            throw new CannotOpenException();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(piece);
        }
    }

    private static void Fill(Stream source, Span<byte> bytes)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new CannotOpenException();
        }
    }
}
