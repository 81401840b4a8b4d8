using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>A lead asks another agency to help with a case, sees beforehand what it will see, and learns its answer: one accepted and ended, one declined, one silent.</summary>
public sealed class ReferralTests(World world, ITestOutputHelper output)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task One_agency_asks_another_that_accepts_declines_or_says_nothing(bool script, int width, string language)
    {
        var caseId = await CaseOfChildrensUnit();
        var crimes = (await world.Sala.People.Units()).Single(u => u.Name.StartsWith("Online crimes", StringComparison.Ordinal)).Id;
        await using var sender = await world.SignedIn("head", new Device(language, width, script));
        await using var receiver = await world.SignedIn("responder2", new Device(language, width, script));
        var (rules, axe, theirs) = (new PageRules(sender), new Axe(sender), new PageRules(receiver));
        sender.AtEachPage = page => Look(page, sender, rules, axe);
        receiver.AtEachPage = page => Look(page, receiver, theirs, null);

        // Nothing goes without the country's rule; with one, it is shown before anything is sent.
        await sender.Opens($"/work/cases/{caseId}?language={language}");
        await sender.Press($"a[href='/work/cases/{caseId}/referrals']");
        await sender.IsAt("referrals of a case");
        await Chooses(sender, "medical", "police");
        Assert.False(await sender.Sees("#goes"));
        await Chooses(sender, "protection", "police");
        await sender.IsAt("what goes along");
        Assert.Contains("Malee Sukjai", await sender.Page.Locator("#goes").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Anan Jaidee", await sender.Page.Locator("#goes").InnerTextAsync(), StringComparison.Ordinal);

        // A name in what is read before the answer is refused, and what was typed stays.
        await Fills(sender, crimes, "Please see Malee Sukjai soon.");
        Assert.Equal("Please see Malee Sukjai soon.", await sender.Page.InputValueAsync("#r-summary"));
        await sender.IsAt("a name is refused");
        Assert.Empty(await world.Sala.Referring.Of(await As("head"), caseId));
        await Fills(sender, crimes, "A child needs protection at home.");
        await sender.IsAt("referral sent");
        var sent = Assert.Single(await world.Sala.Referring.Of(await As("head"), caseId)).Row.Id;

        // The other agency reads the letter, no name, and accepts.
        await receiver.Opens($"/work/referrals?language={language}");
        await receiver.IsAt("received referrals");
        await receiver.Press($"a[href='/work/referrals/{sent}']");
        await receiver.IsAt("a referral to answer");
        Assert.Contains("A child needs protection at home.", await receiver.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sukjai", await receiver.Text(), StringComparison.Ordinal);
        await receiver.Press("form[action$='/accept'] button");
        await receiver.IsAt("a referral accepted");
        Assert.Contains("Malee Sukjai", await receiver.Text(), StringComparison.Ordinal);
        await receiver.Page.SelectOptionAsync("#person", (await As("lead")).PersonId.ToString());
        await receiver.Page.FillAsync("#purpose", language == "en" ? "protects the child" : "คุ้มครองเด็ก");
        await receiver.Press("form[action$='/give'] button");
        await receiver.IsAt("a part given through a referral");
        Assert.Contains("K. Chai", await receiver.Page.Locator("#holders").InnerTextAsync(), StringComparison.Ordinal);

        // The sender sees the answer, and ends the help.
        await sender.Opens($"/work/cases/{caseId}/referrals");
        await sender.IsAt("referral accepted, as sent");
        await sender.Press("form[action$='/end'] button");
        await sender.IsAt("referral ended");
        await receiver.Opens($"/work/referrals/{sent}");
        await receiver.IsAt("a referral ended");
        Assert.DoesNotContain("Sukjai", await receiver.Text(), StringComparison.Ordinal);

        // One is declined with a reason, one stays silent.
        var declined = await world.Sala.Referring.Send(await As("head"), caseId, Asking(crimes, "A second request."));
        await receiver.Opens($"/work/referrals/{declined}");
        await receiver.Press("form[action$='/decline'] button");
        Assert.True(await receiver.Sees(".note.now"));
        await receiver.Page.SelectOptionAsync("#reason", "no_skill");
        await receiver.Page.FillAsync("#decline-words", "Nobody here is trained for it.");
        await receiver.Press("form[action$='/decline'] button");
        await receiver.IsAt("a referral declined");
        await sender.Opens($"/work/cases/{caseId}/referrals");
        Assert.Contains("Nobody here is trained for it.", await sender.Text(), StringComparison.Ordinal);
        await SentLongAgo(caseId, crimes);
        await sender.Opens($"/work/cases/{caseId}/referrals");
        await sender.IsAt("referral without an answer");
        Assert.True(await sender.Page.Locator("li.card .tag.bad").CountAsync() >= 2);
        Assert.True(rules.Broken.Count + axe.Violations.Count + theirs.Broken.Count == 0, string.Join('\n', rules.Broken.Concat(axe.Violations).Concat(theirs.Broken)));
        Assert.All(sender.Complaints, complaint => Assert.Contains("422", complaint, StringComparison.Ordinal));
        output.WriteLine($"{axe.Looks} looks");
    }

    private static async Task Chooses(Visitor visitor, string purpose, string body)
    {
        await visitor.Page.SelectOptionAsync("#purpose", purpose);
        await visitor.Page.SelectOptionAsync("#body", body);
        await visitor.Press("form[method='get'] button");
    }

    private static async Task Fills(Visitor visitor, RecordId unit, string summary)
    {
        await visitor.Page.SelectOptionAsync("#unit", unit.ToString());
        await visitor.Page.FillAsync("#r-summary", summary);
        await visitor.Page.SelectOptionAsync("#r-child_assent", "yes");
        await visitor.Page.SelectOptionAsync("#r-first_contact", "we");
        await visitor.Press("form[action$='/referrals/send'] button");
    }

    private static ReferralRequest Asking(RecordId unit, string summary) =>
        new(ReferralKind.Referral, unit, "protection", "police", new Dictionary<string, string> { ["summary"] = summary, ["child_assent"] = "yes" });

    /// <summary>Sent so long ago that the time for an answer is over: the hours of the sessions must not pass.</summary>
    private async Task SentLongAgo(RecordId caseId, RecordId unit)
    {
        var head = await As("head");
        var back = world.Sala.Referring.Rules.AnswerWithin(global::Sala.Countries.Urgency.Normal) + TimeSpan.FromHours(1);
        world.Clock.Ahead -= back;
        await world.Sala.Referring.Send(head, caseId, Asking(unit, "A third request."));
        world.Clock.Ahead += back;
        Assert.Equal(1, (await world.Sala.ReferralClock.Work()).Silent);
    }

    private async Task<RecordId> CaseOfChildrensUnit()
    {
        var opener = await As("responder");
        var session = world.Sala.ReportForm.Start(world.Clock, 1);
        foreach (var (name, value) in new[] { ("who_for", "self"), ("story", "He wrote to me again."), ("province", "TH-10") }) Assert.Null(session.Set(name, value));
        var before = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        await world.Sala.Telling.Send(new global::Sala.Reports.Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        var report = world.Sala.Board.Rows.Single(r => !before.Contains(r.Id)).Id;
        await world.Sala.Desk.Take(opener, report);
        var id = await world.Sala.Cases.Open(opener, report, "Dao");
        foreach (var (name, role) in new[] { ("Malee Sukjai", "child"), ("Anan Jaidee", "family") })
            await world.Sala.Cases.Write(opener, id, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = name, ["role"] = role, ["lives_with"] = "none", ["phone"] = "" }));
        return id;
    }

    private static readonly Dictionary<string, byte[]> Sessions = [];

    private async Task<SignedIn> As(string name)
    {
        var person = world.Staff.Single(p => p.SignInName == name);
        if (Sessions.TryGetValue(name, out var secret) && await world.Sala.SignIn.Resume(secret) is { } again) return again;
        Sessions[name] = (await world.Sala.SignIn.Open(name, person.Password, world.NextCode(person)))!;
        return (await world.Sala.SignIn.Resume(Sessions[name]))!;
    }

    private static async Task Look(string page, Visitor visitor, PageRules rules, Axe? axe)
    {
        await rules.Hold(page);
        if (axe is not null && visitor.Device.Script && visitor.Device.Width == 320)
        {
            await axe.Ask(page, Axe.Usual);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        }
        if (Environment.GetEnvironmentVariable("SALA_LOOK") is { Length: > 0 } folder)
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{page}-{visitor.Device.Language}-{visitor.Device.Width}.png".Replace(' ', '-')), FullPage = true });
    }
}
