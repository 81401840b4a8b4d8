namespace Sala.Browser.Tests;

/// <summary>An administrator registers an address by page, sees what went there, holds it back and ends it.</summary>
public sealed class WebhookPageTests(World world)
{
    [Theory]
    [InlineData("en", 1280, true)]
    [InlineData("th", 320, false)]
    public async Task An_administrator_registers_an_address_sees_that_nobody_answers_there_holds_it_back_and_ends_it(string language, int width, bool script)
    {
        await using var visitor = await world.SignedIn("admin", new Device(language, width, script));
        var (rules, axe) = (new PageRules(visitor), new Axe(visitor));
        visitor.AtEachPage = async page =>
        {
            await rules.Hold(page);
            if (script)
            {
                await axe.Ask(page, Axe.Usual);
                await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
                await visitor.Page.SetViewportSizeAsync(width, visitor.Device.Height);
            }
            if (Environment.GetEnvironmentVariable("SALA_LOOK") is { Length: > 0 } folder)
                await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"webhooks-{page}-{language}-{width}.png".Replace(' ', '-')), FullPage = true });
        };
        // What another walk stepped up for may still count.
        await visitor.Opens($"/work/webhooks?language={language}");
        await visitor.IsAt("no webhook");
        await new Worker(visitor).StepsUp("admin", "/work/webhooks");
        await visitor.Page.FillAsync("#address", "http://example.org/inward");
        await Chooses(visitor);
        Assert.True(await visitor.Sees(".note.now"));
        Assert.Equal("http://example.org/inward", await visitor.Page.InputValueAsync("#address"));

        // Nobody listens at this port of this machine.
        await visitor.Page.FillAsync("#address", "http://127.0.0.1:9/hook");
        await Chooses(visitor);
        await visitor.IsAt("a webhook registered");
        Assert.StartsWith("whsec_", await visitor.Page.Locator(".secret code").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.Opens("/work/webhooks");
        Assert.False(await visitor.Sees(".secret"));
        await visitor.Press("main table a");
        await visitor.IsAt("a webhook without events");

        await using (var worker = await world.SignedIn("investigator", new Device("en", 1280)))
        {
            await worker.Opens("/work/cases?stage=Assessed");
            await worker.Press("main td > a");
            await worker.Page.SelectOptionAsync("#to-stage", "Investigation");
            await worker.Press("form[action$='/stage'] button");
        }
        await world.Sala.WebhookPost.Work();
        await visitor.Opens(new Uri(visitor.Page.Url).AbsolutePath);
        await visitor.IsAt("a webhook that nobody answers");
        Assert.Contains("case.stage-changed", await visitor.Page.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(world.Sala.Country.Texts(language)["webhooks.no_answer"], await visitor.Page.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);

        await visitor.Press("form[action$='/pause'] button");
        await visitor.IsAt("a webhook held back");
        await visitor.Press("form[action$='/resume'] button");
        await visitor.Press("form[action$='/end'] button");
        await visitor.IsAt("webhooks after the end");
        Assert.False(await visitor.Sees("main table"));
        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
    }

    private static async Task Chooses(Visitor visitor)
    {
        await visitor.Page.SelectOptionAsync("#unit", new SelectOptionValue { Label = "Children's unit (demonstration), Demonstration agency for children" });
        await visitor.Page.SelectOptionAsync("#role", "Responder");
        await visitor.Press("form[action$='/register'] button");
    }
}
