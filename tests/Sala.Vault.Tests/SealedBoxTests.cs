using CsCheck;

namespace Sala.Vault.Tests;

public class SealedBoxTests
{
    private static readonly Binding Place = new("report.key", RecordId.Random(), 1, RecordId.Random());

    [Fact]
    public void A_box_opens_for_its_recipient_and_for_nobody_else()
    {
        using var recipient = KeyPair.Generate();
        using var other = KeyPair.Generate();
        Gen.Byte.Array[0, 3000].Sample(text =>
        {
            var box = SealedBox.Seal(recipient.Public, Place, text, Padding.Message);
            Assert.Equal(text, SealedBox.Open(recipient, Place, box));
            Assert.Throws<CannotOpenException>(() => SealedBox.Open(other, Place, box));
        }, iter: 60);
    }

    [Fact]
    public void One_changed_byte_anywhere_is_refused()
    {
        using var recipient = KeyPair.Generate();
        var box = SealedBox.Seal(recipient.Public, Place, "a key, say"u8);
        for (var at = 0; at < box.Length; at++)
        {
            var changed = (byte[])box.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            Refused(recipient, Place, changed);
        }
    }

    [Fact]
    public void Cutting_lengthening_and_chance_are_refused_and_nothing_else_is_thrown()
    {
        using var recipient = KeyPair.Generate();
        var box = SealedBox.Seal(recipient.Public, Place, "text"u8);
        Gen.Int[0, box.Length - 1].Sample(length => Refused(recipient, Place, box[..length]), iter: 200);
        Gen.Byte.Array[1, 100].Sample(more => Refused(recipient, Place, [.. box, .. more]), iter: 100);
        Gen.Byte.Array[1100, 1400].Sample(bytes => Refused(recipient, Place, [SealedBox.Version, .. bytes]), iter: 300);
        Refused(recipient, Place, [SealedBox.Version, .. new byte[1400]]);
        Refused(recipient, Place, [SealedBox.Version, .. Enumerable.Repeat((byte)255, 1400)]);
    }

    [Fact]
    public void A_box_for_one_place_is_refused_in_every_other()
    {
        using var recipient = KeyPair.Generate();
        var box = SealedBox.Seal(recipient.Public, Place, "text"u8);
        foreach (var other in new[] { Place with { Field = "report.keys" }, Place with { Record = RecordId.Random() }, Place with { Version = 2 }, Place with { Owner = null }, Place with { Owner = RecordId.Random() } })
        {
            Refused(recipient, other, box);
        }
    }

    [Fact]
    public void An_envelope_is_no_box_and_a_box_is_no_envelope()
    {
        using var recipient = KeyPair.Generate();
        Refused(recipient, Place, Envelope.Seal(recipient.Seed, Place, new byte[1500], Padding.Exact));
        Assert.Throws<CannotOpenException>(() => Envelope.Open(recipient.Seed, Place, SealedBox.Seal(recipient.Public, Place, "text"u8)));
    }

    [Fact]
    public void A_public_key_that_nobody_can_have_made_is_refused()
    {
        using var recipient = KeyPair.Generate();
        var bytes = recipient.Public.ToByteArray();
        Assert.Equal(recipient.Public, PublicKey.From(bytes));
        Assert.Throws<ArgumentException>(() => PublicKey.From(bytes.AsSpan(1)));

        var tooLarge = (byte[])bytes.Clone();
        (tooLarge[0], tooLarge[1]) = (0x01, (byte)((tooLarge[1] & 0xf0) | 0x0d));       // 3,329, the first number that ML-KEM does not know
        Assert.Throws<ArgumentException>(() => PublicKey.From(tooLarge));

        var lowOrder = (byte[])bytes.Clone();
        lowOrder.AsSpan(1184).Clear();
        Assert.Throws<ArgumentException>(() => SealedBox.Seal(PublicKey.From(lowOrder), Place, "text"u8));
    }

    [Fact]
    public void A_sealed_key_comes_back_and_what_is_no_key_is_refused()
    {
        using var recipient = KeyPair.Generate();
        using var content = SecretKey.Random();
        using var opened = SealedBox.OpenKey(recipient, Place, SealedBox.SealKey(recipient.Public, Place, content));
        Assert.True(opened.Matches(content));
        Assert.Throws<CannotOpenException>(() => SealedBox.OpenKey(recipient, Place, SealedBox.Seal(recipient.Public, Place, new byte[33])));
    }

    private static void Refused(KeyPair recipient, Binding binding, byte[] box) =>
        Assert.Throws<CannotOpenException>(() => SealedBox.Open(recipient, binding, box));
}
