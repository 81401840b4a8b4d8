using System.Globalization;
using System.Text;
using Sala.Countries;
using Sala.Surveys.Datasets;
using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>The list of cases as a file for a spreadsheet: first the mark of who exported it, and where it is not all of them how many there are, then the headings, then a row a case.</summary>
internal static class CaseTable
{
    public static byte[] Write(ExportForm form, IReadOnlyList<CaseLine> lines, int total, IReadOnlyDictionary<RecordId, string> units, string mark, Texts texts, Language language)
    {
        string[] headings = ["cases.child", "inbox.by_urgency", "cases.stage", "cases.opened", "cases.unit"];
        List<IReadOnlyList<string>> rows =
        [
            [total > lines.Count ? $"{mark} {texts.Say("export.first", ("count", lines.Count.ToString(CultureInfo.InvariantCulture)), ("all", total.ToString(CultureInfo.InvariantCulture)))}" : mark], [.. headings.Select(h => texts[h])],
            .. lines.Select(l => (IReadOnlyList<string>)[l.Pseudonym, texts[$"urgency.{l.Urgency.ToString().ToLowerInvariant()}"], texts[$"stage.{l.Stage.ToString().ToLowerInvariant()}"], language.Write(l.Day.Date), units.GetValueOrDefault(l.UnitId, "")]),
        ];
        if (form == ExportForm.Excel) return ExcelFile.Write([(texts["cases.title"], [.. rows.Select(r => (IReadOnlyList<object?>)[.. r.Select(Harmless.Cell)])])]);
        var csv = new StringBuilder("\uFEFF");
        foreach (var row in rows) csv.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    /// <summary>Every cell in quotes: whatever a spreadsheet takes for the sign between cells, it begins none.</summary>
    private static string Quoted(string cell) => $"\"{Harmless.Cell(cell).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
