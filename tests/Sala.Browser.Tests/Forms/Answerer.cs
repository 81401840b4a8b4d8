namespace Sala.Browser.Tests.Forms;

/// <summary>Somebody who answers a form in the preview: knows the fields by their names, never by their words, so that each language is walked alike.</summary>
internal sealed class Answerer(Visitor visitor, PreviewedForm form)
{
    private IPage Page => visitor.Page;

    /// <summary>The part of the page in the person's own language.</summary>
    public ILocator Mine => Page.Locator($"#f-{visitor.Device.Language}");

    public async Task Comes() => await visitor.Follow(() => Page.GotoAsync(new Uri(form.Address, $"?show={visitor.Device.Language}").AbsoluteUri));

    public async Task ComesToBoth() => await visitor.Follow(() => Page.GotoAsync(new Uri(form.Address, "?show=en,th").AbsoluteUri));

    /// <summary>Address of the page that is shown; empty at the end.</summary>
    public async Task<string> At() => await Mine.CountAsync() == 0 ? "" : await Mine.Locator("input[name=at]").InputValueAsync();

    public Task Presses(string deed) => visitor.Follow(() => Mine.Locator($"button[value='{deed}']:not(.default)").ClickAsync());

    public Task GoesOn() => Presses("next");

    /// <summary>What is wrong, at the fields.</summary>
    public Task<IReadOnlyList<string>> Wrong() => Mine.Locator(".why").AllInnerTextsAsync();

    /// <summary>Fills in one field: what to do follows from the kind of its controls.</summary>
    public async Task Fill(string address, string answer)
    {
        if (await Mine.Locator($"[name='y.{address}']").CountAsync() > 0) await Day(address, answer);
        else if (await Mine.Locator($"[name='lat.{address}']").CountAsync() > 0)
        {
            var parts = answer.Split(' ');
            await Mine.Locator($"[name='lat.{address}']").FillAsync(parts[0]);
            await Mine.Locator($"[name='lon.{address}']").FillAsync(parts[1]);
        }
        else
        {
            var field = Mine.Locator($"[name='q.{address}']");
            switch (await field.First.EvaluateAsync<string>("f => f.type"))
            {
                case "radio" or "checkbox":
                    if (await Mine.Locator($"details:has([name='q.{address}'])").CountAsync() > 0) await Mine.Locator($"details:has([name='q.{address}']) summary").ClickAsync();
                    foreach (var code in answer.Split(' ')) await Mine.Locator($"label:has([name='q.{address}'][value='{code}'])").ClickAsync();
                    break;
                case "select-one":
                    var codes = answer.Split(' ');
                    for (var i = 0; i < codes.Length; i++) await field.Nth(i).SelectOptionAsync(codes[i]);
                    break;
                default: await field.FillAsync(answer); break;
            }
        }
    }

    // day month year time, as the person types them; _ where the page does not ask.
    private async Task Day(string address, string answer)
    {
        foreach (var (name, text) in "dmyt".Zip(answer.Split(' ')))
        {
            var field = Mine.Locator($"[name='{name}.{address}']");
            if (text == "_" || await field.CountAsync() == 0) continue;
            if (name == 'm') await field.SelectOptionAsync(text);
            else await field.FillAsync(text);
        }
    }

    /// <summary>Answers as the end of the preview shows them: code or text by address.</summary>
    public async Task<Dictionary<string, string>> Answers()
    {
        var all = await Page.EvaluateAsync<string[]>("async () => { const page = new DOMParser().parseFromString(await (await fetch('/all')).text(), 'text/html'); return [...page.querySelectorAll('.rule')].map(r => r.querySelector('b').textContent + '\\n' + (r.querySelector('.answer')?.textContent ?? '')); }");
        return all.Select(a => a.Split('\n', 2)).GroupBy(a => a[0]).ToDictionary(a => a.Key, a => a.First()[1]);
    }
}
