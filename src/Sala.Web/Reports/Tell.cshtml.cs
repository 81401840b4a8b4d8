using Microsoft.AspNetCore.Mvc;
using Sala.Countries;
using Sala.Help;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Flood;
using Sala.Web.Forms;

namespace Sala.Web.Reports;

/// <summary>Telling, from the consent to the receipt, at one address: what was asked for and answered stands in no address and no history.</summary>
[OpenToAll(Because = "a child needs no account")]
[NotCompressed]
public sealed class TellModel(Installation sala, ServiceDirectory directory, Visits visits, FloodControl flood, FormAssets media) : ChildPage(sala, directory)
{
    /// <summary>Name of the partial that is shown.</summary>
    public string Shows { get; private set; } = "_Ended";

    public string Way { get; private set; } = "self";
    public Visit Visit { get; private set; } = new();
    public UnfinishedReport? Report { get; private set; }
    public Reading? Reading { get; private set; }
    public IReadOnlyList<IntakeUnit> Units { get; private set; } = [];
    public Receipt? Receipt { get; private set; }

    /// <summary>The page of the form that is asked; null on every other page.</summary>
    public FormPage? FormPage { get; private set; }

    /// <summary>Nothing but the way in was told.</summary>
    public bool NothingAnswered => Report!.Session.Steps.All(s => Report.Session.PartsOn(s).SelectMany(p => p.Questions).All(p => Report.Session.Answer(p.Address) is null));

    /// <summary>The page before this one told what happened: a thank-you belongs here, to the child whom it happened to.</summary>
    public bool ThanksNow => Way == "self" && Report!.Session.Previous(Report.Session.Steps.First(s => s.Address == Report.At).Page) is { } before
        && before.Column("sala_fact") == "kind" && Report.Session.Answer(before.Name) is not null;

    private bool CameByOurOwnPage => Request.Headers["Sec-Fetch-Site"] == "same-origin" && Request.Headers["Sec-Fetch-User"] == "?1";

    private string Here => $"/{Code}/tell";

    protected override string Elsewhere => Shows == "_Consent" ? $"/tell?for={Way}" : "/tell";

    public async Task<IActionResult> OnGet([FromQuery(Name = "for")] string? way)
    {
        var visit = await visits.Of(Request);
        if (way is not null)
        {
            if (!UnfinishedReport.Knows(Sala.ReportForm, way)) return NotFound();
            Way = way;
            return visit is { Report: not null } && visit.Report.Way == way ? SeeOther(Here) : await BeforeTheFirstBox();
        }
        if (visit is not null && visit.Stage < Stage.Conversation) return await Show(visit);
        // With a cookie, or by a click on one of our own pages, somebody waited too long. Else the tab was opened again by whoever has the phone now.
        return Visits.Has(Request) || CameByOurOwnPage ? Page() : Redirect(Language.LeaveTo.AbsoluteUri);
    }

    public async Task<IActionResult> OnPost()
    {
        var form = await Request.ReadFormAsync();
        var deed = form["do"].ToString();
        if (deed == "start") return await Start(form["for"].ToString());
        if (await visits.Of(Request) is not { } visit || visit.Stage >= Stage.Conversation)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
            return Page();
        }
        visit = visit with { Notice = Notice.None, Refused = [], Typed = [], Searched = [] };
        if (visit.Report is not null)
        {
            var report = UnfinishedReport.Resume(Sala.ReportForm, Sala.Clock, visit.Report);
            report.Session.Language = Code;
            if (deed == "send") return await Send(visit, report);
            visit = Told(visit, report, deed, form);
        }
        else if (visit.Receipt is not null) visit = await WithReceipt(visit, deed, form["code"].ToString());
        try
        {
            await visits.Keep(HttpContext, visit);
        }
        catch (TooLongToSealException)
        {
            return await Show(visit with { Notice = Notice.TooLong, Typed = [] });
        }
        return SeeOther(Here);
    }

    private async Task<IActionResult> Start(string way)
    {
        if (!UnfinishedReport.Knows(Sala.ReportForm, way)) return BadRequest();
        (Way, Units) = (way, await Sala.Intake.Ready());
        if (!IsOpen || Units.Count == 0) return await BeforeTheFirstBox();
        await visits.Begin(HttpContext, new Visit { Report = UnfinishedReport.Begin(Sala.ReportForm, Sala.Clock, way).Rest(), Way = way });
        return SeeOther(Here);
    }

    private Visit Told(Visit visit, UnfinishedReport report, string deed, IFormCollection form)
    {
        var at = form["at"].ToString();
        var before = report.Urgency;
        switch (deed)
        {
            case "back": report.Back(at); break;
            case "change": report.Change(at); break;
            case "skip": report.Skip(at); break;
            default: visit = Typed(visit, report, at, form); break;
        }
        var told = report.Urgency > before;
        return visit with { Report = report.Rest(), Stage = told ? Stage.Danger : Stage.Asking, InDanger = report.Urgency > Urgency.Normal };
    }

    private Visit Typed(Visit visit, UnfinishedReport report, string at, IFormCollection form)
    {
        if (report.StepAt(at) is not { } step) return visit;
        var posted = PostedPage.Read(form, new FormPage(report.Session, step, Language, Texts));
        var searched = posted.Searched.Where(s => !EmbeddedFile.IsIn(s.Value)).ToDictionary();
        // Words with a file in them are refused before anything else is done with the page.
        if (PageTurn.Stays(posted.Deed) && !posted.Typed.Values.Any(EmbeddedFile.IsIn)) return visit with { Typed = PageTurn.Stay(report.Session, step, posted), Searched = searched };
        var refused = report.Take(at, posted.Typed);
        return visit with
        {
            Refused = refused.ToDictionary(r => r.Question, r => r.Code == Refusal.EmbeddedFile ? r.Code : PageTurn.Message(r.Problem, Language, Texts, Today)),
            // The words stay for correction, without the part that is no words.
            Typed = refused.ToDictionary(r => r.Question, r => r.Code == Refusal.EmbeddedFile ? EmbeddedFile.Without(posted.Typed[r.Question]) ?? "" : posted.Typed.GetValueOrDefault(r.Question) ?? ""),
            Searched = searched, Notice = refused.Count == 0 && report.At == at ? Notice.Grown : Notice.None,
        };
    }

    private async Task<IActionResult> Send(Visit visit, UnfinishedReport report)
    {
        try
        {
            using var pass = await flood.Enter(HttpContext.Connection.RemoteIpAddress);
            if (pass is null)
            {
                Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                Response.Headers.RetryAfter = "10";
                return await Show(visit with { Notice = Notice.KeptWords });
            }
            var sent = await Sala.Telling.Send(report.ToSend(Code));
            await visits.Keep(HttpContext, new Visit { Stage = Stage.Receipt, Receipt = sent.Receipt.Digits, Unit = sent.UnitId.ToString(), InDanger = sent.Urgency > Urgency.Normal, Way = visit.Way });
            return SeeOther(Here);
        }
        catch (OtherBodyException)
        {
            // It arrived, the answer was lost, and something was changed since: that report is kept, and this one goes as a report of its own.
            var anew = report.Rest() with { IdempotencyKey = RecordId.Random().ToByteArray() };
            return await Send(visit, UnfinishedReport.Resume(Sala.ReportForm, Sala.Clock, anew));
        }
        catch (NobodyReadyException)
        {
            return await Closed();
        }
        catch (TooLongToSealException)
        {
            return await Show(visit with { Notice = Notice.TooLong });
        }
    }

    private async Task<Visit> WithReceipt(Visit visit, string deed, string typed)
    {
        var receipt = Vault.Receipt.Read(visit.Receipt).Receipt!;
        switch (deed)
        {
            case "wrote": return visit with { Stage = Stage.TypeBack };
            case "not-back": return visit with { Stage = Stage.NotBack };
            case "keep": return visit with { Stage = Stage.Receipt };
            case "try":
                var right = Vault.Receipt.Read(typed, ReceiptLists.Of(Sala)).Receipt is { } same && same.Matches(receipt);
                return right ? visit with { Stage = Stage.Sent, Receipt = null, Notice = Notice.TypedRight } : visit with { Stage = Stage.Receipt, Notice = Notice.TypedWrong };
            case "done": return visit with { Stage = Stage.Sent, Receipt = null };
            case "close":
                await Sala.Conversation.ForgetReceipt(receipt);
                return visit with { Stage = Stage.Sent, Receipt = null, Notice = Notice.Closed };
            default: return visit;
        }
    }

    private async Task<IActionResult> BeforeTheFirstBox()
    {
        Units = await Sala.Intake.Ready();
        if (!IsOpen || Units.Count == 0) return await Closed();
        Reading = Reading.Of(Sala, Language, await Sala.Intake.NextReading());
        Shows = "_Consent";
        return Page();
    }

    private Task<IActionResult> Closed()
    {
        Shows = "_Closed";
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.FromResult<IActionResult>(Page());
    }

    private async Task<IActionResult> Show(Visit visit)
    {
        (Visit, Way) = (visit, visit.Way ?? "self");
        if (visit.Report is not null)
        {
            Report = UnfinishedReport.Resume(Sala.ReportForm, Sala.Clock, visit.Report);
            Report.Session.Language = Code;
            if (Way == "self") Ages = Sala.Country.AgeBands.FirstOrDefault(b => b.Code == Report.Session.Answer("age_band"));
            Shows = visit.Stage == Stage.Danger ? "_Danger" : Report.IsAtEnd ? "_Check" : "_Question";
            if (Shows == "_Question") FormPage = PageOf(visit);
            if (Shows == "_Question") Progress = Report.Left > 0 ? Texts.Say("question.progress", ("left", Report.Left.ToString(System.Globalization.CultureInfo.InvariantCulture))) : Texts["question.progress_last"];
            return Page();
        }
        Receipt = Vault.Receipt.Read(visit.Receipt).Receipt;
        if (visit.Unit is not null && RecordId.TryParse(visit.Unit, out var unit)) Reading = Reading.Of(Sala, Language, await Sala.Intake.NextReading(unit));
        Shows = visit.Stage switch { Stage.Receipt => "_Receipt", Stage.TypeBack => "_TypeBack", Stage.NotBack => "_NotBack", _ => "_Sent" };
        return Page();
    }

    private FormPage PageOf(Visit visit)
    {
        var files = visit.Refused.Where(r => r.Value == Refusal.EmbeddedFile).Select(r => r.Key).ToHashSet();
        return new(Report!.Session, Report.StepAt(Report.At)!, Language, Texts)
        {
            Typed = visit.Typed, Searched = visit.Searched, HoldFiles = files, HasGrown = visit.Notice == Notice.Grown, Child = this, Media = media.Report,
            Refused = visit.Refused.ToDictionary(r => r.Key, r => files.Contains(r.Key) ? Texts["image.not_kept"] : r.Value),
            RefusedHead = files.Count > 0 ? Texts["image.headline"] : null,
        };
    }
}
