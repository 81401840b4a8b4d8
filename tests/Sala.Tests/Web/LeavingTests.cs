using System.Net;

namespace Sala.Tests.Web;

/// <summary>Leaving quickly, on our side: what the browser does with it, Sala.Browser.Tests shows.</summary>
public sealed class LeavingTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public async Task Leaving_ends_the_visit_deletes_the_draft_and_goes_to_the_neutral_page(string language)
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        await browser.PostAsync($"/{language}/tell", Form(("do", "start"), ("for", "self")));
        Assert.Equal(1, await Drafts(sala));

        var left = await browser.GetAsync($"/{language}/leave");

        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        Assert.Equal(sala.Installation.Country.Language(language).LeaveTo, left.Headers.Location);
        Assert.Equal(0, await Drafts(sala));
        Assert.Contains(left.Headers.GetValues("Set-Cookie"), c => c.StartsWith("s=;", StringComparison.Ordinal));
        Assert.False(left.Headers.Contains("Clear-Site-Data"));
    }

    [Fact]
    public async Task After_leaving_every_page_of_the_way_is_the_neutral_page()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        await browser.PostAsync("/en/tell", Form(("do", "start"), ("for", "self")));
        await browser.GetAsync("/en/leave");
        foreach (var page in new[] { "tell", "tell?for=self", "back", "help", "kept", "guide-caregiver" })
        {
            var again = await browser.GetAsync($"/en/{page}");
            Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
            Assert.Equal(sala.Installation.Country.Language("en").LeaveTo, again.Headers.Location);
        }
        foreach (var entrance in new[] { "/", "/en", "/th" })
        {
            var threshold = await browser.GetStringAsync(entrance);
            Assert.Contains("<noscript><meta http-equiv=\"refresh\"", threshold);
            Assert.DoesNotContain("<h1", threshold);
        }
    }

    [Fact]
    public async Task Who_comes_anew_is_let_in_and_finds_nothing_of_the_visit_before()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        await browser.PostAsync("/en/tell", Form(("do", "start"), ("for", "self")));
        await browser.GetAsync("/en/leave");
        await browser.PostAsync("/anew", Form());
        Assert.Contains("not your fault", await browser.GetStringAsync("/en"));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/en/tell")).StatusCode);
    }

    [Fact]
    public async Task A_page_opened_again_after_the_browser_was_closed_is_the_neutral_page()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        Assert.Equal(sala.Installation.Country.Language("th").LeaveTo, (await browser.GetAsync("/th/tell")).Headers.Location);
    }

    [Fact]
    public async Task The_cookie_of_a_visit_says_nothing_and_ends_with_the_browser()
    {
        await using var sala = await RunningSala.Start();
        using var browser = sala.Browser(follow: false);
        var cookie = (await browser.PostAsync("/en/tell", Form(("do", "start"), ("for", "self")))).Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("^s=[A-Za-z0-9_-]{43}; path=/; samesite=strict; httponly$", cookie);
    }

    [Fact]
    public async Task An_idle_visit_ends_by_itself_and_says_so()
    {
        var clock = new MovingClock();
        await using var sala = await RunningSala.Start(clock: clock);
        using var child = Child.Of(sala);
        await child.Starts();
        clock.Moved = Sala.Reports.Drafts.IdleEnd + TimeSpan.FromMinutes(6);
        await child.Presses("skip");
        Assert.Equal(HttpStatusCode.Gone, child.Status);
        Assert.Equal(sala.Installation.Country.Texts("en")["session.headline"], child.Heading);
    }

    private static async Task<int> Drafts(RunningSala sala)
    {
        await using var data = sala.Installation.Store.Read();
        return data.Drafts.Count();
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private sealed class MovingClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Moved;
    }
}
