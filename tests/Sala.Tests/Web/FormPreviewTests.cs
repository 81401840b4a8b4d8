using System.Net;
using System.Net.NetworkInformation;
using Sala.Tests.Countries;
using Sala.Tests.Operation;

namespace Sala.Tests.Web;

/// <summary>./sala form preview: a process of its own, on this machine alone.</summary>
public sealed class FormPreviewTests
{
    [Fact]
    public async Task A_form_is_walked_on_this_machine_alone_and_what_is_typed_is_gone_with_the_process()
    {
        var port = DemonstrationPort();
        var before = Everything();
        using var process = CommandLine.Start("form", "preview", Path.Combine(Pack.ThailandFolder, "forms", "child.xlsx"), "--port", $"{port}");
        try
        {
            var said = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.Contains($"http://127.0.0.1:{port}/", said);
            using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            var page = await browser.GetStringAsync("/", TestContext.Current.CancellationToken);
            Assert.Contains("k_consent", page);
            Assert.Contains("lang=\"th\"", page);
            var next = await browser.PostAsync("/", new FormUrlEncodedContent([new("do", "next"), new("at", "k_consent"), new("language", "en"), new("q.k_consent", "1")]), TestContext.Current.CancellationToken);
            Assert.Contains("h_roster_age", await next.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.All(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => l.Port == port), l => Assert.Equal(IPAddress.Loopback, l.Address));
            using var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new FormUrlEncodedContent([new("do", "next")]) };
            elsewhere.Headers.Add("Sec-Fetch-Site", "cross-site");
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(elsewhere, TestContext.Current.CancellationToken)).StatusCode);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await browser.PostAsync("/", new MultipartFormDataContent { { new ByteArrayContent([1]), "f", "f.jpg" } }, TestContext.Current.CancellationToken)).StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task A_form_that_cannot_be_used_is_not_served_and_says_what_to_mend()
    {
        var folder = Directory.CreateTempSubdirectory("sala-form-");
        var file = Path.Combine(folder.FullName, "broken.md");
        await File.WriteAllTextAsync(file, "| survey | | | | |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |\n", TestContext.Current.CancellationToken);
        var ended = await CommandLine.Run("form", "preview", file, "--port", $"{DemonstrationPort()}");
        Assert.Equal(64, ended.Code);
        Assert.Contains("survey, row 2, relevant", ended.Error);
        folder.Delete(true);
    }

    private static IEnumerable<(string, DateTime)> Everything() =>
        [.. Directory.EnumerateFiles(Path.Combine(Pack.ThailandFolder, "forms")).Order().Select(f => (f, File.GetLastWriteTimeUtc(f)))];

    private static int DemonstrationPort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
