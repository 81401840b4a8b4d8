using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Countries;
using Sala.Data;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Exports;

/// <summary>Hostile values in every field of a case come out harmless in each format, and no name survives whatever it is written with.</summary>
public sealed class HostileValueTests
{
    private static readonly string[] Pieces =
    [
        "=1+1", "=HYPERLINK(\"http://x\",\"y\")", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "|cmd", "%0A", "'", "\"", ",", ";", "\"\r\n\"=1",
        "<script>alert(1)</script>", "</style><img src=x onerror=y>", "]]>", "<!--", "&lt;", "{{x}}", "\u202Eabc\u202C", "\u2066x\u2069", "\u200B", "\u200D", "\u00AD", "\uFEFF", "\0", "\u0001", "\u001B[31m", "\u0085", "\u2028",
        "\ud800", "\udc00", "\ud83d\ude00", "\uFFFE", "\uFFFF", "นํ้า", "น้ำ", "a\u0301\u0301\u0301", "ﷺ", "𝕊𝕠𝕞", "{name}", "\\", "\\22 }", "}body{", new string('ก', 5_000), new string('x', 40_000),
    ];

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<string> Hostile = Gen.OneOf(AnyOf(Pieces), Gen.Char.Array[0, 40].Select(c => new string(c))).Array[0, 6].Select(string.Concat);

    [Fact]
    public void A_text_that_leaves_holds_nothing_unseen_and_stays_as_it_is_when_it_leaves_again() => Hostile.Sample(value =>
    {
        var text = Harmless.Text(value);
        Assert.Equal(text, Harmless.Text(text));
        Assert.DoesNotContain(text.EnumerateRunes(), r => r.Value != '\n' && Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);
        Assert.Equal(text, new UTF8Encoding(false, true).GetString(new UTF8Encoding(false, true).GetBytes(text)));
    }, iter: 20_000);

    [Fact]
    public void No_cell_begins_as_a_formula_or_holds_a_line_more() => Hostile.Sample(value =>
    {
        var cell = Harmless.Cell(value);
        Assert.True(cell.Length <= 32_001);
        Assert.DoesNotContain('\n', cell);
        if (cell.Length > 0) Assert.DoesNotContain(cell.Normalize(NormalizationForm.FormKC).TrimStart()[..1], "=+-@\t\r");
    }, iter: 20_000);

    [Fact]
    public void A_list_of_hostile_pseudonyms_stays_as_many_rows_and_cells()
    {
        var texts = Pack.Thailand.Texts("en");
        Hostile.Array[1, 4].Sample(values =>
        {
            var lines = values.Select(v => new CaseLine(RecordId.Random(), RecordId.Random(), CaseStage.Trial, Urgency.High, new ReportDay(20_000), v)).ToList();
            var csv = Encoding.UTF8.GetString(CaseTable.Write(ExportForm.Csv, lines, lines.Count, new Dictionary<RecordId, string>(), "=mark", texts, FilledCase.English)).TrimStart('\uFEFF');
            var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(values.Length + 2, rows.Length);
            Assert.Equal("\"'=mark\"", rows[0]);
            Assert.All(rows.Skip(1), row => Assert.Equal(5, Cells(row)));
            using var book = new MemoryStream(CaseTable.Write(ExportForm.Excel, lines, lines.Count, new Dictionary<RecordId, string>(), "=mark", texts, FilledCase.English));
            Assert.Equal(values.Length + 2, Sala.Forms.Sheets.Workbook.Read(book, Sala.Forms.FormFormat.Xlsx).Sheets[0].Rows.Count);
        }, iter: 150);
    }

    [Fact]
    public void A_list_that_is_not_all_of_the_cases_says_how_many_there_are()
    {
        var texts = Pack.Thailand.Texts("en");
        CaseLine[] lines = [new(RecordId.Random(), RecordId.Random(), CaseStage.Trial, Urgency.High, new ReportDay(20_000), "Mali")];
        string Csv(int total) => Encoding.UTF8.GetString(CaseTable.Write(ExportForm.Csv, lines, total, new Dictionary<RecordId, string>(), "mark", texts, FilledCase.English));
        Assert.Contains("\"mark\"", Csv(1), StringComparison.Ordinal);
        Assert.Contains("7311", Csv(7_311).Split("\r\n")[0], StringComparison.Ordinal);
    }

    /// <summary>How many cells a line has: a comma outside of quotes begins one.</summary>
    private static int Cells(string row)
    {
        var (cells, within) = (1, false);
        foreach (var c in row)
        {
            if (c == '"') within = !within;
            else if (c == ',' && !within) cells++;
        }
        Assert.False(within);
        return cells;
    }

    private static CaseView View(string name, string[] values, string pseudonym = "Mali")
    {
        var at = 0;
        OpenedEntry Entry(EntryKind kind, IReadOnlyDictionary<string, string> answers) => new(RecordId.Random(), 1, Compartment.Investigation, kind, RecordId.Random(), DateTimeOffset.UnixEpoch, EntryBody.Of(answers, values[at++ % values.Length]));
        var entries = new List<OpenedEntry> { Entry(EntryKind.Person, new Dictionary<string, string> { ["name"] = name, ["role"] = "child" }) };
        foreach (var kind in Enum.GetValues<EntryKind>().Where(k => k != EntryKind.Person))
            foreach (var field in (string[])["name", "kind", "value", "platform", "number", "hash", "sha256", "what", "from", "whose", "story", "task", values[0]])
                entries.Add(Entry(kind, new Dictionary<string, string> { [field] = values[at++ % values.Length] }));
        return new CaseView(RecordId.Random(), RecordId.Random(), CaseStage.Trial, Urgency.High, new ReportDay(20_000), new CaseFacts(pseudonym, new Dictionary<string, string[]>()), Enum.GetValues<Compartment>(), entries, [], [], new HashSet<EntryKind>());
    }

    private static string Page(VeiledCase veiled, Texts texts) =>
        new CasePage(veiled, new Watermark("Officer K", "today", veiled.Purpose, RecordId.Random()), texts, FilledCase.English, Sala.Forms.Form.Read(Pack.Thailand.ReportForm), TimeProvider.System, TimeZoneInfo.Utc, new Dictionary<RecordId, string>(), "Unit").Html();

    [Fact]
    public void A_page_and_a_graph_of_hostile_values_hold_no_markup_and_stay_whole()
    {
        var texts = Pack.Thailand.Texts("en");
        Gen.Select(Hostile, Hostile.Array[1, 12]).Sample((purpose, values) =>
        {
            var view = View("Kanya Srisuk", [.. values.Select(v => v.Length > 2_000 ? v[..2_000] : v)]);
            var veiled = VeiledCase.Of(view, new Veil(view, texts), purpose);
            var html = Page(veiled, texts);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(1, html.Split("</style>").Length - 1);
            var style = html[html.IndexOf("<style>", StringComparison.Ordinal)..html.IndexOf("</style>", StringComparison.Ordinal)];
            Assert.Equal(style.Count(c => c == '{'), style.Count(c => c == '}'));
            Assert.DoesNotContain(html, c => c is '\0' or '\u202E' or '\u200B' or '\uFEFF');
            var graph = JsonNode.Parse(new CaseGraph(veiled, "mark", DateTimeOffset.UnixEpoch).Write())!;
            var bytes = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(graph));
            Assert.DoesNotContain("<script", bytes, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(graph["@graph"]!.AsArray().Count, graph["@graph"]!.AsArray().Select(n => (string)n!["@id"]!).Distinct().Count());
        }, iter: 100);
    }

    /// <summary>Signs that nobody sees, widths and cases put between and over the letters of a name.</summary>
    private static readonly Gen<Func<string, string>> Disguise = Gen.Select(AnyOf("", "\u200B", "\u00AD", " ", ".", "\u2060", "\uFEFF", "\u202E"), Gen.Int[0, 3], Gen.Int[1, 4]).Select((between, how, every) => new Func<string, string>(name =>
    {
        var shaped = how switch
        {
            1 => name.ToUpperInvariant(),
            2 => string.Concat(name.Select(c => c is > ' ' and < '\u007F' ? (char)(c + 0xFEE0) : c)),
            _ => name,
        };
        return string.Concat(shaped.Select((c, i) => i > 0 && i % every == 0 && !char.IsLowSurrogate(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) ? between + c : c.ToString()));
    }));

    [Fact]
    public void A_planted_name_appears_in_no_page_and_no_graph_whatever_it_is_written_with()
    {
        var texts = Pack.Thailand.Texts("en");
        Gen.Select(AnyOf("Kanya Srisuk", "กัญญา ศรีสุข", "0899999999"), Disguise, Hostile, Hostile).Sample((name, disguise, before, after) =>
        {
            var planted = $"{Short(before)} {disguise(name)} {Short(after)}";
            var view = View(name, [planted]);
            var veiled = VeiledCase.Of(view, new Veil(view, texts), planted);
            var left = Page(veiled, texts) + JsonNode.Parse(new CaseGraph(veiled, veiled.Purpose, DateTimeOffset.UnixEpoch).Write())!["@graph"]!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            Assert.DoesNotContain(Names.Letters(name), Names.Letters(left), StringComparison.Ordinal);
        }, iter: 150);

        static string Short(string value) => value.Length > 200 ? value[..200] : value;
    }
}
