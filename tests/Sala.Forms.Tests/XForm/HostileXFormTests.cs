using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.XForm;

public class HostileXFormTests
{
    private static readonly string[] Types = ["text", "integer", "select_one l", "select_multiple l or_other", "select_one ${a}", "rank l", "range", "note", "calculate", "begin group", "begin repeat", "begin loop over l",
        "end", "end", "end", "image", "audit", "start", "background-geopoint", "select_one_from_file a.csv", "osm o", "xml-external", "acknowledge", "hidden", "", "nonsense"];
    private static readonly string[] Names = ["a", "", "meta", "1"];
    private static readonly string[] Cells = ["", "a", "b", "1", "yes", "${a}", "${b} > 1", "${last-saved#a}", "indexed-repeat(${a}, ${b}, 1)", "instance('l')/root/item[name = ${a}]/label", "]]>", "<b>&amp;", "\u0001\uD800x", "%(name)s", "${", "concat('", "search('x')", "table-list", "randomize=true seed=${a}",
        "pulldata('f', 'x', 'y', ${a})", "a::b", "jr:x", "now()", "'", "\"", "๑"];
    private static readonly string[] Headings = ["type", "name", "label", "label::th", "hint", "guidance_hint", "relevant", "calculation", "choice_filter", "default", "appearance", "parameters", "trigger", "repeat_count", "image::th", "bind::odk:x", "bind::my:x", "instance::a", "body::jr:x", "required_message", "save_to"];

    [Fact]
    public void Any_table_is_a_well_formed_XForm_or_is_refused_with_its_mistakes()
    {
        var (written, refused) = (0, 0);
        var row = Gen.Select(Gen.Int[0, Types.Length * 3].Select(i => i < Types.Length ? Types[i] : "text"), Gen.Int[0, 30].Select(i => i < Names.Length ? Names[i] : $"n{i}"),
            Gen.Int[0, Cells.Length * 25].Select(i => i < Cells.Length ? Cells[i] : "").Array[Headings.Length - 2]);
        row.Array[1, 8].Sample(drawn =>
        {
            var rows = Closed(drawn);
            var workbook = new StringBuilder("{\"survey\":{\"columns\":").Append(System.Text.Json.JsonSerializer.Serialize(Headings)).Append(",\"rows\":[");
            workbook.AppendJoin(',', rows.Select(r => System.Text.Json.JsonSerializer.Serialize(Headings.Zip(r.Cells.Prepend(r.Name).Prepend(r.Type)).Where(c => c.Second.Length > 0)
                .ToDictionary(c => c.First, c => c.Second.Replace("\uD800", "", StringComparison.Ordinal)))));
            workbook.Append("]},\"choices\":{\"columns\":[\"list_name\",\"name\",\"label\"],\"rows\":[{\"list_name\":\"l\",\"name\":\"1\",\"label\":\"One ${a}\"}]}}");
            using var xform = new MemoryStream();
            try
            {
                Form.ReadToConvert(Workbook.Read(new MemoryStream(Encoding.UTF8.GetBytes(workbook.ToString())), FormFormat.Json)).WriteXForm(xform);
            }
            catch (FormException e)
            {
                Assert.NotEmpty(e.Problems);
                Interlocked.Increment(ref refused);
                return;
            }
            xform.Position = 0;
            Assert.Equal("html", XDocument.Load(xform).Root!.Name.LocalName);
            Interlocked.Increment(ref written);
        }, iter: 4_000);
        Assert.True(written > 100 && refused > 500, $"{written} written, {refused} refused");
    }

    // Two questions to refer to, a label where none was drawn, and mostly an end to each group.
    private static List<(string Type, string Name, string[] Cells)> Closed((string Type, string Name, string[] Cells)[] drawn)
    {
        var rows = new List<(string, string, string[])> { ("text", "a", ["A"]), ("text", "b", ["B"]) };
        var open = new Stack<string>();
        foreach (var (type, name, cells) in drawn)
        {
            if (cells[0].Length == 0) cells[0] = "L";
            if (type.StartsWith("begin", StringComparison.Ordinal)) open.Push(type.Split(' ')[1]);
            if (type != "end") rows.Add((type, name, cells));
            else rows.Add(($"end {(open.TryPop(out var block) ? block : "group")}", "", []));
        }
        while (open.TryPop(out var block)) rows.Add(($"end {block}", "", []));
        return rows;
    }

    [Fact]
    public void Characters_that_XML_cannot_carry_are_left_out()
    {
        var form = Form.ReadToConvert(Workbook.ReadMarkdown("| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A\u0001B\uD83D\uDE00\uD800C | 'x\u0002' = 'x' |\n| settings | |\n| | form_title |\n| | T\u0003 |"));
        using var xform = new MemoryStream();
        form.WriteXForm(xform);
        var text = Encoding.UTF8.GetString(xform.ToArray());
        Assert.Contains("AB😀C", text, StringComparison.Ordinal);
        Assert.Contains("'x' = 'x'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_of_ten_thousand_rows_is_written_within_seconds()
    {
        var table = new StringBuilder("| survey | | | | |\n| | type | name | label | relevant |\n| | begin repeat | r | R | |\n| | text | q0 | Q | |\n");
        for (var i = 1; i < 10_000; i++) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| | text | q{i} | Q ${{q{i - 1}}} | ${{q{i - 1}}} != '' |\n");
        table.Append("| | end repeat | | | |\n");
        var form = Form.ReadToConvert(Workbook.ReadMarkdown(table.ToString()));
        var watch = Stopwatch.StartNew();
        form.WriteXForm(Stream.Null);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void What_Sala_leaves_to_other_programs_is_said_when_the_form_is_read()
    {
        var form = Form.ReadMarkdown("| survey | | | | |\n| | type | name | label | parameters |\n| | audit | | | track-changes=true |\n| | deviceid | d | | |\n| | image | i | I | |\n| | text | t | T | |");
        Assert.Equal([2, 3, 4], form.Warnings.Where(w => w.Message.Contains("ODK Collect", StringComparison.Ordinal)).Select(w => w.Row));
        Assert.Equal("true", form["audit"].Parameters["track-changes"]);
    }
}
