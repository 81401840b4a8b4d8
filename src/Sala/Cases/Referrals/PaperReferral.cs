using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases.Exports;
using Sala.Countries;
using Sala.Data;
using Sala.Help;
using Sala.Printing;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>
/// A referral to a body without Sala: written as any other, printed with pseudonyms (rule C3), marked and in the trail as every export, and answered by hand. The body is one of the country's directory.
/// </summary>
public sealed class PaperReferral(Store store, CaseDesk cases, Referring referring, Exporting exporting, ServiceDirectory services, StaffDirectory directory, Country country, bool demonstration, TimeProvider clock)
{
    private const string Deed = "referral.print";

    /// <summary>The bodies that can be named: those whose number or page somebody checked lately, in the demonstration all.</summary>
    public IReadOnlyList<Service> Bodies
    {
        get
        {
            var today = ReportDay.Of(clock.GetUtcNow(), country.TimeZone).Date;
            return [.. services.NumbersFor(null, demonstration, today).Select(n => n.Service).Concat(services.PagesFor(null, demonstration, today).Select(p => p.Service)).DistinctBy(s => s.Code)];
        }
    }

    /// <summary>Writes it; printing is another deed, with a step-up.</summary>
    /// <exception cref="RefusedException">As for <see cref="Referring.Send"/>; or no such body in the directory.</exception>
    public async Task<RecordId> Write(SignedIn by, RecordId id, ReferralRequest asked)
    {
        if (!await referring.MaySend(by, id).ConfigureAwait(false)) throw await cases.Refused(by, id, "referral.send").ConfigureAwait(false);
        if (Bodies.All(s => s.Code != asked.Service)) throw new RefusedException("referral.service", "Choose a body of the directory of services. Nothing was written.");
        return await referring.Send(by, id, asked with { Kind = ReferralKind.Paper }).ConfigureAwait(false);
    }

    /// <summary>The paper, in memory.</summary>
    /// <exception cref="RefusedException">Password and code were not given just now; it was answered, taken back or ended; or it could not be printed here.</exception>
    /// <exception cref="ExportBlockedException">Rule C3: a name stands in it.</exception>
    public async Task<Exported> Print(SignedIn by, RecordId id, RecordId referral, Language language)
    {
        if (!await referring.MaySend(by, id).ConfigureAwait(false)) throw await cases.Refused(by, id, Deed).ConfigureAwait(false);
        using var opened = await cases.Require(by, id, Deed).ConfigureAwait(false);
        await using var data = store.Read();
        var row = await data.Referrals.SingleOrDefaultAsync(r => r.Id == referral && r.CaseId == id && r.Kind == ReferralKind.Paper).ConfigureAwait(false);
        if (row is null || !row.Holds(directory) || await Referring.Opened(data, opened, row).ConfigureAwait(false) is not { } paper) throw await cases.Refused(by, id, Deed).ConfigureAwait(false);
        by.RequireStepUp();
        // What the own role does not read is not printed by it either (rule D3).
        if (!paper.Entries.All(e => opened.Holds(e.Compartment))) throw await cases.Refused(by, id, Deed).ConfigureAwait(false);
        if (row.State != ReferralState.Sent) throw Referring.Over;
        var texts = country.Texts(language.Code);
        var view = await cases.View(data, opened).ConfigureAwait(false);
        var veiled = VeiledCase.Of(view with { Entries = paper.Entries }, new Veil(view, texts), paper.Letter.Written["purpose"]);
        // All that was written for the letter too: a name may have become known since it was sent.
        var letter = VeiledCase.Of(view with { Entries = [new OpenedEntry(row.Id, 1, Compartment.Intake, EntryKind.Form, row.SentBy, row.SentAt, paper.Letter.Written)] }, veiled.Veil, "");
        await exporting.RequireC3(by, Deed, view.UnitId, [veiled, letter], id).ConfigureAwait(false);
        var mark = exporting.Mark(by, veiled.Purpose, language);
        var unit = await data.Units.Where(u => u.Id == row.FromUnit).Select(u => u.Name).SingleAsync().ConfigureAwait(false);
        try
        {
            var bytes = await PrintedPage.Print(Html(paper.Letter, referring.FactsOf(row), veiled, mark, texts, language, unit, row)).ConfigureAwait(false);
            return await exporting.Leave(by, Deed, id, view.UnitId, bytes, mark, veiled.Purpose.Length > 0 ? veiled.Purpose : referring.FactsOf(row).Purpose, ExportForm.Pdf).ConfigureAwait(false);
        }
        catch (NotPrintedException not)
        {
            throw new RefusedException("export.not-printed", not.Message);
        }
    }

    private string Html(ReferralLetter letter, ReferralFacts facts, VeiledCase veiled, Watermark mark, Texts texts, Language language, string unit, Referral row)
    {
        var (line, form) = (mark.In(texts), referring.Rules.Form);
        string Choice(string question, string code) => form[question].Choices.FirstOrDefault(c => c.Name == code)?.Label(language.Code) ?? code;
        string E(string text) => CasePage.E(text);
        string T(string key) => CasePage.E(texts[key]);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html><html lang="{{language.Code}}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>{{T("referral.paper_title")}}</title><style>
            @page{size:A4;margin:20mm 18mm 24mm;@bottom-left{content:"{{CasePage.Css(line)}}";font:7.5pt/1.4 "Noto Sans","Noto Sans Thai",sans-serif;color:#333;width:150mm;text-align:left}@bottom-right{content:counter(page) " / " counter(pages);font:7.5pt "Noto Sans",sans-serif;color:#333} }
            body{font:10.5pt/1.6 "Noto Sans","Noto Sans Thai",sans-serif;color:#000;margin:0}h1{font-size:17pt;line-height:1.35;margin:0 0 3mm}h2{font-size:13pt;margin:8mm 0 2mm;border-bottom:1px solid #777;break-after:avoid}
            dl{display:grid;grid-template-columns:60mm 1fr;gap:.5mm 4mm;margin:1mm 0}dt{color:#333}dd{margin:0;overflow-wrap:anywhere;white-space:pre-wrap}p{margin:1mm 0}.soft{color:#444;font-size:9pt}.answer dd{border-bottom:1px dotted #555;min-height:8mm}.answer{break-inside:avoid}
            .seal{position:fixed;top:105mm;left:0;right:0;text-align:center;transform:rotate(-32deg);font-size:24pt;line-height:1.5;color:#000;opacity:.07;overflow-wrap:anywhere;z-index:-1}
            </style></head><body><div class="seal" aria-hidden="true">{{E(mark.Who)}}<br>{{E(mark.When)}}</div>
            <h1>{{T("referral.paper_title")}}</h1><p>{{E(line)}}</p><p class="soft">{{T("export.pseudonyms")}}</p>
            <dl><dt>{{T("referral.to")}}</dt><dd>{{E(Bodies.FirstOrDefault(s => s.Code == facts.Service)?.Name ?? facts.Service)}}</dd><dt>{{T("referral.from")}}</dt><dd>{{E(unit)}}</dd><dt>{{T("cases.child")}}</dt><dd>{{E(letter.Pseudonym)}}</dd>
            <dt>{{T("referral.for")}}</dt><dd>{{E(Choice("services", facts.Purpose))}}</dd><dt>{{T("referral.answer_by")}}</dt><dd>{{E(language.Write(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.AnswerBy, country.TimeZone).DateTime)))}}</dd>
            """);
        foreach (var name in Referring.Asked.Where(n => letter.Written[n].Length > 0))
            page.Append(CultureInfo.InvariantCulture, $"<dt>{E(form[name].Label(language.Code) ?? name)}</dt><dd dir=\"auto\"><bdi>{E(form[name].Choices.Count > 0 ? Choice(name, letter.Written[name]) : veiled.Veil.Over(letter.Written[name]))}</bdi></dd>");
        page.Append(CultureInfo.InvariantCulture, $"</dl><h2>{T("referral.entries")}</h2><dl>");
        foreach (var entry in veiled.View.Entries)
            page.Append(CultureInfo.InvariantCulture, $"<dt>{T($"export.{entry.Kind.ToString().ToLowerInvariant()}")}</dt><dd dir=\"auto\"><bdi>{E(string.Join(" · ", Said(entry).Where(w => w.Length > 0)))}</bdi></dd>");
        if (veiled.View.Entries.Count == 0) page.Append(CultureInfo.InvariantCulture, $"<dt>{T("referral.nothing")}</dt><dd></dd>");
        page.Append(CultureInfo.InvariantCulture, $"</dl><div class=\"answer\"><h2>{T("referral.answered")}</h2><p>{T("referral.paper_answer")}</p><dl><dt>{T("referral.accept")} / {T("referral.decline")}</dt><dd></dd><dt>{T("referral.paper_by")}</dt><dd></dd><dt>{T("referral.paper_on")}</dt><dd></dd><dt>{T("referral.paper_why")}</dt><dd></dd></dl></div></body></html>");
        return page.ToString();
    }

    /// <summary>Of a person the word that stands for them; of anything else its words.</summary>
    private static IEnumerable<string> Said(OpenedEntry entry) => entry.Kind == EntryKind.Person ? [entry.Body["name"]] : entry.Body.Answers.Where(a => !VeiledCase.IsId(a.Value) && a.Value is not ("yes" or "no" or "none")).Select(a => a.Value).Append(entry.Body.Words);
}
