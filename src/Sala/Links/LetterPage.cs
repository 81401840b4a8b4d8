using System.Globalization;
using System.Net;
using System.Text;
using Sala.Agencies;
using Sala.Countries;

namespace Sala.Links;

/// <summary>A letter as a page to be printed. Its words are the pack's (group letter of the texts for staff); what stands in it of the case is the accused's accounts alone, never a word of the child.</summary>
internal sealed class LetterPage(Country country, Language language, Letter letter, IReadOnlyList<Account> accounts, Unit unit, string writer, Channel? police)
{
    private readonly Texts texts = country.Texts(language.Code);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private string T(string key) => E(texts[$"letter.{key}"]);

    /// <summary>Under which the platform answers: it names no child and no case.</summary>
    private string Reference => letter.EntryId.ToString()[..8].ToUpperInvariant();

    public string Html()
    {
        var law = country.Laws.Single(l => l.Code == letter.Law);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html><html lang="{{language.Code}}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>{{T("title")}}</title><style>
            @page{size:A4;margin:22mm 20mm}body{font:11pt/1.6 "Noto Sans","Noto Sans Thai",sans-serif;color:#000}h1{font-size:15pt;line-height:1.4}
            table{border-collapse:collapse;width:100%;margin:4mm 0}th,td{border:1px solid #777;padding:1.5mm 2.5mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{font-weight:600;background:#eee}
            dl{display:grid;grid-template-columns:45mm 1fr;gap:1mm 4mm;margin:4mm 0}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}.mark{font-style:italic}.sign{margin-top:18mm}tr{break-inside:avoid}
            </style></head><body>
            <p>{{E(unit.Agency)}}<br>{{E(unit.Name)}}<br>{{T("contact")}}: {{E(letter.Contact)}}</p>
            <p>{{T("date")}}: {{E(language.Write(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(letter.At, country.TimeZone).DateTime)))}}<br>{{T("reference")}}: {{Reference}}</p>
            <h1>{{T("title")}}</h1>
            <p>{{T("to")}}: {{E(NameOf(letter.Platform))}}</p>
            <p>{{T("ask")}}</p>
            <table><thead><tr><th scope="col">{{T("kind")}}</th><th scope="col">{{T("written")}}</th><th scope="col">{{T("compared")}}</th></tr></thead><tbody>
            """);
        foreach (var account in accounts)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(texts[$"identifier.{account.Kind.ToString().ToLowerInvariant()}"])}{(account.Platform.Length > 0 ? E($" ({NameOf(account.Platform)})") : "")}</td><td><bdi>{E(account.Written)}</bdi></td><td><bdi>{E(string.Join(", ", account.Identifiers.Select(i => i.Normal)))}</bdi></td></tr>");
        page.Append(CultureInfo.InvariantCulture, $"""
            </tbody></table>
            <dl><dt>{T("range")}</dt><dd>{Utc(letter.From)} – {Utc(letter.To)}</dd>
            <dt>{T("law")}</dt><dd>{E(law.Names[language.Code])}{(law.Standing.Review is { } review ? $" <span class=\"mark\">({T("agreed_by")} {E(review.By)}, {E(language.Write(review.Day))})</span>" : $" <span class=\"mark\">({T("to_confirm")})</span>")}</dd>
            <dt>{T("days")}</dt><dd>{(police?.KeepsDays ?? country.Links.LetterEndsAfterDays).ToString(CultureInfo.InvariantCulture)}</dd></dl>
            <p>{T("child")}</p><p>{T("no_notice")}</p><p>{T("no_content")}</p>
            <p class="sign">..............................................................<br>{E(writer)}<br>{E(unit.Name)}, {E(unit.Agency)}</p>
            """);
        if (!texts.IsReviewed("letter")) page.Append(CultureInfo.InvariantCulture, $"<p class=\"mark\">{T("words_to_confirm")}</p>");
        return page.Append("</body></html>").ToString();
    }

    private string NameOf(string platform) => Platforms.Find(platform) is { Name.Length: > 0 } known ? known.Name : texts[$"platform.{platform}"];

    /// <summary>The same in every language, so that it can be read in one way only.</summary>
    private static string Utc(DateTimeOffset at) => E(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
}
