using Sala.Operation;

namespace Sala.Web.Reports;

/// <summary>Leaving quickly: ends the visit on our side, then goes to the neutral page of the pack. After it, the way back leads there too.</summary>
public static class Leaving
{
    public static async Task Leave(HttpContext context, Visits visits, Installation sala, string language)
    {
        await visits.End(context).ConfigureAwait(false);
        Left.Mark(context);
        context.Response.Redirect(sala.Country.Language(language).LeaveTo.AbsoluteUri);
    }
}

/// <summary>The mark that this browser left: a cookie that says nothing. While it is there, going back shows the neutral page alone.</summary>
public static class Left
{
    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-n" : "n";

    public static void Mark(HttpContext context) => context.Response.Cookies.Append(NameFor(context.Request), "1", Options(context));

    /// <summary>Whether this request is answered with the neutral page.</summary>
    public static bool KeepsOut(HttpContext context) => context.Request.Cookies.ContainsKey(NameFor(context.Request));

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context));

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
