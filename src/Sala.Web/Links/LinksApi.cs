using Sala.Agencies;
using Sala.Links;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Web.Cases;

namespace Sala.Web.Links;

/// <summary>An account of the accused to note: a handle at a platform, a number, a mail, an address, or a hash as a value.</summary>
/// <param name="Platform">A code of the platform; for handles.</param>
/// <param name="OfAccused">Only then is it compared with other cases.</param>
/// <param name="Words">Where and when it was seen.</param>
public sealed record AccountToNote(IdentifierKind Kind, string Value, string Platform = "", bool OfAccused = true, string Words = "");

/// <summary>The version of the account that was read.</summary>
public sealed record AccountToWithdraw(int Version);

/// <summary>What the answer is needed for; oversight reads it.</summary>
public sealed record AccountToLookUp(string Purpose);

/// <summary>A letter that asks a platform to preserve what it has. Sala prints it and never sends it.</summary>
/// <param name="Law">Code of a law of the pack.</param>
public sealed record LetterToWrite(string Platform, List<RecordId> Accounts, DateTimeOffset From, DateTimeOffset To, string Law, string Contact);

/// <summary>The version of the letter that was read.</summary>
public sealed record LetterToEnd(int Version);

/// <summary>The accounts of a case, what was looked up for it, and who asked for its accounts.</summary>
public sealed record AccountsShown(IReadOnlyList<AccountShown> Accounts, IReadOnlyList<LookedUp> LookUps, IReadOnlyList<AskedFor> Asked, IReadOnlyList<PreservationShown> Letters);

/// <summary>An account that stands in a case.</summary>
public sealed record AccountShown(RecordId Id, int Version, IdentifierKind Kind, string Platform, string Value, bool OfAccused, bool Withdrawn, string Words, RecordId Person, DateTimeOffset At);

/// <summary>A look-up and what it told: that, and whom to ask; never what.</summary>
public sealed record LookedUp(RecordId Id, RecordId Case, RecordId Account, RecordId Person, DateTimeOffset At, string Purpose, IReadOnlyList<HitShown> Hits);

/// <summary>That the account stands in another case.</summary>
/// <param name="Case">Only where this person has that case themself.</param>
/// <param name="Ask">The people who lead that unit.</param>
public sealed record HitShown(RecordId? Case, RecordId Unit, IReadOnlyList<RecordId> Ask);

/// <summary>That somebody of another case looked up an account that stands here.</summary>
public sealed record AskedFor(RecordId Case, RecordId Account, RecordId Unit, RecordId Person, DateTimeOffset At);

/// <summary>A letter of preservation and its clock.</summary>
public sealed record PreservationShown(RecordId Id, int Version, string Platform, IReadOnlyList<RecordId> Accounts, DateTimeOffset From, DateTimeOffset To, string Law, string Contact, string RemindOn, string EndsOn, bool Ended);

/// <summary>Which of this person's cases hang together by an account.</summary>
/// <param name="More">How many further ones are left out.</param>
public sealed record LinksShown(IReadOnlyList<LinkShown> Links, int More, IReadOnlyList<AskedFor> Asked);

/// <summary>An account, the cases of this person in which it stands, and whom to ask elsewhere.</summary>
public sealed record LinkShown(AccountShown Account, IReadOnlyList<RecordId> Cases, IReadOnlyList<HitShown> Elsewhere);

/// <summary>Ways to the platforms.</summary>
public sealed record ChannelList(IReadOnlyList<ChannelShown> Channels);

/// <summary>One way.</summary>
/// <param name="Part">For a child, for whoever notes an account, for police.</param>
/// <param name="KeepsDays">For how many days it keeps what it is asked to preserve; null where its page does not say.</param>
/// <param name="Date">The day of the page; where it bears none, of the reading.</param>
public sealed record ChannelShown(string Platform, ChannelPart Part, string Words, string? Address, int? KeepsDays, string Source, string Date, bool DateOfPage);

/// <summary>Look-ups by person and day.</summary>
public sealed record LookUpCounts(IReadOnlyList<LookUpsOfDay> Days);

/// <summary>The look-ups of one person on one day.</summary>
public sealed record LookUpsOfDay(RecordId Person, string Day, int Count, bool Unusual);

/// <summary>Accounts of the accused, their look-ups, and letters of preservation.</summary>
internal static class LinksApi
{
    private const string Accounts = "/api/v1/cases/{id}/accounts";
    private const string Letters = "/api/v1/cases/{id}/preservations";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapLinksApi(this IEndpointRouteBuilder app)
    {
        app.Reads(Accounts, Caseworkers, "Accounts of a case", "With what was looked up for it and who asked for its accounts.", async call =>
        {
            var view = await call.Sala.Accounts.Read(call.By, call.Id()).ConfigureAwait(false);
            var (lookUps, asked) = await call.Sala.LinkedCases.Of(call.By, call.Id()).ConfigureAwait(false);
            return new AccountsShown([.. call.Sala.Accounts.Of(view).Select(Shown)], [.. lookUps.Select(l => new LookedUp(l.Id, l.CaseId, l.EntryId, l.PersonId, l.At, l.Purpose, [.. l.Hits.Select(Shown)]))], [.. asked.Select(Shown)],
                [.. Preserving.Of(view).Select(l => new PreservationShown(l.EntryId, l.Version, l.Platform, l.Accounts, l.From, l.To, l.Law, l.Contact, l.RemindOn.ToString(), l.EndsOn.ToString(), l.Ended))]);
        });
        app.Makes<AccountToNote, Made>(Accounts, Caseworkers, "Note an account", "Normalised as its platform writes names; what is of the accused is compared from then on.",
            async (call, body) => new Made(await call.Sala.Accounts.Note(call.By, call.Id(), body.Kind, body.Platform, body.Value, body.OfAccused, body.Words).ConfigureAwait(false)));
        app.Does<AccountToWithdraw>($"{Accounts}/{{entry}}/withdraw", Caseworkers, "Take back an account that was noted by mistake", "It stays readable and is compared no more.", (call, body) => call.Sala.Accounts.Withdraw(call.By, call.Id(), call.Id("entry"), body.Version));
        app.Makes<AccountToLookUp, Made>($"{Accounts}/{{entry}}/look-ups", Caseworkers, "Look an account up", "For a purpose, limited in number a day; the other unit hears who asked. The answer is read with the accounts.",
            async (call, body) => new Made(await call.Sala.LookUps.LookUp(call.By, call.Id(), call.Id("entry"), body.Purpose).ConfigureAwait(false)));
        app.Makes<LetterToWrite, Made>(Letters, Caseworkers, "Write a letter of preservation", "Its clock begins today. Sala never sends it.",
            async (call, body) => new Made(await call.Sala.Preserving.Write(call.By, call.Id(), new LetterDraft(body.Platform, body.Accounts, body.From, body.To, body.Law, body.Contact)).ConfigureAwait(false)));
        app.Does<LetterToEnd>($"{Letters}/{{entry}}/end", Caseworkers, "Stop the clock of a letter", "The platform answered, or it was not sent.", (call, body) => call.Sala.Preserving.End(call.By, call.Id(), call.Id("entry"), body.Version));
        app.Gives<EmptyBody>($"{Letters}/{{entry}}/print", Caseworkers, "Print a letter of preservation", "In the language of the call. Each print is in the trail.", ["application/pdf"], async (call, _) =>
            (await call.Sala.Preserving.Print(call.By, call.Id(), call.Id("entry"), call.Language).ConfigureAwait(false), "application/pdf", $"letter-{call.Id("entry").ToString()[..8]}.pdf"));
        app.Reads("/api/v1/links", Caseworkers, "What joins this person's cases", "Accounts that stand in more than one of them, and whom to ask where a look-up found them elsewhere.", async call =>
        {
            var found = await call.Sala.LinkedCases.Read(call.By).ConfigureAwait(false);
            return new LinksShown([.. found.Links.Select(l => new LinkShown(Shown(l.Account), [.. l.Cases.Select(c => c.Id)], [.. l.Elsewhere.Select(Shown)]))], found.More, [.. found.Notices.Select(Shown)]);
        });
        app.Reads("/api/v1/channels", Caseworkers, "How to reach the platforms", "As their own pages say it, each row with its page and day.", call => Task.FromResult(new ChannelList([.. call.Sala.Preserving.Channels.All.Select(c =>
            new ChannelShown(c.Platform, c.Part, call.In(c.Words), c.Address?.ToString(), c.KeepsDays, c.Source.ToString(), c.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), c.DateOfPage))])));
        app.Reads("/api/v1/look-ups", new ForAttribute(Roles.Oversight), "How many accounts each person looked up", "By day; what is unusual is marked.", async call =>
            new LookUpCounts([.. (await call.Sala.LookUps.Counts(call.By).ConfigureAwait(false)).Select(c => new LookUpsOfDay(c.PersonId, c.Day.ToString(), c.Count, c.Unusual))]));
    }

    private static AccountShown Shown(Account a) => new(a.EntryId, a.Version, a.Kind, a.Platform, a.Written, a.OfAccused, a.Withdrawn, a.Words, a.PersonId, a.At);

    private static HitShown Shown(Hit hit) => new(hit.CaseId, hit.UnitId, hit.Ask);

    private static AskedFor Shown(Notice notice) => new(notice.CaseId, notice.EntryId, notice.AskingUnit, notice.AskingPerson, notice.At);
}
