using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Forms;
using Sala.Forms.Sheets;
using Sala.Safeguards;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Forms;

/// <summary>Forms of the pack on a case: a draft that nobody else reads, an entry with its version, and an old case that shows its old form.</summary>
public sealed class FormBookTests
{
    [Theory, OnEachStore]
    public async Task An_old_case_shows_its_old_form_after_the_pack_has_another(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var worker = await SocialWorker(team);
        var plan = await Fill(team, worker, "care-plan", ("made_on", "2026-11-24"), ("goal[1]/goal_words", "Sleeps well again"), ("next_review", "2026-12-24"));
        var was = (await Book(team).Show(worker, team.Case, plan, null)).Form!;

        // The ministry leaves a question out, words another anew, and adds one.
        using var copy = new PackCopy();
        ChangeForm(copy, "care-plan", ("2026112401", "2027010101"), ("What is to become better?", "Which goal?"), ("|  | date | next_review |", "|  | text | next_words | When again? | เมื่อไร |\n|  | date | next_look |"));
        team.Filled.Settings.Country = copy.Folder;
        await team.Filled.Restart();
        worker = await team.Filled.As("team-mayuree", "a-password-of-mayuree", totp!);

        var book = Book(team);
        var shown = await book.Show(worker, team.Case, plan, null);
        Assert.Equal((was.Hash, "2026112401"), (shown.Form!.Hash, shown.Form.Form.Version));
        Assert.Equal("2026-12-24", shown.Session!.Answer("next_review"));
        Assert.Contains("What is to become better?", shown.Form.Form["goal_words"].Label("en"), StringComparison.Ordinal);
        Assert.Empty(shown.Others);
        Assert.Equal("2027010101", book.Forms.Find("care-plan")!.Form.Version);

        // It is changed in the form that asked, so that nothing of it is lost; a new one takes the new form.
        var draft = await book.Open(worker, team.Case, await book.Change(worker, team.Case, plan));
        Assert.Equal(was.Hash, draft.Form.Hash);
        Assert.Null(draft.Session.Set("next_review", "2027-01-24"));
        await book.Save(worker, draft);
        Assert.Equal(["2026-12-24", "2027-01-24"], (await book.Show(worker, team.Case, plan, null)).Versions.Select(v => v.Body["next_review"]));
        var anew = await book.Open(worker, team.Case, await book.Begin(worker, team.Case, "care-plan"));
        Assert.Equal("2027010101", anew.Form.Form.Version);
        Assert.Null(anew.Form.Form.Find("next_review"));
    }

    [Theory, OnEachStore]
    public async Task A_form_that_another_hand_put_in_the_database_is_not_believed(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var worker = await SocialWorker(team);
        var plan = await Fill(team, worker, "care-plan", ("next_review", "2026-12-24"));
        var hash = (await Book(team).Show(worker, team.Case, plan, null)).Entry.Body.FormFile;
        using var copy = new PackCopy();
        ChangeForm(copy, "care-plan", ("2026112401", "2027010101"));
        var other = await File.ReadAllBytesAsync(Path.Combine(copy.Folder, "forms", "care-plan.xlsx"), TestContext.Current.CancellationToken);
        await team.Filled.Tamper("UPDATE case_form_file SET file = @p0 WHERE hash = @p1", other, Convert.FromHexString(hash));
        team.Filled.Settings.Country = copy.Folder;
        await team.Filled.Restart();

        var shown = await Book(team).Show(await team.Filled.As("team-mayuree", "a-password-of-mayuree", totp!), team.Case, plan, null);
        Assert.Null(shown.Form);
        // What was answered is there all the same.
        Assert.Equal("2026-12-24", shown.Others["next_review"]);
    }

    [Theory, OnEachStore]
    public async Task A_draft_rests_sealed_and_opens_for_who_writes_it_and_as_long_as_they_read_the_part(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (worker, colleague) = (await SocialWorker(team), await team.Someone("other", Roles.SocialWorker));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, colleague.PersonId, "cares");
        var book = Book(team);
        var id = await book.Begin(worker, team.Case, "safety-plan");
        var draft = await book.Open(worker, team.Case, id);
        Assert.Null(draft.Session.Set("danger_from", "marker-of-the-draft"));
        await book.Keep(worker, draft, "page");

        Assert.Equal("marker-of-the-draft", (await book.Open(worker, team.Case, id)).Session.Answer("danger_from"));
        Assert.Equal([id], (await book.Drafts(worker, team.Case)).Select(d => d.Id));
        Assert.Empty(await book.Drafts(colleague, team.Case));
        await Assert.ThrowsAsync<NotForYouException>(() => book.Open(colleague, team.Case, id));
        await team.Filled.Settle();
        Assert.Empty(ByteSearch.Find(await team.Filled.Files(), "marker-of-the-draft"));

        await team.Cases.Revoke(team.Lead, team.Case, Compartment.Care, worker.PersonId);
        await Assert.ThrowsAsync<NotForYouException>(() => book.Open(worker, team.Case, id));
        // Let in again, they go on where they were.
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, worker.PersonId, "cares again");
        Assert.Equal("marker-of-the-draft", (await book.Open(worker, team.Case, id)).Session.Answer("danger_from"));
        await book.Discard(worker, team.Case, id);
        Assert.Empty(await book.Drafts(worker, team.Case));
    }

    [Theory, OnEachStore]
    public async Task Two_people_who_change_one_plan_are_both_told_and_nothing_is_lost(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (worker, colleague) = (await SocialWorker(team), await team.Someone("other", Roles.SocialWorker));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, colleague.PersonId, "cares");
        var book = Book(team);
        var plan = await Fill(team, worker, "care-plan", ("next_review", "2026-12-24"));
        var (first, second) = (await book.Open(colleague, team.Case, await book.Change(colleague, team.Case, plan)), await book.Open(worker, team.Case, await book.Change(worker, team.Case, plan)));
        Assert.Null(first.Session.Set("next_review", "2026-12-25"));
        Assert.Null(second.Session.Set("next_review", "2026-12-26"));
        await book.Save(colleague, first);

        await book.Keep(worker, second, "");
        for (var again = 0; again < 2; again++) Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => book.Save(worker, second))).Code);
        // The second's words stand in the draft; the first has a task that says so, once.
        Assert.Equal("2026-12-26", (await book.Open(worker, team.Case, second.Id)).Session.Answer("next_review"));
        var task = Assert.Single((await team.Cases.Read(colleague, team.Case)).Of(EntryKind.Task));
        Assert.Equal((CaseDesk.TwoWroteTask, colleague.PersonId.ToString(), $"{plan}/2"), (task.Body["task"], task.Body["for"], task.Body["about"]));

        // Having looked, the second puts theirs after it.
        await book.Save(worker, await book.After(worker, await book.Open(worker, team.Case, second.Id), ""));
        Assert.Equal(["2026-12-24", "2026-12-25", "2026-12-26"], (await book.Show(worker, team.Case, plan, null)).Versions.Select(v => v.Body["next_review"]));
        Assert.Equal("2026-12-25", (await book.Show(worker, team.Case, plan, 2)).Session!.Answer("next_review"));
    }

    [Theory, OnEachStore]
    public async Task In_a_closed_case_the_first_of_two_is_told_by_mail_since_its_tasks_stand_on_no_list(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (first, second) = (team.Opener, await team.Someone("other", Roles.Investigator));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Intake, second.PersonId, "helps");
        var note = await team.Cases.Write(first, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("first"));
        await Close(team);
        await team.Cases.Change(first, team.Case, note, 1, EntryBody.Of("of the first"));
        await using var data = team.Filled.Sala.Store.Read();
        var mails = await data.Outbox.CountAsync(m => m.PersonId == first.PersonId, TestContext.Current.CancellationToken);

        Assert.Equal("case.changed", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Change(second, team.Case, note, 1, EntryBody.Of("of the second")))).Code);

        Assert.Empty((await team.Cases.Read(first, team.Case)).Of(EntryKind.Task));
        Assert.Equal(mails + 1, await data.Outbox.CountAsync(m => m.PersonId == first.PersonId, TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task Whom_somebody_lives_with_is_chosen_among_the_people_of_the_case_and_the_rules_hear_it(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var suspect = await Fill(team, team.Opener, "person", ("name", "Somchai (made up)"), ("role", "suspect"), ("home", "alone"));
        var mother = await Fill(team, team.Opener, "person", ("name", "Mother (made up)"), ("role", "family"), ("to_child", "mother"), ("home", "with"), ("home_with", suspect.ToString()), ("relation[1]/relation_is", "partner"), ("relation[1]/relation_to", suspect.ToString()));
        var people = (await team.Cases.Read(team.Opener, team.Case)).Of(EntryKind.Person).ToDictionary(p => p.Id, p => p.Body);
        Assert.Equal(("none", suspect.ToString()), (people[suspect]["lives_with"], people[mother]["lives_with"]));
        Assert.Equal("Mother (made up), Family", await Book(team).Name((await team.Cases.Read(team.Opener, team.Case)).Of(EntryKind.Person).Last(), "en"));
        Assert.Equal("Somchai (made up)", (await Book(team).Show(team.Opener, team.Case, mother, null)).Session!.ChoicesFor("relation[1]/relation_to").Single(c => c.Name == suspect.ToString()).Label("th"));

        // Nobody of another case can be chosen, and who lives with the suspect is no supporter.
        var draft = await Book(team).Open(team.Opener, team.Case, await Book(team).Begin(team.Opener, team.Case, "person"));
        Assert.Null(draft.Session.Set("home", "with"));
        Assert.NotNull(draft.Session.Set("home_with", RecordId.Random().ToString()));
        var planner = await team.Someone("planner", Roles.Investigator);
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await team.Cases.Give(team.Lead, team.Case, part, planner.PersonId, "investigates");
        var step = await team.Filled.Sala.Planning.Plan(planner, team.Case, new StepPlan(new Dictionary<string, string> { ["procedure"] = nameof(Procedure.Interview), ["supporter"] = "named", ["supporter_entry"] = mother.ToString() }));
        Assert.Contains((await team.Filled.Sala.Planning.Look(planner, team.Case, step)).Findings.Blocking, b => b.Rule.Id == "I10");
    }

    [Theory, OnEachStore]
    public async Task What_is_needed_and_what_is_no_words_keeps_a_form_from_the_case_and_the_draft_stays(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var book = Book(team);
        var draft = await book.Open(team.Opener, team.Case, await book.Begin(team.Opener, team.Case, "person"));
        Assert.Equal("form.unfinished", (await Assert.ThrowsAsync<RefusedException>(() => book.Save(team.Opener, draft))).Code);
        Assert.Null(draft.Session.Set("name", "Aunt (made up)"));
        Assert.Null(draft.Session.Set("role", "supporter"));
        Assert.Null(draft.Session.Set("person_note", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="));
        Assert.Equal("words.file", (await Assert.ThrowsAsync<RefusedException>(() => book.Save(team.Opener, draft))).Code);
        Assert.Empty((await team.Cases.Read(team.Opener, team.Case)).Of(EntryKind.Person));
        Assert.Single(await book.Drafts(team.Opener, team.Case));
        await Assert.ThrowsAsync<NotForYouException>(() => book.Begin(team.Opener, team.Case, "care-plan"));
        await Assert.ThrowsAsync<NotForYouException>(() => book.Begin(team.Opener, team.Case, "report"));
    }

    [Theory, OnEachStore]
    public async Task Who_has_as_many_drafts_as_one_person_keeps_is_told_and_loses_none(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var book = Book(team);
        var drafts = new List<RecordId>();
        for (var i = 0; i < FormBook.MostOnACase; i++) drafts.Add(await book.Begin(team.Opener, team.Case, "person"));
        Assert.Equal("form.many", (await Assert.ThrowsAsync<RefusedException>(() => book.Begin(team.Opener, team.Case, "person"))).Code);
        Assert.Equal(drafts.Order(), (await book.Drafts(team.Opener, team.Case)).Select(d => d.Id).Order());
        // Another case, and room that was made, take one more.
        await book.Begin(team.Opener, await team.Opened("Fah"), "person");
        await book.Discard(team.Opener, team.Case, drafts[0]);
        await book.Begin(team.Opener, team.Case, "person");
        Assert.Equal("form.many", (await Assert.ThrowsAsync<RefusedException>(() => book.Begin(team.Opener, team.Case, "person"))).Code);
    }

    [Theory, OnEachStore]
    public async Task A_form_that_is_saved_twice_is_one_entry(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var book = Book(team);
        var draft = await book.Open(team.Opener, team.Case, await book.Begin(team.Opener, team.Case, "person"));
        Assert.Null(draft.Session.Set("name", "Aunt (made up)"));
        Assert.Null(draft.Session.Set("role", "supporter"));
        var pressed = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                await book.Save(team.Opener, draft);
                return "saved";
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }));
        Assert.Equal(["form.saved", "saved"], pressed.Order(StringComparer.Ordinal));
        Assert.Single((await team.Cases.Read(team.Opener, team.Case)).Of(EntryKind.Person));
    }

    [Theory, OnEachStore]
    public async Task A_closed_case_is_opened_again_by_a_lead_who_says_why_and_by_nobody_in_passing(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await Close(team);
        // What is still to be done is seen in an open case alone: nothing is asked for in a closed one.
        Assert.Equal("case.is-closed", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call the school", ["safety"] = "yes", ["done"] = "no" })))).Code);
        Assert.Equal("case.is-closed", (await Assert.ThrowsAsync<RefusedException>(() => team.Filled.Sala.Planning.Plan(team.Opener, team.Case, new StepPlan(new Dictionary<string, string> { ["procedure"] = nameof(Procedure.Closure) })))).Code);
        Assert.Equal("case.is-closed", (await Assert.ThrowsAsync<RefusedException>(() => team.Filled.Sala.CaseImport.Run(team.Opener, team.Case, [new ImportedEntry(Compartment.Intake, EntryKind.Task, EntryBody.Of(new Dictionary<string, string> { ["task"] = "Call the school", ["done"] = "no" }))]))).Code);
        Assert.Equal("case.is-closed", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.SetStage(team.Opener, team.Case, CaseStage.Trial))).Code);
        await Assert.ThrowsAsync<NotForYouException>(() => team.Cases.Reopen(team.Opener, team.Case, CaseStage.Trial, "Another child spoke."));
        Assert.Equal("case.reopen-reason", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Reopen(team.Lead, team.Case, CaseStage.Trial, " "))).Code);
        await team.Cases.Reopen(team.Lead, team.Case, CaseStage.Investigation, "Another child spoke.");
        Assert.Equal(CaseStage.Investigation, (await team.Cases.Read(team.Opener, team.Case)).Stage);
        Assert.Equal("case.not-closed", (await Assert.ThrowsAsync<RefusedException>(() => team.Cases.Reopen(team.Lead, team.Case, CaseStage.Trial, "again"))).Code);

        // Its time begins anew: nothing of it goes on the old day.
        var sala = team.Filled.Sala;
        await Days.Pass(sala, team.Filled.Clock.Move, sala.Country.Retention.ReportDaysAfterClosing + 1);
        Assert.Empty(await sala.CaseErasure.Work());
        await using var data = sala.Store.Read();
        var deed = await data.AuditEntries.SingleAsync(e => e.Subject == team.Case && e.Deed == "case.reopen" && !e.Refused, TestContext.Current.CancellationToken);
        Assert.Equal((team.Lead.PersonId, "Closed -> Investigation"), (deed.PersonId, deed.Detail));
    }

    private static string? totp;

    private static FormBook Book(CaseTeam team) => team.Filled.Sala.FormBook;

    internal static async Task Close(CaseTeam team, RecordId? file = null, SignedIn? by = null)
    {
        var (planning, id, opener) = (team.Filled.Sala.Planning, file ?? team.Case, by ?? team.Opener);
        var step = await planning.Plan(opener, id, new StepPlan(new Dictionary<string, string> { ["procedure"] = nameof(Procedure.Closure), ["care_plan_review_on"] = "2027-01-10", ["child_asked_how_it_was"] = "yes" }));
        await planning.Open(opener, id, step);
    }

    private static async Task<SignedIn> SocialWorker(CaseTeam team)
    {
        var worker = await team.Someone("mayuree", Roles.SocialWorker);
        totp = team.TotpOf("mayuree");
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Care]) await team.Cases.Give(team.Lead, team.Case, part, worker.PersonId, "cares for the child");
        return worker;
    }

    internal static async Task<RecordId> Fill(CaseTeam team, SignedIn by, string form, params (string Address, string Value)[] answers)
    {
        var book = Book(team);
        var draft = await book.Open(by, team.Case, await book.Begin(by, team.Case, form));
        foreach (var (address, value) in answers)
        {
            var problem = draft.Session.Set(address, value);
            Assert.True(problem is null, $"{address}: {problem?.Code}");
        }
        return await book.Save(by, draft);
    }

    private static void ChangeForm(PackCopy copy, string form, params (string Old, string New)[] changes)
    {
        foreach (var (old, @new) in changes) copy.Replace(Path.Combine("forms", $"{form}.md"), old, @new);
        using var stream = File.Create(Path.Combine(copy.Folder, "forms", $"{form}.xlsx"));
        Workbook.Read(Path.Combine(copy.Folder, "forms", $"{form}.md")).WriteXlsx(stream);
    }
}
