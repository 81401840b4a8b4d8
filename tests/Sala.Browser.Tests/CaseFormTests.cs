namespace Sala.Browser.Tests;

/// <summary>A social worker fills in forms of a case: a page of one form is saved from it, a longer form is looked through first, and what was begun waits as a draft.</summary>
public sealed class CaseFormTests(World world, ITestOutputHelper output)
{
    public static TheoryData<bool, int, string> Devices => new() { { true, 320, "th" }, { false, 320, "en" }, { true, 1280, "en" }, { false, 1280, "th" } };

    private static int walks;

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task A_care_plan_with_two_goals_is_begun_left_found_again_saved_and_changed(bool script, int width, string language)
    {
        var said = $"Sleeps again {Interlocked.Increment(ref walks)}";
        await using var visitor = await world.SignedIn("socialworker", new Device(language, width, script));
        var (rules, axe) = (new PageRules(visitor), new Axe(visitor));
        visitor.AtEachPage = page => Look(page, visitor, rules, axe);
        await visitor.Opens($"/work/cases?language={language}");
        await visitor.Press("main tbody tr:first-child a");
        var here = new Uri(visitor.Page.Url).AbsolutePath;
        await visitor.IsAt("the case of a social worker");

        await visitor.Press("#written button[value='care-plan']");
        await visitor.IsAt("care plan, who leads");
        await visitor.Press("#fill button[value='next']");
        await visitor.Page.FillAsync("textarea[name='q.goal[1]/goal_words']", said);
        await visitor.Press("#fill button[value='add goal']");
        await visitor.IsAt("care plan, goals");
        // Somebody comes in; the draft waits, and is found on the case.
        await visitor.Opens(here);
        await visitor.Press("#written .note a");
        await visitor.Page.FillAsync("textarea[name='q.goal[2]/goal_words']", "Goes to school");
        foreach (var (part, value) in new[] { ("d", "1"), ("m", "3"), ("y", language == "th" ? "2570" : "2027") }) await Type(visitor, $"[name='{part}.next_review']", value);
        await visitor.Press("#fill button[value='end']");
        await visitor.IsAt("care plan, looked through");
        Assert.Contains(said, await visitor.Text());
        await visitor.Press("form button[value='save']");
        await visitor.IsAt("care plan, saved");
        var saved = await visitor.Text();
        Assert.Contains(said, saved);
        Assert.Contains("Goes to school", saved);
        Assert.Contains("2026112401", saved);

        // Changed, both versions stand.
        await visitor.Press("main form[action*='/entries/'] button");
        await visitor.Press("#fill button[value='next']");
        await visitor.Page.FillAsync("textarea[name='q.goal[1]/goal_words']", said + ", and eats");
        await visitor.Press("#fill button[value='end']");
        await visitor.Press("form button[value='save']");
        Assert.Contains(said + ", and eats", await visitor.Text());
        await visitor.Press("main ol a");
        await visitor.IsAt("care plan, earlier version");
        Assert.DoesNotContain("and eats", await visitor.Text());

        await visitor.Opens(here);
        await visitor.Press("#written button[value='follow-up']");
        await visitor.IsAt("follow-up");
        await visitor.Page.CheckAsync("input[name='q.how'][value='met']");
        await visitor.Press("#fill button[value='next']");
        Assert.Contains("/entries/", visitor.Page.Url);

        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
        Assert.Empty(visitor.Complaints);
        output.WriteLine($"{axe.Looks} looks");
    }

    [Theory]
    [InlineData("th", 320, false)]
    [InlineData("en", 1280, true)]
    public async Task A_person_a_task_and_a_stage_are_written_by_hand_and_what_is_missing_is_said(string language, int width, bool script)
    {
        var name = $"Uncle {Interlocked.Increment(ref walks)} (made up)";
        await using var visitor = await world.SignedIn("investigator", new Device(language, width, script));
        var (rules, axe) = (new PageRules(visitor), new Axe(visitor));
        visitor.AtEachPage = page => Look(page, visitor, rules, axe);
        await visitor.Opens($"/work/cases?language={language}");
        await visitor.Press("main tbody tr:nth-child(2) a");
        var here = new Uri(visitor.Page.Url).AbsolutePath;

        await visitor.Press("#people button[value='person']");
        await visitor.IsAt("person");
        await visitor.Press("#fill button[value='next']");
        Assert.True(await visitor.Sees(".note.now"));
        await visitor.Page.FillAsync("input[name='q.name']", name);
        await visitor.Page.CheckAsync("input[name='q.role'][value='suspect']");
        await visitor.IsAt("person, refused");
        await visitor.Press("#fill button[value='next']");
        await visitor.IsAt("person, saved");
        Assert.Contains(name, await visitor.Text());

        await visitor.Opens(here);
        await visitor.Page.Locator("details:has(form[action$='/task']) summary").ClickAsync();
        await visitor.Page.FillAsync("#task", "Call the school");
        await visitor.Page.FillAsync("#due", "2026-01-02");
        await visitor.Page.SelectOptionAsync("#task-for", new SelectOptionValue { Label = "L. Kanda" });
        await visitor.Press("form[action$='/task'] button");
        await visitor.IsAt("case with an overdue task");
        var task = visitor.Page.Locator("#tasks li").Filter(new() { HasText = "Call the school" }).Filter(new() { HasText = "L. Kanda" }).First;
        Assert.True(await task.Locator(".tag.bad").IsVisibleAsync());
        await task.Locator("summary").ClickAsync();
        await task.Locator("input[name='words']").FillAsync("The school called first.");
        await visitor.Follow(() => task.Locator("form[action$='/notdone'] button").ClickAsync());
        Assert.Contains("The school called first.", await visitor.Text());

        await visitor.Page.SelectOptionAsync("#to-stage", "Investigation");
        await visitor.Press("form[action$='/stage'] button");
        Assert.Contains("/work/letters/", visitor.Page.Url);
        await visitor.IsAt("letters after a stage");
        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
    }

    /// <summary>A day is a field, or one of its parts a list.</summary>
    private static async Task Type(Visitor visitor, string selector, string value)
    {
        if (await visitor.Page.Locator(selector).EvaluateAsync<string>("e => e.tagName") == "SELECT") await visitor.Page.SelectOptionAsync(selector, value);
        else await visitor.Page.FillAsync(selector, value);
    }

    private static async Task Look(string page, Visitor visitor, PageRules rules, Axe axe)
    {
        await rules.Hold(page);
        if (visitor.Device.Script)
        {
            await axe.Ask(page, [visitor.Device.Width == 320 ? (320, ColorScheme.Light) : (1280, ColorScheme.Dark)]);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        }
        if (Environment.GetEnvironmentVariable("SALA_LOOK") is { Length: > 0 } folder)
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{page}-{visitor.Device.Language}-{visitor.Device.Width}.png".Replace(' ', '-')), FullPage = true });
    }
}
