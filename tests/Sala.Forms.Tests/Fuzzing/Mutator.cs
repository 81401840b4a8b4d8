using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sala.Forms.Tests.Fuzzing;

/// <summary>
/// Damages inputs: bytes as a disk would, texts as an author or an attacker would, workbooks from within so that the archive stays sound.
/// The same seed damages the same way.
/// </summary>
internal sealed class Mutator(Random chance)
{
    private static readonly string[] Words =
    [
        "|", "||", "\n", "| survey |", "| choices |", "| settings |", "type", "name", "label", "label::Thai (th)", "calculation", "relevant", "constraint", "choice_filter", "repeat_count", "trigger", "default", "parameters",
        "begin group", "end group", "begin repeat", "end repeat", "begin loop over x", "select_one yn", "select_multiple yn or_other", "select_one_from_file x.csv", "select_one ${a}", "select_one_external x", "rank yn", "calculate", "note", "text",
        "integer", "range", "date", "csv-external", "xml-external", "osm x", "audit", "hidden", "${", "}", "${a}", "${n}", "${a", "${last-saved#a}", "$", "once(", "position(..)", "indexed-repeat(", "instance('yn')/root/item[name = ", "current()/..",
        "pulldata('x', 'a', 'b', ", "concat(", "join(', ', ", "count(", "sum(", "if(", "coalesce(", "selected(", "regex(., '", "(a+)+$", "jr:choice-name(", "jr:itext(", "randomize(", "date(", "format-date(", "digest(", "today()", "random()", "uuid()",
        "substr(", "translate(", "checklist(", "weighted-checklist(", "area(", "geofence(", "ancestor::", "preceding-sibling::*", "following::", "//*", "/data", "..", ".", "@id", "text()", "node()", "[1]", "[", "]", "(", ")", ",", "'", "\"", "-", "--",
        " and ", " or ", " div ", " mod ", " = ", " != ", " < ", ">=", "0", "1", "-1", "999999999999999999999", "1e308", "NaN", "0.1", "yes", "true", "\0", "\uFEFF", "\uD800", "สวัสดี", "=1+1", "&lt;", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "]]>",
    ];

    private static readonly byte[] Bytes = [0, 1, 0x0A, 0x20, 0x22, 0x27, 0x3C, 0x3E, 0x7C, 0x7F, 0x80, 0xC3, 0xFF];

    // Limits, kinds of records and ends of chains in old workbooks.
    private static readonly uint[] Numbers = [0, 1, 2, 0x7F, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFA, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF,
        0x06, 0x0A, 0x22, 0x2F, 0x3C, 0x42, 0x85, 0xBD, 0xD6, 0xE0, 0xFC, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x27E, 0x41E, 0x500, 0x600, 0x809];

    public byte[] Damage(byte[] input, byte[] other)
    {
        var bytes = input.ToList();
        for (var times = 1 + chance.Next(4); times > 0; times--)
        {
            var at = chance.Next(bytes.Count + 1);
            switch (chance.Next(7))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
                case 1 when at < bytes.Count: bytes[at] = Bytes[chance.Next(Bytes.Length)]; break;
                case 2: bytes.RemoveRange(at, Math.Min(chance.Next(64), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[chance.Next(Words.Length)])); break;
                case 4 when other.Length > 0:
                    var from = chance.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + chance.Next(256))]);
                    break;
                case 5 when bytes.Count < 1 << 20: bytes.InsertRange(at, bytes.GetRange(Math.Min(at, bytes.Count), Math.Min(chance.Next(512), bytes.Count - at))); break;
                case 6 when chance.Next(8) == 0: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Writes other numbers and other pieces over some, so that what stands behind them keeps its place: a file of sectors and records stays one.</summary>
    public byte[] DamageInPlace(byte[] input)
    {
        var bytes = (byte[])input.Clone();
        for (var times = 1 + chance.Next(6); times > 0; times--)
        {
            var at = chance.Next(bytes.Length - 4);
            if (chance.Next(4) == 0) at = chance.Next(Math.Min(512, bytes.Length - 4)); // the header
            switch (chance.Next(5))
            {
                case 0: bytes[at] = (byte)chance.Next(256); break;
                case 1: BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)Numbers[chance.Next(Numbers.Length)]); break;
                case 2: BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at & ~3), Numbers[chance.Next(Numbers.Length)]); break;
                case 3: BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at & ~3), (uint)chance.Next(bytes.Length >> chance.Next(16))); break;
                case 4:
                    var length = chance.Next(Math.Min(128, bytes.Length - at));
                    bytes.AsSpan(chance.Next(bytes.Length - length), length).CopyTo(bytes.AsSpan(at));
                    break;
            }
        }
        return bytes;
    }

    public string Damage(string input, string other)
    {
        var text = new StringBuilder(input);
        for (var times = 1 + chance.Next(5); times > 0; times--)
        {
            var at = chance.Next(text.Length + 1);
            switch (chance.Next(6))
            {
                case 0 or 1: text.Insert(at, Words[chance.Next(Words.Length)]); break;
                case 2: text.Remove(at, Math.Min(chance.Next(12), text.Length - at)); break;
                case 3 when text.Length < 200_000: text.Insert(at, text.ToString(at, Math.Min(chance.Next(80), text.Length - at))); break;
                case 4 when other.Length > 0:
                    var from = chance.Next(other.Length);
                    text.Insert(at, other.AsSpan(from, Math.Min(chance.Next(60), other.Length - from)));
                    break;
                case 5 when text.Length < 100_000: text.Insert(at, string.Concat(Enumerable.Repeat(Words[chance.Next(Words.Length)], chance.Next(200)))); break;
            }
        }
        return text.ToString();
    }

    /// <summary>Damages one part of a workbook and packs it anew.</summary>
    public byte[] DamageInside(byte[] workbook)
    {
        using var packed = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read))
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            var hit = chance.Next(from.Entries.Count);
            for (var i = 0; i < from.Entries.Count; i++)
            {
                using var part = from.Entries[i].Open();
                using var copy = new MemoryStream();
                part.CopyTo(copy);
                var content = i != hit ? copy.ToArray() : chance.Next(2) == 0 ? Damage(copy.ToArray(), workbook) : Encoding.UTF8.GetBytes(Damage(Encoding.UTF8.GetString(copy.ToArray()), ""));
                if (i == hit && chance.Next(20) == 0) continue;
                using var entry = to.CreateEntry(from.Entries[i].FullName, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }
        return packed.ToArray();
    }
}
