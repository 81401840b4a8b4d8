using System.Net;
using Sala.Audit;
using Sala.Reports;

namespace Sala.Tests.Web.Work;

/// <summary>The trail and the guardians, over HTTP.</summary>
public class OversightWorkTests
{
    [Fact] // promise 8
    public async Task Oversight_sees_refused_attempts_exports_an_anchor_after_a_step_up_and_checks_the_trail_against_it()
    {
        await using var sala = await WorkingSala.Start();
        var (oversight, admin) = (await sala.Officer("oversight"), await sala.Officer("admin"));
        await admin.Get("/work");
        var trail = await oversight.Get("/work/audit?refused=true");
        Assert.Contains("1 attempt was refused", trail.Text);
        Assert.Contains("GET /work", trail.Text);
        Assert.Contains("A. Wit", trail.Text);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await oversight.Post("/work/audit/export")).Status);
        await oversight.StepUp();
        var export = await oversight.Post("/work/audit/export");
        Assert.Equal("attachment", export.Answer.Content.Headers.ContentDisposition!.DispositionType);
        var anchor = AuditAnchor.Parse(export.Text);
        Assert.Contains("It fits the anchor", (await oversight.Post("/work/audit/verify", ("anchor", export.Text))).Text);
        Assert.Contains("the trail was rewritten", (await oversight.Post("/work/audit/verify", ("anchor", new AuditAnchor(anchor.Number, new byte[32]).ToString()))).Text);
        Assert.Contains("This is no audit anchor", (await oversight.Post("/work/audit/verify", ("anchor", "words"))).Text);
    }

    [Fact]
    public async Task A_head_sees_what_was_done_for_the_own_unit_and_nothing_of_another()
    {
        await using var sala = await WorkingSala.Start();
        var (own, _) = await sala.Tells("One");
        var (other, _) = await sala.Tells("Two", area: "TH-50");
        await (await sala.Officer("responder")).Get($"/work/reports/{own}");
        await (await sala.Officer("responder2")).Get($"/work/reports/{other}");
        var head = await sala.Officer("head");
        var trail = await head.Get("/work/audit");
        Assert.Contains(Inbox.NumberOf(own), trail.Text);
        Assert.DoesNotContain(Inbox.NumberOf(other), trail.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Post("/work/audit/verify")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await head.Post("/work/audit/export")).Status);
    }

    [Fact]
    public async Task Two_guardians_of_two_groups_open_one_report_for_who_asked_and_for_hours()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Words that were taken.");
        var (taker, asker) = (await sala.Officer("responder"), await sala.Officer("deputy"));
        await taker.Post($"/work/reports/{id}/take");

        (string, string)[] request = [("number", Inbox.NumberOf(id)), ("danger", "true"), ("reason", "The taker is away and the child is in danger.")];
        Assert.Contains("Please give your password and a new code", (await asker.Post("/work/guardians/report", request)).Text);
        await asker.StepUp();
        Assert.Contains("There is no one report with this number", (await asker.Post("/work/guardians/report", ("number", "R-0000-0000"), ("reason", "x"))).Text);
        Assert.Equal(HttpStatusCode.SeeOther, (await asker.Post("/work/guardians/report", request)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await asker.Get($"/work/reports/{id}")).Status);

        foreach (var name in new[] { "guardian", "oversight" })
        {
            var guardian = await sala.Officer(name);
            Assert.Contains("The taker is away", (await guardian.Get("/work/guardians")).Text);
            await guardian.StepUp();
            var page = await guardian.Get("/work/guardians");
            var step = System.Text.RegularExpressions.Regex.Match(page.Text, "name=\"request\" value=\"([0-9a-f]{32})\"").Groups[1].Value;
            Assert.Equal(HttpStatusCode.SeeOther, (await guardian.Post("/work/guardians/step", ("request", step))).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await guardian.Get($"/work/reports/{id}")).Status);
        }
        Assert.Contains("Words that were taken.", (await asker.Get($"/work/reports/{id}")).Text);
        sala.Clock.Ahead += sala.Sala.Country.BreakGlass.OpenFor;
        await asker.SignIn();
        Assert.Equal(HttpStatusCode.NotFound, (await asker.Get($"/work/reports/{id}")).Status);
    }

    [Fact]
    public async Task A_rota_is_changed_by_those_who_lead_the_unit_and_by_nobody_of_another()
    {
        await using var sala = await WorkingSala.Start();
        var units = await sala.Sala.People.Units();
        var children = units.Single(u => u.Name.StartsWith("Children's unit", StringComparison.Ordinal)).Id;
        var person = (await sala.Sala.People.Names()).Single(n => n.Value == "N. Suda").Key;
        (string, string)[] shift = [("unit", children.ToString()), ("person", person.ToString()), ("step", "0"), ("day", "2031-01-02"), ("from", "08:00"), ("hours", "8")];
        var (head, responder, outsider) = (await sala.Officer("head"), await sala.Officer("responder"), await sala.Officer("responder2"));
        Assert.Equal(HttpStatusCode.NotFound, (await responder.Post("/work/rota/add", shift)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Post("/work/rota/add", shift)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.Get($"/work/rota?unit={children}")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await head.Post("/work/rota/add", [.. shift[..5], ("hours", "25")])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await head.Post("/work/rota/add", shift)).Status);
        Assert.Contains("2 January 2031, 8:00 AM to 4:00 PM", (await responder.Get($"/work/rota?unit={children}")).Text);
        Assert.Equal(3, (await sala.Refusals()).Count(r => r.Deed.StartsWith("rota.", StringComparison.Ordinal) && r.UnitId == children));
    }
}
