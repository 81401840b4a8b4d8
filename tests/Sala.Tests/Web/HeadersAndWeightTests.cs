using System.Net;
using Sala.Web.Access;

namespace Sala.Tests.Web;

/// <summary>Requirement 6: what goes over the wire, its weight and its headers, errors included.</summary>
public sealed class HeadersAndWeightTests
{
    private const int FirstPage = 14 * 1024;
    private const int EveryOther = 25 * 1024;

    [Theory]
    [InlineData("/en")]
    [InlineData("/th")]
    [InlineData("/")]
    public async Task The_first_page_weighs_at_most_14_KB_with_all_that_it_loads(string address)
    {
        await using var sala = await RunningSala.Start();
        using var browser = Compressing(sala);
        Assert.True(await Weight(browser, address) + await Loaded(browser) <= FirstPage);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public async Task Every_other_page_weighs_less_than_25_KB_with_all_that_it_loads(string language)
    {
        await using var sala = await RunningSala.Start();
        using var browser = Compressing(sala);
        var loaded = await Loaded(browser);
        foreach (var page in new[] { "help", "kept", "guide-caregiver", "guide-professional", "back", "tell?for=self", "tell?for=professional", "nothing" })
            Assert.True(await Weight(browser, $"/{language}/{page}") + loaded < EveryOther, page);

        using var child = Child.Of(sala, language);
        await child.Starts();
        var pages = 0;
        for (; child.Page.QuerySelector("dl.said") is null; pages++)
        {
            Assert.True(child.Body.Length + loaded < EveryOther, child.Heading);
            await child.Presses(child.Page.QuerySelector("button[value=go]") is null ? "skip" : "go");
        }
        Assert.True(pages > 10);
        Assert.True(child.Body.Length + loaded < EveryOther, child.Heading);
        await child.Presses("send");
        Assert.True(child.Body.Length + loaded < EveryOther, child.Heading);
    }

    [Fact]
    public async Task Every_route_and_every_error_carries_the_headers_and_loads_nothing_from_elsewhere()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        var routes = (await Sala.Web.Server.RequirePolicies(sala.App)).Select(r => r.Route).Distinct().ToList();
        Assert.True(routes.Count > 12);
        foreach (var route in routes)
        {
            var address = System.Text.RegularExpressions.Regex.Replace(route.Replace("{language:language}", "en", StringComparison.Ordinal), @"\{[^/]*\}", "kept");
            await Check(await browser.GetAsync(address));
            await Check(await browser.PostAsync(address, new FormUrlEncodedContent([])));
            await Check(await browser.PostAsync(address, new MultipartFormDataContent { { new ByteArrayContent([1]), "f", "f.jpg" } }));
            await Check(await browser.PutAsync(address, new StringContent("x")));
        }
        foreach (var nothing in new[] { "/nothing", "/en/nothing", "/en/tell?for=nobody", "/../etc", "/en/error" }) await Check(await browser.GetAsync(nothing));

        static async Task Check(HttpResponseMessage answer)
        {
            var where = $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri!.AbsolutePath} {(int)answer.StatusCode}";
            Assert.True((int)answer.StatusCode != 500, where);
            Assert.Equal(SecurityHeaders.ContentSecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.DoesNotContain("unsafe", SecurityHeaders.ContentSecurityPolicy);
            Assert.True(answer.Headers.CacheControl?.NoStore, where);
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.DoesNotContain(answer.Headers, h => h.Key is "Server" or "ETag" or "Last-Modified" or "Clear-Site-Data");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") return;
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotMatch("(src|action)=\"(https?:)?//", text);
            Assert.DoesNotMatch("<link[^>]*href=\"(https?:)?//", text);
            Assert.DoesNotMatch(" style=| on[a-z]+=|<style|<script>", text);
            Assert.Matches("<title>(Information|ข้อมูล|Sala[^<]*|[^<]{0,40})</title>", text);
        }
    }

    [Fact]
    public async Task A_page_with_a_receipt_or_a_conversation_is_not_compressed()
    {
        await using var sala = await RunningSala.Start();
        using var browser = Compressing(sala);
        Assert.Equal(["br"], (await browser.GetAsync("/en")).Content.Headers.ContentEncoding);
        Assert.Empty((await browser.GetAsync("/en/back")).Content.Headers.ContentEncoding);
        Assert.Empty((await browser.GetAsync("/en/tell?for=self")).Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/en/nothing", HttpStatusCode.NotFound, "There is nothing at this address")]
    [InlineData("/th/nothing", HttpStatusCode.NotFound, "ที่อยู่นี้ไม่มีอะไร")]
    [InlineData("/en/tell?for=nobody", HttpStatusCode.NotFound, "There is nothing at this address")]
    public async Task An_error_is_told_in_the_childs_language(string address, HttpStatusCode status, string words)
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Opens(address);
        Assert.Equal(status, child.Status);
        Assert.Equal(words, child.Heading);
    }

    [Fact]
    public async Task A_form_of_another_site_and_a_body_too_large_are_refused_with_a_page()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        var elsewhere = await browser.PostAsync("/en/tell", new FormUrlEncodedContent([KeyValuePair.Create("do", "start")]));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
        Assert.Contains("not your fault", await elsewhere.Content.ReadAsStringAsync());

        using var child = Child.Of(sala);
        await child.Starts();
        await child.Posts("/en/tell", ("do", "next"), ("at", "story"), ("q.story", new string('x', 300_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, child.Status);
        Assert.Equal("That was too much at once", child.Heading);
        await child.Opens("tell");
        Assert.Equal(HttpStatusCode.OK, child.Status);
    }

    private static HttpClient Compressing(RunningSala sala)
    {
        var browser = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = sala.Address };
        browser.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        return browser;
    }

    private static async Task<int> Weight(HttpClient browser, string address) => (await browser.GetByteArrayAsync404(address)).Length;

    private static async Task<int> Loaded(HttpClient browser) =>
        await Weight(browser, "/sala.css") + await Weight(browser, "/leave.js") + await Weight(browser, "/icon.svg");
}

internal static class Reading
{
    public static async Task<byte[]> GetByteArrayAsync404(this HttpClient browser, string address) => await (await browser.GetAsync(address)).Content.ReadAsByteArrayAsync();
}
