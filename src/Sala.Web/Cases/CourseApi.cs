using Sala.Agencies;
using Sala.Cases.Course;
using Sala.Safeguards;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases;

/// <summary>What happened in the course of a case: days as 2026-11-24, counts, yes or no; an empty text takes one back. Under the names of the rules (M2, C2, N1, N2).</summary>
public sealed record CourseToRecord(Dictionary<string, string> Facts);

/// <summary>Why something is late.</summary>
/// <param name="Rule">The rule of which a clock is over.</param>
public sealed record CourseToExplain(string Rule, string Reason);

/// <summary>The course of a case as it stands today, with all files of the child.</summary>
/// <param name="Facts">What was written down in this file.</param>
/// <param name="Clocks">The rules that run by the day: in time, overdue, overdue with a reason.</param>
/// <param name="Reasons">Why something was late, as people wrote it, newest last.</param>
public sealed record CourseShown(IReadOnlyDictionary<string, string> Facts, IReadOnlyList<RuleShown> Clocks, IReadOnlyList<ReasonShown> Reasons);

/// <summary>Why something was late.</summary>
public sealed record ReasonShown(string Rule, string Reason, RecordId Person, DateTimeOffset At);

/// <summary>A case of which a clock is over.</summary>
public sealed record OverdueShown(CaseListed Case, IReadOnlyList<RuleShown> Over);

/// <summary>The cases of this person of which a clock is over, the urgent first.</summary>
/// <param name="Total">How many there are, beyond those shown.</param>
public sealed record OverdueList(IReadOnlyList<OverdueShown> Cases, int Total);

/// <summary>The clocks of a case and what moves them: time can be set aside by nobody, what is late can be explained.</summary>
internal static class CourseApi
{
    private const string Course = "/api/v1/cases/{id}/course";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapCourseApi(this IEndpointRouteBuilder app)
    {
        app.Reads(Course, Caseworkers, "Read the clocks of a case", "Therapeutic help, the hearing, what the child is told, compensation: in time or overdue, and what is missing.", async call =>
        {
            var view = await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false);
            var clocks = await call.Sala.Course.Of(view).ConfigureAwait(false);
            return new CourseShown(await call.Sala.Course.Facts(view).ConfigureAwait(false), [.. clocks.Select(c => RuleOf(call, c))], [.. CaseCourse.Reasons(view).Select(r => new ReasonShown(r.RuleId, r.Entry.Body.Words, r.Entry.PersonId, r.Entry.At))]);
        });
        app.Does<CourseToRecord>(Course, Caseworkers, "Write down what happened in the course of a case", $"Names: {string.Join(", ", CaseCourse.Asked.Select(f => f.Name))}. What is not named stays.", (call, body) =>
        {
            if (body.Facts.Keys.Any(name => CaseCourse.Asked.All(f => f.Name != name))) throw new FieldNotTakenException($"facts: the names are {string.Join(", ", CaseCourse.Asked.Select(f => f.Name))}. Nothing was stored.");
            return call.Sala.Course.Record(call.By, call.Id(), body.Facts);
        });
        app.Does<CourseToExplain>($"{Course}/explain", Caseworkers, "Write down why something is late", "It stays overdue, with its reason; what becomes overdue later needs its own.", (call, body) => call.Sala.Course.Explain(call.By, call.Id(), body.Rule, body.Reason));
        app.Reads("/api/v1/overdue", Caseworkers, "Cases of which a clock is over", "Among those that open for this person.",
            async call =>
            {
                var (foremost, total) = await call.Sala.Course.Overdue(call.By).ConfigureAwait(false);
                return new OverdueList([.. foremost.Select(o => new OverdueShown(CaseListed.Of(o.Case), [.. o.Over.Select(c => RuleOf(call, c))]))], total);
            });
    }

    private static RuleShown RuleOf(StaffCall call, Clock clock) => StepsApi.RuleOf(call, new Finding(clock.Rule, clock.Outcome, clock.Missing));
}
