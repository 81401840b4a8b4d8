using System.Globalization;

namespace Sala.Surveys.Datasets;

/// <summary>One column of a data file: the text of each cell, told once for each different text; null where the cell is empty.</summary>
public sealed class Variable
{
    private readonly int[] _codes;
    private double[]? _numbers;

    internal Variable(string name, int[] codes, string[] texts) => (Name, _codes, Texts) = (name, codes, texts);

    /// <summary>A column of these texts; null and empty are the same.</summary>
    public static Variable Of(string name, IEnumerable<string?> cells)
    {
        var (texts, index, codes) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal), new List<int>());
        foreach (var cell in cells)
        {
            if (string.IsNullOrEmpty(cell)) { codes.Add(-1); continue; }
            if (!index.TryGetValue(cell, out var code)) { index[cell] = code = texts.Count; texts.Add(cell); }
            codes.Add(code);
        }
        return new Variable(name, [.. codes], [.. texts]);
    }

    /// <summary>Name in the heading.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _codes.Length;

    /// <summary>The different texts, in the order in which they first stand in the file.</summary>
    public string[] Texts { get; }

    /// <summary>Number of the row's text in <see cref="Texts"/>; -1 where the cell is empty.</summary>
    public int Code(int row) => _codes[row];

    /// <summary>The cell; null where it is empty.</summary>
    public string? this[int row] => _codes[row] < 0 ? null : Texts[_codes[row]];

    /// <summary>The cell as a number; NaN where it is empty or no number.</summary>
    public double Number(int row) => _codes[row] < 0 ? double.NaN : (_numbers ??= Array.ConvertAll(Texts, Parse))[_codes[row]];

    /// <summary>First row whose cell is filled and no number; null where there is none.</summary>
    public int? FirstNotNumber()
    {
        if (Texts.All(t => !double.IsNaN(Parse(t)))) return null;
        for (var row = 0; row < Rows; row++)
            if (_codes[row] >= 0 && double.IsNaN(Number(row))) return row;
        return null;
    }

    private static double Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : double.NaN;
}
