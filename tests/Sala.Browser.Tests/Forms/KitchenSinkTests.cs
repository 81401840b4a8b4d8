namespace Sala.Browser.Tests.Forms;

/// <summary>Every type and every appearance, answered with and without script, on a phone and on a computer, in both languages.</summary>
public sealed class KitchenSinkTests(World world, ITestOutputHelper output)
{
    // By page: what is typed, field by field. Days as day, month, year, time; the year as the language counts it is put in below.
    private static readonly (string Page, (string Address, string Typed)[] Fields)[] Way =
    [
        ("hello", []),
        ("one_line", [("one_line", "Nok")]),
        ("lines", [("lines", "One.\nTwo.")]),
        ("digits", [("digits", "0123")]),
        ("whole", [("whole", "7")]),
        ("weight", [("weight", "2.5")]),
        ("ladder", [("ladder", "8")]),
        ("half", [("half", "1.5")]),
        ("far", [("far", "250")]),
        ("born", [("born", "29 2 {2012}")]),
        ("month", [("month", "_ 11 {2025}")]),
        ("year", [("year", "_ _ {2024}")]),
        ("clock", [("clock", "09:30")]),
        ("moment", [("moment", "24 11 {2026} 14:30")]),
        ("plain", [("plain", "1")]),
        ("several", [("several", "apple durian")]),
        ("listed", [("listed", "mango")]),
        ("folded", [("folded", "mango rambutan")]),
        ("many", [("many", "durian")]),
        ("three", [("three", "apple")]),
        ("packed", [("packed", "apple mango")]),
        ("pictures", [("pictures", "tree")]),
        ("spoken", [("spoken", "b")]),
        ("likert", [("likert", "3")]),
        ("quick", []),
        ("searched", []),
        ("searched_all", []),
        ("other", [("other", "other")]),
        ("other_other", [("other_other", "Mine")]),
        ("rank", [("rank", "durian mango apple rambutan")]),
        ("agreed", [("agreed", "OK")]),
        ("says", []),
        ("read_only", []),
        ("code", [("code", "4006381333931")]),
        ("point", [("point", "13.75 100.5")]),
        ("trace", [("trace", "13.75 100.5\n13.76 100.6")]),
        ("photo", []), ("sound", []), ("film", []), ("file", []),
        ("often", [("often_1", "4"), ("often_2", "2"), ("often_3", "98")]),
        ("where", []),
        ("visit[1]/visit_day", [("visit[1]/visit_day", "1 1 {2026}")]),
        ("visit[1]/visit_what", [("visit[1]/visit_what", "Tea")]),
        ("visit[2]/visit_day", []),
        ("visit[2]/visit_what", [("visit[2]/visit_what", "Help")]),
        ("bye", []),
    ];

    private static readonly Dictionary<string, string> Stored = new()
    {
        ["one_line"] = "Nok", ["digits"] = "0123", ["whole"] = "7", ["weight"] = "2.5", ["ladder"] = "8", ["half"] = "1.5", ["far"] = "250", ["born"] = "2012-02-29", ["month"] = "2025-11-01",
        ["year"] = "2024-01-01", ["clock"] = "09:30", ["moment"] = "2026-11-24T14:30", ["plain"] = "1", ["several"] = "apple durian", ["listed"] = "mango", ["folded"] = "mango rambutan", ["many"] = "durian",
        ["three"] = "apple", ["packed"] = "apple mango", ["pictures"] = "tree", ["spoken"] = "b", ["likert"] = "3", ["quick"] = "2", ["searched"] = "p2", ["searched_all"] = "p1 p3", ["other"] = "other",
        ["other_other"] = "Mine", ["rank"] = "durian mango apple rambutan", ["agreed"] = "OK", ["twice"] = "14", ["read_only"] = "21", ["code"] = "4006381333931", ["point"] = "13.75 100.5",
        ["trace"] = "13.75 100.5;13.76 100.6", ["photo"] = "", ["file"] = "", ["often_1"] = "4", ["often_3"] = "98", ["region"] = "n", ["district"] = "n1", ["why"] = "Near", ["row_1"] = "1", ["row_2"] = "2",
        ["pet_name"] = "Dam", ["pet_age"] = "3", ["visit_day"] = "2026-01-01", ["visit_what"] = "Tea",
    };

    [Theory]
    [InlineData("en", 320, true)]
    [InlineData("en", 1280, false)]
    [InlineData("th", 320, false)]
    [InlineData("th", 1280, true)]
    public async Task Every_type_can_be_answered_and_keeps_every_rule_of_a_page(string language, int width, bool script)
    {
        await using var form = await PreviewedForm.KitchenSink();
        await using var visitor = await world.Visitor(new Device(language, width, script));
        var answerer = new Answerer(visitor, form);
        var look = new Look(visitor, output);
        await answerer.Comes();
        foreach (var (page, fields) in Way)
        {
            Assert.Equal(page, await answerer.At());
            await look.At(page);
            foreach (var (address, typed) in fields) await answerer.Fill(address, Years(typed, language));
            switch (page)
            {
                case "quick":
                    await visitor.Follow(() => answerer.Mine.Locator("button[name='q.quick'][value='2']").ClickAsync());
                    continue;
                case "searched": await Searches(answerer, visitor, look, script); break;
                case "searched_all": await SearchesSeveral(answerer, visitor, script); break;
                case "where": await Where(answerer, visitor, look, script); break;
                case "visit[1]/visit_what":
                    await answerer.Presses("add visit");
                    continue;
            }
            await answerer.GoesOn();
            Assert.True(await answerer.At() != page, $"{page}: {string.Join(' ', await answerer.Wrong())}");
        }
        Assert.Equal("", await answerer.At());
        await look.At("end");
        if (script)
        {
            var answers = await answerer.Answers();
            Assert.All(Stored, stored => Assert.Equal(stored.Value, Code(answers[stored.Key], stored.Value)));
            Assert.Equal("One.\nTwo.", answers["lines"].ReplaceLineEndings("\n"));
        }
        await visitor.Follow(() => visitor.Page.GotoAsync(new Uri(form.Address, "/all?show=en,th").AbsoluteUri));
        await look.At("all");
        look.FindsNothing();
        Assert.All(visitor.Asked, address => Assert.StartsWith(form.Address.AbsoluteUri, address));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task A_wrong_answer_is_told_at_its_field_and_above_and_what_was_typed_stays()
    {
        await using var form = await PreviewedForm.KitchenSink();
        await using var visitor = await world.Visitor(new Device("th", 320, Script: true));
        var answerer = new Answerer(visitor, form);
        var look = new Look(visitor, output);
        await answerer.Comes();
        await answerer.GoesOn();
        await answerer.GoesOn();
        Assert.Equal("ต้องมีชื่อ", Assert.Single(await answerer.Wrong()));
        await look.At("wrong name");
        await answerer.Fill("one_line", "Much too long for it");
        await answerer.GoesOn();
        Assert.Single(await answerer.Wrong());
        Assert.Equal("Much too long for it", await answerer.Mine.Locator("[name='q.one_line']").InputValueAsync());

        while (await answerer.At() is not "born")
        {
            if (await answerer.At() == "one_line") await answerer.Fill("one_line", "Nok");
            await answerer.GoesOn();
        }
        await answerer.Fill("born", "31 2 2555");
        await answerer.GoesOn();
        Assert.Contains("2569", Assert.Single(await answerer.Wrong()), StringComparison.Ordinal);
        Assert.Equal(("31", "2", "2555"), (await answerer.Mine.Locator("[name='d.born']").InputValueAsync(), await answerer.Mine.Locator("[name='m.born']").InputValueAsync(), await answerer.Mine.Locator("[name='y.born']").InputValueAsync()));
        await look.At("wrong day");
        await answerer.Fill("born", "1 2 ๒๕๕๕");
        await answerer.GoesOn();
        Assert.Equal("month", await answerer.At());
        await answerer.Presses("back");
        Assert.Equal("2555", await answerer.Mine.Locator("[name='y.born']").InputValueAsync());

        while (await answerer.At() is var at and not "often")
        {
            if (at == "agreed") await answerer.Fill("agreed", "OK");
            await answerer.GoesOn();
        }
        await answerer.GoesOn();
        Assert.NotEmpty(await answerer.Mine.Locator("[role=alert] a").AllAsync());
        await look.At("wrong table");
        look.FindsNothing();
    }

    [Fact]
    public async Task The_languages_stand_side_by_side_and_either_can_be_answered()
    {
        await using var form = await PreviewedForm.KitchenSink();
        foreach (var width in (int[])[320, 1280])
        {
            await using var visitor = await world.Visitor(new Device("th", width));
            var answerer = new Answerer(visitor, form);
            var look = new Look(visitor, output);
            await answerer.ComesToBoth();
            await answerer.GoesOn();
            Assert.Equal(2, await visitor.Page.Locator("section[lang] h1").CountAsync());
            await look.At("both");
            Assert.Contains("string-length(.) < 12", await visitor.Text(), StringComparison.Ordinal);
            await visitor.Page.Locator(".picture-of > summary").ClickAsync();
            await visitor.Page.Locator(".flow > svg").WaitForAsync();
            await visitor.Page.Locator(".picture-of details summary").ClickAsync();
            Assert.StartsWith("one_line", await visitor.Page.Locator(".flow-words [aria-current]").InnerTextAsync(), StringComparison.Ordinal);
            await look.At("flow");
            await visitor.Page.Locator("#f-en [name='q.one_line']").FillAsync("Nok");
            await visitor.Follow(() => visitor.Page.Locator("#f-en button[value=next]:not(.default)").ClickAsync());
            Assert.Equal("lines", await answerer.At());
            look.FindsNothing();
        }
    }

    private static async Task Searches(Answerer answerer, Visitor visitor, Look look, bool script)
    {
        var box = answerer.Mine.Locator("[name='s.searched']");
        var words = visitor.Device.Language == "th" ? "แม่น้ำ" : "river";
        if (script) await box.PressSequentiallyAsync(words);
        else
        {
            await box.FillAsync(words);
            await answerer.Presses("find searched");
        }
        var found = answerer.Mine.Locator("label:has([name='q.searched'][value=p2])");
        await found.WaitForAsync();
        await look.At("searched and found");
        await found.ClickAsync();
    }

    private static async Task SearchesSeveral(Answerer answerer, Visitor visitor, bool script)
    {
        foreach (var (words, code) in visitor.Device.Language == "th" ? new[] { ("ริม", "p1"), ("ตลาด", "p3") } : [("riverside", "p1"), ("old", "p3")])
        {
            var box = answerer.Mine.Locator("[name='s.searched_all']");
            if (script)
            {
                await box.FillAsync("");
                await box.PressSequentiallyAsync(words);
            }
            else
            {
                await box.FillAsync(words);
                await answerer.Presses("find searched_all");
            }
            await answerer.Mine.Locator($"label:has([name='q.searched_all'][value={code}])").ClickAsync();
        }
    }

    // One page on which things follow from each other.
    private static async Task Where(Answerer answerer, Visitor visitor, Look look, bool script)
    {
        async Task Updates(string address, string answer, string then)
        {
            await answerer.Fill(address, answer);
            if (script)
            {
                if (address.EndsWith("name", StringComparison.Ordinal)) await visitor.Page.Keyboard.PressAsync("Tab");
            }
            else await visitor.Follow(() => answerer.Mine.Locator($"[data-moves]:has([name='q.{address}']) button[value=update]").First.ClickAsync());
            await answerer.Mine.Locator(then).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            // Who answers stays where they are.
            if (script && address == "region") Assert.Equal($"q.region {answer}", await visitor.Page.EvaluateAsync<string>("document.activeElement.name + ' ' + document.activeElement.value"));
        }
        Assert.Equal(0, await answerer.Mine.Locator("option[value=s1]").CountAsync());
        await Updates("region", "s", "option[value=s1]");
        await Updates("region", "n", "option[value=n1]");
        Assert.Equal(0, await answerer.Mine.Locator("option[value=s1]").CountAsync());
        await Updates("district", "n1", "[name='q.why']");
        await answerer.Fill("why", "Near");
        Assert.Equal(1, await answerer.Mine.Locator("h2:has-text('What do you have?'),h2:has-text('มีอะไรบ้าง')").CountAsync());
        await answerer.Fill("row_1", "1");
        await answerer.Fill("row_2", "2");
        await Updates("pet[1]/pet_name", "Dam", "[name='q.pet[1]/pet_age']");
        await answerer.Fill("pet[1]/pet_age", "3");
        await answerer.Presses("add pet");
        Assert.Equal("Near", await answerer.Mine.Locator("[name='q.why']").InputValueAsync());
        await answerer.Fill("pet[2]/pet_name", "Nobody");
        await look.At("where, filled in");
        if (script) await SlowPress(answerer, visitor, "pet[2]/pet_name", "remove pet[2]");
        else await answerer.Presses("remove pet[2]");
        Assert.Equal(0, await answerer.Mine.Locator("[name^='q.pet[2]']").CountAsync());
    }

    // Leaving the field asks for what follows from it; the finger is on the button until long after the answer came.
    private static async Task SlowPress(Answerer answerer, Visitor visitor, string field, string deed)
    {
        await answerer.Mine.Locator($"[name='q.{field}']").FillAsync("Somebody");
        var button = answerer.Mine.Locator($"button[value='{deed}']:not(.default)");
        await button.ScrollIntoViewIfNeededAsync();
        var at = (await button.BoundingBoxAsync())!;
        await visitor.Page.Mouse.MoveAsync(at.X + (at.Width / 2), at.Y + (at.Height / 2));
        await visitor.Page.RunAndWaitForResponseAsync(() => visitor.Page.Mouse.DownAsync(), r => r.Request.Method == "POST");
        await Task.Delay(300);
        await visitor.Follow(() => visitor.Page.Mouse.UpAsync());
    }

    private static string Years(string typed, string language) => System.Text.RegularExpressions.Regex.Replace(typed, "{([0-9]+)}", m => language == "th" ? $"{int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 543}" : m.Groups[1].Value);

    // "code: words" where the words are shown beside the code.
    private static string Code(string shown, string wanted) => shown.StartsWith(wanted + ": ", StringComparison.Ordinal) ? wanted : shown;
}
