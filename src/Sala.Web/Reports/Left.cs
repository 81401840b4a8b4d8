using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Mvc;

namespace Sala.Web.Reports;

/// <summary>
/// The mark that this browser left: a cookie that says nothing and ends by itself. While it is there, back, forward and a tab opened again lead to the
/// neutral page. Who types the address anew comes in: docs/decisions/leaving-and-coming-anew.md.
/// </summary>
public static class Left
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-n" : "n";

    public static void Mark(HttpContext context) => context.Response.Cookies.Append(NameFor(context.Request), "1", Options(context, Lasts));

    public static bool IsMarked(HttpRequest request) => request.Cookies.ContainsKey(NameFor(request));

    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context, null));

    /// <summary>An empty page that lets in who came by the address itself, and sends on who came by the history. Without script it sends on.</summary>
    public static IActionResult Threshold(string language, string title, Uri neutral)
    {
        var to = HtmlEncoder.Default.Encode(neutral.AbsoluteUri);
        return new ContentResult
        {
            ContentType = "text/html; charset=utf-8",
            Content = $"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><link rel="icon" href="/icon.svg"><noscript><meta http-equiv="refresh" content="0;url={to}"></noscript></head><body><a hidden href="{to}"></a><script src="/anew.js"></script></body></html>""",
        };
    }

    private static CookieOptions Options(HttpContext context, TimeSpan? lasts) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = lasts };
}
