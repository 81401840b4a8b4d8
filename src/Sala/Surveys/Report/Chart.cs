using System.Globalization;
using System.Text;
using System.Net;

namespace Sala.Surveys.Report;

/// <summary>One line of a chart; values from 0 to 100, intervals NaN where none is shown.</summary>
internal readonly record struct ChartBar(string Label, double Value, double Low, double High, bool Light);

/// <summary>Bars with intervals as SVG, written by hand: no script, no font file, no network. The table beside it says the same.</summary>
internal static class Chart
{
    private const int Left = 270, Width = 700, Step = 34;

    /// <param name="id">Unique in the page.</param>
    /// <param name="title">Read by a screen reader, with every value.</param>
    /// <param name="bars">From the top.</param>
    /// <param name="notice">Stands in the picture, so that it goes where the picture goes; null for none.</param>
    /// <param name="unit">Stands after each value.</param>
    public static string Bars(string id, string title, IReadOnlyList<ChartBar> bars, string? notice, string unit = " %")
    {
        string P(double value) => Math.Round(value, 1, MidpointRounding.AwayFromZero).ToString("#,##0.#", CultureInfo.InvariantCulture) + unit;
        var end = End(bars.Max(b => double.IsNaN(b.High) ? b.Value : b.High));
        var lines = bars.Select(b => Wrapped(b.Label)).ToList();
        var tops = new List<int>();
        var y = 8;
        foreach (var line in lines) { tops.Add(y); y += Math.Max(Step, 10 + 17 * line.Count); }
        var height = y + 34 + (notice is null ? 0 : 20);
        double X(double value) => Left + (Width - Left - 60) * Math.Min(value, end) / end;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"{id}\"><title id=\"{id}\">{E(title)}: {E(string.Join("; ", bars.Select(b => $"{b.Label} {P(b.Value)}{(double.IsNaN(b.Low) ? "" : $" ({P(b.Low)} – {P(b.High)})")}")))}</title>");
        for (var tick = 0.0; tick <= end; tick += end / 4)
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"4\" y2=\"{y}\" stroke=\"#d5d9d0\"/><text x=\"{X(tick):0.#}\" y=\"{y + 18}\" text-anchor=\"middle\" font-size=\"13\">{P(tick)}</text>");
        for (var i = 0; i < bars.Count; i++)
        {
            var (bar, top) = (bars[i], tops[i]);
            var middle = top + (lines[i].Count * 17 + 9) / 2.0;
            for (var l = 0; l < lines[i].Count; l++)
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{top + 18 + 17 * l}\" text-anchor=\"end\" font-size=\"14\">{E(lines[i][l])}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{middle - 8:0.#}\" width=\"{Math.Max(0.5, X(bar.Value) - Left):0.#}\" height=\"16\" fill=\"{(bar.Light ? "#5d9c8f" : "#0b6455")}\"/>");
            if (!double.IsNaN(bar.Low))
                svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(bar.Low):0.#} {middle:0.#}H{X(bar.High):0.#}M{X(bar.Low):0.#} {middle - 5:0.#}v10M{X(bar.High):0.#} {middle - 5:0.#}v10\" stroke=\"#fff\" stroke-width=\"4\" fill=\"none\"/><path d=\"M{X(bar.Low):0.#} {middle:0.#}H{X(bar.High):0.#}M{X(bar.Low):0.#} {middle - 5:0.#}v10M{X(bar.High):0.#} {middle - 5:0.#}v10\" stroke=\"#18292c\" stroke-width=\"1.8\" fill=\"none\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(double.IsNaN(bar.High) ? bar.Value : bar.High) + 8:0.#}\" y=\"{middle + 5:0.#}\" font-size=\"14\" font-weight=\"600\">{P(bar.Value)}</text>");
        }
        if (notice is not null) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{height - 6}\" font-size=\"12\" fill=\"#9c2f17\">{E(notice)}</text>");
        return svg.Append("</svg>").ToString();
    }

    private static double End(double most)
    {
        double end = 20;
        while (end < most) end = end switch { 20 => 40, 40 => 60, 60 => 100, _ => end * 2 };
        return end;
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    // Thai has no blanks between words: a long label breaks at a blank where there is one, else at a vowel that can begin a syllable.
    private static List<string> Wrapped(string label)
    {
        const int most = 36;
        var lines = new List<string>();
        var rest = label;
        while (rest.Length > most && lines.Count < 4)
        {
            var cut = rest.LastIndexOf(' ', most);
            if (cut < most / 3) cut = Enumerable.Range(most / 2, most / 2).LastOrDefault(i => rest[i] is >= 'เ' and <= 'ไ', -1);
            if (cut < 1) break;
            lines.Add(rest[..cut].TrimEnd());
            rest = rest[cut..].TrimStart();
        }
        lines.Add(rest);
        return lines;
    }
}
