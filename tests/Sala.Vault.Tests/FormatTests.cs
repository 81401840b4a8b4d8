namespace Sala.Vault.Tests;

/// <summary>What is sealed today opens in ten years: the files in vectors/ were written by version 1 and never change.</summary>
public class FormatTests
{
    public static TheoryData<string> Envelopes => Vectors.In("envelope");

    public static TheoryData<string> Boxes => Vectors.In("box");

    [Theory, MemberData(nameof(Envelopes))]
    public void A_kept_envelope_opens_or_is_refused_as_its_file_says(string name)
    {
        var vector = Vectors.Read($"envelope/{name}.json");
        using var key = vector.Key("key");
        if (!vector.Has("opens"))
        {
            Assert.Throws<CannotOpenException>(() => Envelope.Open(key, vector.Binding(), vector.Hex("envelope")));
            return;
        }
        Assert.Equal(vector.Hex("opens"), Envelope.Open(key, vector.Binding(), vector.Hex("envelope")));
        Assert.Equal(vector.Hex("envelope"), Envelope.Seal(key, vector.Binding(), vector.Hex("opens"), vector.Padding(), vector.Hex("envelope").AsSpan(1, 24)));
    }

    [Theory, MemberData(nameof(Boxes))]
    public void A_kept_box_opens_or_is_refused_as_its_file_says(string name)
    {
        var vector = Vectors.Read($"box/{name}.json");
        using var seed = vector.Key("seed");
        using var pair = KeyPair.FromSeed(seed);
        if (!vector.Has("opens"))
        {
            Assert.Throws<CannotOpenException>(() => SealedBox.Open(pair, vector.Binding(), vector.Hex("box")));
            return;
        }
        Assert.Equal(vector.Hex("opens"), SealedBox.Open(pair, vector.Binding(), vector.Hex("box")));

        byte[] encapsulated = new byte[1120], shared = new byte[32];
        Assert.Equal(0, PublishedAnswersTests.Encapsulate(encapsulated, shared, pair.Public.ToByteArray(), vector.Hex("eseed")));
        Assert.Equal(vector.Hex("shared"), shared);
        Assert.Equal(vector.Hex("box"), SealedBox.Seal(pair.Public, vector.Binding(), vector.Hex("opens"), vector.Padding(), encapsulated, shared));
    }

    [Fact]
    public void A_kept_file_opens()
    {
        var keys = Vectors.Read("keys.json");
        using var seed = keys.Key("key");
        using var pair = KeyPair.FromSeed(seed);
        using var text = new MemoryStream();
        using var kept = File.OpenRead(Vectors.PathOf("file/opens.bin"));
        SealedFile.Open(pair, new Binding("backup", RecordId.From(Convert.FromHexString("202122232425262728292a2b2c2d2e2f"))), kept, text);
        Assert.Equal(Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7)), text.ToArray());
    }

    [Fact]
    public void Keys_are_derived_as_they_were()
    {
        var kept = Vectors.Read("keys.json");
        using SecretKey key = kept.Key("key"), slot = kept.Key("slot"), pepper = kept.Key("pepper");
        using var pair = KeyPair.FromSeed(key);
        var (derive, mac, token) = (kept.GetProperty("derive"), kept.GetProperty("mac"), kept.GetProperty("token"));
        var (password, recovery) = (kept.GetProperty("password"), kept.GetProperty("recovery"));

        Assert.Equal(derive.Hex("gives"), key.Derive(derive.Text("label"), derive.Hex("data")).Export());
        Assert.Equal(mac.Hex("gives"), key.Mac(mac.Text("label"), mac.Hex("data")));
        Assert.Equal(kept.Hex("withSlot"), key.WithSlot(slot).Export());
        Assert.Equal(token.Hex("gives"), BlindIndex.Token(key, token.Text("purpose"), token.Text("value")));
        Assert.Equal(password.Hex("gives"), PasswordKey.Derive(password.Text("password"), kept.Hex("salt"), pepper, slot).Export());
        Assert.Equal(recovery.Hex("gives"), RecoveryKey.TryRead(recovery.Text("printed"))!.ToKey(pepper, slot).Export());
        Assert.Equal(kept.Text("paper"), PaperKey.Print(key));
        Assert.Equal(kept.Hex("publicKey"), pair.Public.ToByteArray());
        Assert.Equal(kept.Text("fingerprintDigits"), pair.Public.FingerprintDigits());
        Assert.Equal(kept.GetProperty("fingerprintWords").EnumerateArray().Select(word => word.GetString()), pair.Public.FingerprintWords(Words.List));
    }

    [Fact]
    public void Receipts_are_drawn_written_and_stretched_as_they_were()
    {
        var kept = Vectors.Read("receipt.json");
        using SecretKey sendKey = kept.Key("sendKey"), pepper = kept.Key("pepper");
        foreach (var answer in kept.GetProperty("receipts").EnumerateArray())
        {
            var receipt = Receipt.Derive(sendKey, kept.Hex("client"), kept.Hex("idempotencyKey"), answer.GetProperty("attempt").GetInt32());
            Assert.Equal(answer.GetProperty("locator").GetInt32(), receipt.Locator);
            Assert.Equal(answer.Text("digits"), receipt.Digits);
            Assert.Equal(answer.Text("words"), string.Join(' ', receipt.Words(Words.List)));
            using var keys = receipt.OpenKeys(kept.Hex("salt"), pepper);
            Assert.Equal(answer.Hex("wrap"), keys.Wrap.Export());
            Assert.Equal(answer.Hex("pairSeed"), keys.Pair.Seed.Export());
        }
    }
}
