using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sala.Browser.Tests;

/// <summary>Stands for every other site: the neutral page of the pack, and whatever a page of ours should never ask for.</summary>
public sealed class Elsewhere : IAsyncDisposable
{
    public const string Title = "An encyclopedia";

    private readonly WebApplication app;

    private Elsewhere(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.Single()).Port;

    /// <summary>Host and path of everything that was asked for here.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<Elsewhere> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=elsewhere.invalid", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate)));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var elsewhere = new Elsewhere(app);
        app.Run(context =>
        {
            elsewhere.Asked.Enqueue($"{context.Request.Host}{context.Request.Path}");
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync($"<!doctype html><html lang=en><title>{Title}</title><link rel=icon href=data:,><h1>Butterflies</h1>");
        });
        await app.StartAsync();
        return elsewhere;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
