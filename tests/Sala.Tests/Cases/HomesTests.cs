using Sala.Cases;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>Rule I10: who is, or lives with, the suspect, however many people stand between, and whatever nobody wrote down counts as not known.</summary>
public sealed class HomesTests
{
    /// <summary>Written as: name role lives-with-whom, people apart by a stroke; ? where nobody wrote down with whom. The first is asked about.</summary>
    [Theory]
    [InlineData("aunt supporter none | him suspect none", false)]
    [InlineData("aunt supporter ? | him suspect none", null)]
    [InlineData("aunt supporter him | him suspect none", true)]
    [InlineData("aunt supporter none | him suspect aunt", true)]
    [InlineData("him suspect ?", true)]
    // Through others, in either direction.
    [InlineData("aunt supporter gran | gran family him | him suspect none", true)]
    [InlineData("aunt supporter gran | gran family none | cousin family gran | him suspect cousin", true)]
    [InlineData("aunt supporter gran | gran family none | him suspect none", false)]
    // A home that is shared with somebody of whom nobody wrote down where they live.
    [InlineData("aunt supporter gran | gran family ? | him suspect none", null)]
    [InlineData("aunt supporter gran | gran family none | cousin family gran | him suspect none", false)]
    [InlineData("aunt supporter somebody-who-is-not-here | him suspect none", null)]
    // The child may have two homes: that both live with the child is not yet one home, and not yet two.
    [InlineData("mother family child | child child ? | him suspect child", null)]
    [InlineData("mother family child apart=him | child child ? | him suspect child", false)]
    [InlineData("mother family child | child child ? | him suspect child apart=mother", false)]
    [InlineData("mother family child | child child ? | him suspect none", false)]
    [InlineData("mother family child | child child him | him suspect none", null)]
    // One person who was written down twice.
    [InlineData("aunt supporter none | AUNT suspect ?", true)]
    [InlineData("aunt supporter none phone=081-555-0100 | him suspect none phone=+66815550100", true)]
    [InlineData("aunt supporter none phone=๐๘๑-๕๕๕-๐๑๐๐ | him suspect none phone=+66815550100", true)] // in Thai digits
    [InlineData("aunt supporter ? | Aunt family gran | gran family none | him suspect none", false)]
    [InlineData("aunt supporter none | Aunt family him | him suspect none", true)]
    public void Whom_a_supporter_lives_with_is_followed_from_home_to_home(string written, bool? expected)
    {
        var lines = written.Split('|', StringSplitOptions.TrimEntries).Select(l => l.Split(' ')).ToList();
        var ids = lines.Select(_ => RecordId.Random()).ToList();
        string Id(string name) => lines.FindIndex(l => l[0] == name) is var at and >= 0 ? ids[at].ToString() : RecordId.Random().ToString();
        var people = lines.Select((line, at) => new OpenedEntry(ids[at], 1, Compartment.Intake, EntryKind.Person, RecordId.Random(), default, EntryBody.Of(new Dictionary<string, string>
        {
            ["name"] = line[0], ["role"] = line[1], ["lives_with"] = line[2] switch { "?" => "", "none" => "none", var other => Id(other) },
            ["lives_apart_from"] = line.Skip(3).Where(w => w.StartsWith("apart=", StringComparison.Ordinal)).Select(w => Id(w[6..])).FirstOrDefault(""),
            ["phone"] = line.Skip(3).Where(w => w.StartsWith("phone=", StringComparison.Ordinal)).Select(w => w[6..]).FirstOrDefault(""),
        }))).ToList();
        Assert.Equal(expected, new Homes(people).IsOrLivesWithSuspect(people[0]));
    }
}
