using System.Text;

namespace Sala.Surveys.Datasets;

/// <summary>CSV in UTF-8 with a heading, RFC 4180: commas, double quotes where needed.</summary>
public static class CsvFile
{
    internal static Dataset Read(string file, Stream stream, IProgress<long>? progress = null)
    {
        var bytes = new byte[checked((int)stream.Length)];
        stream.ReadExactly(bytes);
        if (bytes.Length == 0) throw new DatasetException(file, "the file is empty. Nothing was done.");
        var columns = new List<Column>();
        long line = 1, begun = 1;
        var at = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        var cell = new List<byte>();
        var column = 0;
        while (at < bytes.Length)
        {
            var last = ReadCell();
            if (begun == 1) columns.Add(new Column(Decode(cell, 1, null)));
            else if (column < columns.Count && cell is [< 0x80 and var letter]) columns[column].Add(letter);
            else if (column < columns.Count) columns[column].Add(Decode(cell, begun, columns[column].Name));
            column++;
            if (!last) continue;
            if (begun == 1) CheckHeading();
            else if (column == 1 && columns.Count > 1 && cell.Count == 0) columns[0].TakeBack(); // an empty line says nothing
            else if (column != columns.Count)
                throw new DatasetException(file, begun, column < columns.Count ? columns[column].Name : null,
                    $"the row has {column} cells, the heading has {columns.Count}. A comma inside a cell needs double quotes around it. Nothing was done.");
            (column, begun) = (0, line);
            if (begun % 100_000 == 0) progress?.Report(begun);
        }
        if (columns[0].Rows == 0) throw new DatasetException(file, "there is a heading, and no row below it. Nothing was done.");
        return new Dataset(file, [.. columns.Select(c => c.Close())]);

        // Reads one cell; true where the line ends with it.
        bool ReadCell()
        {
            cell.Clear();
            if (bytes[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= bytes.Length) throw new DatasetException(file, begun, column < columns.Count && begun > 1 ? columns[column].Name : null, "a double quote opens a cell and none closes it. Nothing was done.");
                    if (bytes[at] == '\n') line++;
                    if (bytes[at] != '"') cell.Add(bytes[at]);
                    else if (at + 1 < bytes.Length && bytes[at + 1] == '"') { cell.Add((byte)'"'); at++; }
                    else { at++; break; }
                }
            }
            while (at < bytes.Length && bytes[at] is not ((byte)',' or (byte)'\n'))
            {
                if (bytes[at] != '\r') cell.Add(bytes[at]);
                at++;
            }
            if (at >= bytes.Length) return true;
            if (bytes[at++] == ',') { if (at < bytes.Length) return false; bytes = [.. bytes, (byte)'\n']; return false; }
            line++;
            return true;
        }

        void CheckHeading()
        {
            if (columns.Count == 1 && (columns[0].Name.Contains(';', StringComparison.Ordinal) || columns[0].Name.Contains('\t', StringComparison.Ordinal)))
                throw new DatasetException(file, 1, null, "the cells are parted by semicolons or tabs. Save the file with commas. Nothing was done.");
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Name.Trim().Length == 0) throw new DatasetException(file, 1, null, $"column {i + 1} has no name. Nothing was done.");
        }

        string Decode(List<byte> of, long row, string? name)
        {
            var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(of);
            if (System.Text.Unicode.Utf8.IsValid(span)) return Encoding.UTF8.GetString(span);
            throw new DatasetException(file, row, name, "the text is no UTF-8. Save the file as CSV UTF-8. Nothing was done.");
        }
    }

    /// <summary>Text as a CSV cell. A text that a spreadsheet would run as a formula gets an apostrophe before it.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A table as CSV in UTF-8 with line feeds.</summary>
    public static byte[] Write(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', heading.Select(Cell)).Append('\n');
        foreach (var row in rows) text.AppendJoin(',', row.Select(Cell)).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private sealed class Column(string name)
    {
        private readonly List<int> _codes = [];
        private readonly List<string> _texts = [];
        private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

        private readonly int[] _letters = new int[128];

        public string Name { get; } = name;
        public int Rows => _codes.Count;

        public void Add(string text)
        {
            if (text.Length == 0) { _codes.Add(-1); return; }
            if (!_index.TryGetValue(text, out var code)) { _index[text] = code = _texts.Count; _texts.Add(text); }
            _codes.Add(code);
        }

        // Most answers are one digit: they are known without making a text of each.
        public void Add(byte letter)
        {
            if (_letters[letter] == 0)
            {
                Add(((char)letter).ToString());
                _letters[letter] = _codes[^1] + 1;
            }
            else _codes.Add(_letters[letter] - 1);
        }

        public void TakeBack() => _codes.RemoveAt(_codes.Count - 1);

        public Variable Close() => new(Name, [.. _codes], [.. _texts]);
    }
}
