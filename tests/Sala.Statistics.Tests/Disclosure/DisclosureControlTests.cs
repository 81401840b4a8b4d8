using CsCheck;
using Sala.Statistics.Disclosure;

namespace Sala.Statistics.Tests.Disclosure;

public class DisclosureControlTests
{
    private static readonly DisclosureRules Rules = new();

    // 120 children in 12 PSUs: girls are the even, the first 60 are young.
    private static readonly int[] Psus = [.. Enumerable.Range(0, 120).Select(i => i % 12)];
    private static readonly Tally Everybody = Tally.Of(120, _ => true);
    private static Tally Who(Func<int, bool> holds) => Tally.Of(120, holds);
    private static bool Girl(int i) => i % 2 == 0;
    private static bool Young(int i) => i < 60;

    [Fact]
    public void A_cell_of_four_is_withheld_and_cannot_be_subtracted_from_the_total()
    {
        // 4 girls and 20 boys told: the total of 24 less the boys would give the girls.
        Func<int, bool> told = i => Girl(i) ? i < 8 : i < 40;
        Statement[] table =
        [
            new("all", Everybody, Who(told), Priority: 9, Line: "sex"),
            new("girls", Who(Girl), Who(i => Girl(i) && told(i)), Line: "sex"),
            new("boys", Who(i => !Girl(i)), Who(i => !Girl(i) && told(i)), Line: "sex"),
        ];
        Assert.Equal([Verdict.Shown, Verdict.SmallCell, Verdict.ProtectsAnother], DisclosureControl.Decide(table, Psus, Rules));
    }

    [Fact]
    public void Few_who_lack_the_trait_are_as_small_a_cell_as_few_who_have_it() =>
        Assert.Equal([Verdict.SmallCell], DisclosureControl.Decide([new("nearly all", Everybody, Who(i => i >= 3))], Psus, Rules));

    [Fact]
    public void Where_everybody_has_the_trait_nothing_is_said_of_them() =>
        Assert.Equal([Verdict.Everyone], DisclosureControl.Decide([new("all girls", Who(Girl), Who(Girl))], Psus, Rules));

    [Fact]
    public void Nobody_may_be_said() =>
        Assert.Equal([Verdict.Shown], DisclosureControl.Decide([new("none", Everybody, Who(_ => false))], Psus, Rules));

    [Fact]
    public void Six_children_of_two_villages_are_a_small_cell() =>
        Assert.Equal([Verdict.SmallCell], DisclosureControl.Decide([new("two villages", Everybody, Who(i => i % 12 < 2 && i < 36))], Psus, Rules));

    [Fact]
    public void Two_readings_that_differ_by_three_children_are_not_both_shown()
    {
        Statement[] readings = [new("strict", Everybody, Who(i => i % 3 == 0), Priority: 1), new("wide", Everybody, Who(i => i % 3 == 0 || i is 1 or 50 or 100))];
        Assert.Equal([Verdict.Shown, Verdict.ProtectsAnother], DisclosureControl.Decide(readings, Psus, Rules));
    }

    [Fact]
    public void Bases_that_differ_by_three_children_are_not_both_shown()
    {
        Statement[] readings = [new("asked", Everybody, Who(i => i % 3 == 0), Priority: 1), new("answered", Who(i => i > 2), Who(i => i > 2 && i % 3 == 0))];
        Assert.Equal([Verdict.Shown, Verdict.ProtectsAnother], DisclosureControl.Decide(readings, Psus, Rules));
    }

    [Fact]
    public void What_an_earlier_publication_showed_is_subtracted_too()
    {
        var now = new Statement("now", Everybody, Who(i => i % 3 == 0 || i is 1 or 50));
        Assert.Equal([Verdict.Shown], DisclosureControl.Decide([now], Psus, Rules));
        Assert.Equal([Verdict.ProtectsAnother], DisclosureControl.Decide([now], Psus, Rules, earlier: [Everybody, Who(i => i % 3 == 0)]));
    }

    [Fact]
    public void Earlier_tables_that_give_a_child_away_by_themselves_are_said_so() =>
        Assert.Throws<AlreadyDisclosedException>(() => DisclosureControl.Decide(
            [new("strict", Everybody, Who(i => i % 3 == 0)), new("wide", Everybody, Who(i => i % 3 == 0 || i is 1 or 50))], Psus, Rules,
            earlier: [Everybody, Who(i => i % 3 == 0), Who(i => i % 3 == 0 || i is 1 or 50)]));

    [Fact]
    public void Incidents_of_one_child_are_one_child()
    {
        var incidents = new byte[120];
        foreach (var child in (int[])[3, 40, 77]) incidents[child] = 6;
        var asked = Enumerable.Range(0, 120).Select(i => (byte)Math.Max((int)incidents[i], 1)).ToArray();
        Assert.Equal([Verdict.SmallCell], DisclosureControl.Decide([new("18 incidents of 3 children", new Tally(asked), new Tally(incidents))], Psus, Rules));
    }

    [Fact]
    public void The_same_publication_gets_the_same_verdicts_twice() =>
        Publications.Any.Sample(made => DisclosureControl.Decide(made.Item1, made.Item2, Rules).SequenceEqual(DisclosureControl.Decide(made.Item1, made.Item2, Rules)), iter: 15);

    [Fact]
    public void Nobody_recovers_a_small_count_from_random_publications() =>
        Publications.Any.Sample(made =>
        {
            var (statements, psus) = made;
            Publications.AssertHidden(statements, DisclosureControl.Decide(statements, psus, Rules), psus, Rules);
        }, iter: 60);

    [Fact]
    public void The_attack_does_recover_what_no_control_protects()
    {
        var broken = 0;
        Publications.Any.Sample(made =>
        {
            var (statements, psus) = made;
            // Primary suppression alone: what a hurried author does.
            var verdicts = statements.Select(s => DisclosureControl.IsSmall(s.Cases, psus, Rules) || DisclosureControl.IsSmall(s.Others, psus, Rules) ? Verdict.SmallCell : Verdict.Shown).ToArray();
            try { Publications.AssertHidden(statements, verdicts, psus, Rules); } catch (Xunit.Sdk.XunitException) { Interlocked.Increment(ref broken); }
        }, iter: 20);
        Assert.True(broken > 5, $"the attack broke {broken} of 20");
    }
}
