using Sala.Countries;
using Sala.Forms;

namespace Sala.Cases.Referrals;

/// <summary>What goes along when a kind of body is asked for one purpose: a row of the pack's referrals.yml.</summary>
/// <param name="Facts">Coded facts of the case.</param>
/// <param name="Entries">Which entries, as they stand on the day of sending: a kind, or kind and role or form, as <c>person.child</c>, <c>form.safety-plan</c>.</param>
/// <param name="Parts">In which the unit works once it accepted: it reads what is written there from that moment on, not what was written before.</param>
public sealed record ReferralRule(string Purpose, IReadOnlyList<string> Bodies, IReadOnlyList<string> Facts, IReadOnlyList<string> Entries, IReadOnlyList<Compartment> Parts)
{
    /// <summary>Whether an entry goes along.</summary>
    public bool Takes(OpenedEntry entry) => Entries.Any(e => e.Split('.') is var words && words[0].Equals(entry.Kind.ToString(), StringComparison.OrdinalIgnoreCase)
        && (words.Length == 1 || words[1] == (entry.Kind == EntryKind.Person ? entry.Body["role"] : entry.Body.Form)));
}

/// <summary>The pack's referrals.yml: the least that each purpose needs, and how long silence may last.</summary>
public sealed class ReferralRules
{
    internal const string Name = "referrals.yml";

    /// <summary>Of whom counselling and health are kept without consent or order (rule D3), whatever a pack says.</summary>
    private static readonly string[] WithoutCare = ["police", "prosecution"];

    /// <summary>What a rule may name. Notes never: what was confided in a talk stays where it was said.</summary>
    private static readonly EntryKind[] MayGo = [EntryKind.Told, EntryKind.Person, EntryKind.Incident, EntryKind.Account, EntryKind.Form, EntryKind.Task, EntryKind.Exhibit, EntryKind.Order, EntryKind.Decision];

    private readonly Dictionary<Urgency, int> days;

    private ReferralRules(Form form, IReadOnlyList<ReferralRule> all, Dictionary<Urgency, int> days, Standing standing) => (Form, All, this.days, Standing) = (form, all, days, standing);

    /// <summary>The pack's form of a referral: what is written, and the words for every code.</summary>
    public Form Form { get; }

    public IReadOnlyList<ReferralRule> All { get; }

    /// <summary>Who agreed to the table.</summary>
    public Standing Standing { get; }

    /// <summary>The rule for a purpose and a kind of body; null where the pack has none: then nothing goes.</summary>
    public ReferralRule? For(string purpose, string body) => All.FirstOrDefault(r => r.Purpose == purpose && r.Bodies.Contains(body));

    /// <summary>How long the other unit has to answer.</summary>
    public TimeSpan AnswerWithin(Urgency urgency) => TimeSpan.FromDays(days[urgency]);

    /// <summary>Whether an entry may go to a kind of body at all.</summary>
    public static bool MayReach(string body, Compartment part) => part != Compartment.Care || !WithoutCare.Contains(body);

    /// <exception cref="CountryException">The file has problems; all are listed.</exception>
    public static ReferralRules Load(Country country)
    {
        var problems = new List<PackProblem>();
        var form = Form.Read(Path.Combine(country.Folder, "forms", "referral.xlsx"));
        var file = PackMap.Read(country.Folder, Name, problems);
        var standing = file.Standing();
        var answer = file.Map("answer_days");
        var days = Enum.GetValues<Urgency>().ToDictionary(u => u, u => answer.Number(u.ToString().ToLowerInvariant(), 1, 60));
        answer.NothingElse();
        var rules = new List<ReferralRule>();
        foreach (var entry in file.Maps("rules"))
        {
            var rule = Read(entry, form);
            if (rule.Bodies.Any(b => rules.Exists(r => r.Purpose == rule.Purpose && r.Bodies.Contains(b)))) entry.Problem("to", $"{rule.Purpose} has a rule for one of these bodies already.");
            rules.Add(rule);
        }
        file.NothingElse();
        return problems.Count == 0 ? new ReferralRules(form, rules, days, standing) : throw new CountryException(country.Folder, problems);
    }

    private static ReferralRule Read(PackMap entry, Form form)
    {
        var (purpose, bodies) = (entry.Text("purpose"), entry.Texts("to"));
        if (!Codes(form, "services").Contains(purpose)) entry.Problem("purpose", $"{purpose} is no choice of services in forms/referral.xlsx.");
        foreach (var body in bodies.Where(b => !Codes(form, "to_body").Contains(b))) entry.Problem("to", $"{body} is no choice of to_body in forms/referral.xlsx.");
        var entries = entry.Texts("entries");
        foreach (var named in entries.Where(e => !MayGo.Any(k => e.Split('.')[0].Equals(k.ToString(), StringComparison.OrdinalIgnoreCase)))) entry.Problem("entries", $"{named} is nothing that goes along: {string.Join(", ", MayGo).ToLowerInvariant()} do.");
        var parts = new List<Compartment>();
        foreach (var part in entry.Texts("parts"))
        {
            if (!Enum.TryParse<Compartment>(part, ignoreCase: true, out var known)) entry.Problem("parts", $"{part} is no part of a case.");
            else if (bodies.Any(b => !MayReach(b, known))) entry.Problem("parts", $"{part} goes to neither police nor prosecution (D3).");
            else parts.Add(known);
        }
        var rule = new ReferralRule(purpose, bodies, entry.Texts("facts"), entries, parts);
        entry.NothingElse();
        return rule;
    }

    private static IEnumerable<string> Codes(Form form, string question) => form[question].Choices.Select(c => c.Name);
}
