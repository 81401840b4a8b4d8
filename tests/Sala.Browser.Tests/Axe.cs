using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Sala.Browser.Tests;

/// <summary>Asks axe about a page as it stands, in light and dark, narrow and wide. With script only: without, axe waits for ever.</summary>
public sealed class Axe(Visitor visitor)
{
    /// <summary>Narrow and light, wide and dark: together every colour and every layout.</summary>
    public static readonly (int Width, ColorScheme Colours)[] Usual = [(320, ColorScheme.Light), (1280, ColorScheme.Dark)];

    /// <summary>The two that <see cref="Usual"/> leaves out.</summary>
    public static readonly (int Width, ColorScheme Colours)[] Others = [(320, ColorScheme.Dark), (1280, ColorScheme.Light)];

    public SortedSet<string> Violations { get; } = [];

    /// <summary>How many pages were asked about, each look counted.</summary>
    public int Looks { get; private set; }

    public async Task Ask(string name, IEnumerable<(int Width, ColorScheme Colours)> looks)
    {
        foreach (var (width, colours) in looks)
        {
            await visitor.Page.SetViewportSizeAsync(width, 800);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = colours });
            var found = await visitor.Page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
            Looks++;
            foreach (var violation in found.Violations)
                foreach (var node in violation.Nodes) Violations.Add($"{violation.Id} ({violation.Impact}) {name}, {width} px, {colours}: {node.Html[..Math.Min(node.Html.Length, 160)]} {string.Join("; ", node.Any.Select(a => a.Message))}");
        }
    }
}
