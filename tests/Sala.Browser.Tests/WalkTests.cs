using Sala.Reports;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>The whole way, as the people who walk it do.</summary>
public sealed class WalkTests(World world)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task A_child_tells_a_worker_answers_and_the_child_reads_it_and_writes_back(bool script, int width, string language)
    {
        var device = new Device(language, width, script);
        await using var visitor = await world.Visitor(device);
        var child = new Child(visitor);
        var watch = new PageRules(visitor);
        visitor.AtEachPage = watch.Hold;
        var before = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();

        await child.Begins();
        await child.Answers(Child.Threatened);
        var told = await visitor.Text();
        var receipt = await child.Sends();
        await child.Tries(receipt);

        Assert.Contains("They say they will show it to my school.", told);
        Assert.Contains("@somebody-online", told);
        var report = Assert.Single(world.Sala.Board.Rows, r => !before.Contains(r.Id));

        // Staff are served with script or without alike; they are walked at both widths and in both languages.
        if (script) await Answered(device, report);
        else await AnsweredWithoutPages(report.Id);

        await using var later = await world.Visitor(device);
        var again = new Child(later);
        var watchLater = new PageRules(later);
        later.AtEachPage = watchLater.Hold;
        await again.ComesBack(receipt);
        Assert.Contains("We can help with that.", await later.Text());
        await again.Writes("Thank you. I read this at night.");
        Assert.Contains("I read this at night.", await later.Text());

        Assert.True(watch.Broken.Count + watchLater.Broken.Count == 0, string.Join('\n', watch.Broken.Concat(watchLater.Broken)));
        Assert.Empty(visitor.Complaints.Concat(later.Complaints));
        Assert.All(visitor.Asked.Concat(later.Asked), address => Assert.StartsWith(world.Address.AbsoluteUri, address));
    }

    [Fact]
    public async Task A_child_in_danger_sees_the_numbers_at_once_and_the_worker_sees_it_first()
    {
        await using var visitor = await world.Visitor(new Device("en"));
        var seen = new List<string>();
        visitor.AtEachPage = async name =>
        {
            seen.Add(name);
            if (name is "danger" or "receipt") Assert.True(await visitor.Sees("a[href='tel:1387']"), name);
        };
        var child = new Child(visitor);
        var before = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();

        await child.Begins();
        await child.Answers(Child.InDanger);
        await child.Sends();

        Assert.Equal("danger", seen[seen.IndexOf("question safety_now") + 1]);
        var report = Assert.Single(world.Sala.Board.Rows, r => !before.Contains(r.Id));
        await using var staff = await world.SignedIn("responder", new Device("en", 1280));
        await staff.Opens("/work");
        // Made-up reports that came before and wait as well may stand above it; nothing that can wait does.
        var rows = await staff.Page.Locator("main tbody tr").AllInnerTextsAsync();
        var place = rows.ToList().FindIndex(r => r.Contains(Inbox.NumberOf(report.Id), StringComparison.Ordinal));
        Assert.InRange(place, 0, world.Sala.Board.Rows.Count(r => r is { Urgency: Sala.Countries.Urgency.Danger, Deadline: not null }) - 1);
    }

    private async Task Answered(Device device, BoardRow report)
    {
        var name = await ReaderOf(report.Id);
        await using var visitor = await world.SignedIn(name, device);
        var worker = new Worker(visitor);
        var rules = new PageRules(visitor);
        visitor.AtEachPage = rules.Hold;
        await worker.Opens(report.Id);
        Assert.Contains("They say they will show it to my school.", await visitor.Text());
        await worker.Takes();
        await worker.Replies("We can help with that. I read here again tomorrow.");
        Assert.Contains("We can help with that.", await visitor.Page.Locator("#conversation").InnerTextAsync());
        Assert.True(rules.Broken.Count == 0, string.Join('\n', rules.Broken));
        Assert.Empty(visitor.Complaints);
        Assert.All(visitor.Asked, address => Assert.StartsWith(world.Address.AbsoluteUri, address));
    }

    private async Task AnsweredWithoutPages(RecordId report)
    {
        await using var visitor = await world.SignedIn(await ReaderOf(report), new Device("en", 1280));
        var worker = new Worker(visitor);
        await worker.Opens(report);
        await worker.Takes();
        await worker.Replies("We can help with that. I read here again tomorrow.");
    }

    // Which of the two units a report goes to, the pack decides by the province.
    private async Task<string> ReaderOf(RecordId report)
    {
        var row = world.Sala.Board.Rows.Single(r => r.Id == report);
        var unit = (await world.Sala.Intake.Ready()).Single(u => u.UnitId == row.UnitId);
        return unit.Agency.Contains("police", StringComparison.OrdinalIgnoreCase) ? "responder2" : "responder";
    }
}
