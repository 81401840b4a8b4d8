using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>An answer to staff that has only a number becomes a page that says what happened and where to go. What was asked for is not repeated.</summary>
public sealed class WorkErrors(RequestDelegate next)
{
    public async Task Invoke(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/work"))
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception failed) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            context.Response.StatusCode = failed is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        }
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentType is not null || HttpMethods.IsHead(context.Request.Method)) return;
        // Whoever cleared the answer cleared its headers too.
        SecurityHeaders.Set(response.Headers);
        // The page is found by its address, like any other.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/work/error";
        context.Request.QueryString = default;
        context.Request.ContentType = null;
        context.Items[typeof(WorkErrors)] = response.StatusCode;
        await next(context).ConfigureAwait(false);
    }
}
