using System.Globalization;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>
/// Must hold 4 of casework: one case from the report to the verdict and compensation, by eight people of six agencies who work in one joint unit. All of it by the pages, and no step asks the child anything twice.
/// SALA_LOOK=FOLDER keeps a picture of every page.
/// </summary>
public sealed class WholeCaseTests(World world, ITestOutputHelper output)
{
    private const string Story = "He says he will show it to my whole school.";

    /// <summary>Who works on it, and where each comes from.</summary>
    private static readonly (string Name, string Agency, Roles Role)[] People =
    [
        ("responder", "Demonstration agency for children", Roles.Responder),
        ("head", "Demonstration agency for children", Roles.Lead),
        ("investigator", "Demonstration police", Roles.Investigator),
        ("socialworker", "Demonstration social development", Roles.SocialWorker),
        ("psychologist", "Demonstration social development", Roles.Psychologist),
        ("prosecutor", "Demonstration prosecution", Roles.Prosecutor),
        ("court", "Demonstration court", Roles.Court),
        ("lawyer", "Demonstration lawyers of children", Roles.ChildsLawyer),
    ];

    private readonly List<string> broken = [];

    /// <summary>What the child was asked, each time that it stood there to be answered, with the words of the question.</summary>
    private readonly List<(string Question, string Words)> asked = [];

    [Theory]
    [InlineData("en", 1280, true)]
    [InlineData("th", 320, false)]
    public async Task A_case_goes_from_the_report_to_verdict_and_compensation_by_eight_people_of_six_agencies_and_asks_the_child_nothing_twice(string language, int width, bool script)
    {
        await ComeFromTheirAgencies();
        Assert.Equal((8, 6), (People.Length, People.Select(p => p.Agency).Distinct().Count()));
        var device = new Device(language, width, script);
        var day = DateOnly.FromDateTime(world.Clock.GetUtcNow().AddHours(7).DateTime);
        var before = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();

        // A child tells, once.
        string receipt;
        await using (var phone = await world.Visitor(new Device(language, 320, script)))
        {
            var child = new Child(phone);
            phone.AtEachPage = async page => { if (page.StartsWith("question", StringComparison.Ordinal)) await Note(phone); await Look(phone, $"01 child, {page}"); };
            await child.Begins();
            await child.Answers(new Dictionary<string, string>(Child.Threatened) { ["story"] = Story }, backOnce: false);
            receipt = await child.Sends();
        }
        var report = Assert.Single(world.Sala.Board.Rows, r => !before.Contains(r.Id)).Id;

        // 1: the responder reads, answers, and opens the file.
        string here;
        await using (var page = await As("responder", device))
        {
            var worker = new Worker(page);
            await worker.Opens(report);
            await worker.Takes();
            await worker.Replies(language == "th" ? "ขอบคุณที่เล่าให้ฟัง เรื่องนี้ไม่ใช่ความผิดของน้อง" : "Thank you for telling us. It is not your fault.");
            if (await page.Sees($"a[href='/work/cases/begin/{report}']")) await page.Press($"a[href='/work/cases/begin/{report}']");
            else await Unfold(page, "/case");
            await page.Page.FillAsync("#pseudonym", "Lilly");
            await page.Press("form:has(#pseudonym) button");
            here = new Uri(page.Page.Url).AbsolutePath;
            await page.IsAt("02 the file is opened");
            Assert.Contains(Story, await page.Text());
        }

        // 2: the head gives each their part, and no more.
        await using (var page = await As("head", device))
        {
            foreach (var (who, parts) in new[]
            {
                ("investigator", new[] { "Intake", "Investigation" }), ("socialworker", ["Intake", "Care"]), ("psychologist", ["Care"]), ("prosecutor", ["Intake", "Investigation", "Legal"]), ("court", ["Legal"]), ("lawyer", ["Intake", "Legal"]),
            })
                foreach (var part in parts)
                {
                    await page.Opens(here);
                    await Unfold(page, "/give");
                    await page.Page.SelectOptionAsync("#give-person", Id(who).ToString());
                    await page.Page.SelectOptionAsync("#give-part", part);
                    await page.Page.FillAsync("#purpose", "works on this case");
                    await page.Press("form[action$='/give'] button");
                }
            await page.IsAt("03 who reads what");
        }

        // 3: the social worker: people, needs, safety, care. What was told is there to read.
        await using (var page = await As("socialworker", device))
        {
            await page.Opens(here);
            Assert.Contains(Story, await page.Text());
            await Fills(page, here, "person", ("name", "Aunt of Lilly (made up)"), ("role", "supporter"), ("to_child", "relative"), ("home", "alone"));
            await page.IsAt("04 a supporter");
            await Fills(page, here, "needs-assessment", ("seen", "with_chosen"), ("danger_now", "no"), ("self_harm", "no"), ("school_need", "some"));
            await Fills(page, here, "safety-plan", ("danger_from", "The person online knows the school."), ("child_does", "Goes to the teacher."));
            await page.IsAt("05 a safety plan");
            await Fills(page, here, "care-plan", ("goal[1]/goal_words", "Sleeps again"), ("next_review", day.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            await page.IsAt("06 a care plan");
            await Fills(page, here, "service", ("service_kind", "therapy"), ("offered_on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("child_answer", "yes"));
        }
        // 4: the psychologist reads the care part, and not what was told.
        await using (var page = await As("psychologist", device))
        {
            await page.Opens(here);
            var read = await page.Text();
            Assert.DoesNotContain(Story, read);
            await Fills(page, here, "follow-up", ("how", "met"), ("well", "so_so"));
            await page.IsAt("07 a follow-up");
        }

        // 5: the investigator: suspect, incident, an interview that the child is told of and answers to.
        string interview;
        await using (var page = await As("investigator", device))
        {
            await page.Opens(here);
            Assert.Contains(Story, await page.Text());
            await Fills(page, here, "person", ("name", "Accused of Lilly (made up)"), ("role", "suspect"), ("to_child", "online_only"), ("home", "alone"));
            await Fills(page, here, "incident", ("kind", "extortion"), ("when_known", "about"), ("about", "in the school holidays"), ("where", "online"), ("platform", "LINE"));
            await page.IsAt("08 an incident, about when");
            interview = await Plans(page, here, day.AddDays(3 + Interlocked.Increment(ref walks)));
            await page.IsAt("09 an interview is planned");
            await Tells(page, here, "Interview", language == "th" ? "เราอยากนัดคุยกับน้อง น้องเลือกได้" : "We would like to talk with you. You choose.", interview);
            await page.IsAt("10 the child is told of it");
        }
        await using (var phone = await world.Visitor(new Device(language, 320, script)))
        {
            await ComesBack(phone, receipt);
            await Note(phone);
            await Look(phone, "11 child, what is planned");
            await phone.Page.CheckAsync("input[name='supporter'][value='none']");
            await phone.Page.CheckAsync("input[name='gender'][value='woman']");
            await phone.Page.CheckAsync($"input[name='language'][value='{language}']");
            await phone.Page.CheckAsync("input[name='time'][value='fits']");
            await phone.Press("button[value='answer']");
            await Note(phone);
            await Look(phone, "12 child, what was chosen");
        }
        await using (var page = await As("investigator", device))
        {
            await page.Opens($"{Letters(here)}");
            await page.Press("form[action$='/takein'] button");
            await page.IsAt("13 what the child wants is taken in");
            await page.Opens(interview);
            await page.Press("form[action$='/open'] button");
            Assert.True(await page.Sees("form[action$='/held'] button"), await page.Text());
            await page.Press("form[action$='/held'] button");
            await page.IsAt("14 the interview took place");
            await Fills(page, here, "exhibit", ("number", "A-1"), ("what", "Recording of the interview"), ("exhibit_kind", "recording"), ("sha256", new string('a', 64)), ("kept_at", "Evidence room (made up)"));
            await page.IsAt("15 an exhibit, never the file");
            await Tells(page, here, "Arrest", "He was arrested.", happened: day);
        }

        // 6: the prosecutor charges; the child is told at once.
        await using (var page = await As("prosecutor", device))
        {
            await page.Opens(here);
            Assert.Contains(Story, await page.Text());
            await Fills(page, here, "outcome", ("outcome_kind", "charged"), ("decided_on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
            await Stands(page, here, "Charged");
            await page.IsAt("16 charged: the child is to be told");
            await Tells(page, here, "Charge", "The prosecutor brings it to the court.");
            await Fills(page, here, "order", ("order_kind", "no_contact"), ("order_state", "in_force"));
            await page.IsAt("17 an order");
            await Stands(page, here, "Trial");
            await Tells(page, here, "Hearing", "The court hears it. You need not be in the room.");
        }
        // 7: the court writes what was heard and decided, and reads nothing but its part.
        await using (var page = await As("court", device))
        {
            await page.Opens(here);
            Assert.DoesNotContain(Story, await page.Text());
            await Fills(page, here, "hearing", ("hearing_on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("hearing_what", "verdict"), ("testimony_by", "recording"), ("adjourned", "no"));
            await page.IsAt("18 a hearing, by the recording");
            await Fills(page, here, "outcome", ("outcome_kind", "convicted"), ("decided_on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("sentence", "As the judgment says (made up)"));
            await page.IsAt("19 the verdict");
        }
        await using (var page = await As("prosecutor", device))
        {
            await Stands(page, here, "Verdict");
            await Tells(page, here, "Verdict", "The court decided: what he did was wrong.");
            await page.IsAt("20 the child is told of the verdict");
        }
        // 8: the child's lawyer: compensation, asked for and granted.
        await using (var page = await As("lawyer", device))
        {
            await page.Opens(here);
            Assert.Contains(Story, await page.Text());
            var when = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await Fills(page, here, "compensation", ("knew_of_offence_on", when), ("legal_aid_offered_on", when), ("claim_to", "state"), ("compensation_claimed_on", when), ("claimed_amount", "50000"), ("claim_state", "claimed"));
            await page.IsAt("21 compensation is claimed");
            await page.Press("main form[action*='/entries/'] button");
            await page.Page.CheckAsync("input[name='q.claim_state'][value='granted']");
            await Update(page);
            await Answer(page, "granted_amount", "50000");
            await page.Press("#fill button[value='next']");
            await page.IsAt("22 compensation is granted");
            await Stands(page, here, "Compensation");
        }

        // The child comes back: where it stands, what was told, and nothing to answer again.
        await using (var phone = await world.Visitor(new Device(language, 320, script)))
        {
            await ComesBack(phone, receipt);
            await Note(phone);
            await Look(phone, "23 child, where it stands");
            var said = await phone.Text();
            Assert.Contains(world.Sala.Country.Texts(language)["side.stage_compensation"], said);
            Assert.Contains("The court decided", said);
        }
        // The head closes it under the rules.
        await using (var page = await As("head", device))
        {
            await page.Opens(here);
            await page.Press("form[action$='/plan'] button[value='Closure']");
            await page.Page.FillAsync("#fact-care_plan_review_on", day.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            await page.Page.SelectOptionAsync("#fact-child_asked_how_it_was", "yes");
            await page.Press("form[action$='/save'] button");
            await page.Press("form[action$='/open'] button");
            await page.IsAt("24 closed under the rules");
            await page.Opens(here);
            await page.IsAt("25 the whole file");
            Assert.True(await page.Sees("form[action$='/reopen'] button"));
        }

        foreach (var (question, words) in asked) output.WriteLine($"{question}: {words}");
        Assert.True(asked.Count >= 12, $"{asked.Count} questions");
        // Nobody and nothing asks the child again: neither the same thing, nor in the same words.
        Assert.Empty(asked.GroupBy(a => a.Question).Where(g => g.Count() > 1).Select(g => $"{g.Key} was asked {g.Count()} times"));
        Assert.Empty(asked.GroupBy(a => a.Words).Where(g => g.Count() > 1).Select(g => $"“{g.Key}” was asked as {string.Join(", ", g.Select(a => a.Question))}"));
        Assert.True(broken.Count == 0, string.Join('\n', broken.Distinct()));
    }

    private static int walks;

    /// <summary>The questions that stand on the page now and wait for an answer.</summary>
    private async Task Note(Visitor phone) => asked.AddRange((await phone.Page.EvaluateAsync<string[][]>("""
        () => {
          const words = e => (e ? e.innerText : '').trim().replace(/\s+/g, ' ');
          const found = new Map();
          for (const f of document.querySelectorAll('main [name]:not([type=hidden]):not(button)')) {
            // Whom the child does not want, and a message, may be said at any time: nobody asks for them.
            if (['unwanted', 'words', 'code', 'time_when', 'supporter_who', 'how_words'].includes(f.name) || f.name.startsWith('s.')) continue;
            const set = f.closest('fieldset');
            const label = set && set.querySelector('legend') || f.id && document.querySelector(`label[for="${f.id}"]`);
            const about = ['time', 'how'].includes(f.name) ? ' ' + (f.form.querySelector('[name=about]') || {}).value : '';
            found.set(f.name + about, words(label));
          }
          return [...found];
        }
        """)).Select(a => (a[0], a[1])));

    private async Task<Visitor> As(string name, Device device)
    {
        var visitor = await world.SignedIn(name, device);
        var rules = new PageRules(visitor);
        visitor.AtEachPage = async page =>
        {
            await rules.Hold(page);
            broken.AddRange(rules.Broken);
            await Look(visitor, page);
        };
        await visitor.Opens($"/work/units?language={device.Language}");
        return visitor;
    }

    private static async Task Look(Visitor visitor, string page)
    {
        if (Environment.GetEnvironmentVariable("SALA_LOOK") is { Length: > 0 } folder)
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"whole-case-{page}-{visitor.Device.Language}-{visitor.Device.Width}.png".Replace(' ', '-').Replace(",", "", StringComparison.Ordinal)), FullPage = true });
    }

    /// <summary>Fills in a form of the case to its end and saves it: what is named is answered, the rest left.</summary>
    private static async Task Fills(Visitor visitor, string here, string form, params (string Address, string Value)[] answers)
    {
        await visitor.Opens(here);
        await visitor.Press($"button[name='form'][value='{form}']");
        var left = answers.ToList();
        for (var page = 0; page < 30 && await visitor.Sees("#fill"); page++)
        {
            var at = await visitor.Page.Locator("#fill input[name='at']").InputValueAsync();
            foreach (var (address, value) in left.ToList())
            {
                if (await visitor.Page.Locator($"[name='q.{address}'],[name='d.{address}']").CountAsync() == 0)
                {
                    // It comes up once something before it was answered.
                    if (page > 0 || !await visitor.Sees("#fill button[value='update']")) continue;
                    await Update(visitor);
                    if (await visitor.Page.Locator($"[name='q.{address}'],[name='d.{address}']").CountAsync() == 0) continue;
                }
                await Answer(visitor, address, value);
                left.Remove((address, value));
            }
            await visitor.Press("#fill button[value='next']");
            Assert.False(await visitor.Sees("#fill .note.now"), $"{form}, {at}: {await visitor.Text()}");
        }
        Assert.True(left.Count == 0, $"{form} does not ask {string.Join(", ", left.Select(l => l.Address))}");
        if (await visitor.Sees("form button[value='save']")) await visitor.Press("form button[value='save']");
        Assert.Contains("/entries/", visitor.Page.Url);
    }

    /// <summary>Without script a button shows what follows from an answer; with it the page does by itself.</summary>
    private static async Task Update(Visitor visitor)
    {
        if (visitor.Device.Script) await Task.Delay(700);
        else await visitor.Press("#fill button[value='update']");
    }

    private static async Task Answer(Visitor visitor, string address, string value)
    {
        var page = visitor.Page;
        if (await page.Locator($"[name='d.{address}']").CountAsync() > 0)
        {
            var day = DateOnly.Parse(value, CultureInfo.InvariantCulture);
            foreach (var (part, text) in new[] { ("d", day.Day), ("m", day.Month), ("y", day.Year + (visitor.Device.Language == "th" ? 543 : 0)) })
            {
                var field = page.Locator($"[name='{part}.{address}']");
                if (await field.EvaluateAsync<string>("e => e.tagName") == "SELECT") await field.SelectOptionAsync(text.ToString(CultureInfo.InvariantCulture));
                else await field.FillAsync(text.ToString(CultureInfo.InvariantCulture));
            }
            return;
        }
        var control = page.Locator($"[name='q.{address}']");
        var kind = await control.First.EvaluateAsync<string>("f => f.type");
        if (kind is "checkbox" or "radio")
        {
            foreach (var code in value.Split(' ')) await page.Locator($"[name='q.{address}'][value='{code}']").CheckAsync();
            if (visitor.Device.Script && await control.First.EvaluateAsync<bool>("f => !!f.closest('[data-moves]')")) await Task.Delay(700);
        }
        else if (kind.StartsWith("select", StringComparison.Ordinal)) await control.SelectOptionAsync(value);
        else await control.FillAsync(value);
    }

    /// <summary>An interview in the registered room, on a day of its own.</summary>
    private static async Task<string> Plans(Visitor visitor, string here, DateOnly day)
    {
        await visitor.Opens(here);
        await visitor.Press("form[action$='/plan'] button[value='Interview']");
        var page = visitor.Page;
        await page.SelectOptionAsync("#room", new SelectOptionValue { Label = "Room 2 (demonstration), Children's house (demonstration)" });
        await page.FillAsync("#date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.FillAsync("#from", "13:00");
        await page.FillAsync("#to", "14:00");
        foreach (var (name, option) in new[] { ("interviewer", "#interviewer option:has-text('(')"), ("psychologist", "#psychologist option:nth-child(2)"), ("prosecutor", "#prosecutor option:nth-child(2)") })
            await page.SelectOptionAsync($"#{name}", (await page.Locator(option).First.GetAttributeAsync("value"))!);
        foreach (var (fact, value) in new[] { ("child_age", "13"), ("rights_told_on", DateOnly.FromDateTime(visitor.World.Clock.GetUtcNow().AddHours(7).DateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("rights_version", "3"), ("minutes_without_break", "30") }) await page.FillAsync($"#fact-{fact}", value);
        foreach (var (fact, value) in new[] { ("prosecutor_required", "yes"), ("rights_language", visitor.Device.Language), ("gender_given", "woman"), ("language_given", visitor.Device.Language), ("interpreter_named", "no"), ("stop_agreed", "yes"), ("exam_day", "no") }) await page.SelectOptionAsync($"#fact-{fact}", value);
        await page.FillAsync("#questions", "Tell me what happened.");
        await visitor.Press("form[action$='/save'] button");
        return new Uri(page.Url).AbsolutePath;
    }

    private static string Letters(string here) => here.Replace("/work/cases/", "/work/letters/", StringComparison.Ordinal);

    private static async Task Tells(Visitor visitor, string here, string kind, string words, string? plan = null, DateOnly? happened = null)
    {
        await visitor.Opens(Letters(here));
        await visitor.Page.SelectOptionAsync("#kind", kind);
        await visitor.Press("#choose-kind button");
        if (plan is not null) await visitor.Page.SelectOptionAsync("#plan", plan[(plan.LastIndexOf('/') + 1)..]);
        if (happened is { } day) await visitor.Page.FillAsync("#happened", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await visitor.Page.FillAsync("#letter-words", words);
        await visitor.Page.SelectOptionAsync("#read-by", "ChildAlone");
        await visitor.Press("form[action$='/tell'] button");
        Assert.Contains("done=child-told", visitor.Page.Url);
    }

    private static async Task Stands(Visitor visitor, string here, string stage)
    {
        await visitor.Opens(here);
        await visitor.Page.SelectOptionAsync("#to-stage", stage);
        await visitor.Press("form[action$='/stage'] button");
        Assert.Contains("/work/letters/", visitor.Page.Url);
    }

    private static async Task ComesBack(Visitor phone, string receipt) => await new Child(phone).ComesBack(receipt);

    private static async Task Unfold(Visitor visitor, string action)
    {
        var part = visitor.Page.Locator($"details:has(form[action$='{action}'])").First;
        if (await part.GetAttributeAsync("open") is null) await part.Locator("summary").First.ClickAsync();
    }

    private RecordId Id(string name)
    {
        var token = world.Sala.Directory.NameToken(name);
        using var data = world.Sala.Store.Read();
        return data.People.Single(p => p.NameToken == token).Id;
    }

    /// <summary>Somebody new: named by the administrator, signed in once, let into the joint unit by a lead.</summary>
    private async Task Joins(SignedIn admin, string name, RecordId own, Roles role)
    {
        var sala = world.Sala;
        var joint = (await sala.People.Units()).Single(u => u.Name.StartsWith("Children's unit", StringComparison.Ordinal)).Id;
        var (id, code) = await sala.People.Invite(admin, new Profile(name, $"{name} (made up)", ""), own, role);
        await sala.People.SetRoles(admin, id, joint, role);
        var keys = await sala.SignIn.First(name, code, $"demonstration-{name}");
        world.Joins(new DemonstrationPerson(name, $"{name} (made up)", name, $"demonstration-{name}", System.Web.HttpUtility.ParseQueryString(new Uri(keys!.TotpUri).Query)["secret"]!));
        var lead = world.Staff.Single(p => p.SignInName == "head");
        using var by = (await sala.SignIn.Resume((await sala.SignIn.Open("head", lead.Password, world.NextCode(lead)))!))!;
        await sala.UnitKeys.LetIn(by, joint, id);
    }

    private static readonly SemaphoreSlim Once = new(1);
    private static bool came;

    /// <summary>Each person is of an agency of their own, and sits in the joint unit as well; the administrator says so.</summary>
    private async Task ComeFromTheirAgencies()
    {
        await Once.WaitAsync();
        try
        {
            if (came) return;
            came = true;
            var sala = world.Sala;
            var person = world.Staff.Single(p => p.SignInName == "admin");
            using var admin = (await sala.SignIn.Resume((await sala.SignIn.Open("admin", person.Password, world.NextCode(person)))!))!;
            var units = (await sala.People.Units()).ToList();
            foreach (var agency in People.Where(p => p.Agency is not ("Demonstration agency for children")).GroupBy(p => p.Agency))
            {
                var unit = units.Find(u => u.Agency == agency.Key && u.Kind != UnitKind.Guardians)?.Id ?? await sala.People.CreateUnit(admin, sala.Country.Code, agency.Key, agency.Key + ", office", UnitKind.Casework, []);
                foreach (var one in agency)
                {
                    if (world.Staff.Any(s => s.SignInName == one.Name)) await sala.People.SetRoles(admin, Id(one.Name), unit, one.Role);
                    else await Joins(admin, one.Name, unit, one.Role);
                }
            }
        }
        finally
        {
            Once.Release();
        }
    }
}
