using System.Net;
using Sala.Reports;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Web.Work;

/// <summary>What a responder does with a report, over HTTP, and what the child then sees.</summary>
public class ReportWorkTests
{
    [Fact] // promise 5
    public async Task A_unit_mate_without_a_grant_gets_nothing_of_a_taken_report_and_the_attempt_is_recorded()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("He has pictures of me.");
        var (first, mate) = (await sala.Officer("responder"), await sala.Officer("deputy"));
        Assert.Contains("pictures of me", (await mate.Get($"/work/reports/{id}")).Text);
        Assert.Equal(HttpStatusCode.SeeOther, (await first.Post($"/work/reports/{id}/take")).Status);

        foreach (var path in new[] { $"/work/reports/{id}", $"/work/reports/{id}/as-child", $"/work/offers/{id}" })
        {
            var seen = await mate.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, seen.Status);
            Assert.DoesNotContain("pictures of me", seen.Text);
            Assert.Contains("There is nothing here that you can open", seen.Text);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await mate.Post($"/work/reports/{id}/reply", ("reply", "Hello"))).Status);

        var refusals = (await sala.Refusals()).Where(r => r.Subject == id).ToList();
        Assert.Equal(["report.read", "report.read", "offer.read", "report.reply"], refusals.Select(r => r.Deed));
        Assert.Single(refusals.Select(r => r.PersonId).Distinct());
        Assert.Equal(sala.Sala.Board[id]!.UnitId, refusals[0].UnitId);
    }

    [Fact]
    public async Task A_reply_reaches_the_child_and_needs_one_person_who_took_the_report()
    {
        await using var sala = await WorkingSala.Start();
        var (id, receipt) = await sala.Tells("Someone writes to me at night.");
        var officer = await sala.Officer("responder");

        var early = await officer.Post($"/work/reports/{id}/reply", ("reply", "Thank you for writing."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Contains("Nobody has taken this report", early.Text);
        Assert.Contains("Thank you for writing.</textarea>", early.Text);

        await officer.Post($"/work/reports/{id}/take");
        var sent = await officer.Post($"/work/reports/{id}/reply", ("reply", "Thank you for writing."));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.StartsWith($"/work/reports/{id}?done=replied", sent.Location!.ToString(), StringComparison.Ordinal);

        var conversation = await sala.Sala.Conversation.Open(receipt);
        Assert.Equal("Thank you for writing.", Assert.Single(conversation!.Messages).Words);
        Assert.Equal(StatusForReporter.BeingWorkedOn, conversation.Status);
        var preview = await officer.Get($"/work/reports/{id}/as-child");
        Assert.Contains("Thank you for writing.", preview.Text);
        Assert.Contains(sala.Sala.Country.Texts("en")["comeback.status_working"], preview.Text);
    }

    [Fact]
    public async Task A_template_with_an_open_blank_is_not_sent_and_the_words_are_kept()
    {
        await using var sala = await WorkingSala.Start();
        var (id, receipt) = await sala.Tells("Hello");
        var officer = await sala.Officer("responder");
        await officer.Post($"/work/reports/{id}/take");

        var template = await officer.Get($"/work/reports/{id}?template=call_childline");
        Assert.Contains("you can call 1387", template.Text); // known by the pack
        Assert.Contains("{why you name this number now}", template.Text); // the worker's

        var refused = await officer.Post($"/work/reports/{id}/reply", ("reply", "My own words. {why you name this number now}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Fill in the blanks in braces first", refused.Text);
        Assert.Contains("My own words. {why you name this number now}</textarea>", refused.Text);
        Assert.Empty((await sala.Sala.Conversation.Open(receipt))!.Messages);
    }

    [Fact]
    public async Task Closing_tells_the_child_and_keeps_the_reason_from_it()
    {
        await using var sala = await WorkingSala.Start();
        var (id, receipt) = await sala.Tells("Hello");
        var officer = await sala.Officer("responder");
        await officer.Post($"/work/reports/{id}/take");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.Post($"/work/reports/{id}/close", ("reason", "Solved"), ("told", ""))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.Post($"/work/reports/{id}/close", ("reason", "Reason for colleagues"), ("told", "Our work ends here."))).Status);

        var conversation = await sala.Sala.Conversation.Open(receipt);
        Assert.Equal(StatusForReporter.Closed, conversation!.Status);
        Assert.Equal("Our work ends here.", Assert.Single(conversation.Messages).Words);
        Assert.Contains("Reason for colleagues", (await officer.Get($"/work/reports/{id}")).Text);
        Assert.DoesNotContain("Reason for colleagues", (await officer.Get($"/work/reports/{id}/as-child")).Text);
    }

    [Fact]
    public async Task A_unit_that_is_offered_a_report_reads_no_word_before_it_accepts_and_the_giving_unit_none_after()
    {
        await using var sala = await WorkingSala.Start();
        var (id, receipt) = await sala.Tells("My words for one unit.");
        var (giver, taker) = (await sala.Officer("responder"), await sala.Officer("responder2"));
        var other = (await sala.Sala.People.Units()).Single(u => u.Name.StartsWith("Online crimes", StringComparison.Ordinal)).Id;
        await giver.Post($"/work/reports/{id}/take");
        Assert.Equal(HttpStatusCode.SeeOther, (await giver.Post($"/work/reports/{id}/offer", ("unit", other.ToString()), ("reason", "It is online."))).Status);

        var offer = await taker.Get($"/work/offers/{id}");
        Assert.Contains("It is online.", offer.Text);
        Assert.DoesNotContain("My words for one unit.", offer.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await taker.Get($"/work/reports/{id}")).Status);
        Assert.Contains(Inbox.NumberOf(id), (await taker.Get("/work?show=Offered")).Text);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await taker.Post($"/work/offers/{id}/decline", ("reason", " "))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await taker.Post($"/work/offers/{id}/decline", ("reason", "Not ours, because of the age."))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await taker.Get($"/work/offers/{id}")).Status);
        Assert.Contains("Not ours, because of the age.", (await giver.Get($"/work/reports/{id}")).Text);

        await giver.Post($"/work/reports/{id}/offer", ("unit", other.ToString()), ("reason", "Again."));
        Assert.Equal(HttpStatusCode.SeeOther, (await taker.Post($"/work/offers/{id}/accept")).Status);
        Assert.Contains("My words for one unit.", (await taker.Get($"/work/reports/{id}")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await giver.Get($"/work/reports/{id}")).Status);
        await taker.Post($"/work/reports/{id}/reply", ("reply", "Now we write."));
        Assert.Equal("Now we write.", Assert.Single((await sala.Sala.Conversation.Open(receipt))!.Messages).Words);
    }

    [Fact] // promise 5
    public async Task An_administrator_sees_no_report_by_any_address()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Words that no administrator reads.");
        var admin = await sala.Officer("admin");
        var seen = new[] { "/work", $"/work/reports/{id}", $"/work/reports/{id}/as-child", $"/work/offers/{id}", "/work/audit", "/work/rota" };
        foreach (var path in seen)
        {
            var page = await admin.Get(path);
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.DoesNotContain("Words that no", page.Text);
        }
        Assert.Equal(seen.Length, (await sala.Refusals("endpoint")).Count);
    }

    [Fact]
    public async Task What_a_child_typed_is_text_and_never_a_link_or_an_element()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("<a href=\"https://example.invalid/\">x</a><script>alert(1)</script> https://example.invalid/look \u202Eevil");
        var officer = await sala.Officer("responder");
        var page = await officer.Get($"/work/reports/{id}");
        Assert.Contains("&lt;script&gt;", page.Text);
        Assert.DoesNotContain("<script", page.Text);
        Assert.DoesNotContain("href=\"https:", page.Text);
        Assert.Matches("<bdi>&lt;a href", page.Text);
    }

    [Fact]
    public async Task A_long_report_opens_collapsed_and_the_load_of_the_day_is_counted()
    {
        await using var sala = await WorkingSala.Start();
        var limit = sala.Sala.Country.Exposure.CollapseAboveCharacters;
        var (id, _) = await sala.Tells(new string('a', limit + 1));
        var (small, _) = await sala.Tells("Short.");
        var officer = await sala.Officer("responder");
        Assert.Contains($"<details><summary>Read the own words ({limit + 1} characters)", (await officer.Get($"/work/reports/{id}")).Text);
        Assert.DoesNotContain("Read the own words", (await officer.Get($"/work/reports/{small}")).Text);
        Assert.Contains("Reports you opened today: 2.", (await officer.Get("/work")).Text);
    }

    [Fact]
    public async Task A_changed_fact_keeps_what_stood_before_and_an_unknown_code_is_refused()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Hello");
        var officer = await sala.Officer("responder");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.Post($"/work/reports/{id}/fact", ("fact", "area"), ("codes", "a village"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.Post($"/work/reports/{id}/fact", ("fact", "area"), ("codes", "TH-50"))).Status);
        var page = await officer.Get($"/work/reports/{id}");
        Assert.Matches("N. Suda, .*: Bangkok became Chiang Mai", page.Text);
        Assert.Contains(Inbox.NumberOf(id), (await officer.Get("/work?area=TH-50")).Text);
        Assert.DoesNotContain(Inbox.NumberOf(id), (await officer.Get("/work?area=TH-10")).Text);
    }

    [Fact] // promise 7
    public async Task A_lead_alone_decides_that_a_closed_report_goes_and_the_trail_then_names_both_days()
    {
        await using var sala = await WorkingSala.Start();
        var (id, receipt) = await sala.Tells("Hello");
        var (officer, lead) = (await sala.Officer("responder"), await sala.Officer("head"));
        await officer.Post($"/work/reports/{id}/take");
        Assert.Contains("Only a closed report can be erased", (await lead.Post($"/work/reports/{id}/erase", ("reason", "Asked for"))).Text);
        await officer.Post($"/work/reports/{id}/close", ("reason", "Done"), ("told", "Done."));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Post($"/work/reports/{id}/erase", ("reason", "Asked for"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.Post($"/work/reports/{id}/erase", ("reason", "Asked for"))).Status);
        Assert.Contains("This report is erased on ", (await lead.Get($"/work/reports/{id}")).Text);

        await Days.Pass(sala.Sala, by => sala.Clock.Ahead += by, sala.Sala.Country.Retention.ErasureWaitingDays + 1);
        var certificate = Assert.Single(await sala.Sala.Erasure.Work());
        Assert.Null(await sala.Sala.Conversation.Open(receipt));
        await lead.SignIn();
        Assert.Equal(HttpStatusCode.NotFound, (await lead.Get($"/work/reports/{id}")).Status);
        Assert.Contains($"here {certificate.UnreadableHere:yyyy-MM-dd}, in backups {certificate.UnreadableInBackups:yyyy-MM-dd}", (await lead.Get($"/work/audit?subject={id}")).Text);
    }

    [Fact]
    public async Task Every_answer_to_staff_carries_the_headers_and_is_kept_nowhere_errors_included()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Hello");
        var officer = await sala.Officer("responder");
        foreach (var path in new[] { "/work", "/work/sign-in", "/work/units", "/work/guardians", "/work/rota", $"/work/reports/{id}", "/work/reports/nothing", "/work/audit", "/work/nowhere" })
        {
            var headers = (await officer.Get(path)).Answer.Headers;
            Assert.Equal("no-store", headers.GetValues("Cache-Control").Single());
            Assert.Equal(Sala.Web.Access.SecurityHeaders.ContentSecurityPolicy, headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_refused()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Hello");
        var officer = await sala.Officer("responder");
        using var browser = sala.Running.Browser(follow: false);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/work/reports/{id}/take");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Null(sala.Sala.Board[id]!.AssignedTo);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.Post($"/work/reports/{id}/take")).Status);
    }
}
