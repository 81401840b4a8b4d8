using System.Collections.Concurrent;
using Sala.Safeguards;

namespace Sala.Tests.Safeguards;

/// <summary>What a rule comes to, as staff meet it.</summary>
public enum Comes
{
    Satisfied,
    Flagged,
    Blocked,

    /// <summary>Set aside by name, with reason and approver.</summary>
    Overridden,

    /// <summary>Somebody asked that it be set aside: refused, and in the trail.</summary>
    OverrideRefused,
    InTime,
    Overdue,
    OverdueWithReason,
}

/// <summary>By which way it is tried.</summary>
public enum Way
{
    Service,
    Page,
    Api,
}

/// <summary>
/// The twenty rules, each with every outcome that it can have, through what staff really use: a step is planned, the rules are asked, it begins or does not. Read the table from top to bottom; a rule
/// of the pack that can come to something that is not in it fails the last test.
/// </summary>
public sealed class EveryOutcomeTests(SafeguardWorld world) : IClassFixture<SafeguardWorld>
{
    /// <summary>Rule; what it comes to; where it is asked; and what is different from a step before which everything holds.</summary>
    public static readonly TheoryData<string, Comes, string, string> Table = new()
    {
        { "I1", Comes.Satisfied, "interview", "" },
        { "I1", Comes.Blocked, "interview", "interviewer=" },
        { "I1", Comes.Blocked, "interview", "psychologist=" },
        { "I1", Comes.Blocked, "interview", "prosecutor=" },
        { "I1", Comes.Blocked, "interview", "supporter=not_asked" },
        { "I1", Comes.Overridden, "interview", "prosecutor=" },

        { "I2", Comes.Satisfied, "interview", "" },
        { "I2", Comes.Blocked, "interview", "room=desk" },
        { "I2", Comes.Blocked, "interview", "also_present=Officer 1\nOfficer 2" },
        { "I2", Comes.Overridden, "interview", "also_present=A trainee" },

        { "I3", Comes.Satisfied, "interview", "" },
        { "I3", Comes.Blocked, "interview", "rights_told_on=" },
        { "I3", Comes.Blocked, "interview", "rights_version=" },
        { "I3", Comes.Blocked, "interview objected", "" },
        { "I3", Comes.Overridden, "interview", "rights_told_on=" },

        { "I4", Comes.Blocked, "interview second", "" },
        { "I4", Comes.Satisfied, "interview second", "further_reason=A second offender was named.;recording_cannot_answer=yes" },
        { "I4", Comes.Overridden, "interview second", "" },

        { "I5", Comes.Satisfied, "interview", "" },
        { "I5", Comes.Blocked, "interview", "gender_given=man" },
        { "I5", Comes.Satisfied, "interview", "gender_given=man;mismatch_reason=No woman is on duty." },
        { "I5", Comes.Blocked, "interview", "language_given=en" },
        { "I5", Comes.Overridden, "interview", "gender_given=man" },

        { "I6", Comes.Satisfied, "interview", "" },
        { "I6", Comes.Blocked, "interview", "stop_agreed=no" },
        { "I6", Comes.Blocked, "interview", "exam_day=yes" },
        { "I6", Comes.Satisfied, "interview", "exam_day=yes;child_wishes_this_time=yes" },
        { "I6", Comes.Overridden, "interview", "stop_agreed=no" },

        { "I7", Comes.Satisfied, "exhibitview", "" },
        { "I7", Comes.Blocked, "exhibitview", "purpose=" },
        { "I7", Comes.Blocked, "exhibitview", "exhibit_entry=unkept" },
        { "I7", Comes.Blocked, "exhibitview", "exhibit_entry=" },
        { "I7", Comes.OverrideRefused, "exhibitview", "purpose=" },

        { "I8", Comes.Satisfied, "interview", "" },
        { "I8", Comes.Flagged, "interview", "question_plan=Tell me.\nWhy didn't you run away?" },

        { "I9", Comes.Satisfied, "interview", "" },
        { "I9", Comes.Blocked, "interview suspect", "" },
        { "I9", Comes.OverrideRefused, "interview suspect", "" },
        { "I9", Comes.Satisfied, "hearing", "" },
        { "I9", Comes.Blocked, "hearing suspect", "" },
        { "I9", Comes.Satisfied, "lineup", "" },
        { "I9", Comes.Blocked, "lineup", "one_way=no" },
        { "I9", Comes.Blocked, "lineup", "one_way=" },
        { "I9", Comes.OverrideRefused, "lineup", "one_way=no" },

        { "I10", Comes.Satisfied, "interview", "" },
        { "I10", Comes.Blocked, "interview", "supporter_entry=stepfather" },
        { "I10", Comes.Blocked, "interview", "supporter_entry=unknown" },
        { "I10", Comes.OverrideRefused, "interview", "supporter_entry=stepfather" },
        { "I10", Comes.Blocked, "hearing", "supporter=named;supporter_entry=stepfather" },
        { "I10", Comes.Blocked, "examination", "supporter=named;supporter_entry=stepfather" },
        { "I10", Comes.Blocked, "notice", "read_by=Others" },
        { "I10", Comes.Blocked, "notice", "read_by=NobodyLooked" },
        { "I10", Comes.Satisfied, "notice", "read_by=ChildAlone" },

        { "M1", Comes.Satisfied, "examination", "" },
        { "M1", Comes.Blocked, "examination", "child_assent=no" },
        { "M1", Comes.OverrideRefused, "examination", "child_assent=no" },
        { "M1", Comes.Satisfied, "examination", "child_assent=no;consent=life_saving;consent_document=yes" },
        { "M1", Comes.Blocked, "examination", "consent=conflict" },
        { "M1", Comes.Satisfied, "examination", "consent=court_order;consent_document=yes" },
        { "M1", Comes.Blocked, "examination second", "" },
        { "M1", Comes.Overridden, "examination second", "" },
        { "M1", Comes.Blocked, "examination", "online_only=yes" },

        { "M2", Comes.InTime, "course", "" },
        { "M2", Comes.Overdue, "course old", "" },
        { "M2", Comes.InTime, "course old", "therapy_offered_on=today" },
        { "M2", Comes.OverdueWithReason, "course old", "" },

        { "C1", Comes.Satisfied, "hearing", "" },
        { "C1", Comes.Blocked, "hearing", "testimony_by=in_room;screen=yes;separate_entrance=yes" },
        { "C1", Comes.Blocked, "hearing", "closed_court=no" },
        { "C1", Comes.Satisfied, "hearing", "testimony_by=in_room;judges_reason=Her wish.;child_wishes_in_room=yes;screen=yes;separate_entrance=yes" },
        { "C1", Comes.Overridden, "hearing", "closed_court=no" },

        { "C2", Comes.InTime, "course", "adjournments=1" },
        { "C2", Comes.Overdue, "course", "adjournments=2" },
        { "C2", Comes.OverdueWithReason, "course", "adjournments=2" },
        { "C2", Comes.InTime, "course charged", "" },
        { "C2", Comes.Overdue, "course charged week", "" },
        { "C2", Comes.InTime, "course charged week", "fast_track_asked=yes" },
        { "C2", Comes.Overdue, "course hearing", "" },
        { "C2", Comes.InTime, "course hearing", "preparation_visit_on=today" },

        { "C3", Comes.Satisfied, "export", "purpose=request 12 of the court" },
        { "C3", Comes.Blocked, "export", "purpose=for Malee Thongkham" },
        { "C3", Comes.OverrideRefused, "export", "purpose=for Malee Thongkham" },

        { "N1", Comes.InTime, "course", "" },
        { "N1", Comes.Overdue, "course released", "" },
        { "N1", Comes.OverdueWithReason, "course released", "" },

        { "N2", Comes.InTime, "course", "knew_of_offence_on=today" },
        { "N2", Comes.Overdue, "course", "knew_of_offence_on=today-274" },
        { "N2", Comes.Overdue, "course", "knew_of_offence_on=today-335" },
        { "N2", Comes.InTime, "course", "knew_of_offence_on=today-335;compensation_claimed_on=today" },
        { "N2", Comes.OverdueWithReason, "course", "knew_of_offence_on=today-335" },

        { "D1", Comes.Satisfied, "decision", "" },
        { "D1", Comes.Satisfied, "decision", "child_view=;child_declined_view=yes" },
        { "D1", Comes.Blocked, "decision", "child_view=" },
        { "D1", Comes.Overridden, "decision", "child_view=" },

        { "D2", Comes.Satisfied, "closure", "" },
        { "D2", Comes.Blocked, "closure", "care_plan_review_on=" },
        { "D2", Comes.Blocked, "closure", "child_asked_how_it_was=" },
        { "D2", Comes.Blocked, "closure task", "" },
        { "D2", Comes.Overridden, "closure task", "" },

        { "D3", Comes.Satisfied, "give", "authority=ChildConsents;document=asked on the day" },
        { "D3", Comes.Satisfied, "give", "authority=LawfulOrder;document=order 4" },
        { "D3", Comes.Blocked, "give", "" },
        { "D3", Comes.Blocked, "give", "authority=LawfulOrder;document=" },
        { "D3", Comes.OverrideRefused, "give", "" },
    };

    /// <summary>One try serves every rule that is satisfied by it.</summary>
    private static readonly ConcurrentDictionary<(Way, string, string), Lazy<Task<Tried>>> Tries = new();

    public static IEnumerable<TheoryDataRow<string, Comes, string, string, Way>> ByEachWay =>
        from way in Enum.GetValues<Way>() from row in Table select new TheoryDataRow<string, Comes, string, string, Way>(row.Data.Item1, row.Data.Item2, row.Data.Item3, row.Data.Item4, way);

    [Theory]
    [MemberData(nameof(ByEachWay), DisableDiscoveryEnumeration = true)]
    public async Task Each_rule_comes_to_what_it_says_by_page_and_by_API_as_by_service(string rule, Comes comes, string where, string but, Way way)
    {
        var tried = comes is Comes.Satisfied ? await Tries.GetOrAdd((way, where, but), _ => new(() => world.Try(way, rule, comes, where, but))).Value : await world.Try(way, rule, comes, where, but);
        // What the rules say, as every page shows it.
        Assert.Equal(comes switch { Comes.OverrideRefused => Outcome.Blocked, _ => Enum.Parse<Outcome>(comes.ToString()) }, tried.Outcome(rule));
        // And what came of it.
        Assert.Equal(comes is Comes.Satisfied or Comes.Flagged or Comes.Overridden or Comes.InTime, tried.WentOn);
        if (comes is Comes.Blocked or Comes.OverrideRefused) Assert.Contains(tried.Refusals, r => r.Detail.Split(',').Contains(rule));
    }

    [Fact]
    public void No_rule_can_come_to_something_that_is_not_in_the_table()
    {
        var inTable = Table.Select(row => (row.Data.Item1, row.Data.Item2)).ToHashSet();
        var missing = from rule in world.Rules.Rules from outcome in Possible(rule) where !inTable.Contains((rule.Id, outcome)) select $"{rule.Id} {outcome}";
        Assert.Empty(missing);
        // And nothing stands there that a rule can not come to.
        Assert.All(inTable, row => Assert.Contains(row.Item2, Possible(world.Rules.Rule(row.Item1))));
        Assert.Equal(20, world.Rules.Rules.Count);
    }

    private static IEnumerable<Comes> Possible(Rule rule) => rule.Requirements.SelectMany(r => r.Severity switch
    {
        Severity.Clock => (Comes[])[Comes.InTime, Comes.Overdue, Comes.OverdueWithReason],
        Severity.Flag => [Comes.Satisfied, Comes.Flagged],
        _ => r.OverrideBy == OverrideBy.Nobody ? [Comes.Satisfied, Comes.Blocked, Comes.OverrideRefused] : [Comes.Satisfied, Comes.Blocked, Comes.Overridden],
    }).Distinct();
}
