using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.Extensions.WebEncoders;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Web.Api;
using Sala.Web.Cases;
using Sala.Web.Cases.Referrals;
using Sala.Web.Links;
using Sala.Web.Notices;
using Sala.Web.Operation;
using Sala.Web.Reports;
using Sala.Web.Webhooks;

namespace Sala.Web;

/// <summary>An endpoint declares no access policy: the program does not start.</summary>
public sealed class NoPolicyException(string endpoint) : Exception($"The endpoint {endpoint} declares no access policy. Add OpenToAll (with the reason), For or ForStaff.");

/// <summary>How this server differs from the next.</summary>
/// <param name="Listen">The address.</param>
/// <param name="FloodControl">False in the demonstration alone, for measuring.</param>
/// <param name="Watch">Log and metrics; without one nothing is logged.</param>
public sealed record ServerOptions(string Listen, bool FloodControl = true, Watch? Watch = null);

/// <summary>The web server: pages and API over one installation.</summary>
public static class Server
{
    /// <summary>The largest body that is read; held in memory, never in a file.</summary>
    public const int LargestBody = 256 * 1024;

    public static async Task<WebApplication> Build(Installation sala, ServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            Tls.Use(kestrel, sala.Settings);
        }).UseUrls(options.Listen);
        var watch = options.Watch ?? new Watch(sala, TextWriter.Null);
        builder.Logging.ClearProviders().AddProvider(new FrameworkLog(watch.Counts));
        builder.Services.AddSingleton(sala);
        builder.Services.AddSingleton(options);
        // A form from another site is refused by AccessMiddleware; a token in each page would be one more secret beside what was typed.
        builder.Services.AddRazorPages(o => o.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute())).WithRazorPagesAtContentRoot().AddApplicationPart(typeof(Server).Assembly);
        // Thai as it is written, not as numbers of signs: a third of the weight.
        builder.Services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        builder.AddChildrensWay(sala, options);
        builder.Services.ConfigureHttpJsonOptions(o => ApiFormat.Make(o.SerializerOptions));
        builder.Services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes = ["text/html", "text/css", "text/javascript"];
        });

        var app = builder.Build();
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context.Response.Headers);
            return next(context);
        });
        app.UseMiddleware<CountingMiddleware>(watch.Counts, sala.Clock);
        if (sala.Settings.Proxy.Length > 0) app.UseMiddleware<ProxyMiddleware>(sala.Settings.Proxy);
        app.UseMiddleware<ErrorPages>();
        app.UseMiddleware<WorkErrors>();
        app.UseMiddleware<FailureMiddleware>(watch.Counts);
        app.UseRouting();
        app.UseMiddleware<AccessMiddleware>();
        // Pages that hold a receipt or a conversation are not compressed: see NotCompressed.
        app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<NotCompressedAttribute>() is null, branch => branch.UseResponseCompression());
        app.UseMiddleware<BodyGate>();
        app.MapRazorPages();
        HealthEndpoints.Map(app, sala);
        AnchorEndpoint.Map(app, sala);
        app.MapChildrensWay();
        app.MapSessionApi();
        app.MapCasesApi();
        app.MapListsApi();
        app.MapStepsApi();
        app.MapCourseApi();
        app.MapFormsApi();
        app.MapHoldsApi();
        app.MapReferralsApi();
        app.MapLinksApi();
        app.MapLettersApi();
        app.MapWebhooksApi();
        app.MapGet("/sala.css", () => Results.Bytes(Assets.Style, "text/css; charset=utf-8")).WithMetadata(new OpenToAllAttribute { Because = "the look of every page" });
        app.MapGet("/leave.js", () => Results.Bytes(Assets.Leave, "text/javascript; charset=utf-8")).WithMetadata(new OpenToAllAttribute { Because = "leaves at once, from every page" });
        await RequirePolicies(app).ConfigureAwait(false);
        if (options.Watch is null) app.Lifetime.ApplicationStopped.Register(() => watch.DisposeAsync().AsTask());
        return app;
    }

    /// <summary>Every endpoint with its policy, as the committed table has it.</summary>
    /// <exception cref="NoPolicyException">One has none.</exception>
    public static async Task<IReadOnlyList<(string Method, string Route, IAccessPolicy Policy)>> RequirePolicies(WebApplication app)
    {
        var table = new List<(string, string, IAccessPolicy)>();
        var loader = app.Services.GetRequiredService<PageLoader>();
        foreach (var endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var metadata = endpoint.Metadata;
            var methods = metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.ToList() ?? [];
            if (metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, metadata).ConfigureAwait(false);
                // Before the first request the loader makes no endpoint of its own: the attributes of the page's model are what it will carry.
                metadata = compiled.Endpoint?.Metadata ?? new EndpointMetadataCollection(compiled.EndpointMetadata.Concat(compiled.HandlerTypeInfo.GetCustomAttributes(inherit: true)));
                methods = [.. compiled.HandlerMethods?.Select(h => h.HttpMethod.ToUpperInvariant()).Distinct() ?? []];
            }
            var route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            var policy = metadata.GetMetadata<IAccessPolicy>() ?? throw new NoPolicyException(route);
            foreach (var method in methods.Count == 0 ? ["ANY"] : methods) table.Add((method, route, policy));
        }
        return [.. table.OrderBy(t => t.Item2, StringComparer.Ordinal).ThenBy(t => t.Item1, StringComparer.Ordinal)];
    }
}

/// <summary>A page that mixes a secret with what somebody typed is sent uncompressed: its length would tell of the secret (BREACH).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NotCompressedAttribute : Attribute;
