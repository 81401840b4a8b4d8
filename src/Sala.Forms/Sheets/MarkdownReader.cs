using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>
/// Markdown tables as pyxform reads them: a line <c>| survey |</c> opens a sheet, the lines below it leave the first cell empty.
/// Lines outside tables are prose. <c>\|</c> is a bar, <c>\n</c> a line break; <c>\\</c> before one of them is a backslash.
/// </summary>
internal static class MarkdownReader
{
    public static Workbook Read(string markdown)
    {
        if (markdown.Length > WorkbookLimits.FileBytes) throw new FormException(Messages.FileTooLarge);
        var workbook = new Workbook();
        Sheet? sheet = null;
        var line = 0;
        var row = 0;
        foreach (var raw in markdown.AsSpan().EnumerateLines())
        {
            line++;
            var text = raw.Trim();
            if (text.Length < 2 || text[0] != '|') continue;
            if (!text.ContainsAnyExcept("|-: \t")) continue;
            var cells = Split(text);
            if (cells.Length == 0) continue; // a remark and nothing else
            if (!string.IsNullOrEmpty(cells[0]))
            {
                sheet = workbook[cells[0]!] ?? workbook.Add(cells[0]!);
                row = 0;
                if (cells.Length == 1 || Array.TrueForAll(cells[1..], string.IsNullOrEmpty)) continue;
            }
            if (sheet is null) throw new FormException("", line, Messages.TableWithoutSheet);
            sheet.Add(++row, cells[1..]);
        }
        return workbook;
    }

    private static string?[] Split(ReadOnlySpan<char> line)
    {
        var cells = new List<string?>();
        var cell = new StringBuilder();
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 2 < line.Length && line[i + 1] == '\\' && line[i + 2] is '|' or 'n')
            {
                cell.Append('\\').Append(line[i + 2]);
                i += 2;
            }
            else if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] is '|' or 'n')
            {
                cell.Append(line[i + 1] == '|' ? '|' : '\n');
                i++;
            }
            else if (line[i] == '|') Close();
            else cell.Append(line[i]);
        }
        if (cell.ToString().Trim() is { Length: > 0 } last && last[0] != '#') Close(); // after the last bar: a remark
        return [.. cells];

        void Close()
        {
            var text = cell.ToString().Trim();
            cells.Add(text.Length == 0 ? null : text);
            cell.Clear();
        }
    }
}
