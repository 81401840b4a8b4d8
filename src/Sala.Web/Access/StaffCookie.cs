using System.Buffers.Text;
using Sala.Agencies;

namespace Sala.Web.Access;

/// <summary>The cookie of a member of staff: a secret that opens the session row. Strict, unreadable for script, host only.</summary>
public static class StaffCookie
{
    public static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-work" : "work";

    public static byte[]? Secret(HttpRequest request)
    {
        var value = request.Cookies[NameFor(request)];
        if (value is not { Length: 43 } || !Base64Url.IsValid(value)) return null;
        return Base64Url.DecodeFromChars(value);
    }

    public static async Task<SignedIn?> Resume(HttpContext context, SignIn signIn) =>
        Secret(context.Request) is { Length: 32 } secret ? await signIn.Resume(secret).ConfigureAwait(false) : null;

    public static void Set(HttpContext context, byte[] secret) =>
        context.Response.Cookies.Append(NameFor(context.Request), Base64Url.EncodeToString(secret), Options(context));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context));

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
