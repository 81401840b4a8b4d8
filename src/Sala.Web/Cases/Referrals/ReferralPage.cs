using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Agencies;
using Sala.Web.Reports.Work;

namespace Sala.Web.Cases.Referrals;

/// <summary>What the pages of referrals share: the words of the pack's form for every code.</summary>
public abstract class ReferralPage(Installation sala) : WorkPage(sala)
{
    public IReadOnlyDictionary<RecordId, string> Units { get; private set; } = new Dictionary<RecordId, string>();
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    public ReferralRules Rules => Sala.Referring.Rules;

    public FactWords FactWords => new(Sala.ReportForm, Language.Code);

    protected async Task LoadNames()
    {
        Units = (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id, u => u.Name);
        Names = await Sala.People.Names().ConfigureAwait(false);
    }

    public string UnitName(RecordId? unit) => unit is { } id ? Units.GetValueOrDefault(id, T["staff.a_unit"]) : "";

    public string NameOf(RecordId? person) => person is { } id ? Names.GetValueOrDefault(id, T["staff.somebody"]) : "";

    public string Part(Compartment part) => T[$"part.{part.ToString().ToLowerInvariant()}"];

    /// <summary>The words of the form for a code; the code itself where the form has none.</summary>
    public string Choice(string question, string code) => Rules.Form[question].Choices.FirstOrDefault(c => c.Name == code)?.Label(Language.Code) ?? code;

    public string Question(string name) => Rules.Form[name].Label(Language.Code) ?? name;

    /// <summary>What is asked for, in words.</summary>
    public string For(ReferralKind kind, ReferralFacts facts) => kind == ReferralKind.Transfer ? T["referral.kind_transfer"] : Choice("services", facts.Purpose);

    /// <summary>Where it stands: a word, and how it looks.</summary>
    public (string Word, string Look) State(ReferralKind kind, ReferralState state, bool silent) => (kind, state, silent) switch
    {
        (_, ReferralState.Sent, true) => (T["referral.silent"], "bad"),
        (_, ReferralState.Sent, _) => (T["referral.sent"], "wait"),
        (_, ReferralState.Accepted, _) => (T["referral.accepted"], ""),
        (_, ReferralState.Declined, _) => (T["referral.declined"], "bad"),
        (_, ReferralState.Withdrawn, _) => (T["referral.withdrawn"], ""),
        (ReferralKind.Transfer, _, _) => (T["referral.taken_over"], ""),
        _ => (T["referral.ended"], ""),
    };

    /// <summary>The answers of the sender, with their questions.</summary>
    public IEnumerable<(string Question, string Answer)> Written(ReferralLetter letter) =>
        Referring.Asked.Where(n => letter.Written[n].Length > 0).Select(n => (Question(n), Rules.Form[n].Choices.Count > 0 ? Choice(n, letter.Written[n]) : letter.Written[n]));

    /// <summary>An entry in one line of words.</summary>
    public string InWords(OpenedEntry entry) => string.Join(" · ", (entry.Kind switch
    {
        EntryKind.Person => [entry.Body["name"], T.Keys.Contains($"person.{entry.Body["role"]}") ? T[$"person.{entry.Body["role"]}"] : entry.Body["role"], entry.Body["phone"]],
        // Codes of one word say nothing without their question.
        _ => entry.Body.Answers.Where(a => !RecordId.TryParse(a.Value, out _) && a.Value is not ("yes" or "no" or "none")).Select(a => a.Value).Append(entry.Body.Words),
    }).Where(w => w.Length > 0));

    public string KindOf(EntryKind kind) => T[$"export.{kind.ToString().ToLowerInvariant()}"];
}
