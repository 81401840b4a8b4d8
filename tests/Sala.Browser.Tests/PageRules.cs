namespace Sala.Browser.Tests;

/// <summary>What every page keeps, on whatever device: it fits the width, its targets can be hit, its title tells nothing, and it is not heavy.</summary>
public sealed class PageRules(Visitor visitor)
{
    public const int SmallestTarget = 24;
    public const int ChildsTarget = 44;

    /// <summary>Bytes of each page over the wire with all that it loads.</summary>
    public Dictionary<string, double> Weights { get; } = [];

    /// <summary>What was not kept. Gathered, so that one walk shows all of it.</summary>
    public SortedSet<string> Broken { get; } = [];

    public async Task Hold(string name)
    {
        var weight = visitor.Weight();
        Weights[name] = Math.Max(weight, Weights.GetValueOrDefault(name));
        var staff = visitor.Page.Url.Contains("/work", StringComparison.Ordinal);
        if (!staff && weight >= (name == "start" ? 14 : 25) * 1024) Broken.Add($"{name} weighs {weight:N0} bytes");
        await FitsTheWidth(name);
        if (staff) await TargetsAre(SmallestTarget, name);
        else
        {
            await TargetsAre(ChildsTarget, name);
            var title = await visitor.Page.TitleAsync();
            if (visitor.World.Sala.Country.Languages.All(l => title != visitor.World.Sala.Country.Texts(l.Code)["common.title"])) Broken.Add($"{name}: its title tells something");
            if (!await visitor.Sees("a.leave")) Broken.Add($"{name} has no way out");
        }
    }

    public async Task FitsTheWidth(string name)
    {
        var wide = await visitor.Page.EvaluateAsync<string[]>("""
            () => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return [];
              return [`scrolls: ${document.documentElement.scrollWidth} > ${width}`, ...[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width + 1).map(e => e.outerHTML.slice(0, 120))];
            }
            """);
        if (wide.Length > 0) Broken.Add($"{name} is too wide: {string.Join('\n', wide.Take(5))}");
    }

    /// <summary>WCAG 2.2, 2.5.8: links inside a sentence are excepted, and a field whose label is the larger target.</summary>
    public async Task TargetsAre(int pixels, string name)
    {
        var small = await visitor.Page.EvaluateAsync<string[]>("""
            least => [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter(e => {
              const shown = e.checkVisibility({ visibilityProperty: true });
              if (!shown || e.classList.contains('skip') || e.tabIndex < 0) return false;
              const box = (e.matches('[type=radio],[type=checkbox]') && e.closest('label') || e).getBoundingClientRect();
              if (box.width >= least && box.height >= least) return false;
              const inSentence = e.matches('a') && getComputedStyle(e).display === 'inline' && e.parentElement.matches('p,li,dd,span') &&
                [...e.parentElement.childNodes].some(n => n !== e && n.textContent.trim().length > 0);
              return !inSentence;
            }).map(e => { const b = e.getBoundingClientRect(); return `${Math.round(b.width)}x${Math.round(b.height)} ${e.outerHTML.slice(0, 100)}`; })
            """, pixels);
        foreach (var target in small) Broken.Add($"{name}: under {pixels} px: {target}");
    }
}
