namespace Sala.Browser.Tests.Forms;

/// <summary>Somebody with a keyboard and no mouse. Each stop of Tab has to be seen and in view.</summary>
internal sealed class Typist(Visitor visitor, string form)
{
    private IKeyboard Keys => visitor.Page.Keyboard;

    /// <summary>How many keys were pressed.</summary>
    public int Pressed { get; private set; }

    public async Task TabTo(string selector)
    {
        for (var tab = 0; tab < 200; tab++)
        {
            var stop = await visitor.Page.EvaluateAsync<string>("""
                selector => { const e = document.activeElement; if (!e || e === document.body) return '';
                  const style = getComputedStyle(e), box = e.getBoundingClientRect(), near = e.closest('label') && getComputedStyle(e.closest('label'));
                  const ringed = s => s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
                  if (!ringed(style) && !ringed(near)) return 'shows no focus: ' + e.outerHTML.slice(0, 120);
                  if (box.bottom < 0 || box.top > innerHeight) return 'is out of view: ' + e.outerHTML.slice(0, 120);
                  return e.matches(selector) ? 'here' : ''; }
                """, $"{form} {selector}");
            if (stop == "here") return;
            Assert.True(stop.Length == 0, $"{selector}: {stop}");
            await Press("Tab");
        }
        Assert.Fail($"Tab never comes to {selector}.");
    }

    /// <summary>One of several: Tab to the group, then the arrows.</summary>
    public async Task Choose(string name, string code)
    {
        await TabTo($"[name='{name}']");
        if (await IsOn(code)) await Press("Space");
        else
        {
            for (var step = 0; step < 60 && !await IsOn(code); step++) await Press("ArrowDown");
        }
        Assert.True(await visitor.Page.Locator($"{form} [name='{name}'][value='{code}']").IsCheckedAsync(), $"{name} {code}");
    }

    /// <summary>Ticks a box.</summary>
    public async Task Tick(string name, string code)
    {
        await TabTo($"[name='{name}'][value='{code}']");
        await Press("Space");
    }

    public async Task Type(string name, string text)
    {
        await TabTo($"[name='{name}']");
        await Keys.TypeAsync(text);
        Pressed += text.Length;
    }

    public async Task Use(string button)
    {
        await TabTo(button);
        await visitor.Follow(() => Press("Enter"));
    }

    private Task<bool> IsOn(string code) => visitor.Page.EvaluateAsync<bool>("code => document.activeElement.value === code", code);

    private async Task Press(string key)
    {
        Pressed++;
        await Keys.PressAsync(key);
    }
}
