using System.Globalization;
using System.Net;
using System.Text;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Report;

/// <summary>The findings as one HTML file, English and Thai one after the other, each whole. It asks nothing of any network.</summary>
internal sealed class ReportPage
{
    private readonly Findings _f;
    private readonly string _language;
    private readonly StringBuilder _html = new();
    private int _charts;

    private ReportPage(Findings findings, string language) => (_f, _language) = (findings, language);

    public static string Write(Findings findings)
    {
        var plan = findings.Plan;
        var head = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{E(plan.Title.En)}{(plan.Notice is { } n ? $" ({E(n.En)})" : "")}</title>
            <style>{ReportStyle.Sheet(plan.Notice)}</style>
            </head>
            <body>

            """;
        return head + string.Concat(((string[])["en", "th"]).Select(language => new ReportPage(findings, language).Article())) + "</body>\n</html>\n";
    }

    private string Article()
    {
        var plan = _f.Plan;
        Line($"<article lang=\"{_language}\" id=\"{_language}\">");
        if (plan.Notice is { } notice) Line($"<p class=\"notice\" role=\"note\">{W(notice)}</p>");
        Line($"<header><p class=\"switch\"><a href=\"#{(_language == "en" ? "th" : "en")}\" lang=\"{(_language == "en" ? "th" : "en")}\">{W(ReportWords.OtherLanguage)}</a></p><h1>{W(plan.Title)}</h1>");
        if (ReportWords.Draft.In(_language) is { Length: > 0 } draft) Line($"<p class=\"draft\">{E(draft)}</p>");
        Line($"<p>{E(Summary())}</p><p>{W(ReportWords.SurveyLimits)}</p></header>");
        Line($"<nav aria-label=\"{W(ReportWords.Contents)}\"><h2>{W(ReportWords.Contents)}</h2><ol>");
        for (var s = 0; s < plan.Sections.Count; s++) Line($"<li><a href=\"#{_language}-{s}\">{W(plan.Sections[s].Title)}</a></li>");
        Line($"<li><a href=\"#{_language}-method\">{W(ReportWords.Method)}</a></li></ol></nav>");
        for (var s = 0; s < plan.Sections.Count; s++)
        {
            Line($"<section id=\"{_language}-{s}\"><h2>{W(plan.Sections[s].Title)}</h2>");
            if (plan.Sections[s].Text is { } text) Line($"<p>{W(text)}</p>");
            foreach (var id in plan.Sections[s].Show) Show(id);
            Line("</section>");
        }
        ReportMethod.Write(_f, _language, _html);
        Line("</article>");
        return _html.ToString();
    }

    private void Show(string id)
    {
        var tests = _f.Rows.Where(r => r.Kind == NumberKind.Test && Beside(r) == id).ToList();
        var rows = _f.Rows.Where(r => r.Indicator == id && r.Kind != NumberKind.Test).ToList();
        if (rows.Count == 0) return;
        Line("<section class=\"finding\">");
        if (rows[0].Kind == NumberKind.Model) Odds([.. rows.Where(r => !r.Margin)], [.. rows.Where(r => r.Margin)]);
        else if (rows[0].Kind is NumberKind.Total or NumberKind.Ratio or NumberKind.Variance or NumberKind.Contrast) Numbers(rows);
        else switch (rows.Find(r => r.Domain.Length == 0)?.Kind)
        {
            case NumberKind.Range: Range(rows.First(r => r.Kind == NumberKind.Range), [.. rows.Where(r => r.Domain == "kind")]); break;
            case NumberKind.Rank: Ranks(_f.Plan.Rankings.First(r => r.Id == id), rows); break;
            case NumberKind.Population: People(rows[0]); break;
            case NumberKind.Quantile: Quantile(rows); break;
            case NumberKind.Mean: Mean(rows[0], [.. rows.Skip(1)]); break;
            default: Share(rows[0], [.. rows.Skip(1)]); break;
        }
        foreach (var test in tests)
            Line($"<p class=\"base\">{W(test.Label)}: {(test.Verdict == Verdict.Shown ? $"{E(test.Unit)} = {test.Value.ToString("0.00", CultureInfo.InvariantCulture)}, p {PValue(test.P)} ({E(test.Interval)})" : W(ReportWords.Withheld(test.Verdict)))}.</p>");
        Line("</section>");
    }

    // A test over the kinds of a range stands beside the range, not beside the pooled figure that it is made of.
    private string Beside(EstimateRow test) =>
        _f.Plan.Ranges.FirstOrDefault(r => r.Pooled == test.Indicator && _f.Plan.Domains.Any(d => d.Id == test.Domain && d.Variable == "kind"))?.Id ?? test.Indicator;

    private static string PValue(double p) => p < 0.001 ? "&lt; 0.001" : "= " + p.ToString("0.000", CultureInfo.InvariantCulture);

    private void Odds(List<EstimateRow> rows, List<EstimateRow> margins)
    {
        Heading("", rows[0].Label);
        Line($"<p>{W(ReportWords.Denominator)}: {W(rows[0].Base)}{(rows[0].Verdict == Verdict.Shown ? $"; n = {Count(rows[0].Rows)}; {W(ReportWords.Psus)} {rows[0].Psus}" : "")}.</p>");
        Line($"<table><caption>{W(rows[0].Label)}</caption><thead><tr><th scope=\"col\">{W(ReportWords.Group)}</th><th scope=\"col\" class=\"n\">{W(rows[0].Notes is [_, ..] && rows[0].Unit is not ("" or "odds ratio") ? ReportWords.Coefficient : ReportWords.Odds)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th><th scope=\"col\" class=\"n\">p</th><th scope=\"col\">{W(ReportWords.Warning)}</th></tr></thead><tbody>");
        foreach (var r in rows)
            Line(r.Verdict == Verdict.Shown
                ? $"<tr><th scope=\"row\">{W(r.DomainLabel!)}: {W(r.LevelLabel!)}</th><td class=\"n\">{r.Value.ToString("0.0", CultureInfo.InvariantCulture)}</td><td class=\"n\">{r.Low.ToString("0.0", CultureInfo.InvariantCulture)}–{r.High.ToString("0.0", CultureInfo.InvariantCulture)}</td><td class=\"n\">{PValue(r.P)}</td><td>{W(r.Notes[0])}</td></tr>"
                : $"<tr><th scope=\"row\">{W(r.DomainLabel!)}: {W(r.LevelLabel!)}</th><td colspan=\"3\"></td><td>{W(ReportWords.Withheld(r.Verdict))}</td></tr>");
        Line("</tbody></table>");
        if (margins.Count == 0) return;
        var percent = margins[0].Kind == NumberKind.Proportion;
        Line($"<table><caption>{W(ReportWords.Margins)}: {W(rows[0].Label)}</caption><thead><tr><th scope=\"col\">{W(ReportWords.Group)}</th><th scope=\"col\" class=\"n\">{W(percent ? ReportWords.Percent : ReportWords.MeanOf)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th></tr></thead><tbody>");
        foreach (var r in margins)
            Line($"<tr><th scope=\"row\">{W(r.DomainLabel!)}: {W(r.LevelLabel!)}</th>{(r.Verdict != Verdict.Shown ? $"<td colspan=\"2\">{W(ReportWords.Withheld(r.Verdict))}</td>" : percent ? $"<td class=\"n\">{Percent(r.Value, "")}</td><td class=\"n\">{Percent(r.Low, "")}–{Percent(r.High, "")}</td>" : $"<td class=\"n\">{Plain(r.Value, 1)}</td><td class=\"n\">{Plain(r.Low, 1)}–{Plain(r.High, 1)}</td>")}</tr>");
        Line("</tbody></table>");
    }

    private void Quantile(List<EstimateRow> rows)
    {
        Heading("", rows[0].Label);
        Line($"<p>{W(ReportWords.Denominator)}: {W(rows[0].Base)}.</p>");
        Line($"<table><caption>{W(rows[0].Label)}</caption><thead><tr><th scope=\"col\">{W(ReportWords.Group)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Below)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Value)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\">{W(ReportWords.Warning)}</th></tr></thead><tbody>");
        foreach (var r in rows)
        {
            var numbers = r.Verdict == Verdict.Shown ? $"<td class=\"n\">{Plain(r.Value, r.Digits)}</td><td class=\"n\">{Plain(r.Low, r.Digits)}–{Plain(r.High, r.Digits)}</td><td class=\"n\">{Count(r.Rows)}</td><td></td>" : $"<td colspan=\"3\"></td><td>{W(ReportWords.Withheld(r.Verdict))}</td>";
            Line($"<tr><th scope=\"row\">{(r.LevelLabel is { } level ? W(level) : W(ReportWords.All))}</th><td class=\"n\">{(100 * r.Probability).ToString("0.##", CultureInfo.InvariantCulture)} %</td>{numbers}</tr>");
        }
        Line("</tbody></table>");
    }

    private void Numbers(List<EstimateRow> rows)
    {
        Heading("", rows[0].Label);
        Line($"<p>{W(ReportWords.Denominator)}: {W(rows[0].Base)}.</p>");
        Line($"<table><caption>{W(rows[0].Label)}</caption><thead><tr><th scope=\"col\">{W(ReportWords.Group)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Value)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"n\">{W(ReportWords.Psus)}</th><th scope=\"col\">{W(ReportWords.Warning)}</th></tr></thead><tbody>");
        foreach (var r in rows)
        {
            var group = W(r.LevelLabel ?? (r.Kind == NumberKind.Contrast ? r.DomainLabel! : ReportWords.All));
            var note = string.Join(' ', r.Notes.Select(W).Concat(r.Kind == NumberKind.Contrast ? (string[])[$"p {PValue(r.P)}"] : []));
            Line($"<tr><th scope=\"row\">{group}</th>{(r.Verdict == Verdict.Shown ? $"<td class=\"n\">{Said(r, r.Value, true)}</td><td class=\"n\">{Said(r, r.Low)} {W(ReportWords.To)} {Said(r, r.High)}</td><td class=\"n\">{Count(r.Rows)}</td><td class=\"n\">{r.Psus}</td><td>{note}</td>" : $"<td colspan=\"5\">{W(ReportWords.Withheld(r.Verdict))}</td>")}</tr>");
        }
        Line("</tbody></table>");

        string Said(EstimateRow r, double value, bool unit = false) => r switch
        {
            { Kind: NumberKind.Total, Shares: true } => Count(PopulationTotals.Rounded(value)),
            { Kind: NumberKind.Contrast, Shares: true } => Percent(value, "") + (unit ? $" {W(ReportWords.Points)}" : ""),
            _ => Plain(value, r.Digits),
        };
    }

    private static string Plain(double value, int digits) => double.IsFinite(value) ? value.ToString("N" + digits, CultureInfo.InvariantCulture) : "";

    private void Share(EstimateRow all, IReadOnlyList<EstimateRow> domains)
    {
        Heading(all.Figure, all.Label);
        if (!Shown(all)) return;
        Line($"<p class=\"big\">{Whole(all.Value)}</p><p>{Sentence(all)}</p>");
        Denominator(all);
        if (all.Coarse) { Line($"<p>{W(ReportWords.Whole)}</p>"); return; }
        var bars = new List<ChartBar> { Bar(all, W0(ReportWords.All), false) };
        bars.AddRange(domains.Where(d => d.Verdict == Verdict.Shown).Select(d => Bar(d, d.LevelLabel!.In(_language), true)));
        Picture(all.Label, bars);
        if (domains.Count > 0) Table(all.Label, ReportWords.Group, [all, .. domains]);
        Notes(all);
    }

    private void Range(EstimateRow range, IReadOnlyList<EstimateRow> kinds)
    {
        Heading(range.Figure, range.Label);
        if (!Shown(range)) return;
        Line($"<p class=\"big\">{Whole(range.Value, "")}–{Whole(range.Highest)}</p>");
        var pooled = _f.Rows.First(r => r.Indicator == _f.Plan.Ranges.First(k => k.Id == range.Indicator).Pooled && r.Domain.Length == 0);
        if (range.Coarse)
        {
            Line($"<p>{Whole(range.Value, "")}–{Whole(range.Highest)}: {W(range.Base)}. {W(ReportWords.PooledBeside)}: {(pooled.Verdict == Verdict.Shown ? Whole(pooled.Value) : W(ReportWords.Withheld(pooled.Verdict)))} (n {Band(pooled.Rows)}).</p><p>{W(ReportWords.Whole)}</p>");
            Notes(range);
            Picture(range.Label, [Rough(ReportWords.Lowest, range.Value, true), Rough(ReportWords.Highest, range.Highest, true), .. pooled.Verdict == Verdict.Shown ? (ChartBar[])[Rough(ReportWords.PooledBeside, pooled.Value, false)] : []]);
            return;
        }
        Line($"<p>{Percent(range.Value)} {W(ReportWords.To)} {Percent(range.Highest)}: {W(range.Base)}. {W(ReportWords.Interval)}: {Percent(range.Low)} {W(ReportWords.To)} {Percent(range.High)}. n = {Count(range.Rows)}; {W(ReportWords.Psus)} {range.Psus}.</p>");
        Line($"<p>{W(ReportWords.PooledBeside)}: {Sentence(pooled)}</p>");
        Notes(range);
        Picture(range.Label, [.. kinds.Where(k => k.Verdict == Verdict.Shown).Select(k => Bar(k, k.LevelLabel!.In(_language), true)), .. pooled.Verdict == Verdict.Shown ? (ChartBar[])[Bar(pooled, W0(ReportWords.PooledBeside), false)] : []]);
        Table(range.Label, ReportWords.Kind, kinds);
    }

    private void Ranks(Ranking ranking, List<EstimateRow> ranks)
    {
        Heading(string.Join(", ", ranks.Select(r => r.Figure)), ranking.Label);
        var shares = ranking.Of.Select(o => _f.Rows.First(r => r.Indicator == o && r.Domain.Length == 0)).ToList();
        var shown = shares.Where(s => s.Verdict == Verdict.Shown).OrderByDescending(s => s.Value).ToList();
        Line($"<p>{W(ReportWords.Denominator)}: {W(shares[0].Base)}. n = {Count(shares[0].Rows)}; {W(ReportWords.Psus)} {shares[0].Psus}.</p><p>{W(ReportWords.Holds(ranks[0].P))}</p>");
        Denominator(shares[0]);
        Picture(ranking.Label, [.. shown.Select(s => Bar(s, s.Label.In(_language), !ranking.Figures.Values.Contains(s.Indicator)))]);
        Line($"<table><caption>{W(ranking.Label)}</caption><thead><tr><th scope=\"col\">{W(ReportWords.Group)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Place)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.PlaceInterval)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Percent)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\">{W(ReportWords.Warning)}</th></tr></thead><tbody>");
        foreach (var share in shares.OrderByDescending(s => s.Verdict == Verdict.Shown ? s.Value : -1))
        {
            var rank = ranks.FirstOrDefault(r => r.Level == share.Indicator);
            var place = share.Verdict == Verdict.Shown ? $"{shown.IndexOf(share) + 1}" : "";
            Line($"<tr><th scope=\"row\">{W(share.Label)}{(rank is null ? "" : $" <span class=\"tag\">{rank.Figure}</span>")}</th><td class=\"n\">{place}</td><td class=\"n\">{(rank is null ? "" : $"{rank.Low:0}–{rank.High:0}")}</td>{Cells(share, withEffect: false)}</tr>");
        }
        Line("</tbody></table>");
    }

    private void People(EstimateRow row)
    {
        Heading(row.Figure, row.Label);
        if (!Shown(row)) return;
        Line($"<p class=\"big\">{W(ReportWords.About)} {Count(PopulationTotals.Rounded(row.Value))}</p><p>{W(ReportWords.Interval)}: {Count(PopulationTotals.Rounded(row.Low))} {W(ReportWords.To)} {Count(PopulationTotals.Rounded(row.High))}. {W(ReportWords.Denominator)}: {W(row.Base)}; n = {Count(row.Rows)}; {W(ReportWords.Psus)} {row.Psus}.</p>");


        Line($"<figure>{Chart.Bars($"{_language}-chart-{++_charts}", row.Label.In(_language), [new ChartBar(W0(_f.Plan.Persons), PopulationTotals.Rounded(row.Value), PopulationTotals.Rounded(row.Low), PopulationTotals.Rounded(row.High), false)], _f.Plan.Notice?.In(_language), "")}</figure>");
        Notes(row);
    }

    private void Mean(EstimateRow all, IReadOnlyList<EstimateRow> domains)
    {
        Heading(all.Figure, all.Label);
        if (!Shown(all)) return;
        foreach (var r in domains.Where(d => d.Verdict == Verdict.Shown).Prepend(all))
            Line($"<p>{W(r.LevelLabel ?? ReportWords.All)}: <strong>{r.Value.ToString("0.0", CultureInfo.InvariantCulture)}</strong> ({W(ReportWords.Interval)} {r.Low.ToString("0.0", CultureInfo.InvariantCulture)} {W(ReportWords.To)} {r.High.ToString("0.0", CultureInfo.InvariantCulture)}): {W(r.Base)}. n = {Count(r.Rows)}; {W(ReportWords.Psus)} {r.Psus}.</p>");
        Denominator(all);
    }

    private void Heading(string figure, Words label) => Line($"<h3>{(figure.Length > 0 ? $"<span class=\"tag\">{E(figure)}</span> " : "")}{W(label)}</h3>");

    private bool Shown(EstimateRow row)
    {
        if (row.Verdict == Verdict.Shown) return true;
        Line($"<p class=\"withheld\">{W(ReportWords.Withheld(row.Verdict))}</p>");
        return false;
    }

    private string Sentence(EstimateRow r)
    {
        if (r.Verdict != Verdict.Shown) return W(ReportWords.Withheld(r.Verdict));
        if (r.Coarse) return $"{Whole(r.Value)}: {W(r.Base)}. n {Band(r.Rows)}.";
        return $"{Percent(r.Value)} ({W(ReportWords.Interval)} {Percent(r.Low)} {W(ReportWords.To)} {Percent(r.High)}): {W(r.Base)}. n = {Count(r.Rows)}; {W(ReportWords.Psus)} {r.Psus}.{string.Concat(ReportWords.Warnings(r.Warnings).Select(w => $" <em>{W(w)}.</em>"))}";
    }

    private void Denominator(EstimateRow row)
    {
        if (_f.Plan.Indicators.FirstOrDefault(i => i.Id == row.Indicator) is not { } indicator || !_f.Items.TryGetValue(indicator.Item, out var item)) return;
        var question = item.Question?.In(_language) is { Length: > 0 } text ? $"“{E(text)}” " : "";
        Line($"<p class=\"base\">{question}{W(ReportWords.Asked(item.Asked, item.Persons, item.NotAsked, item.Declined, item.DontKnow, item.PreferNotToSay, item.NoAnswer, _f.Plan.Disclosure.Persons, _f.Plan.Persons))}</p>");
    }

    private void Notes(EstimateRow row)
    {
        foreach (var note in row.Notes) Line($"<p class=\"base\">{W(note)}</p>");
    }

    private void Picture(Words title, List<ChartBar> bars)
    {
        if (bars.Count > 0) Line($"<figure>{Chart.Bars($"{_language}-chart-{++_charts}", title.In(_language), bars, _f.Plan.Notice?.In(_language))}</figure>");
    }

    private void Table(Words caption, Words first, IReadOnlyList<EstimateRow> rows)
    {
        Line($"<table><caption>{W(caption)}</caption><thead><tr><th scope=\"col\">{W(first)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Percent)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Interval)}</th><th scope=\"col\" class=\"n\">n</th><th scope=\"col\" class=\"n\">{W(ReportWords.Psus)}</th><th scope=\"col\" class=\"n\">{W(ReportWords.Effect)}</th><th scope=\"col\">{W(ReportWords.Warning)}</th></tr></thead><tbody>");
        foreach (var row in rows)
            Line($"<tr><th scope=\"row\">{(row.LevelLabel is { } level ? W(level) : W(ReportWords.All))}</th>{Cells(row, withEffect: true)}</tr>");
        Line("</tbody></table>");
    }

    private string Cells(EstimateRow r, bool withEffect)
    {
        var middle = withEffect ? 2 : 0;
        if (r.Verdict != Verdict.Shown) return $"<td colspan=\"{3 + middle}\"></td><td>{W(ReportWords.Withheld(r.Verdict))}</td>";
        var warnings = string.Join("; ", ReportWords.Warnings(r.Warnings).Select(W));
        return $"<td class=\"n\">{Percent(r.Value, "")}</td><td class=\"n\">{Percent(r.Low, "")}–{Percent(r.High, "")}</td><td class=\"n\">{Count(r.Rows)}</td>{(withEffect ? $"<td class=\"n\">{r.Psus}</td><td class=\"n\">{(double.IsFinite(r.DesignEffect) ? r.DesignEffect.ToString("0.0", CultureInfo.InvariantCulture) : "")}</td>" : "")}<td>{warnings}</td>";
    }

    private ChartBar Rough(Words label, double share, bool light) => new(W0(label), Math.Round(100 * share, MidpointRounding.AwayFromZero), double.NaN, double.NaN, light);

    private static ChartBar Bar(EstimateRow row, string label, bool light) => new(label, 100 * row.Value, 100 * row.Low, 100 * row.High, light);

    private string Summary() => _language == "th"
        ? $"จาก{_f.Plan.Persons.Th} {Count(_f.Persons)} คน ในหน่วยตัวอย่าง {_f.Psus} หน่วย {_f.Strata} ชั้นภูมิ ถ่วงน้ำหนักและคิดความคลาดเคลื่อนตามแผนการสุ่มตัวอย่าง"
        : $"From {Count(_f.Persons)} {_f.Plan.Persons.En} in {_f.Psus} primary sampling units (PSUs) of {_f.Strata} strata; weighted, with the uncertainty of that design.";

    private string Percent(double share, string sign = " %") => (100 * share).ToString(_f.Plan.Decimals == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + sign;

    private static string Whole(double share, string sign = " %") => Math.Round(100 * share, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture) + sign;

    private static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Band(int rows) => NumberBand.Of(rows) is var (from, to) && to is { } last ? $"{from}–{last}" : _language == "th" ? $"{NumberBand.Of(rows).From} ขึ้นไป" : $"{NumberBand.Of(rows).From} or more";

    private string W(Words words) => E(words.In(_language));

    private string W0(Words words) => words.In(_language);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private void Line(string html) => _html.Append(html).Append('\n');
}
