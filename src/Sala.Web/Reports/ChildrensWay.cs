using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Web.Flood;
using Sala.Web.Forms;

namespace Sala.Web.Reports;

/// <summary>What the child's way adds to the server: its services and the addresses that are no pages.</summary>
internal static class ChildrensWay
{
    public static void AddChildrensWay(this WebApplicationBuilder builder, Installation sala, ServerOptions options)
    {
        builder.Services.AddSingleton(ServiceDirectory.Load(sala.Country));
        builder.Services.AddSingleton(new FloodControl(options, sala.Clock));
        builder.Services.AddSingleton<SignInFlood>();
        builder.Services.AddSingleton<Visits>();
        builder.Services.AddSingleton<FormAssets>();
        builder.Services.Configure<RouteOptions>(o => o.SetParameterPolicy<LanguageInAddress>("language"));
        builder.Services.AddOpenApi("v1", ApiDescription.Describe);
    }

    public static void MapChildrensWay(this WebApplication app)
    {
        app.MapGet("/{language:language}/leave", (HttpContext context, string language, Visits visits, Installation sala) => Leaving.Leave(context, visits, sala, language))
            .ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "ends a visit; whoever sees the page may leave it" });
        app.MapPost("/anew", (HttpContext context) => Left.Forget(context)).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "who left and came anew is let in" });
        app.MapGet("/anew.js", () => Results.Bytes(Assets.Anew, "text/javascript; charset=utf-8")).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "tells coming anew from going back" });
        app.MapGet("/icon.svg", () => Results.Bytes(Assets.Icon, "image/svg+xml")).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "a plain sheet of paper, as every page shows" });
        app.MapGet("/favicon.ico", () => Results.NoContent()).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "browsers ask for it unasked" });
        FormAssets.Map(app);
        app.MapReportsApi();
        app.MapOpenApi("/api/v1/openapi.json").WithMetadata(new OpenToAllAttribute { Because = "the description of the API" });
    }
}
