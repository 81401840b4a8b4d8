using System.Reflection;
using CsCheck;

namespace Sala.Vault.Tests;

public class SecretKeyTests
{
    [Fact]
    public void Label_and_data_never_run_into_each_other()
    {
        using var key = SecretKey.Random();
        var text = Gen.String[Gen.Char['a', 'c'], 1, 4];
        Gen.Select(text, text, text, text).Where((a, b, c, d) => (a, b) != (c, d)).Sample((a, b, c, d) =>
        {
            Assert.NotEqual(key.Mac(a, Bytes(b)), key.Mac(c, Bytes(d)));
            Assert.False(key.Derive(a, Bytes(b)).Matches(key.Derive(c, Bytes(d))));
            Assert.NotEqual(BlindIndex.Token(key, a, b), BlindIndex.Token(key, c, d));
        }, iter: 500);
    }

    [Fact]
    public void A_derived_key_a_code_and_a_token_of_one_label_have_nothing_in_common()
    {
        using var key = SecretKey.Random();
        byte[][] all = [key.Export(), key.Derive("a", "b"u8).Export(), key.Mac("a", "b"u8), BlindIndex.Token(key, "a", "b"), key.WithSlot(key).Export()];
        Assert.Equal(all.Length, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_code_holds_for_its_label_and_data_alone()
    {
        using var key = SecretKey.Random();
        var mac = key.Mac("directory/1", "public key"u8);
        Assert.True(key.VerifyMac("directory/1", "public key"u8, mac));
        Assert.False(key.VerifyMac("directory/2", "public key"u8, mac));
        Assert.False(key.VerifyMac("directory/1", "public kez"u8, mac));
        Assert.False(key.VerifyMac("directory/1", "public key"u8, mac.AsSpan(1)));
        Assert.False(key.VerifyMac("directory/1", "public key"u8, []));
    }

    [Fact]
    public void Key_and_slot_are_not_exchangeable()
    {
        using SecretKey key = SecretKey.Random(), slot = SecretKey.Random();
        Assert.False(key.WithSlot(slot).Matches(slot.WithSlot(key)));
    }

    [Fact]
    public void A_disposed_key_is_wiped_and_refuses_every_use()
    {
        var key = SecretKey.Random();
        var bytes = (byte[])typeof(SecretKey).GetField("bytes", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(key)!;
        Assert.Contains(bytes, value => value != 0);
        key.Dispose();
        Assert.All(bytes, value => Assert.Equal(0, value));
        Assert.Throws<ObjectDisposedException>(() => key.Export());
        Assert.Throws<ObjectDisposedException>(() => Envelope.Seal(key, new Binding("a", default), default, Padding.Exact));
        var pair = KeyPair.Generate();
        pair.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pair.Seed.Export());
    }

    [Fact]
    public void Thirty_two_zeros_are_no_key()
    {
        Assert.Throws<ArgumentException>(() => SecretKey.From(new byte[32]));
        Assert.Throws<ArgumentException>(() => SecretKey.From(new byte[31]));
    }

    [Fact]
    public void Nothing_that_holds_a_secret_prints_it()
    {
        using var key = SecretKey.Random();
        using var pair = KeyPair.FromSeed(key);
        using var recovery = RecoveryKey.Generate();
        var receipt = Receipt.Derive(key, default, new byte[16], 0);
        using var keys = receipt.OpenKeys(new byte[16], key);
        object[] secrets = [key, pair, recovery, receipt, keys, Receipt.Read(receipt.Digits), Receipt.Read("1")];
        Assert.All(secrets, secret => Assert.Equal("sealed", secret.ToString()));
    }

    [Fact]
    public void An_id_reads_back_from_both_its_forms_and_sorts_as_its_bytes()
    {
        Gen.Select(Gen.Byte.Array[16, 16], Gen.Byte.Array[16, 16]).Sample((one, other) =>
        {
            RecordId first = RecordId.From(one), second = RecordId.From(other);
            Assert.True(RecordId.TryParse(first.ToString(), out var hex) && hex == first);
            Assert.True(RecordId.TryParse(first.ToBase32().ToLowerInvariant(), out var base32) && base32 == first);
            Assert.Equal(one, first.ToByteArray());
            Assert.Equal(Math.Sign(one.AsSpan().SequenceCompareTo(other)), Math.Sign(first.CompareTo(second)));
        }, iter: 500);
        foreach (var text in new[] { null, "", "x", new string('g', 32), new string(' ', 32), "+" + new string('0', 31), new string('Z', 26), new string('u', 26), new string('0', 33) })
        {
            Assert.False(RecordId.TryParse(text, out _));
        }
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
