using System.Globalization;
using System.Text;
using Sala.Statistics;

namespace Sala.Conformance.Statistics;

/// <summary>A CSV file of a reference data set: headings, quoted or plain cells, an empty cell for a missing value.</summary>
internal sealed class CsvTable
{
    private readonly List<string?[]> rows = [];
    private readonly List<bool> quoted = [];

    public required IReadOnlyList<string> Names { get; init; }

    public int Rows => rows.Count;

    public static CsvTable Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var header = Line(reader, out _) ?? throw new DataException($"{Path.GetFileName(path)} is empty.");
        var table = new CsvTable { Names = [.. header.Select(h => h ?? "")] };
        table.quoted.AddRange(Enumerable.Repeat(false, header.Count));
        while (Line(reader, out var marks) is { } cells)
        {
            if (cells.Count != header.Count) throw new DataException($"{Path.GetFileName(path)}, row {table.rows.Count + 1}: {cells.Count} cells, {header.Count} headings.");
            for (var c = 0; c < cells.Count; c++) table.quoted[c] |= marks[c];
            table.rows.Add([.. cells]);
        }
        return table;
    }

    /// <summary>A column of numbers, NaN where empty.</summary>
    public double[] Numbers(int column) => [.. rows.Select((r, i) => r[column] is not { Length: > 0 } text ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v
        : throw new DataException($"column {Names[column]}, row {i + 1}: \"{text}\" is no number."))];

    public double[] Numbers(string name) => Numbers(Names.ToList().IndexOf(name));

    /// <summary>Columns that are quoted, named as factors or hold texts are categorical; levels are sorted by their characters unless given.</summary>
    public SurveyData ToData(IReadOnlySet<string> factors, IReadOnlyDictionary<string, string[]> levels)
    {
        var columns = new List<Column>();
        for (var c = 0; c < Names.Count; c++)
        {
            var name = Names[c];
            var texts = rows.Select(r => r[c]).ToArray();
            var text = factors.Contains(name) || quoted[c] || texts.Any(t => t is { Length: > 0 } && !double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            columns.Add(text ? CategoricalColumn.Of(name, texts, levels.GetValueOrDefault(name)) : new NumericColumn(name, Numbers(c)));
        }
        return new SurveyData(columns);
    }

    private static List<string?>? Line(StreamReader reader, out List<bool> marks)
    {
        marks = [];
        var first = reader.Peek();
        if (first < 0) return null;
        var cells = new List<string?>();
        var cell = new StringBuilder();
        var (inside, mark) = (false, false);
        while (true)
        {
            var c = reader.Read();
            if (inside)
            {
                if (c < 0) break;
                if (c != '"') cell.Append((char)c);
                else if (reader.Peek() == '"') cell.Append((char)reader.Read());
                else inside = false;
                continue;
            }
            if (c == '"')
            {
                (inside, mark) = (true, true);
                continue;
            }
            if (c is ',' or '\n' || c < 0)
            {
                cells.Add(cell.ToString());
                marks.Add(mark);
                cell.Clear();
                mark = false;
                if (c != ',') break;
                continue;
            }
            if (c != '\r') cell.Append((char)c);
        }
        return cells;
    }
}
