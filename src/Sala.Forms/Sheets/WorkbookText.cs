using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sala.Forms.Sheets;

/// <summary>Writes a workbook as text: one CSV, Markdown tables, or JSON. Each can be read again.</summary>
internal static class WorkbookText
{
    public static string Csv(Workbook workbook)
    {
        var text = new StringBuilder();
        foreach (var sheet in workbook.Sheets)
        {
            text.Append(Quoted(sheet.Name)).Append("\r\n");
            foreach (var row in sheet.Rows) text.Append(',').AppendJoin(',', row.Cells.Select(Quoted)).Append("\r\n");
        }
        return text.ToString();
    }

    private static string Quoted(string? cell) => cell is null ? "" : cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    public static string Markdown(Workbook workbook)
    {
        var text = new StringBuilder();
        foreach (var sheet in workbook.Sheets)
        {
            var columns = sheet.Rows.Count == 0 ? 0 : sheet.Rows.Max(r => r.Cells.Count);
            text.Append("| ").Append(sheet.Name).Append(" |");
            for (var i = 0; i < columns; i++) text.Append(" |");
            text.Append('\n');
            foreach (var row in sheet.Rows)
            {
                text.Append("| |");
                for (var i = 0; i < columns; i++) text.Append(' ').Append(Escaped(row[i])).Append(" |");
                text.Append('\n');
            }
        }
        return text.ToString();
    }

    // As MarkdownReader reads them: \| is a bar, \n a line break, \\ before one of them a backslash.
    private static string Escaped(string? cell)
    {
        if (cell is null) return "";
        var text = new StringBuilder(cell.Length);
        for (var i = 0; i < cell.Length; i++)
            switch (cell[i])
            {
                case '\\' when i + 1 < cell.Length && cell[i + 1] is '|' or 'n': text.Append("\\\\").Append(cell[++i]); break;
                case '|': text.Append("\\|"); break;
                case '\r': break;
                case '\n': text.Append("\\n"); break;
                default: text.Append(cell[i]); break;
            }
        return text.ToString();
    }

    /// <summary><c>{"survey": {"columns": ["type", …], "rows": [{"type": "text", …}, …]}, …}</c></summary>
    public static string Json(Workbook workbook)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach (var sheet in workbook.Sheets.Where(s => s.Rows.Count > 0)) Write(json, sheet);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Sheet sheet)
    {
        var headings = sheet.Rows[0].Cells;
        json.WriteStartObject(sheet.Name);
        json.WriteStartArray("columns");
        foreach (var heading in headings) json.WriteStringValue(heading);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in sheet.Rows.Skip(1))
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Cells.Count && i < headings.Count; i++)
                if (row[i] is { } cell && headings[i] is { } heading) json.WriteString(heading, cell);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static Workbook ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            var workbook = new Workbook();
            foreach (var part in document.RootElement.EnumerateObject())
            {
                var sheet = workbook.Add(part.Name);
                var headings = part.Value.GetProperty("columns").EnumerateArray().Select(c => c.GetString()).ToList();
                sheet.Add(1, [.. headings]);
                var number = 1;
                foreach (var row in part.Value.GetProperty("rows").EnumerateArray())
                    sheet.Add(++number, [.. headings.Select(h => h is not null && row.TryGetProperty(h, out var cell) ? Text(cell) : null)]);
            }
            return workbook;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormException(Messages.NotJsonSheets);
        }
    }

    private static string? Text(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => cell.GetString(),
        _ => cell.GetRawText(),
    };
}
