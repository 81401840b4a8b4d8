using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>One CSV with all sheets: a line whose first cell is filled opens a sheet, the lines below leave it empty. Empty lines do not count. RFC 4180 quoting.</summary>
internal static class CsvReader
{
    public static Workbook Read(string text)
    {
        var workbook = new Workbook();
        Sheet? sheet = null;
        var row = 0;
        foreach (var (line, cells) in Lines(text))
        {
            if (cells.Count > 0 && !string.IsNullOrWhiteSpace(cells[0]))
            {
                sheet = workbook[cells[0].Trim()] ?? workbook.Add(cells[0].Trim());
                row = 0;
                if (cells.Skip(1).All(string.IsNullOrWhiteSpace)) continue;
            }
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            if (sheet is null) throw new FormException("", line, Messages.TableWithoutSheet);
            sheet.Add(++row, [.. cells.Skip(1).Select(c => string.IsNullOrWhiteSpace(c) ? null : c)]);
        }
        return workbook;
    }

    /// <summary>A folder with a file for each sheet: survey.csv, choices.csv, settings.csv.</summary>
    public static Workbook ReadFolder(string folder)
    {
        var workbook = new Workbook();
        foreach (var file in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(file);
            var sheet = workbook.Add(Path.GetFileNameWithoutExtension(file));
            var row = 0;
            foreach (var (_, cells) in Lines(WorkbookLimits.Decode(WorkbookLimits.ReadAll(stream))))
                sheet.Add(++row, [.. cells.Select(c => string.IsNullOrWhiteSpace(c) ? null : c)]);
        }
        return workbook;
    }

    internal static IEnumerable<(int Line, List<string> Cells)> Lines(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        var line = 1;
        var begun = 1;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
                else quoted = false;
            }
            else if (c == '"') quoted = true;
            else if (c == ',') Close();
            else if (c == '\n')
            {
                Close();
                yield return (begun, cells);
                cells = [];
                begun = line;
            }
            else if (c != '\r') cell.Append(c);
            if (cells.Count > WorkbookLimits.Columns) throw new FormException("", begun, Messages.TooManyColumns);
        }
        if (cell.Length > 0 || cells.Count > 0)
        {
            Close();
            yield return (begun, cells);
        }

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }
    }
}
