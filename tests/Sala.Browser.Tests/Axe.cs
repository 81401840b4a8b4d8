using Deque.AxeCore.Commons;

namespace Sala.Browser.Tests;

/// <summary>Asks axe about a page as it stands, in light and dark, narrow and wide. With script only: without, axe waits for ever.</summary>
public sealed class Axe(Visitor visitor)
{
    /// <summary>Narrow and light, wide and dark: together every colour and every layout.</summary>
    public static readonly (int Width, ColorScheme Colours)[] Usual = [(320, ColorScheme.Light), (1280, ColorScheme.Dark)];

    /// <summary>The two that <see cref="Usual"/> leaves out.</summary>
    public static readonly (int Width, ColorScheme Colours)[] Others = [(320, ColorScheme.Dark), (1280, ColorScheme.Light)];

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    public SortedSet<string> Violations { get; } = [];

    /// <summary>How many pages were asked about, each look counted.</summary>
    public int Looks { get; private set; }

    public async Task Ask(string name, IEnumerable<(int Width, ColorScheme Colours)> looks)
    {
        foreach (var (width, colours) in looks)
        {
            await visitor.Page.SetViewportSizeAsync(width, 800);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = colours });
            // Asked directly: the package's own way opens a page more for each look, which takes seconds on two cores.
            if (!await visitor.Page.EvaluateAsync<bool>("typeof axe === 'object'")) await visitor.Page.EvaluateAsync(Script);
            var found = await visitor.Page.EvaluateAsync<string[]>("""
                async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}): ${n.html.slice(0, 160)} ${n.any.map(a => a.message).join('; ').slice(0, 160)}`))
                """);
            Looks++;
            foreach (var violation in found) Violations.Add(violation + $" [{name}, {width} px, {colours}]");
        }
    }
}
