using System.Buffers.Text;
using Sala.Agencies;

namespace Sala.Web.Access;

/// <summary>
/// The session of a member of staff in the API: its secret in the header Authorization, and nowhere else. A cookie opens nothing under /api, so no page of another site can do a deed there.
/// </summary>
public static class StaffBearer
{
    private const string Scheme = "Bearer ";

    public static byte[]? Secret(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var value = header.AsSpan(Scheme.Length).Trim();
        return value.Length == 43 && Base64Url.IsValid(value) ? Base64Url.DecodeFromChars(value) : null;
    }

    public static async Task<SignedIn?> Resume(HttpContext context, SignIn signIn) =>
        Secret(context.Request) is { Length: 32 } secret ? await signIn.Resume(secret).ConfigureAwait(false) : null;
}
