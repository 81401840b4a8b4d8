using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.WebEncoders;
using Sala.Countries;
using Sala.Web.Access;

namespace Sala.Web.Forms.Preview;

/// <summary>A server on this machine alone that walks a form in the browser, before anybody is asked. It has no database and no keys; nothing that is typed is stored.</summary>
public static class PreviewServer
{
    /// <param name="path">The form.</param>
    /// <param name="country">Whose words, numbers and calendar stand around it.</param>
    /// <param name="port">On 127.0.0.1; 0 for any that is free.</param>
    /// <exception cref="Sala.Forms.FormException">The form cannot be used. With all problems.</exception>
    public static WebApplication Build(string path, Country country, int port, TimeProvider clock)
    {
        var form = new PreviewForm(path, country, clock).Load();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Server.LargestBody;
            kestrel.Listen(System.Net.IPAddress.Loopback, port);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(form);
        builder.Services.AddSingleton<PreviewVisits>();
        builder.Services.AddControllersWithViews(o => o.Filters.Add(new IgnoreAntiforgeryTokenAttribute())).AddApplicationPart(typeof(PreviewServer).Assembly);
        builder.Services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context.Response.Headers);
            // Another site that is open in the same browser cannot press anything here.
            if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none") return next(context);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
        app.UseMiddleware<BodyGate>();
        app.MapControllers();
        FormAssets.MapAssets(app);
        app.MapGet("/sala.css", () => Results.Bytes(Assets.Style, "text/css; charset=utf-8"));
        app.MapGet("/preview.css", () => Results.Bytes(Assets.PreviewStyle, "text/css; charset=utf-8"));
        app.MapGet("/icon.svg", () => Results.Bytes(Assets.Icon, "image/svg+xml"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
        return app;
    }
}
