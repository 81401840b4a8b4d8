using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Sala.Tests.Countries;
using Sala.Web.Forms.Preview;

namespace Sala.Tests.Web.Forms;

/// <summary>Every form of the pack can be answered to its end on its pages, without script.</summary>
public sealed class FormsOfThePackTests(ITestOutputHelper output)
{
    private static readonly string[] Numbers = ["14", "1", "3", "0", "20", "45", "98", "7"];

    public static TheoryData<string, string> Forms =>
        [.. Directory.EnumerateFiles(Path.Combine(Pack.ThailandFolder, "forms"), "*.xlsx").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal).SelectMany(f => new[] { (f, "en"), (f, "th") }).Select(f => new TheoryDataRow<string, string>(f.f, f.Item2))];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_form_of_the_pack_is_answered_to_its_end(string name, string language)
    {
        await using var app = PreviewServer.Build(Path.Combine(Pack.ThailandFolder, "forms", $"{name}.xlsx"), Pack.Thailand, 0, TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = new Uri(app.Urls.Single()) };
        var met = new HashSet<string>();
        for (var seed = 1; seed <= 6; seed++)
        {
            var chance = new Random(seed);
            var page = await Read(await browser.PostAsync("/", new FormUrlEncodedContent([new("do", "again")]), TestContext.Current.CancellationToken));
            page = await Read(await browser.GetAsync($"/?show={language}", TestContext.Current.CancellationToken));
            var (pages, stuck) = (0, 0);
            while (page.QuerySelector("form[id] input[name=at]") is IHtmlInputElement { Value: var at })
            {
                met.Add(at);
                Assert.True(++pages < 500, $"{name} does not end.");
                Assert.NotEqual("", page.QuerySelector("h1")!.TextContent.Trim());
                page = await Read(await browser.PostAsync("/", new FormUrlEncodedContent(Filled((IHtmlFormElement)page.QuerySelector("form[id]")!, chance, stuck)), TestContext.Current.CancellationToken));
                stuck = (page.QuerySelector("form[id] input[name=at]") as IHtmlInputElement)?.Value == at ? stuck + 1 : 0;
                Assert.True(stuck < 20, $"{name}, {at}: {string.Join(' ', page.QuerySelectorAll(".why").Select(w => w.TextContent))}");
            }
            Assert.Null(page.QuerySelector("main .note.now"));
        }
        output.WriteLine($"{name} {language}: {met.Count} different pages");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/all?show=en,th", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static IEnumerable<KeyValuePair<string, string>> Filled(IHtmlFormElement form, Random chance, int tries)
    {
        // What takes none of these is passed by.
        yield return new("do", tries >= 10 && form.QuerySelector("button[value=skip]") is not null ? "skip" : "next");
        foreach (var hidden in form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]")) yield return new(hidden.Name!, hidden.Value);
        foreach (var choices in form.QuerySelectorAll<IHtmlInputElement>("[type=radio],[type=checkbox]").Where(c => c.Value.Length > 0).GroupBy(c => c.Name!)) yield return new(choices.Key, choices.ElementAt(chance.Next(choices.Count())).Value);
        foreach (var list in form.QuerySelectorAll<IHtmlSelectElement>("select").Where(s => s.Options.Length > 1)) yield return new(list.Name!, list.Options[chance.Next(1, list.Options.Length)].Value);
        foreach (var text in form.QuerySelectorAll<IElement>("input[type=text],input[type=time],textarea"))
        {
            var name = text.GetAttribute("name")!;
            yield return new(name, name[..2] switch
            {
                "y." => form.Owner!.DocumentElement.GetAttribute("lang") == "th" ? "2569" : "2026",
                "d." => "1",
                "s." => "",
                _ when name is "q.sha256" or "q.exhibit_hash" => new string('a', 64),
                _ => text.GetAttribute("type") == "time" ? "10:30" : text.GetAttribute("inputmode") == "numeric" ? Numbers[(tries + chance.Next(2)) % Numbers.Length] : text.GetAttribute("inputmode") == "decimal" ? Numbers[tries % Numbers.Length].ToString(CultureInfo.InvariantCulture) : "made up",
            });
        }
    }

    private static async Task<IHtmlDocument> Read(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }
}
