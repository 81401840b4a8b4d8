using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sala.Agencies;
using Sala.Countries;
using Sala.Operation;
using Sala.Vault;

namespace Sala.Web.Agencies;

/// <summary>
/// What every page for staff has: who asks, the staff's language, what was refused. A form from another site is stopped before it comes here
/// (strict cookies, and <see cref="Access.AccessMiddleware"/> believes a browser that says where a request comes from), so there is no token in forms.
/// </summary>
public abstract class WorkPage(Installation sala) : PageModel
{
    private const string LanguageCookie = "work-language";

    public Installation Sala { get; } = sala;

    /// <summary>Null on the pages before the sign-in.</summary>
    public SignedIn? Who => HttpContext.Features.Get<SignedIn>();

    /// <exception cref="InvalidOperationException">Nobody is signed in: the page declares the wrong policy.</exception>
    public SignedIn By => Who ?? throw new InvalidOperationException("Nobody is signed in.");

    public Language Language { get; private set; } = null!;
    public Texts T { get; private set; } = null!;

    /// <summary>Why the deed was refused, in the staff's language; null when nothing was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>The refusal asks for password and code again.</summary>
    public bool RefusedForStepUp { get; private set; }

    /// <summary>What was done before this page was asked for.</summary>
    public string? Done => Request.Query["done"].ToString() is { Length: > 0 } done && T.Keys.Contains($"done.{done}") ? T[$"done.{done}"] : null;

    /// <summary>Which page of a list; the name page belongs to the router as well, so it is read from the query alone.</summary>
    protected int AskedPage => int.TryParse(Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : 1;

    // Its name begins with On: without the mark it would be a handler for the method PAGE.
    [NonHandler]
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null)
        {
            context.Result = NotFound();
            return;
        }
        var asked = Request.Query["language"].ToString();
        if (Sala.Country.Find(asked) is { } chosen)
        {
            Language = chosen;
            Response.Cookies.Append(LanguageCookie, chosen.Code, new CookieOptions
            {
                HttpOnly = true, Secure = Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/work", MaxAge = TimeSpan.FromDays(365), IsEssential = true,
            });
        }
        else
        {
            Language = Sala.Country.Find(Request.Cookies[LanguageCookie] ?? "") ?? Sala.Country.Languages[0];
        }
        T = Sala.Country.Texts(Language.Code);
    }

    /// <summary>Does it and goes to another page; what a rule refuses is shown on this one, with all that was typed.</summary>
    protected async Task<IActionResult> Do(Func<Task> deed, string then, Func<Task> again)
    {
        try
        {
            await deed().ConfigureAwait(false);
            return SeeOther(then);
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, again).ConfigureAwait(false);
        }
    }

    protected async Task<IActionResult> Refused(RefusedException refused, Func<Task> again)
    {
        Refuse(refused);
        await again().ConfigureAwait(false);
        return Page();
    }

    protected void Refuse(RefusedException refused)
    {
        Refusal = T.Keys.Contains($"refusals.{refused.Code}") ? T[$"refusals.{refused.Code}"] : refused.Message;
        RefusedForStepUp = refused.Code == "step-up";
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
    }

    /// <summary>After a deed: the page that is then asked for can be loaded again without doing it twice.</summary>
    protected IActionResult SeeOther(string path)
    {
        Response.Headers.Location = path;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>Where this person's work begins.</summary>
    public static string HomeOf(SignedIn who) =>
        who.Has(RoleGroups.Readers) ? "/work"
        : who.Has(RoleGroups.Caseworkers) ? "/work/cases"
        : who.Has(Roles.Administrator) ? "/work/people"
        : who.Has(Roles.Oversight) ? "/work/audit"
        : who.Has(Roles.Guardian) ? "/work/guardians"
        : who.Has(Roles.Statistician) ? "/work/measure"
        : "/work/units";

    /// <summary>The twelve words by which two people compare a key; null where the pack has no list.</summary>
    public string[]? WordsOf(PublicKey key) =>
        Sala.Country.Languages.Select(l => l.ReceiptWords?.Words).FirstOrDefault(w => w is not null) is { } list ? key.FingerprintWords(list) : null;

    public string Day(DateTimeOffset at) => Language.Write(DateOnly.FromDateTime(Local(at)));

    public string Time(DateTimeOffset at) => Language.Write(TimeOnly.FromDateTime(Local(at)));

    /// <summary>Time alone for today, else day and time.</summary>
    public string Moment(DateTimeOffset at) =>
        Local(at).Date == Local(Sala.Clock.GetUtcNow()).Date ? T.Say("staff.today_at", ("time", Time(at))) : T.Say("staff.day_at", ("day", Day(at)), ("time", Time(at)));

    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Sala.Country.TimeZone).DateTime;

    /// <summary>The instant that a person of the country typed as day and hour.</summary>
    protected DateTimeOffset FromLocal(DateTime typed) => new(DateTime.SpecifyKind(typed, DateTimeKind.Unspecified), Sala.Country.TimeZone.GetUtcOffset(typed));

    public string RolesInWords(Roles roles) =>
        string.Join(", ", Enum.GetValues<Roles>().Where(r => r != Roles.None && (roles & r) != 0).Select(r => T[$"roles.{r.ToString().ToLowerInvariant()}"]));

    public string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
