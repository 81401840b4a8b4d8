using Sala.Countries;
using Sala.Safeguards;
using Sala.Tests.Countries;

namespace Sala.Tests.Safeguards;

/// <summary>The rules are data: a country changes them without a programmer, and cannot slip.</summary>
public class SafeguardFileTests
{
    [Fact]
    public void A_changed_number_in_a_copy_of_the_pack_changes_what_is_blocked()
    {
        using var copy = Pack.With("safeguards.yml", "${ends_hour} <= 18", "${ends_hour} <= 21");
        var evening = Steps.Of(Procedure.Interview, ("starts_hour", "19"), ("ends_hour", "20"));
        Assert.Equal(Outcome.Blocked, SafeguardRules.Load(Pack.Thailand, TimeProvider.System).Check(Procedure.Interview, evening)["I6"].Outcome);
        Assert.Equal(Outcome.Satisfied, SafeguardRules.Load(copy.Load(), TimeProvider.System).Check(Procedure.Interview, evening)["I6"].Outcome);
    }

    [Theory]
    [InlineData("${stop_agreed} = 'yes'", "${stop_agred} = 'yes'", "stop_agreed")]
    [InlineData("${closed_court} = 'yes'", "${closed_court} = 'yes", "")]
    [InlineData("before: line_up", "before: lineups", "line_up")]
    [InlineData("severity: flag", "severity: warn", "flag")]
    [InlineData("  - id: D3\n", "  - id: D4\n", "D4")]
    public void A_slip_in_a_rule_is_a_problem_with_its_line(string old, string mistake, string says)
    {
        using var copy = Pack.With("safeguards.yml", old, mistake);
        var line = 1 + File.ReadAllText(Path.Combine(copy.Folder, "safeguards.yml"))[..File.ReadAllText(Path.Combine(copy.Folder, "safeguards.yml")).IndexOf(mistake, StringComparison.Ordinal)].Count(c => c == '\n');
        var problems = Assert.Throws<CountryException>(() => SafeguardRules.Load(copy.Load(), TimeProvider.System)).Problems;
        Assert.Contains(problems, p => p.File == "safeguards.yml" && Math.Abs(p.Line - line) <= 1 && p.Message.Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("assent"), InlineData("purpose"), InlineData("line_up"), InlineData("notice"), InlineData("pseudonym"), InlineData("care_notes")]
    public void A_pack_cannot_open_to_an_override_what_nobody_may_set_aside(string code)
    {
        var text = File.ReadAllText(Path.Combine(Pack.Root, "countries", "th", "safeguards.yml"));
        var at = text.IndexOf($"- code: {code}\n", StringComparison.Ordinal);
        var end = text.IndexOf("override: nobody", at, StringComparison.Ordinal) + "override: nobody".Length;
        var entry = text[at..end];
        using var copy = Pack.With("safeguards.yml", entry, entry.Replace("override: nobody", "override: head", StringComparison.Ordinal));
        var problems = Assert.Throws<CountryException>(() => SafeguardRules.Load(copy.Load(), TimeProvider.System)).Problems;
        Assert.Contains(problems, p => p.Message.Contains("by nobody", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_source_is_marked_as_to_be_confirmed_until_somebody_stands_for_it() =>
        Assert.All(SafeguardRules.Load(Pack.Thailand, TimeProvider.System).Rules, r => Assert.True(r.Standing.ToBeConfirmed && r.Source.Length > 5));

    [Fact]
    public void The_guide_names_every_fact_that_a_rule_may_ask_for()
    {
        var guide = File.ReadAllText(Path.Combine(Pack.Root, "docs", "country-guide.md"));
        Assert.All(Enum.GetValues<Procedure>().SelectMany(Fact.Of), fact => Assert.Contains($"`{fact.Name}`", guide, StringComparison.Ordinal));
    }
}
