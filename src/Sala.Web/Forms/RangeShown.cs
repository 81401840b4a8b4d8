using System.Globalization;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>
/// A range as a page shows it: few steps as a scale to tick, many as a number to type. Never a slider: it would hand in a number that nobody chose.
/// </summary>
public sealed record RangeShown(string Least, string Most, IReadOnlyList<string> Steps)
{
    private const int LongestScale = 21;

    public bool IsScale => Steps.Count > 0;

    public static RangeShown Of(Question question)
    {
        var (start, end, step) = (Number("start", 1), Number("end", 10), Math.Abs(Number("step", 1)));
        var count = step > 0 ? Math.Floor(Math.Abs(end - start) / step) + 1 : 0;
        var (least, most) = (Math.Min(start, end), Math.Max(start, end));
        if (count is < 2 or > LongestScale) return new(Write(least), Write(most), []);
        return new(Write(least), Write(most), [.. Enumerable.Range(0, (int)count).Select(i => Write(start + (end < start ? -i : i) * step))]);

        decimal Number(string name, decimal otherwise) =>
            question.Parameters.TryGetValue(name, out var text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e15m ? number : otherwise;
    }

    private static string Write(decimal number) => (number / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
