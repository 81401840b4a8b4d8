using System.Buffers.Text;
using Sala.Operation;
using Sala.Reports;

namespace Sala.Web.Reports;

/// <summary>Visits by their cookie: begun, kept, ended. The name says nothing, the cookie ends with the browser and holds no time.</summary>
public sealed class Visits(Installation sala)
{
    public static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-s" : "s";

    /// <summary>Whether the browser brings a visit, ended or not.</summary>
    public static bool Has(HttpRequest request) => Secret(request) is not null;

    /// <summary>The visit of a request; null when it ended or never was.</summary>
    public async Task<Visit?> Of(HttpRequest request) =>
        Secret(request) is { } secret && await sala.Drafts.Read(secret).ConfigureAwait(false) is { } text ? Visit.Of(text) : null;

    /// <summary>Begins one, with a secret of its own: what was before is gone.</summary>
    /// <exception cref="Vault.TooLongToSealException">It is too long to keep.</exception>
    public async Task Begin(HttpContext context, Visit visit)
    {
        if (Secret(context.Request) is { } before) await sala.Drafts.Forget(before).ConfigureAwait(false);
        var secret = Drafts.NewSecret();
        await sala.Drafts.Write(secret, visit.ToText()).ConfigureAwait(false);
        context.Response.Cookies.Append(NameFor(context.Request), Base64Url.EncodeToString(secret), Options(context));
    }

    /// <summary>Keeps what changed.</summary>
    /// <exception cref="Vault.TooLongToSealException">It is too long to keep; what was kept before stands.</exception>
    public Task Keep(HttpContext context, Visit visit) => sala.Drafts.Write(Secret(context.Request)!, visit.ToText());

    /// <summary>Ends it: row and cookie.</summary>
    public async Task End(HttpContext context)
    {
        if (Secret(context.Request) is { } secret) await sala.Drafts.Forget(secret).ConfigureAwait(false);
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context));
    }

    private static byte[]? Secret(HttpRequest request)
    {
        var value = request.Cookies[NameFor(request)];
        return value is { Length: 43 } && Base64Url.IsValid(value) && Base64Url.DecodeFromChars(value) is { Length: 32 } secret ? secret : null;
    }

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
