namespace Sala.Browser.Tests;

/// <summary>Comes to every page that somebody who tells can see.</summary>
internal static class EveryChildPage
{
    public static async Task Walk(Visitor visitor)
    {
        var (child, page, language) = (new Child(visitor), visitor.Page, visitor.Device.Language);
        async Task Opens(string path, string name)
        {
            await visitor.Opens(path);
            await visitor.IsAt(name);
        }
        await Opens("/", "front");
        foreach (var (path, name) in new[] { ("help", "numbers"), ("kept", "kept"), ("guide-caregiver", "guide caregiver"), ("guide-professional", "guide professional"), ("nothing-here", "missing") }) await Opens($"/{language}/{path}", name);

        await child.Begins();
        await child.ComesTo("handle");
        await page.FillAsync("[name='q.handle']", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        await visitor.Press("button[value=next]");
        await visitor.IsAt("picture refused");

        await child.Begins("professional");
        await child.Answers(new Dictionary<string, string>(), backOnce: false);
        await child.Begins("caregiver");
        await child.Answers(new Dictionary<string, string> { ["child_safe_now"] = "no" }, backOnce: false);
        await child.Sends();
        await visitor.Press("button[value=not-back]");
        await visitor.IsAt("not back");
        await visitor.Press("button[value=close]");
        await visitor.IsAt("closed for good");

        await child.Begins();
        await child.Answers(Child.InDanger);
        var receipt = await child.Sends();
        await visitor.Press("button[value=wrote]");
        await page.FillAsync("#code", "0000");
        await visitor.Press("button[value=try]");
        await visitor.IsAt("receipt typed wrong");
        await child.Tries(receipt);

        await Opens($"/{language}/back", "come back");
        await page.FillAsync("#code", "1234 5678");
        await visitor.Press("button[value=open]");
        await visitor.IsAt("code with a slip");
        await child.ComesBack(receipt);
        await child.Writes("A word more.");
        await visitor.Press("button[value=stop]");
        await visitor.IsAt("stop asked");
        await visitor.Press("button[value=keep]");
        await visitor.Press("button[value=danger]");
        await visitor.IsAt("danger marked");
        await visitor.Press("button[value=stop]");
        await visitor.Press("button[value=stop-yes]");
        await visitor.IsAt("stopped");

        await visitor.Context.ClearCookiesAsync();
        await page.EvaluateAsync("() => { const a = document.createElement('a'); a.href = location.pathname.replace(/back$/, 'tell'); a.id = 'late'; a.textContent = 'x'; document.querySelector('main').append(a); }");
        await visitor.Press("#late");
        await visitor.IsAt("ended");
    }
}
