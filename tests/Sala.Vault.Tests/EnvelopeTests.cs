using System.Text;

namespace Sala.Vault.Tests;

public class EnvelopeTests
{
    private static readonly Binding Place = new("report.content", RecordId.Random());

    [Fact]
    public void What_was_sealed_opens_with_the_same_key_and_binding()
    {
        using var key = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "เขามีรูปของหนู"u8, Padding.Report);
        Assert.Equal("เขามีรูปของหนู", Encoding.UTF8.GetString(Envelope.Open(key, Place, envelope)));
        Assert.Equal(4096 + Envelope.Overhead, envelope.Length);
    }

    [Fact]
    public void Another_field_record_version_or_owner_is_refused()
    {
        using var key = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "text"u8, Padding.Message);
        foreach (var other in new[] { Place with { Field = "report.note" }, Place with { Record = RecordId.Random() }, Place with { Version = 2 }, Place with { Owner = RecordId.Random() } })
        {
            Assert.Throws<CannotOpenException>(() => Envelope.Open(key, other, envelope));
        }
    }

    [Fact]
    public void A_box_opens_for_its_recipient_alone()
    {
        using var recipient = KeyPair.Generate();
        using var other = KeyPair.Generate();
        var box = SealedBox.Seal(recipient.Public, Place, "key"u8);
        Assert.Equal("key"u8, SealedBox.Open(recipient, Place, box));
        Assert.Throws<CannotOpenException>(() => SealedBox.Open(other, Place, box));
    }
}
