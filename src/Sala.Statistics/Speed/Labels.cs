using System.Globalization;
using System.Text;

namespace Sala.Statistics;

/// <summary>Numbers for the labels of a column, as one worker meets them; whole numbers by a table, texts by a dictionary.</summary>
internal sealed class Labels
{
    private const int TableSize = 1 << 16;
    private readonly int[] byNumber = NewTable();
    private readonly Dictionary<string, int> byText = new(StringComparer.Ordinal);
    private static readonly UTF8Encoding Strict = new(false, true);

    private static int[] NewTable()
    {
        var table = new int[TableSize];
        Array.Fill(table, -1);
        return table;
    }

    public List<string> Names { get; } = [];

    /// <summary>The number of a label that is a plain whole number.</summary>
    public int Of(uint number)
    {
        if (number < TableSize && byNumber[number] >= 0) return byNumber[number];
        var code = Of(number.ToString(CultureInfo.InvariantCulture));
        if (number < TableSize) byNumber[number] = code;
        return code;
    }

    /// <summary>The number of any label.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are no UTF-8.</exception>
    public int Of(ReadOnlySpan<byte> bytes) => Of(Strict.GetString(bytes));

    private int Of(string text)
    {
        if (byText.TryGetValue(text, out var code)) return code;
        byText[text] = code = Names.Count;
        Names.Add(text);
        return code;
    }
}
