using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;
using Sala.Countries;
using Sala.Links;

namespace Sala.Web.Links;

/// <summary>
/// Accounts on the left, the reader's cases and the units to ask on the right, a line where one stands in the other. Drawn on the server, without style or script of its own; the table
/// below it says the same, and has the links.
/// </summary>
public static class LinkDrawing
{
    private const int Wide = 340, Box = 140, High = 34, Gap = 12, Signs = 17;

    public static IHtmlContent Of(IReadOnlyList<Link> links, Texts t, LinkWords words)
    {
        var cases = links.SelectMany(l => l.Cases).DistinctBy(c => c.Id).ToList();
        var units = links.SelectMany(l => l.Elsewhere).Select(h => h.UnitId).Distinct().ToList();
        var rows = Math.Max(links.Count, cases.Count + units.Count);
        var high = rows * (High + Gap) + Gap;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"linked\" viewBox=\"0 0 {Wide} {high}\" role=\"img\" aria-labelledby=\"linked-title linked-says\"><title id=\"linked-title\">{E(t["links.picture"])}</title><desc id=\"linked-says\">{E(t["links.picture_says"])}</desc>");
        int Left(int i) => Middle(i, links.Count, high);
        int Right(int i) => Middle(i, cases.Count + units.Count, high);
        for (var i = 0; i < links.Count; i++)
        {
            foreach (var to in links[i].Cases.Select(c => (At: cases.FindIndex(x => x.Id == c.Id), Class: "known")).Concat(links[i].Elsewhere.Select(h => (At: cases.Count + units.IndexOf(h.UnitId), Class: "ask"))))
                svg.Append(CultureInfo.InvariantCulture, $"<line class=\"{to.Class}\" x1=\"{Box + 4}\" y1=\"{Left(i)}\" x2=\"{Wide - Box - 4}\" y2=\"{Right(to.At)}\"/>");
        }
        for (var i = 0; i < links.Count; i++) Node(svg, "account", 4, Left(i), links[i].Account.Written, words.Where(links[i].Account));
        for (var i = 0; i < cases.Count; i++) Node(svg, "case", Wide - Box - 4, Right(i), cases[i].Pseudonym, t["links.case"]);
        for (var i = 0; i < units.Count; i++) Node(svg, "unit", Wide - Box - 4, Right(cases.Count + i), words.UnitName(units[i]), t["links.ask"]);
        return new HtmlString(svg.Append("</svg>").ToString());
    }

    private static int Middle(int i, int of, int high) => (int)((i + 0.5) * high / of);

    private static void Node(StringBuilder svg, string of, int x, int middle, string name, string kind) => svg.Append(CultureInfo.InvariantCulture,
        $"<g class=\"{of}\"><rect x=\"{x}\" y=\"{middle - High / 2}\" width=\"{Box}\" height=\"{High}\" rx=\"5\"/><text class=\"kind\" x=\"{x + 7}\" y=\"{middle - 5}\">{E(Short(kind))}</text><text x=\"{x + 7}\" y=\"{middle + 11}\">{E(Short(name))}</text></g>");

    /// <summary>Cut between whole signs of writing, so that no vowel of Thai stands alone.</summary>
    private static string Short(string text)
    {
        var signs = new StringInfo(text);
        return signs.LengthInTextElements <= Signs ? text : signs.SubstringByTextElements(0, Signs - 1) + "…";
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
