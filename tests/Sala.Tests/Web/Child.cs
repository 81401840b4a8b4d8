using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Sala.Tests.Web;

/// <summary>A child in front of a browser without script: reads a page, fills in fields, presses buttons.</summary>
internal sealed class Child(HttpClient browser, string language) : IDisposable
{
    public HttpResponseMessage Answer { get; private set; } = null!;

    public byte[] Body { get; private set; } = [];

    public IHtmlDocument Page { get; private set; } = null!;

    public string Text => Page.QuerySelector("main")!.TextContent;

    public string Heading => Page.QuerySelector("h1")!.TextContent;

    public static Child Of(RunningSala sala, string language = "en") => new(sala.Browser(), language);

    public async Task<Child> Opens(string address)
    {
        await Read(await browser.GetAsync(address.StartsWith('/') ? address : $"/{language}/{address}"));
        return this;
    }

    /// <summary>Fills in the form that holds a button, and presses it.</summary>
    public async Task<Child> Presses(string deed, params (string Field, string Value)[] fields)
    {
        var button = Page.QuerySelector($"button[name=do][value={deed}]") ?? throw new InvalidOperationException($"No button {deed} on: {Text}");
        var form = (IHtmlFormElement)button.Closest("form")!;
        var values = form.QuerySelectorAll("input[type=hidden]").Cast<IHtmlInputElement>().Select(i => (i.Name!, i.Value)).Append(("do", deed)).Concat(fields);
        await Read(await browser.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(values.Select(v => KeyValuePair.Create(v.Item1, v.Item2)))));
        return this;
    }

    public Task<Child> Posts(string address, params (string Field, string Value)[] fields) =>
        PostsBody(address, new FormUrlEncodedContent(fields.Select(v => KeyValuePair.Create(v.Field, v.Value))));

    public async Task<Child> PostsBody(string address, HttpContent content)
    {
        await Read(await browser.PostAsync(address, content));
        return this;
    }

    /// <summary>Goes through the consent.</summary>
    public async Task<Child> Starts(string way = "self")
    {
        await Opens($"tell?for={way}");
        return await Presses("start");
    }

    /// <summary>Answers what it has an answer to and passes the rest by, up to the look through everything.</summary>
    public async Task<Child> Tells(params (string Question, string Answer)[] answers)
    {
        for (var page = 0; page < 60 && Page.QuerySelector("dl.said") is null; page++)
        {
            if (Page.QuerySelector("button[value=go]") is not null) await Presses("go");
            var here = answers.Where(a => Page.QuerySelector($"[name='q.{a.Question}']") is not null).Select(a => ($"q.{a.Question}", a.Answer)).ToArray();
            await Presses(here.Length > 0 ? "next" : "skip", here);
        }
        return this;
    }

    /// <summary>Sends without waiting for what else is sent; gives the page.</summary>
    public async Task<string> Sends()
    {
        using var answer = await browser.PostAsync($"/{language}/tell", new FormUrlEncodedContent([KeyValuePair.Create("do", "send")]));
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The receipt on the page.</summary>
    public string Receipt => string.Join(' ', Page.QuerySelectorAll(".code:not(.words) span").Select(s => s.TextContent));

    public HttpStatusCode Status => Answer.StatusCode;

    public void Dispose() => browser.Dispose();

    private async Task Read(HttpResponseMessage answer)
    {
        Answer = answer;
        Body = await answer.Content.ReadAsByteArrayAsync();
        Page = await new HtmlParser().ParseDocumentAsync(new MemoryStream(Body));
    }
}
