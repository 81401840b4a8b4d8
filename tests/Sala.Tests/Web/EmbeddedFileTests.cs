using System.Globalization;
using System.Text;
using CsCheck;
using Sala.Reports;
using Sala.Tests.Countries;

namespace Sala.Tests.Web;

/// <summary>Promise 6: each encoding that docs/threat-model-images.md lists is found, and nobody's own words are taken for a file.</summary>
public sealed class EmbeddedFileTests
{
    private static readonly byte[][] Beginnings =
    [
        [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, .. "JFIF\0"u8, 1, 1, 0, 0, 1],
        [0xFF, 0xD8, 0xFF, 0xDB, 0x00, 0x43, 0x00, 8, 6, 6, 7, 6, 5],
        [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8],
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0], [.. "RIFF"u8, 0x24, 0x10, 0, 0, .. "WEBPVP8 "u8],
        [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 2, 3], [.. "MM\0*"u8, 0, 0, 0, 8, 1, 2, 3, 4], [.. "BM"u8, 0x36, 0x10, 0x0E, 0, 0, 0, 0, 0, 0x36, 0, 0, 0, 40, 0, 0, 0],
        [0, 0, 0, 0x18, .. "ftypmp42"u8, 0, 0, 0, 0], [0, 0, 0, 0x20, .. "ftypheic"u8, 0, 0, 0, 0], [0x1A, 0x45, 0xDF, 0xA3, 1, 0, 0, 0, 0, 0, 0, 0x1F],
        [0, 0, 1, 0xBA, 0x44, 0, 4, 0, 4, 1, 2, 3], [.. "PK"u8, 3, 4, 20, 0, 0, 0, 8, 0, 1, 2, 3], [.. "Rar!"u8, 0x1A, 7, 1, 0, 1, 2, 3, 4, 5],
        [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 1, 2, 3, 4], [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], [.. "BZh91AY&SY"u8, 1, 2, 3, 4],
        [0xFD, .. "7zXZ\0"u8, 0, 4, 1, 2, 3, 4, 5], [.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3],
    ];

    private static readonly Gen<byte[]> File = Gen.Select(Of(Beginnings), Gen.Byte.Array[80, 400], (head, rest) => (byte[])[.. head, .. rest]);

    private static readonly Gen<string> Words = Of(
        "He said: ", "look at this\n", "เขาส่งมาให้ ", "", "My story is long. It began in May, on LINE. ", "ดูนี่ ");

    private static readonly Dictionary<string, Func<byte[], string>> Encodings = new()
    {
        ["base64"] = Convert.ToBase64String,
        ["base64 in lines"] = bytes => Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks),
        ["base64 with blanks"] = bytes => string.Join(' ', Convert.ToBase64String(bytes).Chunk(3).Select(c => new string(c))),
        ["base64 with invisible signs"] = bytes => string.Join('\u200B', Convert.ToBase64String(bytes).Chunk(5).Select(c => new string(c))),
        ["base64 for addresses"] = bytes => System.Buffers.Text.Base64Url.EncodeToString(bytes),
        ["data address"] = bytes => $"data:image/png;base64,{Convert.ToBase64String(bytes)}",
        ["data address, escaped"] = bytes => Uri.EscapeDataString($"data:image/jpeg;base64,{Convert.ToBase64String(bytes)}"),
        ["base64, escaped"] = bytes => Uri.EscapeDataString(Convert.ToBase64String(bytes)),
        ["base32"] = Base32,
        ["base32, small"] = bytes => Base32(bytes).ToLowerInvariant(),
        ["hex"] = Convert.ToHexString,
        ["hex, small, with colons"] = bytes => string.Join(':', bytes.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))),
        ["hex in lines of 16"] = bytes => string.Join('\n', bytes.Chunk(16).Select(line => string.Join(' ', line.Select(b => b.ToString("x2", CultureInfo.InvariantCulture))))),
        ["hex of programs"] = bytes => string.Join(", ", bytes.Select(b => $"0x{b:X2}")),
        ["escapes of programs"] = bytes => string.Concat(bytes.Select(b => $"\\x{b:x2}")),
        ["escapes of JSON"] = bytes => string.Concat(bytes.Select(b => $"\\u00{b:x2}")),
        ["octal"] = bytes => string.Concat(bytes.Select(b => "\\" + Convert.ToString(b, 8).PadLeft(3, '0'))),
        ["percent"] = bytes => string.Concat(bytes.Select(b => $"%{b:X2}")),
        ["quoted-printable"] = QuotedPrintable,
        ["HTML numbers"] = bytes => string.Concat(bytes.Select(b => $"&#{b};")),
        ["HTML hex"] = bytes => string.Concat(bytes.Select(b => $"&#x{b:X2};")),
        ["list of numbers"] = bytes => string.Join(", ", bytes),
        ["uuencode"] = bytes => "begin 644 a.jpg\n" + Unix(bytes) + "`\nend\n",
        ["uuencode without head"] = Unix,
        ["Ascii85"] = bytes => $"<~{Ascii85(bytes)}~>",
        ["as it is"] = Encoding.Latin1.GetString,
    };

    public static TheoryData<string> Names => [.. Encodings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_in_this_encoding_is_found_wherever_it_stands_in_a_text(string encoding) =>
        Gen.Select(Words, File, Words).Sample((before, bytes, after) => EmbeddedFile.IsIn($"{before}\n{Encodings[encoding](bytes)}\n{after}"), iter: 300);

    [Theory]
    [InlineData("base64")]
    [InlineData("data address")]
    [InlineData("hex")]
    public void The_words_before_a_file_are_kept_and_the_file_is_not(string encoding) =>
        Gen.Select(Words, File).Sample((words, bytes) =>
        {
            var rest = EmbeddedFile.Without($"{words}| {Encodings[encoding](bytes)}");
            return rest is not null && rest.StartsWith(words, StringComparison.Ordinal) && !EmbeddedFile.IsIn(rest) && rest.Length < words.Length + 10;
        }, iter: 300);

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void Nobodys_own_words_are_taken_for_a_file(string language)
    {
        var words = string.Join(' ', Pack.ChildTexts(language).Select(t => t.Text).Concat(Pack.Thailand.Replies(language).Templates.Select(t => t.Text))).Split(' ');
        Gen.Select(Of(words).Array[50, 2000], Of(" ", "", "\n")).Sample((some, between) => !EmbeddedFile.IsIn(string.Join(between, some)), iter: 200);
    }

    [Fact]
    public void Links_hashes_numbers_and_random_tokens_are_not_taken_for_a_file()
    {
        Gen.Byte.Array[16, 64].Sample(bytes => FileMark.Begins(bytes) || !EmbeddedFile.IsIn(
            $"https://www.example.com/watch?v={System.Buffers.Text.Base64Url.EncodeToString(bytes)}&t=1%20a {Convert.ToHexString(bytes)} {Convert.ToBase64String(bytes)}"), iter: 20_000);
        Gen.Int[0, 999].Array[1, 200].Sample(numbers => !EmbeddedFile.IsIn(string.Join(", ", numbers)), iter: 2000);
        foreach (var text in (string[])
        [
            "His name is ftypmp42 and he is a data: scientist, see data/image.", "begin with a story. It began at 644 Rama IV road.", "PNG and GIF89a and JPEG are formats. %PDF is one too, 100%!",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "0000000000000000000000000000000000000000000000000000000000", "5555555555555555555555555555555555555555555",
            "Call 02-123-4567 or 081 234 5678, 1387, 1300; born 2013-05-06", "ÿ is a letter, café, naïve, Ünïcödé ØÞ", new string('ก', 20_000), "=== wow === %%% \\o/ &amp; <3",
        ]) Assert.False(EmbeddedFile.IsIn(text), text);
    }

    [Fact]
    public void A_long_text_is_looked_through_in_a_few_milliseconds()
    {
        foreach (var text in (string[])[new string('d', 80_000), new string('A', 80_000), string.Concat(Enumerable.Repeat("d a t a : ", 8000)), string.Concat(Enumerable.Repeat("/9j/", 20_000)), string.Concat(Enumerable.Repeat("1 ", 40_000)), new string('%', 80_000)])
        {
            var begun = System.Diagnostics.Stopwatch.StartNew();
            EmbeddedFile.IsIn(text);
            Assert.True(begun.ElapsedMilliseconds < 2000, text[..10]);
        }
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5) text.Append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(held >> (bits - 5)) & 31]);
            held &= 0xFF;
        }
        return text.ToString();
    }

    private static string QuotedPrintable(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i > 0 && i % 20 == 0) text.Append("=\n");
            text.Append(bytes[i] is >= 33 and <= 126 and not (byte)'=' ? ((char)bytes[i]).ToString() : $"={bytes[i]:X2}");
        }
        return text.ToString();
    }

    private static string Unix(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var line in bytes.Chunk(45))
        {
            text.Append((char)(' ' + line.Length));
            for (var i = 0; i < line.Length; i += 3)
            {
                var three = (line[i] << 16) | ((i + 1 < line.Length ? line[i + 1] : 0) << 8) | (i + 2 < line.Length ? line[i + 2] : 0);
                for (var shift = 18; shift >= 0; shift -= 6) text.Append(((three >> shift) & 63) is var six and > 0 ? (char)(' ' + six) : '`');
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Ascii85(byte[] bytes)
    {
        var text = new StringBuilder();
        var five = new char[5];
        foreach (var four in bytes.Chunk(4).Where(c => c.Length == 4))
        {
            var value = ((uint)four[0] << 24) | ((uint)four[1] << 16) | ((uint)four[2] << 8) | four[3];
            if (value == 0) { text.Append('z'); continue; }
            for (var i = 4; i >= 0; i--, value /= 85) five[i] = (char)('!' + (value % 85));
            text.Append(five);
        }
        return text.ToString();
    }
}
