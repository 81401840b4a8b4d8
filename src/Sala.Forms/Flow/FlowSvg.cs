using System.Globalization;
using System.Net;
using System.Text;

namespace Sala.Forms.Flow;

/// <summary>Draws the rows: boxes from top to bottom, conditions beside them, and at the left a line from each deciding question to what it decides.</summary>
internal sealed class FlowSvg(FlowPicture picture)
{
    private const int RowHeight = 34;
    private const int BoxHeight = 26;
    private const int BoxWidth = 430;
    private const int Indent = 18;
    private const int Rail = 9;
    private const int MostRails = 14;
    private const int ConditionWidth = 360;
    private const int Margin = 12;
    private static readonly string[] Colours = ["#0b62a4", "#9a3b00", "#2b6e2f", "#7a2e8e", "#8a6500", "#0d6b70"];
    private readonly StringBuilder _svg = new();

    public string Write()
    {
        var lines = Lines(out var rails);
        var left = Margin + (rails + 1) * Rail;
        var deepest = picture.Rows.Count == 0 ? 0 : picture.Rows.Max(r => r.Depth);
        var width = left + deepest * Indent + BoxWidth + 16 + ConditionWidth + Margin;
        var height = Margin * 2 + picture.Rows.Count * RowHeight;
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-labelledby=\"flow-title flow-about\" font-family=\"'Noto Sans', 'Noto Sans Thai', sans-serif\" font-size=\"13\" fill=\"currentColor\">\n");
        _svg.Append("<title id=\"flow-title\">").Append(Text($"The way through {picture.Form.Title}")).Append("</title>\n<desc id=\"flow-about\">").Append(Text(picture.Summary)).Append("</desc>\n");
        foreach (var (from, to, rail, colour) in lines) Line(from, to, left - (rail + 1) * Rail, left, colour);
        for (var i = 0; i < picture.Rows.Count; i++) Row(i, left);
        _svg.Append("</svg>\n");
        return _svg.ToString();
    }

    // Lines that overlap run side by side; where there are too many, the condition beside the box has to do.
    private List<(int From, int To, int Rail, string Colour)> Lines(out int rails)
    {
        var lines = new List<(int From, int To, int Rail, string Colour)>();
        var taken = new List<int>(); // for each rail, the row where its last line ends
        var wanted = picture.Rows.SelectMany((r, i) => r.DecidedBy.Where(d => d < i).Select(d => (From: d, To: i)))
            .GroupBy(l => l.From).Select(g => (From: g.Key, To: g.Select(l => l.To).ToList(), Last: g.Max(l => l.To))).OrderBy(g => g.From);
        foreach (var (from, to, last) in wanted)
        {
            var rail = taken.FindIndex(end => end < from);
            if (rail < 0)
            {
                if (taken.Count == MostRails) continue;
                rail = taken.Count;
                taken.Add(0);
            }
            taken[rail] = last;
            foreach (var end in to) lines.Add((from, end, rail, Colours[from % Colours.Length]));
        }
        rails = taken.Count;
        return lines;
    }

    private static int Middle(int row) => Margin + row * RowHeight + BoxHeight / 2;

    private void Line(int from, int to, int x, int left, string colour)
    {
        var start = left + picture.Rows[from].Depth * Indent;
        var end = left + picture.Rows[to].Depth * Indent;
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{start} {Middle(from) + 5}H{x}V{Middle(to)}H{end - 5}\" fill=\"none\" stroke=\"{colour}\" stroke-opacity=\"0.75\" stroke-width=\"1.5\"/>");
        _svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{end - 7} {Middle(to) - 4}l7 4l-7 4z\" fill=\"{colour}\"/>\n");
    }

    private void Row(int index, int left)
    {
        var row = picture.Rows[index];
        var (x, y) = (left + row.Depth * Indent, Margin + index * RowHeight);
        _svg.Append("<g><title>").Append(Text(Spoken(row))).Append("</title>");
        var isGroup = row.Question.IsGroup;
        if (row.Inside > 0) _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x + 3}\" y=\"{y + 3}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"4\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>");
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"{(isGroup ? 4 : 13)}\" fill=\"currentColor\" fill-opacity=\"{(isGroup ? "0.1" : "0.03")}\" stroke=\"currentColor\"{(row.Condition is null ? "" : " stroke-dasharray=\"5 3\"")}/>");
        Words(x + 10, y, BoxWidth - 20, BoxHeight, isGroup, Shown(row));
        if (row.Condition is { } condition) Words(x + BoxWidth + 10, y, ConditionWidth, BoxHeight, false, $"if {condition}");
        _svg.Append("</g>\n");
    }

    // A drawing of its own cuts what is too long, in any script.
    private void Words(int x, int y, int width, int height, bool bold, string text) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"><text x=\"0\" y=\"18\"{(bold ? " font-weight=\"600\"" : "")}>").Append(Text(text)).Append("</text></svg>");

    private string Shown(FlowRow row)
    {
        var words = picture.Words(row.Question);
        var name = words == row.Question.Name ? words : $"{row.Question.Name}  {words}";
        var again = row.Question.Type == QuestionType.Repeat ? "↻ " : "";
        return row.Inside > 0 ? $"{again}{name} ({row.Inside})" : again + name;
    }

    private string Spoken(FlowRow row)
    {
        var text = new StringBuilder(picture.Words(row.Question));
        if (row.Question.Type == QuestionType.Repeat) text.Append("; asked several times");
        if (row.Inside > 0) text.Append(CultureInfo.InvariantCulture, $"; {row.Inside} questions");
        if (row.Condition is { } condition) text.Append("; asked if ").Append(condition);
        return text.ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(string.Concat(text.Where(c => c >= ' ')));
}
