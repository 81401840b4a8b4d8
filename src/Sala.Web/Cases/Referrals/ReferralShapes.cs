using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Countries;
using Sala.Vault;

namespace Sala.Web.Cases.Referrals;

/// <summary>Another body to ask for help, or to lead the case.</summary>
/// <param name="Kind">referral, transfer, or paper for a body without Sala.</param>
/// <param name="Body">Which kind of body: a code of the pack's form.</param>
/// <param name="Purpose">What for: a code of the pack's form. Left out for a transfer.</param>
/// <param name="Unit">The unit; left out on paper.</param>
/// <param name="Answers">The further answers of the form, by name: summary, child_assent, ground …</param>
/// <param name="EndsOn">The last day of the help, as 2026-11-24.</param>
/// <param name="Remains">For a transfer, what the own unit goes on helping with: a purpose.</param>
/// <param name="Service">On paper, the code of the body in the directory of services.</param>
public sealed record ReferralToSend(ReferralKind Kind, string Body, string Purpose = "", RecordId? Unit = null, Dictionary<string, string>? Answers = null, string EndsOn = "", string Remains = "", string Service = "");

/// <summary>What a body without Sala answered.</summary>
/// <param name="By">Who answered there.</param>
/// <param name="On">On which day, as 2026-11-24.</param>
/// <param name="Reason">Why it was declined: a code of the pack's form.</param>
public sealed record PaperAnswered(bool Accepted, string By, string On, string Reason = "");

/// <summary>Words that go back with the acceptance.</summary>
public sealed record ReferralToAccept(string Words = "");

/// <summary>Why it is declined.</summary>
/// <param name="Reason">A code of the pack's form.</param>
public sealed record ReferralToDecline(string Reason, string Words = "");

/// <summary>A part of what was referred for a colleague of the own unit.</summary>
public sealed record ReferredPartToGive(Compartment Part, RecordId Person, string Purpose);

/// <summary>What a referral can ask for, of whom, and in which codes.</summary>
/// <param name="Rules">The pack's table: without a rule nothing goes.</param>
/// <param name="Units">Units that take a referral.</param>
/// <param name="Services">Bodies without Sala, for a paper.</param>
/// <param name="Questions">The pack's form of a referral.</param>
public sealed record ReferralChoices(IReadOnlyList<ReferralRuleShown> Rules, IReadOnlyList<UnitShown> Units, IReadOnlyList<CodeShown> Services, IReadOnlyList<QuestionShown> Questions);

/// <summary>What goes along for one purpose.</summary>
public sealed record ReferralRuleShown(string Purpose, IReadOnlyList<string> Bodies, IReadOnlyList<string> Facts, IReadOnlyList<string> Entries, IReadOnlyList<Compartment> Parts);

/// <summary>A unit.</summary>
public sealed record UnitShown(RecordId Id, string Agency, string Name);

/// <summary>What the other unit would see, before anything is sent.</summary>
/// <param name="HasRule">Whether the pack has a rule for it: without one nothing can be sent.</param>
/// <param name="Parts">In which it would work once it accepted.</param>
/// <param name="Unread">How many entries go along by kind, from parts that the sender's own role does not read.</param>
public sealed record GoesAlong(bool HasRule, IReadOnlyList<Compartment> Parts, IReadOnlyDictionary<string, string[]> Facts, IReadOnlyList<EntryShown> Entries, IReadOnlyDictionary<string, int> Unread);

/// <summary>The letter of a referral: what the other unit reads before it answers.</summary>
public sealed record ReferralWords(string Pseudonym, IReadOnlyDictionary<string, string> Answers, IReadOnlyDictionary<string, string[]> Facts)
{
    internal static ReferralWords? Of(ReferralLetter? letter) => letter is null ? null : new(letter.Pseudonym, letter.Written.Answers, letter.Codes);
}

/// <summary>What was answered.</summary>
/// <param name="By">On paper, who answered there.</param>
public sealed record ReferralAnswered(string Reason, string Words, string By, string? On)
{
    internal static ReferralAnswered? Of(ReferralAnswer? answer) => answer is null ? null : new(answer.Reason, answer.Words, answer.By, answer.On is { } day ? HoldShown.Written(day) : null);
}

/// <summary>The referrals of a case.</summary>
/// <param name="MaySend">Whether this person sends one.</param>
public sealed record SentList(bool MaySend, IReadOnlyList<SentShown> Referrals);

/// <summary>A referral as those on the case see it.</summary>
/// <param name="Unit">Null on paper.</param>
/// <param name="Silent">The time for an answer is over.</param>
/// <param name="MayEnd">Whether this person takes it back or ends it.</param>
/// <param name="Words">Null where it was sealed to a key that this person never held.</param>
public sealed record SentShown(
    RecordId Id, ReferralKind Kind, ReferralState State, RecordId? Unit, string Service, string Purpose, string Body, IReadOnlyList<Compartment> Parts, string Remains, RecordId SentBy, DateTimeOffset SentAt, DateTimeOffset AnswerBy, string? EndsOn, bool Silent, bool MayEnd,
    ReferralWords? Words, ReferralAnswered? Answer)
{
    internal static SentShown Of(SentReferral s) => new(s.Row.Id, s.Row.Kind, s.Row.State, s.Row.ToUnit, s.Facts.Service, s.Facts.Purpose, s.Facts.Body, s.Facts.Parts, s.Facts.Remains, s.Row.SentBy, s.Row.SentAt, s.Row.AnswerBy, s.Row.EndsOn?.ToString(), s.Silent, s.MayEnd,
        ReferralWords.Of(s.Letter), ReferralAnswered.Of(s.Answer));
}

/// <summary>What other units ask the own unit for; what waits longest first.</summary>
public sealed record ReceivedList(IReadOnlyList<ReceivedLineShown> Referrals);

/// <summary>One of them.</summary>
public sealed record ReceivedLineShown(RecordId Id, ReferralKind Kind, ReferralState State, RecordId FromUnit, RecordId ToUnit, string Purpose, string Body, Urgency Urgency, DateTimeOffset SentAt, DateTimeOffset AnswerBy, bool Silent)
{
    internal static ReceivedLineShown Of(ReceivedLine l) => new(l.Id, l.Kind, l.State, l.FromUnit, l.ToUnit, l.Facts.Purpose, l.Facts.Body, l.Urgency, l.SentAt, l.AnswerBy, l.Silent);
}

/// <summary>A referral as the unit that was asked sees it.</summary>
/// <param name="Case">The case, once the unit works in it; null before, and where it ended.</param>
/// <param name="Entries">What goes along; empty until it is accepted.</param>
/// <param name="Answers">Whether this person answers for the unit; who was given a part only reads.</param>
public sealed record ReceivedShown(
    RecordId Id, RecordId? Case, ReferralKind Kind, ReferralState State, RecordId FromUnit, string Purpose, string Body, Urgency Urgency, IReadOnlyList<Compartment> Parts, DateTimeOffset AnswerBy, bool Silent, bool Answers,
    ReferralWords? Words, ReferralAnswered? Answer, IReadOnlyList<EntryShown> Entries, IReadOnlyList<HolderShown> Holders)
{
    internal static ReceivedShown Of(ReceivedReferral r) => new(r.Row.Id, r.Row.State == ReferralState.Accepted || r.Row is { Kind: ReferralKind.Transfer, State: ReferralState.Ended } ? r.CaseId : null, r.Row.Kind, r.Row.State, r.Row.FromUnit, r.Facts.Purpose, r.Facts.Body, r.Urgency, r.Facts.Parts,
        r.Row.AnswerBy, r.Silent, r.Answers, ReferralWords.Of(r.Letter), ReferralAnswered.Of(r.Answer), [.. r.Entries.Select(EntryShown.Of)], [.. r.Holders.Select(HolderShown.Of)]);
}
