using System.Net;
using Microsoft.EntityFrameworkCore;
using Sala.Cases;
using Sala.Tests.Cases;
using Sala.Vault;

namespace Sala.Tests.Web.Work;

/// <summary>Declaring who is close to one, over HTTP.</summary>
public sealed class CloseToMeTests
{
    [Fact]
    public async Task What_is_declared_closes_the_cases_in_which_it_stands_and_neither_page_nor_trail_nor_database_tells_a_name()
    {
        await using var sala = await WorkingSala.Start();
        var (told, _) = await sala.Tells("He has pictures of me.");
        var officer = await sala.Officer("responder");
        using var opener = (await sala.Sala.SignIn.Resume((await sala.Sala.SignIn.Open("responder", officer.Person.Password, officer.NewCode()))!))!;
        await sala.Sala.Desk.Take(opener, told);
        var id = await sala.Sala.Cases.Open(opener, told, "Mali");
        await sala.Sala.Cases.Write(opener, id, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Anan Jaidee", "suspect"));
        Assert.Contains("not declared anybody yet", (await officer.Get("/work/close-to-me")).Text);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get($"/work/cases/{id}")).Status);

        // Nothing to compare, and too much at once: refused, and what was typed stays.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.Post("/work/close-to-me/declare", ("names", " \n . \n"))).Status);
        var much = await officer.Post("/work/close-to-me/declare", ("names", string.Join('\n', Enumerable.Range(0, 51).Select(i => $"Somebody {i}"))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, much.Status);
        Assert.Contains("Somebody 50", much.Text);

        var met = await officer.Post("/work/close-to-me/declare", ("names", "Nobody Here\r\nanan  jaidee\r\n"));
        var other = await (await sala.Officer("responder2")).Post("/work/close-to-me/declare", ("names", "Nobody Here"));
        Assert.Equal((other.Status, other.Location), (met.Status, met.Location));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Get($"/work/cases/{id}")).Status);
        var seen = await officer.Get("/work/close-to-me?done=declared");
        Assert.Contains("You declared somebody last on", seen.Text);
        Assert.DoesNotContain("jaidee", seen.Text, StringComparison.OrdinalIgnoreCase);
        await using var data = sala.Sala.Store.Read();
        var entry = await data.AuditEntries.SingleAsync(e => e.Deed == "conflict.declare" && e.PersonId == opener.PersonId && !e.Refused, TestContext.Current.CancellationToken);
        Assert.Equal("", entry.Detail);
        Assert.All(await data.StaffNameTokens.ToListAsync(TestContext.Current.CancellationToken), t => Assert.Equal(32, t.Token.Length));
    }
}
