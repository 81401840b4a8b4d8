namespace Sala.Browser.Tests;

/// <summary>Without a Thai font every letter is an empty box, and no error says so.</summary>
public sealed class ThaiGlyphTests(World world, ITestOutputHelper output)
{
    [Fact]
    public async Task Thai_words_are_drawn_with_a_font_that_has_Thai_letters()
    {
        await using var visitor = await world.Visitor(new Device("th"));
        await visitor.Opens("/th");
        await HoldsThai(visitor);
        await new Child(visitor).Begins();
        await HoldsThai(visitor);
        await visitor.Opens("/work/sign-in?language=th");
        await HoldsThai(visitor);
    }

    private async Task HoldsThai(Visitor visitor)
    {
        var devtools = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        await devtools.SendAsync("DOM.enable");
        await devtools.SendAsync("CSS.enable");
        var root = (await devtools.SendAsync("DOM.getDocument"))!.Value.GetProperty("root").GetProperty("nodeId").GetInt32();
        var found = (await devtools.SendAsync("DOM.querySelectorAll", new Dictionary<string, object> { ["nodeId"] = root, ["selector"] = "h1,h2,p,a,button,label,legend,span,b" }))!.Value.GetProperty("nodeIds");
        var texts = await visitor.Page.Locator("h1,h2,p,a,button,label,legend,span,b").EvaluateAllAsync<string[]>("all => all.map(e => e.innerText ?? '')");
        var (thai, fonts) = (0, new SortedSet<string>());
        foreach (var (node, text) in found.EnumerateArray().Select(n => n.GetInt32()).Zip(texts))
        {
            if (!text.Any(IsThai)) continue;
            thai++;
            var used = (await devtools.SendAsync("CSS.getPlatformFontsForNode", new Dictionary<string, object> { ["nodeId"] = node }))!.Value.GetProperty("fonts").EnumerateArray().ToList();
            fonts.UnionWith(used.Select(f => f.GetProperty("familyName").GetString()!));
            var others = used.Where(f => !f.GetProperty("familyName").GetString()!.Contains("Thai", StringComparison.Ordinal)).Sum(f => f.GetProperty("glyphCount").GetDouble());
            Assert.True(others <= text.Count(c => !IsThai(c)), $"\"{text}\" is drawn with {string.Join(", ", used.Select(f => f.GetProperty("familyName")))}");
        }
        output.WriteLine($"{visitor.Page.Url}: {thai} texts, {string.Join(", ", fonts)}");
        Assert.True(thai > 3);
    }

    private static bool IsThai(char letter) => letter is >= '\u0E00' and <= '\u0E7F';
}
