namespace Sala.Vault.Tests;

public class SealedFileTests
{
    private static readonly Binding Place = new("backup", RecordId.Random());

    [Theory]
    [InlineData(0), InlineData(1), InlineData(65535), InlineData(65536), InlineData(65537), InlineData(131072), InlineData(300_000)]
    public void A_stream_of_any_length_comes_back(int length)
    {
        using var recipient = KeyPair.Generate();
        var text = new byte[length];
        Random.Shared.NextBytes(text);
        Assert.Equal(text, Opened(recipient, Place, Sealed(recipient, text)));
    }

    [Fact]
    public void A_stream_that_lost_gained_or_swapped_anything_is_refused()
    {
        using var recipient = KeyPair.Generate();
        using var other = KeyPair.Generate();
        var whole = Sealed(recipient, new byte[200_000]);
        const int FirstPiece = 1205 + 24, Piece = 65536 + 17;
        Refused(other, Place, whole);
        Refused(recipient, Place with { Record = RecordId.Random() }, whole);
        foreach (var cut in new[] { 0, 1, 1204, 1205, 1228, FirstPiece, FirstPiece + 16, FirstPiece + Piece, FirstPiece + (2 * Piece), FirstPiece + (3 * Piece), whole.Length - 1 })
        {
            Refused(recipient, Place, whole[..cut]);
        }
        Refused(recipient, Place, [.. whole, 0]);
        Refused(recipient, Place, [.. whole[..FirstPiece], .. whole[(FirstPiece + Piece)..]]);
        Refused(recipient, Place, [.. whole[..FirstPiece], .. whole[(FirstPiece + Piece)..(FirstPiece + (2 * Piece))], .. whole[FirstPiece..(FirstPiece + Piece)], .. whole[(FirstPiece + (2 * Piece))..]]);
        foreach (var at in new[] { 0, 500, 1200, 1210, FirstPiece, FirstPiece + 70_000, whole.Length - 1 })
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 1;
            Refused(recipient, Place, changed);
        }
    }

    private static byte[] Sealed(KeyPair recipient, byte[] text)
    {
        using var destination = new MemoryStream();
        SealedFile.Seal(recipient.Public, Place, new MemoryStream(text), destination);
        return destination.ToArray();
    }

    private static byte[] Opened(KeyPair recipient, Binding binding, byte[] file)
    {
        using var destination = new MemoryStream();
        SealedFile.Open(recipient, binding, new MemoryStream(file), destination);
        return destination.ToArray();
    }

    private static void Refused(KeyPair recipient, Binding binding, byte[] file) =>
        Assert.Throws<CannotOpenException>(() => Opened(recipient, binding, file));
}
