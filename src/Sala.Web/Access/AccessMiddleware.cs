using Sala.Agencies;
using Sala.Audit;
using Sala.Data;
using Sala.Operation;

namespace Sala.Web.Access;

/// <summary>
/// Deny by default. Opens the staff session of a request, holds it against the policy of the endpoint, and writes each refused try of staff into the trail.
/// A form from another site is refused: the cookies are strict, and a browser that says where a request comes from is believed.
/// </summary>
public sealed class AccessMiddleware(RequestDelegate next, Installation sala)
{
    public async Task Invoke(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        // No route, or the refusal of a method that routing itself answers with.
        if (endpoint is not RouteEndpoint)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        if (FromElsewhere(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var policy = endpoint.Metadata.GetMetadata<IAccessPolicy>();
        var api = context.Request.Path.StartsWithSegments("/api");
        using var by = policy is OpenToAllAttribute or null ? null : await (api ? StaffBearer.Resume(context, sala.SignIn) : StaffCookie.Resume(context, sala.SignIn)).ConfigureAwait(false);
        if (by is not null) context.Features.Set(by);
        if (policy?.Allows(by) == true)
        {
            try
            {
                await next(context).ConfigureAwait(false);
            }
            catch (NotForYouException) when (!context.Response.HasStarted)
            {
                // What is not there and what is not for this person look the same; the service has recorded the attempt.
                context.Response.Clear();
                context.Response.StatusCode = StatusCodes.Status404NotFound;
            }
            return;
        }
        if (by is null)
        {
            if (api) context.Response.Headers.WWWAuthenticate = "Bearer";
            if (HttpMethods.IsGet(context.Request.Method) && !api) context.Response.Redirect("/work/sign-in");
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";
        await sala.Store.Refuse(new Deed(by.PersonId, "endpoint") { Detail = $"{context.Request.Method} /{route}" }).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private static bool FromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return false;
        return request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none") && !request.Path.StartsWithSegments("/api");
    }
}
