using Sala.Agencies;
using Sala.Cases;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>One child told of it at a police front desk with around ten people there. Here that interview does not begin.</summary>
public sealed class FrontDeskTests(World world)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task An_interview_planned_at_a_front_desk_with_ten_people_is_refused_says_why_is_put_right_in_six_presses_and_the_child_sees_what_was_changed(bool script, int width, string language)
    {
        var (id, receipt) = await ACaseOfItsOwn(language);
        await using var visitor = await world.Visitor(new Device(language, width, script));
        var watch = new PageRules(visitor);
        visitor.AtEachPage = watch.Hold;
        var officer = new Worker(visitor);
        await officer.SignsIn("investigator");
        await visitor.Opens($"/work/cases?language={language}");
        await visitor.IsAt("cases");
        await visitor.Opens($"/work/cases/{id}");
        await visitor.IsAt("case");
        // Each walk plans an interview of its own, as the demonstration's stands: at the front desk, six more people there.
        await Plans(visitor);
        await visitor.IsAt("interview planned at the front desk");
        var step = new Uri(visitor.Page.Url).AbsolutePath;
        // The officer tells the child at once, as it was done to the child of whom the story is.
        await Tells(visitor, id, step, Words(language).FrontDesk);

        await visitor.Opens(step);
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
        await Tells(visitor, id, step, Words(language).OwnRoom);
        await visitor.IsAt("letters");

        await SeesWhatWasChanged(receipt, new Device(language, 320, script));
        Assert.True(watch.Broken.Count == 0, string.Join('\n', watch.Broken));
        // The refused try itself is answered with 422, which Chromium writes down.
        Assert.All(visitor.Complaints, complaint => Assert.Contains("422", complaint));
    }

    private static (string FrontDesk, string OwnRoom) Words(string language) => language == "en"
        ? ("We talk at the police station, at the front desk.", "We talk in a room of its own. Nobody else is there.")
        : ("เราคุยกันที่เคาน์เตอร์หน้าสถานีตำรวจ", "เราคุยกันในห้องส่วนตัว ไม่มีคนอื่นอยู่ด้วย");

    /// <summary>With the code the child sees the new plan, that it was changed, and the old words nowhere; at twice the size of letters too.</summary>
    private async Task SeesWhatWasChanged(string receipt, Device phone)
    {
        await using var visitor = await world.Visitor(phone);
        var (rules, axe) = (new PageRules(visitor), new Axe(visitor));
        await new Child(visitor).ComesBack(receipt);
        var seen = await visitor.Text();
        Assert.Contains(world.Sala.Country.Texts(phone.Language)["side.changed"], seen);
        Assert.Contains(Words(phone.Language).OwnRoom, seen);
        Assert.DoesNotContain(Words(phone.Language).FrontDesk, seen);
        await rules.Hold("child's side");
        if (phone.Script)
        {
            await axe.Ask("child's side", Axe.Usual.Concat(Axe.Others));
            await visitor.Page.SetViewportSizeAsync(phone.Width, phone.Height);
        }
        await visitor.Page.EvaluateAsync("document.documentElement.style.fontSize = '200%'");
        await rules.FitsTheWidth("child's side, letters of twice the size");
        Assert.True(rules.Broken.Count + axe.Violations.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations)));
    }

    private static async Task Tells(Visitor visitor, RecordId id, string step, string words)
    {
        await visitor.Opens($"/work/letters/{id}");
        await visitor.Page.SelectOptionAsync("#kind", "Interview");
        await visitor.Press("#choose-kind button");
        await visitor.Page.SelectOptionAsync("#plan", step[(step.LastIndexOf('/') + 1)..]);
        await visitor.Page.FillAsync("#letter-words", words);
        await visitor.Page.SelectOptionAsync("#read-by", "ChildAlone");
        await visitor.Press("form[action$='/tell'] button");
        Assert.Contains("done=child-told", visitor.Page.Url);
    }

    private static readonly Dictionary<string, byte[]> Sessions = [];

    /// <summary>A child told, and has the code; the responder opened a file, and the investigator reads it.</summary>
    private async Task<(RecordId Case, string Receipt)> ACaseOfItsOwn(string language)
    {
        var sala = world.Sala;
        var session = sala.ReportForm.Start(world.Clock, 1, new Dictionary<string, string> { ["who_for"] = "self" });
        Assert.Null(session.Set("story", "He wrote to me."));
        Assert.Null(session.Set("province", "TH-10"));
        var known = sala.Board.Rows.Select(r => r.Id).ToHashSet();
        var sent = await sala.Telling.Send(new Sending(session, language, RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        var report = sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id;
        var (responder, head) = (await As("responder"), await As("head"));
        await sala.Desk.Take(responder, report);
        var id = await sala.Cases.Open(responder, report, "Pla");
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await sala.Cases.Give(head, id, part, (await As("investigator")).PersonId, "investigates");
        return (id, sent.Receipt.Digits);
    }

    private async Task<SignedIn> As(string name)
    {
        var person = world.Staff.Single(p => p.SignInName == name);
        if (Sessions.TryGetValue(name, out var secret) && await world.Sala.SignIn.Resume(secret) is { } again) return again;
        Sessions[name] = (await world.Sala.SignIn.Open(name, person.Password, world.NextCode(person)))!;
        return (await world.Sala.SignIn.Resume(Sessions[name]))!;
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
