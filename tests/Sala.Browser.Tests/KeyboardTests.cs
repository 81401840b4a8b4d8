namespace Sala.Browser.Tests;

/// <summary>Nobody needs a mouse.</summary>
public sealed class KeyboardTests(World world)
{
    [Fact]
    public async Task A_child_tells_and_comes_back_with_the_keyboard_alone()
    {
        await using var visitor = await world.Visitor(new Device("en", 1280));
        var child = new Child(visitor);
        await child.Comes();
        await ReachesAll(visitor);
        await Use(visitor, "a[href$='/tell?for=self']");
        await ReachesAll(visitor);
        await Use(visitor, "button[value=start]");
        await ReachesAll(visitor);
        await TabTo(visitor, "input[value=no]");
        await visitor.Page.Keyboard.PressAsync("Space");
        await Use(visitor, "button[value=next]");

        for (var step = 0; step < 60 && !await visitor.Sees("button[value=send]"); step++)
        {
            if ((await child.Asked()).Contains("story"))
            {
                await ReachesAll(visitor);
                await TabTo(visitor, "textarea");
                await visitor.Page.Keyboard.TypeAsync("Typed by hand.");
                await Use(visitor, "button[value=next]");
            }
            else await Use(visitor, "button[value=skip]");
        }
        await ReachesAll(visitor);
        await Use(visitor, "button[value=send]");
        await ReachesAll(visitor);
        var receipt = string.Join(' ', await visitor.Page.Locator(".code").First.Locator("span").AllInnerTextsAsync());

        await visitor.Opens("/en/back");
        await ReachesAll(visitor);
        await TabTo(visitor, "#code");
        await visitor.Page.Keyboard.TypeAsync(receipt);
        await Use(visitor, "button[value=open]");
        await ReachesAll(visitor);
        Assert.True(await visitor.Sees("#words"));
        await TabTo(visitor, "#words");
        await visitor.Page.Keyboard.TypeAsync("And this too.");
        await Use(visitor, "button[value=write]");
        Assert.Contains("And this too.", await visitor.Text());
        await Use(visitor, "a.leave");
        Assert.Equal(world.Neutral("en"), visitor.Page.Url);
    }

    [Fact]
    public async Task A_worker_reads_and_answers_with_the_keyboard_alone()
    {
        await using var visitor = await world.SignedIn("responder", new Device("en", 1280));
        await visitor.Opens("/work");
        await ReachesAll(visitor);
        await Use(visitor, "main tbody a");
        await visitor.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        await ReachesAll(visitor);
    }

    private static async Task Use(Visitor visitor, string selector)
    {
        await TabTo(visitor, selector);
        await visitor.Follow(() => visitor.Page.Keyboard.PressAsync("Enter"));
    }

    private static async Task TabTo(Visitor visitor, string selector)
    {
        for (var tab = 0; tab < 150; tab++)
        {
            if (await visitor.Page.EvaluateAsync<bool>("s => document.activeElement?.matches(s) ?? false", selector)) return;
            await visitor.Page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{visitor.Page.Url}: Tab never comes to {selector}.");
    }

    // Tab goes once round: every control is met, in view, seen to be met, and not under the bar that leaves. Radio buttons of one name are one stop.
    private static async Task ReachesAll(Visitor visitor)
    {
        await visitor.Page.EvaluateAsync("() => { document.activeElement?.blur(); scrollTo(0, 0); }");
        var wanted = await visitor.Page.EvaluateAsync<string[]>("""
            () => { let n = 0; const groups = new Set(); return [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter(e => e.checkVisibility()).map(e => {
              e.dataset.stop = e.type === 'radio' ? 'radio ' + e.name : String(n++); return e.dataset.stop; }).filter(s => !groups.has(s) && groups.add(s)); }
            """);
        var met = new HashSet<string>();
        for (var tab = 0; tab < wanted.Length + 5 && met.Count < wanted.Length; tab++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            var stop = await visitor.Page.EvaluateAsync<string[]>("""
                () => { const e = document.activeElement; if (!e || e === document.body) return ['', ''];
                  const style = getComputedStyle(e), box = e.getBoundingClientRect();
                  const near = e.closest('label') && getComputedStyle(e.closest('label'));
                  const ringed = s => s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
                  if (!ringed(style) && !ringed(near)) return [e.dataset.stop, 'shows no focus: ' + e.outerHTML.slice(0, 100)];
                  if (box.bottom < 0 || box.top > innerHeight) return [e.dataset.stop, 'is out of view: ' + e.outerHTML.slice(0, 100)];
                  const leave = document.querySelector('a.leave');
                  const over = leave && e !== leave ? leave.getBoundingClientRect() : null;
                  if (over && box.top >= over.top && box.bottom <= over.bottom && box.left >= over.left && box.right <= over.right) return [e.dataset.stop, 'is under the way out: ' + e.outerHTML.slice(0, 100)];
                  return [e.dataset.stop, '']; }
                """);
            if (stop[0] is not { Length: > 0 }) continue;
            Assert.True(stop[1].Length == 0, $"{visitor.Page.Url}: {stop[1]}");
            met.Add(stop[0]);
        }
        var missed = wanted.Except(met).ToList();
        Assert.True(missed.Count == 0, $"{visitor.Page.Url}: Tab never comes to {missed.Count} of {wanted.Length} controls.");
    }
}
