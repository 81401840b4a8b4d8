namespace Sala.Statistics;

/// <summary>One variable of a data set: a value, or nothing, for each row.</summary>
public abstract class Column
{
    private protected Column(string name) => Name = name;

    /// <summary>The variable's name, as in the first line of the file.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>Whether the row has no value.</summary>
    public abstract bool IsMissing(int row);
}

/// <summary>Numbers in the variable's own unit. NaN is "no answer".</summary>
public sealed class NumericColumn : Column
{
    private readonly double[] values;

    /// <summary>A column over these numbers; the array is kept, not copied.</summary>
    public NumericColumn(string name, double[] values) : base(name) => this.values = values;

    /// <summary>The values, NaN where missing.</summary>
    public ReadOnlySpan<double> Values => values;

    internal double[] Array => values;

    /// <inheritdoc/>
    public override int Rows => values.Length;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values[row]);
}

/// <summary>Answers out of a list of levels. Code -1 is "no answer".</summary>
public sealed class CategoricalColumn : Column
{
    private readonly int[] codes;

    /// <summary>A column of codes into <paramref name="levels"/>, -1 where missing; the arrays are kept, not copied.</summary>
    /// <exception cref="ArgumentException">A code is no index of the levels; the message names the row.</exception>
    public CategoricalColumn(string name, int[] codes, IReadOnlyList<string> levels) : base(name)
    {
        for (var i = 0; i < codes.Length; i++)
            if (codes[i] < -1 || codes[i] >= levels.Count)
                throw new ArgumentException($"column {name}, row {i + 1}: code {codes[i]} stands for no level.", nameof(codes));
        this.codes = codes;
        Levels = levels;
    }

    /// <summary>A column from texts: levels in the order of their characters' numbers, missing where null or empty.</summary>
    public static CategoricalColumn Of(string name, IReadOnlyList<string?> texts, IReadOnlyList<string>? levels = null)
    {
        levels ??= [.. texts.Where(t => !string.IsNullOrEmpty(t)).Select(t => t!).Distinct().Order(StringComparer.Ordinal)];
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < levels.Count; i++) index[levels[i]] = i;
        var codes = new int[texts.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            if (string.IsNullOrEmpty(texts[i])) codes[i] = -1;
            else if (index.TryGetValue(texts[i]!, out var code)) codes[i] = code;
            else throw new DataException(Messages.UnknownLevel(name, i, texts[i]!));
        }
        return new CategoricalColumn(name, codes, levels);
    }

    /// <summary>An index into <see cref="Levels"/> for each row, -1 where missing.</summary>
    public ReadOnlySpan<int> Codes => codes;

    internal int[] Array => codes;

    /// <summary>The possible answers; the first is the reference of models.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <inheritdoc/>
    public override int Rows => codes.Length;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => codes[row] < 0;

    /// <summary>The answer of a row; null where missing.</summary>
    public string? Text(int row) => codes[row] < 0 ? null : Levels[codes[row]];
}
