using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Sala.Operation;

namespace Sala.Web.Flood;

/// <summary>The flood control of sign-ins: apart from the children's, so that neither is felt by the other.</summary>
public sealed class SignInFlood(ServerOptions options, Installation sala) : IDisposable
{
    public FloodControl Control { get; } = new(options, sala.Clock);

    public void Dispose() => Control.Dispose();
}

/// <summary>
/// On a page that anyone may send a name and a password to: many tries from one address are held, then asked to come again, before any key work is begun.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HeldWhenFloodedAttribute : Attribute, IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await next().ConfigureAwait(false);
            return;
        }
        var flood = http.RequestServices.GetRequiredService<SignInFlood>().Control;
        using var pass = await flood.Enter(http.Connection.RemoteIpAddress).ConfigureAwait(false);
        if (pass is null)
        {
            http.Response.Headers.RetryAfter = "10";
            context.Result = new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
            return;
        }
        await next().ConfigureAwait(false);
    }
}
