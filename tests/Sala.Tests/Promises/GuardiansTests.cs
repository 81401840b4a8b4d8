using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Guardians;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Break-glass and recovery (promise 5): one guardian alone, two of one group, or two before the delay are refused and recorded; two of different groups open the named report alone.</summary>
[Promise(5)]
public sealed class GuardiansTests
{
    private const string Story = "He has pictures of me.";

    [Theory, OnEachStore]
    public async Task One_guardian_alone_or_two_of_one_group_open_nothing(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, _) = await TwoTaken(sala);
        var asking = await sala.As("responder2", steppedUp: true);
        var second = await SecondGuardian(sala, "Guardians A");
        var request = await sala.Sala.BreakGlass.AskForReport(asking, told.Id, false, "The worker is ill, the child wrote.");
        sala.Clock.Move(sala.Sala.Country.BreakGlass.Delay);

        Assert.False(await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        await StillClosed(sala, told);
        await Refused(sala, "same group", async () => await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        await Refused(sala, "same group", async () => await sala.Sala.BreakGlass.StepUp(await second(), request));
        await StillClosed(sala, told);
    }

    [Theory, OnEachStore]
    public async Task Two_before_the_delay_are_refused_and_after_it_open_the_named_report_alone_for_hours(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, other) = await TwoTaken(sala);
        var request = await sala.Sala.BreakGlass.AskForReport(await sala.As("responder2", steppedUp: true), told.Id, false, "The worker is ill, the child wrote.");
        sala.Clock.Move(sala.Sala.Country.BreakGlass.Delay - TimeSpan.FromMinutes(5));
        await Refused(sala, "before the delay", async () => await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        await Refused(sala, "before the delay", async () => await sala.Sala.BreakGlass.StepUp(await sala.As("oversight", steppedUp: true), request));
        await StillClosed(sala, told);

        sala.Clock.Move(TimeSpan.FromMinutes(10));
        Assert.False(await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        Assert.True(await sala.Sala.BreakGlass.StepUp(await sala.As("oversight", steppedUp: true), request));

        var asking = await sala.As("responder2");
        var read = await sala.Sala.Desk.Read(asking, told.Id);
        Assert.Equal((Story, "break-glass"), (read.Content.Answers["story"], read.Through));
        foreach (var closed in (SignedIn[])[await sala.As("guardian"), await sala.As("oversight"), await sala.As("deputy"), await sala.As("admin")])
            await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Desk.Read(closed, told.Id));
        await StillClosed(sala, other);
        await using (var data = sala.Sala.Store.Read()) Assert.Empty(await data.GuardianSteps.ToListAsync());

        sala.Clock.Move(sala.Sala.Country.BreakGlass.OpenFor);
        await StillClosed(sala, told);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(await sala.As("responder"), told.Id)).Content.Answers["story"]);
    }

    [Theory, OnEachStore]
    public async Task What_was_opened_for_hours_can_not_be_kept_or_given_away(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, _) = await TwoTaken(sala);
        // A colleague of the same unit, who could otherwise take it.
        var request = await sala.Sala.BreakGlass.AskForReport(await sala.As("deputy", steppedUp: true), told.Id, true, "The child is in danger now.");
        await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request);
        await sala.Sala.BreakGlass.StepUp(await sala.As("oversight", steppedUp: true), request);
        var asking = await sala.As("deputy");
        await sala.Sala.Desk.Reply(asking, told.Id, "I read this today, since your worker is ill.");

        await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.Desk.Take(asking, told.Id));
        await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.Desk.Assign(asking, told.Id, sala.Id("lead")));
        var online = await sala.Unit("Online");
        await Assert.ThrowsAsync<RefusedException>(() => sala.Sala.HandingOver.Offer(sala.Sala.Desk, asking, told.Id, online, "so"));

        sala.Clock.Move(sala.Sala.Country.BreakGlass.OpenFor);
        var later = await sala.As("deputy");
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Desk.Read(later, told.Id));
    }

    [Theory, OnEachStore]
    public async Task A_request_forged_in_the_database_opens_nothing(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, other) = await TwoTaken(sala);
        var request = await sala.Sala.BreakGlass.AskForReport(await sala.As("responder2", steppedUp: true), told.Id, false, "so");
        foreach (var change in (string[])["not_before = 0", "danger_to_life = NOT danger_to_life", "report_id = @p0", "requested_by = @p0", "kind = 1"])
        {
            await sala.Sala.Store.Keep(async data =>
            {
                await data.BreakGlassRequests.ExecuteDeleteAsync();
            });
            request = await sala.Sala.BreakGlass.AskForReport(await sala.As("responder2", steppedUp: true), told.Id, false, "so");
            await sala.Tamper($"UPDATE break_glass_request SET {change}", other.Id);
            await Assert.ThrowsAsync<DirectoryTamperedException>(async () => await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        }
        await StillClosed(sala, told);
    }

    [Theory, OnEachStore]
    public async Task Lead_head_oversight_and_guardians_are_told_by_a_mail_without_content(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (told, _) = await TwoTaken(sala);
        await sala.Sala.BreakGlass.AskForReport(await sala.As("responder2", steppedUp: true), told.Id, true, "so");
        sala.Clock.Move(TimeSpan.FromMinutes(6));
        await sala.Sala.Outbox.Work();

        var to = Directory.EnumerateFiles(Path.Combine(sala.Folder, "mail")).Select(f => File.ReadLines(f).Single(l => l.StartsWith("To: ", StringComparison.Ordinal))[4..]).Order();
        Assert.Equal(((string[])["guardian", "head", "lead", "oversight"]).Select(n => $"{n}@demonstration.invalid"), to);
    }

    [Theory, OnEachStore]
    public async Task A_unit_whose_members_lost_every_password_reads_its_reports_again(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (taken, _) = await TwoTaken(sala);
        var waiting = await sala.Tells("Another story.");
        var (children, members) = (await sala.Unit("Children"), (string[])["responder", "deputy", "head", "lead"]);
        var keys = new Dictionary<string, FirstKeys>();
        foreach (var name in members)
        {
            var code = await sala.Sala.People.Reset(await sala.As("admin"), sala.Id(name));
            keys[name] = (await sala.Sala.SignIn.First(name, code, NewPassword))!;
        }
        var head = await sala.As("head", NewPassword, keys["head"].TotpUri);
        foreach (var report in (Told[])[taken, waiting]) await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Desk.Read(head, report.Id));

        var request = await sala.Sala.BreakGlass.AskForRecovery(head, children, "Every password is lost.");
        await Refused(sala, "before the delay", async () => await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        sala.Clock.Move(sala.Sala.Country.BreakGlass.Delay);
        Assert.False(await sala.Sala.BreakGlass.StepUp(await sala.As("guardian", steppedUp: true), request));
        Assert.True(await sala.Sala.BreakGlass.StepUp(await sala.As("oversight", steppedUp: true), request));

        head = await sala.As("head", NewPassword, keys["head"].TotpUri);
        Assert.Equal(Story, (await sala.Sala.Desk.Read(head, taken.Id)).Content.Answers["story"]);
        Assert.Equal("Another story.", (await sala.Sala.Desk.Read(head, waiting.Id)).Content.Answers["story"]);
        foreach (var name in members.Where(n => n != "head")) await sala.Sala.UnitKeys.LetIn(head, children, sala.Id(name));
        Assert.Null(await sala.Sala.UnitKeys.WhyNotReady(children));
        var responder = await sala.As("responder", NewPassword, keys["responder"].TotpUri);
        Assert.Equal("Another story.", (await sala.Sala.Desk.Read(responder, waiting.Id)).Content.Answers["story"]);
        Assert.Equal("A third.", (await sala.Sala.Desk.Read(responder, (await sala.Tells("A third.")).Id)).Content.Answers["story"]);
    }

    private const string NewPassword = "a-new-long-password";

    /// <summary>Two reports of the children's unit that its responder works on.</summary>
    private static async Task<(Told Told, Told Other)> TwoTaken(FilledSala sala)
    {
        var (told, other) = (await sala.Tells(Story), await sala.Tells(Story));
        var worker = await sala.As("responder");
        await sala.Sala.Desk.Take(worker, told.Id);
        await sala.Sala.Desk.Take(worker, other.Id);
        return (told, other);
    }

    private static async Task<Func<Task<SignedIn>>> SecondGuardian(FilledSala sala, string group)
    {
        var unit = await sala.Unit(group);
        var (id, code) = await sala.Sala.People.Invite(await sala.As("admin"), new Profile("guardian2", "Second", ""), unit, Roles.Guardian);
        var keys = await sala.Sala.SignIn.First("guardian2", code, NewPassword);
        await sala.Sala.UnitKeys.LetIn(await sala.As("guardian"), unit, id);
        return () => sala.As("guardian2", NewPassword, keys!.TotpUri);
    }

    private static async Task StillClosed(FilledSala sala, Told told)
    {
        var by = await sala.As("responder2");
        await Assert.ThrowsAsync<NotForYouException>(() => sala.Sala.Desk.Read(by, told.Id));
    }

    private static async Task Refused(FilledSala sala, string why, Func<Task> act)
    {
        await using var data = sala.Sala.Store.Read();
        var before = await data.AuditEntries.CountAsync(e => e.Refused && e.Deed == "break-glass.step" && e.Detail == why);
        await Assert.ThrowsAsync<RefusedException>(act);
        Assert.Equal(before + 1, await data.AuditEntries.CountAsync(e => e.Refused && e.Deed == "break-glass.step" && e.Detail == why));
    }
}
