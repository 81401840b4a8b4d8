using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sala.Countries;
using Sala.Forms;
using Sala.Help;
using Sala.Operation;
using Sala.Reports;

namespace Sala.Web.Reports;

/// <summary>What every page of the child's way has: its language and texts, the numbers, and the way out.</summary>
public abstract class ChildPage(Installation sala, ServiceDirectory directory) : PageModel
{
    public Installation Sala { get; } = sala;

    /// <summary>Code of the language in the address.</summary>
    public string Code => (string?)RouteData.Values["language"] ?? Sala.Country.Languages[0].Code;

    public Language Language => Sala.Country.Language(Code);

    public Texts Texts => Sala.Country.Texts(Code);

    /// <summary>The same page in another language: address and name.</summary>
    public IEnumerable<(Language Language, string Address)> Others =>
        Sala.Country.Languages.Where(l => l.Code != Code).Select(l => (l, $"/{l.Code}{Elsewhere}"));

    /// <summary>The rest of the address, for the page in another language.</summary>
    protected virtual string Elsewhere => Request.Path.Value is { } path && path.Length > Code.Length + 1 ? path[(Code.Length + 1)..] : "";

    /// <summary>A few words of place at the top; null where there is nothing to say.</summary>
    public string? Progress { get; protected set; }

    public bool IsOpen => Sala.IsDemonstration || Sala.Country.IsOpenToChildren(Code);

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Sala.Clock.GetUtcNow(), Sala.Country.TimeZone).DateTime);

    /// <summary>The band of ages of who tells; null where it is not known.</summary>
    protected AgeBand? Ages { get; set; }

    public IReadOnlyList<HelpNumber> Numbers => directory.NumbersFor(Ages, Sala.IsDemonstration, Today);

    public IReadOnlyList<HelpNumber> NumbersInDanger => directory.InDanger(Ages, Sala.IsDemonstration, Today);

    public IReadOnlyList<HelpPage> HelpPages => directory.PagesFor(Ages, Sala.IsDemonstration, Today);

    /// <summary>Where a picture can be taken down; null where the pack has no such page that was checked.</summary>
    public HelpPage? TakeDown => HelpPages.FirstOrDefault(p => p.Service.Kind == ServiceKind.ImageRemoval);

    /// <summary>Day and time as people here write them.</summary>
    public string When(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Sala.Country.TimeZone).DateTime;
        return $"{Language.Write(DateOnly.FromDateTime(local))} {Language.Write(TimeOnly.FromDateTime(local))}";
    }

    /// <summary>Where a person comes in by typing the address.</summary>
    protected virtual bool IsEntrance => false;

    /// <summary>After leaving, every page of the way is the neutral page, until somebody comes anew (<see cref="Left"/>).</summary>
    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (!Left.IsMarked(Request) || HttpContext.Items.ContainsKey(typeof(ErrorPages))) return next();
        context.Result = IsEntrance ? Left.Threshold(Code, Texts["common.title"], Language.LeaveTo) : Redirect(Language.LeaveTo.AbsoluteUri);
        return Task.CompletedTask;
    }

    /// <summary>303: the answer to a form is another page, so that going back never sends it again.</summary>
    protected IActionResult SeeOther(string address)
    {
        Response.Headers.Location = address;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
