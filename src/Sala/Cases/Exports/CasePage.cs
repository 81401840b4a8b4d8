using System.Globalization;
using System.Net;
using System.Text;
using Sala.Countries;
using Sala.Forms;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>A case as a page to be printed: the parts that open for who exports, marked on every page.</summary>
internal sealed class CasePage(VeiledCase veiled, Watermark mark, Texts texts, Language language, Form reportForm, TimeProvider clock, TimeZoneInfo zone, IReadOnlyDictionary<RecordId, string> staff, string unit)
{
    private static readonly EntryKind[] Order = [EntryKind.Told, EntryKind.Person, EntryKind.Task, EntryKind.Incident, EntryKind.Account, EntryKind.Exhibit, EntryKind.Letter, EntryKind.Plan, EntryKind.Override, EntryKind.Objection,
        EntryKind.Decision, EntryKind.Order, EntryKind.Authority, EntryKind.Form, EntryKind.Note];

    private readonly StringBuilder page = new();

    private CaseView View => veiled.View;

    public string Html()
    {
        var line = mark.In(texts);
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html><html lang="{{language.Code}}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>{{E(texts.Say("export.title", ("name", veiled.Veil.Child)))}}</title><style>
            @page{size:A4;margin:20mm 18mm 24mm;@bottom-left{content:"{{Css(line)}}";font:7.5pt/1.4 "Noto Sans","Noto Sans Thai",sans-serif;color:#333;width:150mm;text-align:left}@bottom-right{content:counter(page) " / " counter(pages);font:7.5pt "Noto Sans",sans-serif;color:#333} }
            body{font:10.5pt/1.6 "Noto Sans","Noto Sans Thai",sans-serif;color:#000;margin:0}h1{font-size:17pt;line-height:1.35;margin:0 0 3mm}h2{font-size:13pt;margin:8mm 0 2mm;border-bottom:1px solid #777;break-after:avoid}h3{font-size:10.5pt;margin:4mm 0 1mm;break-after:avoid}
            dl{display:grid;grid-template-columns:52mm 1fr;gap:.5mm 4mm;margin:1mm 0}dt{color:#333}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}p{margin:1mm 0}.words{white-space:pre-wrap;overflow-wrap:anywhere}.soft{color:#444;font-size:9pt}.entry{break-inside:auto}
            .seal{position:fixed;top:105mm;left:0;right:0;text-align:center;transform:rotate(-32deg);font-size:24pt;line-height:1.5;color:#000;opacity:.07;overflow-wrap:anywhere;z-index:-1}
            </style></head><body><div class="seal" aria-hidden="true">{{E(mark.Who)}}<br>{{E(mark.When)}}</div>
            <h1>{{E(texts.Say("export.title", ("name", veiled.Veil.Child)))}}</h1><p>{{E(line)}}</p><p class="soft">{{E(texts["export.pseudonyms"])}}</p>
            <dl><dt>{{T("cases.unit")}}</dt><dd>{{E(unit)}}</dd><dt>{{T("cases.stage")}}</dt><dd>{{T($"stage.{View.Stage.ToString().ToLowerInvariant()}")}}</dd><dt>{{T("inbox.by_urgency")}}</dt><dd>{{T($"urgency.{View.Urgency.ToString().ToLowerInvariant()}")}}</dd>
            <dt>{{T("cases.opened")}}</dt><dd>{{E(language.Write(View.Day.Date))}}</dd><dt>{{T("export.parts")}}</dt><dd>{{E(string.Join(", ", View.Parts.Select(Part)))}}</dd></dl>
            """);
        foreach (var kind in Order.Concat(Enum.GetValues<EntryKind>().Except(Order)))
        {
            var entries = View.Of(kind).ToList();
            if (entries.Count == 0) continue;
            page.Append(CultureInfo.InvariantCulture, $"<section><h2>{E(Say($"export.{kind.ToString().ToLowerInvariant()}", kind.ToString()))}</h2>");
            foreach (var entry in entries) Entry(entry);
            page.Append("</section>");
        }
        return page.Append("</body></html>").ToString();
    }

    private void Entry(OpenedEntry entry)
    {
        page.Append("<div class=\"entry\">");
        if (entry.Kind == EntryKind.Told) Answers(ToldAnswers.Of(entry.Body.Answers, reportForm, clock, language.Code).Select(a => (a.Question, veiled.Veil.Over(a.Answer))));
        else
        {
            // The name of a person of the case stands over it; of anything else, who wrote it and when.
            if (entry.Kind == EntryKind.Person) page.Append(CultureInfo.InvariantCulture, $"<h3>{E(entry.Body["name"])}</h3>");
            else page.Append(CultureInfo.InvariantCulture, $"<p class=\"soft\">{E(staff.GetValueOrDefault(entry.PersonId, texts["staff.somebody"]))}, {E(Moment(entry.At))} · {E(Part(entry.Compartment))}</p>");
            Answers(entry.Body.Answers.Where(a => a.Value.Length > 0 && !(entry.Kind == EntryKind.Person && a.Key == "name")).Select(a => (Asked(entry.Kind, a.Key), Value(entry.Kind, a.Key, a.Value))).Where(a => a.Item2.Length > 0));
        }
        if (entry.Body.Words.Length > 0) page.Append(CultureInfo.InvariantCulture, $"<p class=\"words\" dir=\"auto\"><bdi>{E(entry.Body.Words)}</bdi></p>");
        page.Append("</div>");
    }

    private void Answers(IEnumerable<(string Question, string Answer)> answers)
    {
        page.Append("<dl>");
        foreach (var (question, answer) in answers) page.Append(CultureInfo.InvariantCulture, $"<dt>{E(question)}</dt><dd dir=\"auto\"><bdi>{E(answer)}</bdi></dd>");
        page.Append("</dl>");
    }

    /// <summary>Only the words of the own kind: the same name means another thing elsewhere.</summary>
    private string Asked(EntryKind kind, string name) =>
        kind == EntryKind.Person && name == "lives_with" ? texts["person.lives_with_whom"] : Words(kind == EntryKind.Plan ? [$"fact.{name}", $"step.{name}"] : [$"{Word(kind)}.{name}"]) ?? name.Replace('_', ' ');

    private string Value(EntryKind kind, string name, string value)
    {
        if (VeiledCase.IsId(value)) return string.Join(", ", value.Split(' ').Select(id => RecordId.TryParse(id, out var record) ? veiled.Veil.Of(record) ?? staff.GetValueOrDefault(record) : null).OfType<string>());
        return (kind, name) switch
        {
            _ when value is "yes" or "no" => texts[$"choice.{value}"],
            (EntryKind.Person, "lives_with") => value == "none" ? texts["person.nobody"] : value,
            (EntryKind.Person, "role") => Words([$"person.{value}"]) ?? value,
            (EntryKind.Task, "task") => Words([$"task.{value}"]) ?? value,
            (EntryKind.Account, "kind") => Words([$"identifier.{value.ToLowerInvariant()}"]) ?? value,
            (EntryKind.Plan, "procedure") => Words([$"procedure.{value.ToLowerInvariant()}"]) ?? value,
            (EntryKind.Plan, "state") => Words([$"step.{value.ToLowerInvariant()}"]) ?? value,
            (EntryKind.Plan, "supporter" or "gender_wished" or "gender_given" or "consent" or "testimony_by") => Words([$"choice.{value}"]) ?? value,
            _ => value,
        };
    }

    private string? Words(string[] keys) => keys.FirstOrDefault(k => texts.Keys.Contains(k) && Blankless(k)) is { } key ? texts[key] : null;

    private static string Word(EntryKind kind) => kind.ToString().ToLowerInvariant();

    private bool Blankless(string key) => !Blanks.In(texts.AsWritten(key)).Any();

    private string Say(string key, string otherwise) => texts.Keys.Contains(key) ? texts[key] : otherwise;

    private string Part(Compartment part) => texts[$"part.{part.ToString().ToLowerInvariant()}"];

    private string Moment(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        return $"{language.Write(DateOnly.FromDateTime(local))} {language.Write(TimeOnly.FromDateTime(local))}";
    }

    private string T(string key) => E(texts[key]);

    internal static string E(string text) => WebUtility.HtmlEncode(Harmless.Text(text));

    /// <summary>Inside quotes of a style: whatever is neither letter nor digit stands as its number.</summary>
    internal static string Css(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in Harmless.Text(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) escaped.Append(rune);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:X} ");
        }
        return escaped.ToString();
    }
}
