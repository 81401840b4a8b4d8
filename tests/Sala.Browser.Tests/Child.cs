namespace Sala.Browser.Tests;

/// <summary>Somebody who tells. Knows the pages by their buttons and fields, never by their words, so that each language is walked alike.</summary>
public sealed class Child(Visitor visitor)
{
    /// <summary>What most tests tell: some of everything, the rest skipped.</summary>
    public static readonly Dictionary<string, string> Threatened = new()
    {
        ["safety_now"] = "no", ["kind"] = "threats picture_asked", ["still_going_on"] = "yes", ["app"] = "line", ["lives_with"] = "no", ["handle"] = "@somebody-online",
        ["story"] = "They say they will show it to my school.", ["age_band"] = "12_13", ["province"] = "TH-10", ["contact_how"] = "",
    };

    public static readonly Dictionary<string, string> InDanger = new(Threatened) { ["safety_now"] = "meeting_today" };

    private IPage Page => visitor.Page;

    private string Way(string rest) => $"/{visitor.Device.Language}{rest}";

    public async Task Comes()
    {
        await visitor.Opens(Way(""));
        await visitor.IsAt("start");
    }

    /// <summary>From the start over what to know before, to the first question.</summary>
    public async Task Begins(string way = "self")
    {
        await Comes();
        await visitor.Press($"a[href$='/tell?for={way}']");
        await visitor.IsAt($"consent {way}");
        await visitor.Press("button[value=start]");
    }

    /// <summary>Answers what is asked, skips what there is no answer for, goes back once and on again; ends before sending.</summary>
    public async Task Answers(IReadOnlyDictionary<string, string> answers, bool backOnce = true)
    {
        for (var step = 0; !await visitor.Sees("button[value=send]"); step++)
        {
            Assert.True(step < 60, "The questions do not end.");
            if (await visitor.Sees("button[value=go]"))
            {
                await visitor.IsAt("danger");
                await visitor.Press("button[value=go]");
                continue;
            }
            var asked = await Asked();
            await visitor.IsAt($"question {string.Join(' ', asked)}");
            if (backOnce && step == 3)
            {
                backOnce = false;
                await visitor.Press("button[value=back]");
                Assert.NotEqual(asked, await Asked());
                await visitor.Press("button[value=next]");
                Assert.Equal(asked, await Asked());
            }
            var known = false;
            foreach (var question in asked)
            {
                if (answers.GetValueOrDefault(question) is not { Length: > 0 } answer) continue;
                known = true;
                await Fill(question, answer);
            }
            await visitor.Press(known ? "button[value=next]" : "button[value=skip]");
        }
        await visitor.IsAt("check");
    }

    /// <summary>Goes on until this question is asked.</summary>
    public async Task ComesTo(string question, IReadOnlyDictionary<string, string>? answers = null)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await visitor.Sees("button[value=go]")) await visitor.Press("button[value=go]");
            var asked = await Asked();
            if (asked.Contains(question)) return;
            var known = asked.FirstOrDefault(q => answers?.ContainsKey(q) == true);
            if (known is not null) await Fill(known, answers![known]);
            await visitor.Press(known is null ? "button[value=skip]" : "button[value=next]");
        }
        Assert.Fail($"{question} is not asked.");
    }

    /// <summary>Sends, and writes the code down.</summary>
    public async Task<string> Sends()
    {
        await visitor.Press("button[value=send]");
        await visitor.IsAt("receipt");
        return string.Join(' ', await Page.Locator(".code").First.Locator("span").AllInnerTextsAsync());
    }

    /// <summary>Types the code once to try it.</summary>
    public async Task Tries(string receipt)
    {
        await visitor.Press("button[value=wrote]");
        await visitor.IsAt("type back");
        await Page.FillAsync("#code", receipt);
        await visitor.Press("button[value=try]");
        await visitor.IsAt("sent");
    }

    public async Task ComesBack(string receipt)
    {
        await visitor.Opens(Way("/back"));
        await visitor.IsAt("come back");
        await Page.FillAsync("#code", receipt);
        await visitor.Press("button[value=open]");
        await visitor.IsAt("conversation");
    }

    public async Task Writes(string words)
    {
        await Page.FillAsync("#words", words);
        await visitor.Press("button[value=write]");
        await visitor.IsAt("conversation after writing");
    }

    public async Task<string[]> Asked() =>
        [.. (await Page.Locator("[name^='q.']").EvaluateAllAsync<string[]>("fields => fields.map(f => f.name.slice(2))")).Distinct()];

    public async Task Fill(string question, string answer)
    {
        var field = Page.Locator($"[name='q.{question}']");
        var kind = await field.First.EvaluateAsync<string>("f => f.type");
        if (kind is "checkbox" or "radio")
            foreach (var code in answer.Split(' ')) await Page.Locator($"[name='q.{question}'][value='{code}']").CheckAsync();
        else if (kind.StartsWith("select", StringComparison.Ordinal)) await field.SelectOptionAsync(answer);
        else await field.FillAsync(answer);
    }
}
