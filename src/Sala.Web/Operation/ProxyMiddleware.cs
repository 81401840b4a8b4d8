using System.Net;

namespace Sala.Web.Operation;

/// <summary>
/// Behind a proxy that ends TLS: takes requests from that one address alone, and of those only what it marked https. Anything else came past the proxy or
/// crossed the network in clear; it is refused without a word of what was asked.
/// </summary>
internal sealed class ProxyMiddleware(RequestDelegate next, string proxy)
{
    private readonly IPAddress proxy = IPAddress.Parse(proxy).MapToIPv6();

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        var from = context.Connection.RemoteIpAddress;
        if (from is not null && IPAddress.IsLoopback(from) && HealthEndpoints.Are(request.Path)) return next(context);
        if (from is null || !from.MapToIPv6().Equals(proxy)) return Refuse(context, StatusCodes.Status403Forbidden);
        if (request.Headers["X-Forwarded-Proto"].ToString() != "https") return Refuse(context, StatusCodes.Status421MisdirectedRequest);
        request.Scheme = "https";
        // The last address is the one that the proxy saw itself; those before it anybody may have written. Kept in memory for flood control alone.
        var seen = request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim();
        if (IPAddress.TryParse(seen, out var client)) context.Connection.RemoteIpAddress = client;
        foreach (var header in (string[])["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded"]) request.Headers.Remove(header);
        return next(context);
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
