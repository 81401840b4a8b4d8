using Sala.Agencies;
using Sala.Notices;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Web.Cases;

namespace Sala.Web.Notices;

/// <summary>What the child is told.</summary>
/// <param name="ReadBy">Who reads with the receipt, as far as those on the case know (rule I10).</param>
/// <param name="Plan">The planned step, for an interview.</param>
/// <param name="Where">For an interview or a hearing, in plain words.</param>
/// <param name="HappenedOn">For an arrest or a release, as 2026-11-24.</param>
/// <param name="Rule">The rule that was set aside, for an override.</param>
/// <param name="Referral">The referral that the child is told of.</param>
/// <param name="People">Who will be there, as the unit wants them shown.</param>
public sealed record LetterToChild(LetterKind Kind, ReadBy ReadBy, string Words, RecordId? Plan = null, string Where = "", string HappenedOn = "", string Rule = "", RecordId? Referral = null, List<PresentShown>? People = null);

/// <summary>Somebody who will be there.</summary>
/// <param name="Role">interviewer, psychologist or prosecutor.</param>
public sealed record PresentShown(string Role, string Name, RecordId Person);

/// <summary>What was said between the case and the child, oldest first.</summary>
/// <param name="ChildsOwn">The report came from the child: to anybody else nothing of the case is told.</param>
/// <param name="Wishes">The newest answer of the child by name.</param>
/// <param name="Unwanted">People whom the child does not want.</param>
/// <param name="Told">Rule N1 as it stands today.</param>
public sealed record LettersShown(bool ChildsOwn, IReadOnlyList<LetterShown> Letters, IReadOnlyDictionary<string, string> Wishes, IReadOnlyList<string> Unwanted, RuleShown Told);

/// <summary>One letter.</summary>
public sealed record LetterShown(RecordId Id, bool FromChild, DateTimeOffset At, LetterKind Kind, string Plan, string About, string By, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<Present> People, string Words);

/// <summary>How much of what the child said became part of the case.</summary>
public sealed record TakenIn(int Count);

/// <summary>Telling the child, and taking in what the child says (rules N1, I3, I10).</summary>
internal static class LettersApi
{
    private const string Letters = "/api/v1/cases/{id}/letters";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapLettersApi(this IEndpointRouteBuilder app)
    {
        app.Reads(Letters, Caseworkers, "What was said between a case and its child", "For who reads the intake part.", async call =>
        {
            var between = await call.Sala.Letters.Read(call.By, call.Id()).ConfigureAwait(false);
            return new LettersShown(between.ChildsOwn, [.. between.Letters.Select(l => new LetterShown(l.Id, l.FromChild, l.Body.At, l.Body.Kind, l.Body.Plan, l.Body.About, l.Body.By, l.Body.Facts, l.Body.People, l.Body.Words))],
                between.Wishes.Said, [.. between.Wishes.Unwanted], StepsApi.RuleOf(call, between.Told));
        });
        app.Makes<LetterToChild, Made>(Letters, Caseworkers, "Tell the child", "What cannot be told safely with the receipt is refused and becomes a task to tell the child in person.", async (call, body) => new Made(await call.Sala.Letters.Tell(call.By, call.Id(), new NoticeToChild(
            body.Kind, body.ReadBy, body.Words, Facts(body), body.Kind == LetterKind.Interview ? body.Plan : null, [.. (body.People ?? []).Select(p => new Present(p.Role, p.Name, p.Person.ToString()))])).ConfigureAwait(false)));
        app.Makes<EmptyBody, TakenIn>($"{Letters}/take-in", Caseworkers, "Take in what the child said", "Who is not wanted loses every key; wishes become facts of the plan they were asked about.",
            async (call, _) => new TakenIn(await call.Sala.Letters.TakeIn(call.By, call.Id()).ConfigureAwait(false)));
    }

    /// <summary>Each kind of letter has its own facts; what belongs to another is left out, as on the page.</summary>
    private static Dictionary<string, string> Facts(LetterToChild body) => new()
    {
        ["where"] = body.Kind is LetterKind.Interview or LetterKind.Hearing ? body.Where.Trim() : "",
        ["happened_on"] = body.Kind is LetterKind.Arrest or LetterKind.Release ? body.HappenedOn : "",
        ["rule"] = body.Kind == LetterKind.Override ? body.Rule : "", ["referral"] = body.Kind == LetterKind.Referral ? body.Referral?.ToString() ?? "" : "",
    };
}
