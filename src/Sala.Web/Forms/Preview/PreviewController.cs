using Microsoft.AspNetCore.Mvc;
using Sala.Countries;
using Sala.Forms;
using Sala.Forms.Checking;

namespace Sala.Web.Forms.Preview;

/// <summary>The pages of the preview. Only the preview's own server maps them.</summary>
[Route("")]
public sealed class PreviewController(PreviewForm form, PreviewVisits visits) : Controller
{
    [HttpGet("")]
    public IActionResult Walk([FromQuery(Name = "show")] string? shown) => Show("/Forms/Preview/Walk.cshtml", shown);

    [HttpGet("all")]
    public IActionResult All([FromQuery(Name = "show")] string? shown) => Show("/Forms/Preview/All.cshtml", shown);

    [HttpPost("")]
    public async Task<IActionResult> Press()
    {
        var typed = await Request.ReadFormAsync();
        var visit = visits.Of(HttpContext);
        lock (visit.Turn)
        {
            var code = typed["language"].ToString();
            var language = form.Languages.FirstOrDefault(l => l.Code == code) ?? form.Languages[0];
            switch (typed["do"].ToString())
            {
                case "again":
                    if (form.ReadAgain()) visit.Restart(form);
                    break;
                case "go": visit.Walk.GoTo(typed["to"].ToString()); break;
                default: visit.Walk.Press(typed, language, form.Texts(language.Code), form.Today); break;
            }
        }
        Response.Headers.Location = "/";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    [HttpGet("media/{file}")]
    public IResult Media(string file) => form.Media.Send(file);

    private ViewResult Show(string view, string? shown)
    {
        var visit = visits.Of(HttpContext);
        lock (visit.Turn)
        {
            if (shown is not null && shown.Split(',').Where(form.Form.Languages.Contains).ToList() is { Count: > 0 } wanted) visit.Shown = wanted;
            return View(view, new PreviewShown(form, visit));
        }
    }
}

/// <summary>What a page of the preview shows.</summary>
public sealed class PreviewShown(PreviewForm preview, PreviewVisit visit)
{
    public PreviewForm Preview { get; } = preview;
    public PreviewVisit Visit { get; } = visit;
    public Form Form => Preview.Form;
    public FormWalk Walk => Visit.Walk;
    public FormSession Session => Walk.Session;

    /// <summary>The languages side by side.</summary>
    public IReadOnlyList<Language> Languages => [.. Preview.Languages.Where(l => Visit.Shown.Contains(l.Code))];

    /// <summary>The language of the frame.</summary>
    public Language Frame => Languages[0];

    public Texts Texts => Preview.Texts(Frame.Code);

    public FormPage Page(Language language)
    {
        Session.Language = language.Code;
        return Walk.Page(language, Preview.Texts(language.Code), Preview.Today)!.In(Preview.Media, Preview.Services, $"q-{Tag(language) ?? language.Code.Replace(' ', '-')}-");
    }

    /// <summary>The code where it is one that a browser knows; null for a language that the form only names.</summary>
    public static string? Tag(Language language) => language.Code.Length is 2 or 3 && language.Code.All(char.IsAsciiLetter) ? language.Code.ToLowerInvariant() : null;

    /// <summary>Every question that stands on the page that is shown, and every calculation.</summary>
    public IReadOnlyList<RulesShown> OnPage
    {
        get
        {
            if (Walk.Step is not { } step) return [];
            Question[] groups = step.Page.IsGroup ? [step.Page] : [];
            return [.. groups.Select(g => RulesShown.Of(this, g, step.Address)), .. Session.PartsOn(step).SelectMany(Flat).Select(p => RulesShown.Of(this, p.Question, p.Address))];
        }
    }

    /// <summary>Every row of the form that is a question, group or calculation.</summary>
    public IEnumerable<RulesShown> All => Form.Questions.Select(q => RulesShown.Of(this, q, q.Name));

    private static IEnumerable<FormPart> Flat(FormPart part) => part.Kind switch
    {
        FormPartKind.Question => [part],
        FormPartKind.Group => part.Parts.SelectMany(Flat).Prepend(part),
        _ => part.Parts.SelectMany(Flat),
    };
}

/// <summary>A row of the form: its name, its rules as they are written, and how things stand with its answer.</summary>
public sealed record RulesShown(Question Question, string Address, string State, string Answer, IReadOnlyList<(string Column, string Text)> Rules, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Columns =
        ["relevant", "required", "constraint", "calculation", "choice_filter", "default", "read_only", "repeat_count", "trigger", "appearance", "parameters"];

    public static RulesShown Of(PreviewShown shown, Question question, string address)
    {
        var (session, t) = (shown.Session, shown.Texts);
        var answer = question.IsGroup ? "" : AnswerWords.Of(session, new FormPart(FormPartKind.Question, question, address, []), shown.Frame, t);
        var raw = session.Answer(address);
        var state = !session.IsRelevant(address) ? "not_asked" : question.IsGroup || question.Type == QuestionType.Note ? "shown"
            : question.IsAnswered ? raw is not null ? "answered" : session.IsSkipped(address) ? "skipped" : "waits"
            : raw is not null ? "worked_out" : "empty";
        return new(question, address, t[$"preview.state_{state}"], raw is not null && answer != raw ? $"{raw}: {answer}" : answer,
            [.. Columns.Select(c => (c, question.Column(c))).Where(c => c.Item2 is not null).Select(c => (c.c, c.Item2!))],
            [.. shown.Preview.Findings.Where(f => f.Problem.Row == question.Row && f.Problem.Sheet.Equals("survey", StringComparison.OrdinalIgnoreCase))]);
    }
}
