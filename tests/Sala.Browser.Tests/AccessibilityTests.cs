using System.Text.RegularExpressions;

namespace Sala.Browser.Tests;

/// <summary>axe finds nothing, pages fit 320 px, targets can be hit, nothing comes from elsewhere: on every page, for everybody who may come to it.</summary>
public sealed partial class AccessibilityTests(World world, ITestOutputHelper output)
{
    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public async Task Every_page_of_a_child_keeps_every_rule(string language)
    {
        await using var visitor = await world.Visitor(new Device(language));
        var (axe, rules) = (new Axe(visitor), new PageRules(visitor));
        var asked = new HashSet<string>();
        visitor.AtEachPage = async name =>
        {
            await rules.Hold(name);
            // Questions differ by the kind of their fields; those of a kind that was looked at from all sides are looked at from two.
            var kind = name.StartsWith("question", StringComparison.Ordinal) ? await visitor.Page.Locator("[name^='q.']").First.EvaluateAsync<string>("f => f.type") : name;
            await axe.Ask(name, asked.Add(name + language) ? asked.Add("kind " + kind) ? Axe.Usual.Concat(Axe.Others) : Axe.Usual[..1] : []);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        };

        await EveryChildPage.Walk(visitor);

        output.WriteLine($"{asked.Count(a => a.EndsWith(language, StringComparison.Ordinal))} pages, {axe.Looks} looks, {axe.Violations.Count} violations");
        foreach (var (name, weight) in rules.Weights.OrderByDescending(w => w.Value)) output.WriteLine($"{weight / 1024,6:0.0} KB  {name}");
        Assert.True(axe.Violations.Count + rules.Broken.Count == 0, string.Join('\n', axe.Violations.Concat(rules.Broken)));
        // The browser names each answer that says "not found" or "not so"; both are pages of the walk.
        Assert.All(visitor.Complaints, complaint => Assert.Matches("status of (404|410|422)", complaint));
        Assert.All(visitor.Asked, address => Assert.StartsWith(world.Address.AbsoluteUri, address));
    }

    [Theory]
    [InlineData("responder")]
    [InlineData("head")]
    [InlineData("lead")]
    [InlineData("admin")]
    [InlineData("oversight")]
    [InlineData("responder2")]
    [InlineData("guardian")]
    public async Task Every_page_that_a_member_of_staff_can_reach_keeps_every_rule(string name)
    {
        // Half of them read Thai; every page is reached by somebody of each half.
        await using var visitor = await world.SignedIn(name, new Device(name is "head" or "responder2" or "oversight" ? "th" : "en"));
        var (axe, rules) = (new Axe(visitor), new PageRules(visitor));

        var pages = await EveryStaffPage.Crawl(visitor, async pattern =>
        {
            await visitor.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            await rules.Hold(pattern);
            await axe.Ask(pattern, name is "responder" or "admin" or "lead" ? Axe.Usual.Concat(Axe.Others) : Axe.Usual);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        });

        output.WriteLine($"{pages.Count} pages, {axe.Looks} looks, {axe.Violations.Count} violations: {string.Join(' ', pages)}");
        Assert.True(axe.Violations.Count + rules.Broken.Count == 0, string.Join('\n', axe.Violations.Concat(rules.Broken)));
        Assert.Empty(visitor.Complaints);
        Assert.All(visitor.Asked, address => Assert.StartsWith(world.Address.AbsoluteUri, address));
    }

    [Fact]
    public async Task The_pages_before_the_sign_in_keep_every_rule()
    {
        await using var visitor = await world.Visitor(new Device("en"));
        var (axe, rules) = (new Axe(visitor), new PageRules(visitor));
        foreach (var path in (string[])["sign-in?language=th", "sign-in?language=en", "first", "recover"])
        {
            await visitor.Opens($"/work/{path}");
            await rules.Hold(path);
            await axe.Ask(path, Axe.Usual.Concat(Axe.Others));
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        }
        Assert.True(axe.Violations.Count + rules.Broken.Count == 0, string.Join('\n', axe.Violations.Concat(rules.Broken)));
    }
}

/// <summary>Follows every link of staff pages, one page of each kind.</summary>
internal static partial class EveryStaffPage
{
    public static async Task<List<string>> Crawl(Visitor visitor, Func<string, Task> look)
    {
        var (waiting, seen) = (new Queue<string>(["/work/guardians", "/work/sign-out", "/work/step-up?to=/work/guardians"]), new List<string>());
        var language = $"language={visitor.Device.Language}";
        await visitor.Opens($"/work/guardians?{language}");
        while (waiting.TryDequeue(out var path))
        {
            var pattern = Pattern(path);
            if (seen.Contains(pattern)) continue;
            await visitor.Opens(path);
            seen.Add(pattern);
            await look(pattern);
            foreach (var link in await visitor.Page.Locator("a[href^='/work']").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))")) if (!link.Contains("language=", StringComparison.Ordinal)) waiting.Enqueue(link.Split('#')[0]);
        }
        return seen;
    }

    // Reports, people and units by one of each; of questions in the address, only what shows another page.
    private static string Pattern(string path)
    {
        var pattern = Ids().Replace(path.Split('?')[0], "{id}");
        return path.Contains("show=Closed", StringComparison.Ordinal) ? pattern + " closed" : path.Contains("show=Offered", StringComparison.Ordinal) ? pattern + " offered" : pattern;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Ids();
}
