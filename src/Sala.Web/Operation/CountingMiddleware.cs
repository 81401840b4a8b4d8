using Sala.Web.Access;

namespace Sala.Web.Operation;

/// <summary>Counts each request by who it is for and the class of its status; nothing else of it is kept.</summary>
internal sealed class CountingMiddleware(RequestDelegate next, DayCounts counts, TimeProvider clock)
{
    public async Task Invoke(HttpContext context)
    {
        var begun = clock.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            counts.Count(SurfaceOf(context), context.Response.StatusCode, clock.GetElapsedTime(begun));
        }
    }

    private static string SurfaceOf(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return "none";
        var route = endpoint.RoutePattern.RawText?.TrimStart('/') ?? "";
        if (route.StartsWith("api/", StringComparison.Ordinal)) return "api";
        return route.StartsWith("work", StringComparison.Ordinal) || endpoint.Metadata.GetMetadata<IAccessPolicy>() is not OpenToAllAttribute ? "staff" : "reporters";
    }
}
