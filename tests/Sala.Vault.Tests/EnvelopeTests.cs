using CsCheck;

namespace Sala.Vault.Tests;

public class EnvelopeTests
{
    private static readonly Binding Place = new("report.content", RecordId.Random());
    private static readonly Padding[] Paddings = [Padding.Exact, Padding.Message, Padding.Report, Padding.Facts];
    private static readonly string[] Fields = ["a", "ab", "report.content", "report.note", "รายงาน"];
    private static readonly Gen<byte[]> Text = Gen.Byte.Array[0, 5000];

    [Fact]
    public void What_was_sealed_opens_with_the_same_key_and_binding_whatever_it_says()
    {
        using var key = SecretKey.Random();
        Gen.Select(Text, Gen.Int[0, 3].Select(i => Paddings[i])).Sample((text, padding) =>
            Envelope.Open(key, Place, Envelope.Seal(key, Place, text, padding)).AsSpan().SequenceEqual(text), iter: 300);
    }

    [Theory]
    [InlineData(0, 4096), InlineData(4092, 4096), InlineData(4093, 16384), InlineData(16380, 16384), InlineData(65532, 65536), InlineData(65533, 262144), InlineData(262140, 262144)]
    public void The_length_of_an_envelope_tells_the_bucket_of_a_report_and_no_more(int length, int bucket)
    {
        using var key = SecretKey.Random();
        var text = new byte[length];
        Random.Shared.NextBytes(text);
        var envelope = Envelope.Seal(key, Place, text, Padding.Report);
        Assert.Equal(Envelope.Overhead + bucket, envelope.Length);
        Assert.Equal(text, Envelope.Open(key, Place, envelope));
    }

    [Theory]
    [InlineData(0, 1024), InlineData(1020, 1024), InlineData(1021, 4096), InlineData(16380, 16384), InlineData(16381, 65536), InlineData(65533, 262144)]
    public void Facts_lie_in_a_short_envelope_and_outgrow_it_without_being_refused(int length, int bucket)
    {
        using var key = SecretKey.Random();
        Assert.Equal(Envelope.Overhead + bucket, Envelope.Seal(key, Place, new byte[length], Padding.Facts).Length);
    }

    [Fact]
    public void A_text_longer_than_the_largest_bucket_is_refused_before_anything_is_sealed()
    {
        using var key = SecretKey.Random();
        Assert.Equal(262_141, Assert.Throws<TooLongToSealException>(() => Envelope.Seal(key, Place, new byte[262_141], Padding.Report)).Length);
        Assert.Equal(16_380, Assert.Throws<TooLongToSealException>(() => Envelope.Seal(key, Place, new byte[16_381], Padding.Message)).Largest);
    }

    [Fact]
    public void One_flipped_bit_anywhere_is_refused()
    {
        using var key = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "เขามีรูปของหนู"u8, Padding.Exact);
        for (var bit = 0; bit < envelope.Length * 8; bit++)
        {
            var flipped = (byte[])envelope.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(key, Place, flipped);
        }
    }

    [Fact]
    public void Cutting_lengthening_or_moving_bytes_is_refused()
    {
        using var key = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "a text of some length"u8, Padding.Message);
        Gen.Int[0, envelope.Length - 1].Sample(length => Refused(key, Place, envelope[..length]), iter: 300);
        Gen.Byte.Array[1, 100].Sample(more => Refused(key, Place, [.. envelope, .. more]), iter: 100);
        Gen.Select(Gen.Int[0, envelope.Length - 17], Gen.Int[0, envelope.Length - 17]).Where((from, to) => from / 16 != to / 16).Sample((from, to) =>
        {
            var moved = (byte[])envelope.Clone();
            envelope.AsSpan((from / 16) * 16, 16).CopyTo(moved.AsSpan((to / 16) * 16));
            envelope.AsSpan((to / 16) * 16, 16).CopyTo(moved.AsSpan((from / 16) * 16));
            Refused(key, Place, moved);
        }, iter: 200);
    }

    [Fact]
    public void Parts_of_two_envelopes_of_one_key_do_not_make_a_third()
    {
        using var key = SecretKey.Random();
        var first = Envelope.Seal(key, Place, "the first text"u8, Padding.Exact);
        var second = Envelope.Seal(key, Place, "another text.."u8, Padding.Exact);
        for (var at = 1; at < first.Length; at++)
        {
            byte[] spliced = [.. first[..at], .. second[at..]];
            if (!spliced.AsSpan().SequenceEqual(first) && !spliced.AsSpan().SequenceEqual(second))
            {
                Refused(key, Place, spliced);
            }
        }
    }

    [Fact]
    public void What_was_sealed_for_one_place_is_refused_in_every_other()
    {
        using var key = SecretKey.Random();
        var gen = Gen.Select(Gen.Int[0, 4].Select(i => Fields[i]), Gen.Int[0, 2], Gen.Int[1, 3], Gen.Int[0, 2]);
        var ids = new[] { RecordId.Random(), RecordId.Random() };
        Binding Of((string Field, int Record, int Version, int Owner) part) => new(part.Field, part.Record == 2 ? default : ids[part.Record], part.Version,
            part.Owner == 2 ? null : ids[part.Owner]);
        Gen.Select(gen, gen).Where((one, other) => one != other).Sample((one, other) =>
            Refused(key, Of(other), Envelope.Seal(key, Of(one), "text"u8, Padding.Exact)), iter: 500);
    }

    [Fact]
    public void Another_key_is_refused_even_one_bit_away()
    {
        using var key = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "text"u8, Padding.Message);
        for (var bit = 0; bit < 256; bit++)
        {
            var bytes = key.Export();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            using var near = SecretKey.From(bytes);
            Refused(near, Place, envelope);
        }
    }

    [Fact]
    public void Bytes_by_chance_are_refused_and_nothing_else_is_thrown()
    {
        using var key = SecretKey.Random();
        Gen.Byte.Array[0, 400].Sample(bytes => Refused(key, Place, bytes), iter: 2000);
        Gen.Byte.Array[0, 400].Sample(bytes => Refused(key, Place, [Envelope.Version, .. bytes]), iter: 2000);
    }

    [Fact]
    public void The_same_text_sealed_twice_shows_nothing_in_common()
    {
        using var key = SecretKey.Random();
        var first = Envelope.Seal(key, Place, "text"u8, Padding.Exact);
        var second = Envelope.Seal(key, Place, "text"u8, Padding.Exact);
        Assert.NotEqual(first[1..25], second[1..25]);
        Assert.NotEqual(first[25..57], second[25..57]);
        Assert.NotEqual(first[57..], second[57..]);
    }

    [Fact]
    public void A_wrapped_key_comes_back_and_what_is_no_key_is_refused()
    {
        using SecretKey key = SecretKey.Random(), content = SecretKey.Random();
        using var opened = Envelope.OpenKey(key, Place, Envelope.SealKey(key, Place, content));
        Assert.True(opened.Matches(content));
        Assert.Throws<CannotOpenException>(() => Envelope.OpenKey(key, Place, Envelope.Seal(key, Place, new byte[31], Padding.Exact)));
        Assert.Throws<CannotOpenException>(() => Envelope.OpenKey(key, Place, Envelope.Seal(key, Place, new byte[32], Padding.Exact)));
    }

    [Fact]
    public void A_binding_without_a_field_is_a_mistake_of_the_program()
    {
        using var key = SecretKey.Random();
        Assert.ThrowsAny<ArgumentException>(() => Envelope.Seal(key, default, "text"u8, Padding.Exact));
        Assert.ThrowsAny<ArgumentException>(() => Envelope.Seal(key, Place with { Version = 0 }, "text"u8, Padding.Exact));
        Assert.ThrowsAny<ArgumentException>(() => Envelope.Seal(key, Place with { Field = new string('x', 129) }, "text"u8, Padding.Exact));
    }

    [Fact]
    public void The_refusal_says_the_same_for_every_cause()
    {
        using var key = SecretKey.Random();
        using var other = SecretKey.Random();
        var envelope = Envelope.Seal(key, Place, "text"u8, Padding.Exact);
        var refusals = new[]
        {
            Assert.Throws<CannotOpenException>(() => Envelope.Open(other, Place, envelope)),
            Assert.Throws<CannotOpenException>(() => Envelope.Open(key, Place, envelope.AsSpan(1))),
            Assert.Throws<CannotOpenException>(() => Envelope.Open(key, Place, [])),
        };
        Assert.Single(refusals.Select(refusal => (refusal.Message, refusal.InnerException)).Distinct());
    }

    private static void Refused(SecretKey key, Binding binding, byte[] envelope) =>
        Assert.Throws<CannotOpenException>(() => Envelope.Open(key, binding, envelope));
}
