namespace Sala.Browser.Tests;

/// <summary>One child told of it at a police front desk with around ten people there. Here that interview does not begin.</summary>
public sealed class FrontDeskTests(World world)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task An_interview_planned_at_a_front_desk_with_ten_people_is_refused_says_why_and_is_put_right_in_six_presses(bool script, int width, string language)
    {
        await using var visitor = await world.Visitor(new Device(language, width, script));
        var watch = new PageRules(visitor);
        visitor.AtEachPage = watch.Hold;
        var officer = new Worker(visitor);
        await officer.SignsIn("investigator");
        await visitor.Opens($"/work/cases?language={language}");
        await visitor.IsAt("cases");
        await visitor.Opens("/work/cases/find");
        await visitor.Page.FillAsync("#pseudonym", "Mali");
        await visitor.Press("form[action='/work/cases/find'] button");
        await visitor.Press("main ul.compare a");
        await visitor.IsAt("case");
        // Each walk plans an interview of its own, as the demonstration's stands: at the front desk, six more people there.
        await Plans(visitor);
        await visitor.IsAt("interview planned at the front desk");

        await visitor.Press("form[action$='/open'] button");
        await visitor.IsAt("interview refused");
        var why = await visitor.Text();
        Assert.Contains(language == "en" ? "A front desk is never one." : "เคาน์เตอร์หน้าสถานีใช้ไม่ได้", why);
        Assert.Contains(language == "en" ? "People are listed who have no part in this interview." : "มีรายชื่อผู้ที่ไม่เกี่ยวข้องกับการสอบปากคำนี้", why);
        Assert.Contains("133 bis", why);

        var presses = 0;
        async Task Presses(string selector) { presses++; await visitor.Press(selector); }
        await Presses("form[action$='/mend'] button[name='room']");
        await Presses("form[action$='/mend'] button[name='onlyWithPart']");
        await visitor.IsAt("interview put right");
        await Presses("form[action$='/open'] button");
        Assert.Contains(language == "en" ? "This step may begin" : "เริ่มได้", await visitor.Text());
        Assert.True(presses <= 6, $"{presses} presses");
        Assert.True(watch.Broken.Count == 0, string.Join('\n', watch.Broken));
        // The refused try itself is answered with 422, which Chromium writes down.
        Assert.All(visitor.Complaints, complaint => Assert.Contains("422", complaint));
    }

    private static int planned;

    /// <summary>Fills in the plan by hand, on a day of its own, so that walks do not take each other's room.</summary>
    private static async Task Plans(Visitor visitor)
    {
        await visitor.Press("form[action$='/plan'] button[value='Interview']");
        var page = visitor.Page;
        var day = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(20 + Interlocked.Increment(ref planned));
        await page.SelectOptionAsync("#room", new SelectOptionValue { Label = "Front desk (demonstration), Police station (demonstration)" });
        await page.FillAsync("#date", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.FillAsync("#from", "10:00");
        await page.FillAsync("#to", "11:00");
        foreach (var name in (string[])["interviewer", "psychologist", "prosecutor"])
        {
            var certified = name == "interviewer" ? "#interviewer option:has-text('(')" : $"#{name} option:nth-child(2)";
            await page.SelectOptionAsync($"#{name}", (await page.Locator(certified).First.GetAttributeAsync("value"))!);
        }
        foreach (var (fact, value) in new[]
        {
            ("child_age", "13"), ("rights_told_on", DateOnly.FromDateTime(DateTime.UtcNow).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("rights_version", "3"), ("minutes_without_break", "30"),
            ("further_reason", "A second offender was named."),
        }) await page.FillAsync($"#fact-{fact}", value);
        foreach (var (fact, value) in new[]
        {
            ("prosecutor_required", "yes"), ("supporter", "none"), ("rights_language", "th"), ("gender_wished", "any"), ("gender_given", "woman"), ("language_wished", "th"), ("language_given", "th"),
            ("interpreter_named", "no"), ("stop_agreed", "yes"), ("exam_day", "no"), ("recording_cannot_answer", "yes"), ("prosecutors_head_agreed", "yes"),
        }) await page.SelectOptionAsync($"#fact-{fact}", value);
        await page.FillAsync("#also", "Officer 1\nOfficer 2\nFriend 1\nFriend 2\nFriend 3\nFriend 4");
        await page.FillAsync("#questions", "Tell me what happened.");
        await visitor.Press("form[action$='/save'] button");
    }
}
