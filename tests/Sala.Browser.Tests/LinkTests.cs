using Sala.Agencies;
using Sala.Cases;
using Sala.Links;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>An officer notes an account in their own case, looks it up, and learns that another unit has it and whom to ask; that unit learns that they asked.</summary>
public sealed class LinkTests(World world, ITestOutputHelper output)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    private static int walks;

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task An_account_noted_and_looked_up_tells_both_units_that_and_whom_to_ask(bool script, int width, string language)
    {
        var name = $"somchai.{Interlocked.Increment(ref walks)}";
        await OtherUnitHas($"https://www.tiktok.com/@{name}");
        await using var visitor = await world.SignedIn("investigator", new Device(language, width, script));
        var (rules, axe) = (new PageRules(visitor), new Axe(visitor));
        visitor.AtEachPage = page => Look(page, visitor, rules, axe);

        await visitor.Opens($"/work/links?language={language}");
        await visitor.IsAt("links");
        await visitor.Press("main .choices a");
        await visitor.IsAt("accounts of a case");
        await Unfold(visitor.Page.Locator("details:has(form[action$='/account'])"));
        await visitor.Page.SelectOptionAsync("#kind", "Handle");
        await visitor.Page.SelectOptionAsync("#platform", "tiktok");
        await visitor.Page.FillAsync("#value", $"@{name.ToUpperInvariant()}");
        await visitor.Press("form[action$='/account'] button");
        var account = visitor.Page.Locator("article.card").Filter(new() { HasText = name.ToUpperInvariant() });
        await visitor.IsAt("account noted");

        await Unfold(account.Locator("details:has(form[action$='/lookup'])"));
        // A purpose is asked for, and what was typed stays.
        await visitor.Follow(() => account.Locator("form[action$='/lookup'] button").ClickAsync());
        Assert.Contains(language == "en" ? "Say what you need to know it for." : "โปรดระบุว่าต้องการทราบเพื่ออะไร", await visitor.Text());
        await Unfold(account.Locator("details:has(form[action$='/lookup'])"));
        await account.Locator("input[name='purpose']").FillAsync(language == "en" ? "A second child may be in danger." : "อาจมีเด็กอีกคนที่ไม่ปลอดภัย");
        await visitor.Follow(() => account.Locator("form[action$='/lookup'] button").ClickAsync());
        await visitor.IsAt("looked up");
        var answer = await account.InnerTextAsync();
        Assert.Contains(language == "en" ? "It stands in another case." : "บัญชีนี้อยู่ในอีกแฟ้มหนึ่ง", answer);
        Assert.Contains("Online crimes unit (demonstration)", answer);
        Assert.Contains("T. Nok", answer);

        await world.Sala.LookUps.Work();
        await visitor.Opens("/work/links");
        await visitor.IsAt("links with a picture");
        Assert.True(await visitor.Sees("svg.linked"));
        Assert.Contains(name.ToUpperInvariant(), await visitor.Page.Locator("table").First.InnerTextAsync());

        await using (var other = await world.SignedIn("responder2", new Device(language, width, script)))
        {
            var theirs = new PageRules(other);
            other.AtEachPage = page => Look(page, other, theirs, axe);
            await other.Opens($"/work/links?language={language}");
            await other.IsAt("links, asked");
            var told = await other.Text();
            Assert.Contains("L. Kanda", told);
            Assert.Contains("Children's unit (demonstration)", told);
            Assert.DoesNotContain(name, told, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(theirs.Broken);
        }
        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
        Assert.All(visitor.Complaints, complaint => Assert.Contains("422", complaint));
        output.WriteLine($"{axe.Looks} looks");
    }

    [Fact]
    public async Task One_who_looks_up_too_many_is_refused_in_words_and_oversight_sees_it()
    {
        var (investigator, id) = (await As("head"), (await world.Sala.Cases.Mine(await As("investigator")))[0].Id);
        var account = await world.Sala.Accounts.Note(investigator, id, IdentifierKind.Handle, "line", "many.times", ofAccused: true, "");
        for (var i = 0; i < world.Sala.Country.Links.LookUpsADay; i++) await world.Sala.LookUps.LookUp(investigator, id, account, "again and again");

        await using var visitor = await world.SignedIn("head", new Device("en", 1280));
        await visitor.Opens($"/work/links/{id}?language=en");
        await visitor.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
        var card = visitor.Page.Locator($"#account-{account}");
        await card.Locator("input[name='purpose']").FillAsync("once more");
        await visitor.Follow(() => card.Locator("form[action$='/lookup'] button").ClickAsync());
        Assert.Contains("as many accounts today as one person may", await visitor.Text());

        await using var oversight = await world.SignedIn("oversight", new Device("th", 320));
        var (rules, axe) = (new PageRules(oversight), new Axe(oversight));
        oversight.AtEachPage = page => Look(page, oversight, rules, axe);
        await oversight.Opens("/work/links/watch?language=th");
        await oversight.IsAt("watch");
        var line = oversight.Page.Locator("tr.burn").Filter(new() { HasText = "S. Malee" });
        Assert.Contains(world.Sala.Country.Links.LookUpsADay.ToString(System.Globalization.CultureInfo.InvariantCulture), await line.InnerTextAsync());
        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
    }

    [Theory]
    [InlineData("th", 320)]
    [InlineData("en", 1280)]
    public async Task A_letter_is_written_printed_and_its_clock_is_shown(string language, int width)
    {
        var id = (await world.Sala.Cases.Mine(await As("investigator")))[1].Id;
        var account = await world.Sala.Accounts.Note(await As("investigator"), id, IdentifierKind.Handle, "tiktok", $"letter_{language}", ofAccused: true, "");
        await using var visitor = await world.SignedIn("investigator", new Device(language, width, Script: false));
        var rules = new PageRules(visitor);
        visitor.AtEachPage = page => Look(page, visitor, rules, null);
        await visitor.Opens($"/work/links/platforms?language={language}");
        await visitor.IsAt("platforms");
        await visitor.Opens($"/work/links/{id}");
        await Unfold(visitor.Page.Locator("details:has(form[action$='/letter'])"));
        await visitor.Page.SelectOptionAsync("#letter-platform", "tiktok");
        await visitor.Page.CheckAsync($"input[name='asked'][value='{account}']");
        foreach (var (field, value) in new[] { ("#from-day", "2026-01-10"), ("#from-time", "00:00"), ("#to-day", "2026-01-12"), ("#to-time", "23:59"), ("#contact", "unit@demonstration.invalid") }) await visitor.Page.FillAsync(field, value);
        await visitor.Press("form[action$='/letter'] button");
        await visitor.IsAt("letter written");
        var download = await visitor.Page.RunAndWaitForDownloadAsync(() => visitor.Page.Locator($"form[action$='/print']:has(input[value='{language}']) button").First.ClickAsync());
        var file = await download.PathAsync();
        Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), 0, 5));
        await visitor.Opens("/work/links");
        Assert.True(await visitor.Sees($"a[href='/work/links/{id}#letters']"));
        Assert.True(rules.Broken.Count == 0, string.Join('\n', rules.Broken));
    }

    /// <summary>A case of the second unit with this address in it, noted by somebody who reads its investigation.</summary>
    private async Task OtherUnitHas(string address)
    {
        var (opener, officer) = (await As("responder2"), await As("head"));
        var session = world.Sala.ReportForm.Start(world.Clock, 1);
        Assert.Null(session.Set("story", "He wrote to me."));
        Assert.Null(session.Set("province", "TH-50"));
        var known = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        await world.Sala.Telling.Send(new Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        var report = world.Sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id;
        await world.Sala.Desk.Take(opener, report);
        var id = await world.Sala.Cases.Open(opener, report, "Dao");
        await world.Sala.Cases.Give(opener, id, Compartment.Investigation, officer.PersonId, "investigates");
        await world.Sala.Accounts.Note(officer, id, IdentifierKind.Address, "", address, ofAccused: true, "");
    }

    private static readonly Dictionary<string, byte[]> Sessions = [];

    private async Task<SignedIn> As(string name)
    {
        var person = world.Staff.Single(p => p.SignInName == name);
        if (Sessions.TryGetValue(name, out var secret) && await world.Sala.SignIn.Resume(secret) is { } again) return again;
        Sessions[name] = (await world.Sala.SignIn.Open(name, person.Password, world.NextCode(person)))!;
        return (await world.Sala.SignIn.Resume(Sessions[name]))!;
    }

    /// <summary>Opens the part of the page that a form stands in, as a person does: without script too.</summary>
    private static async Task Unfold(ILocator part)
    {
        if (await part.First.GetAttributeAsync("open") is null) await part.Locator("summary").First.ClickAsync();
    }

    private static async Task Look(string page, Visitor visitor, PageRules rules, Axe? axe)
    {
        await rules.Hold(page);
        if (axe is not null && visitor.Device.Script && visitor.Device.Width == 320)
        {
            await axe.Ask(page, Axe.Usual);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        }
        if (Environment.GetEnvironmentVariable("SALA_LOOK") is { Length: > 0 } folder)
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{page}-{visitor.Device.Language}-{visitor.Device.Width}.png".Replace(' ', '-')), FullPage = true });
    }
}
