using Sala.Operation;
using Sala.Web.Api;

namespace Sala.Web;

/// <summary>
/// Each answer that went wrong, whatever the cause, becomes a page in the reader's language or, for the API, a problem. Nothing of the request or of the
/// exception is repeated or logged: it could hold a child's words.
/// </summary>
public sealed class ErrorPages(RequestDelegate next, Installation sala)
{
    public async Task Invoke(HttpContext context)
    {
        var response = context.Response;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad) when (!response.HasStarted)
        {
            Refuse(context, bad.StatusCode);
        }
        catch (InvalidDataException) when (!response.HasStarted)
        {
            Refuse(context, StatusCodes.Status400BadRequest); // fields that are no form
        }
        catch (Exception) when (!response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            Refuse(context, StatusCodes.Status500InternalServerError);
        }
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0 || response.ContentType is not null) return;
        await Say(context).ConfigureAwait(false);
    }

    private static void Refuse(HttpContext context, int status)
    {
        context.Response.Clear();
        Access.SecurityHeaders.Set(context.Response.Headers);
        context.Response.StatusCode = status;
    }

    private async Task Say(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api"))
        {
            await Problem.Write(context, context.Response.StatusCode).ConfigureAwait(false);
            return;
        }
        if (path.StartsWithSegments("/work") || HttpMethods.IsHead(context.Request.Method)) return;
        context.Items[typeof(ErrorPages)] = context.Response.StatusCode;
        var language = path.Value!.Split('/') is [_, var first, ..] && sala.Country.Find(first) is { } known ? known.Code : sala.Country.Languages[0].Code;
        // The page is found by its address, like any other; what was asked for is not read a second time.
        context.SetEndpoint(null);
        context.Features.Get<Microsoft.AspNetCore.Http.Features.IRouteValuesFeature>()?.RouteValues.Clear();
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = $"/{language}/error";
        context.Request.QueryString = default;
        context.Request.ContentType = null;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            Refuse(context, StatusCodes.Status500InternalServerError);
        }
    }
}
