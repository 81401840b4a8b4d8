using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Notices;
using Sala.Operation;
using Sala.Safeguards;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Notices;

/// <summary>What is said between a case and its child: telling, and taking in what the child says.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class LettersModel(Installation sala) : WorkPage(sala)
{
    /// <summary>What a worker tells: a step of the case, or what was planned.</summary>
    public static readonly IReadOnlyList<LetterKind> Kinds = [.. Enum.GetValues<LetterKind>().Where(k => k != LetterKind.Answer)];

    public static readonly IReadOnlyList<string> Team = ["interviewer", "psychologist", "prosecutor"];

    public Correspondence Between { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    [BindProperty] public LetterKind Kind { get; set; }
    [BindProperty] public string? Plan { get; set; }
    [BindProperty] public ReadBy ReadBy { get; set; }
    [BindProperty] public string? Where { get; set; }
    [BindProperty] public string? HappenedOn { get; set; }
    [BindProperty] public string? Rule { get; set; }

    /// <summary>Which referral the child is told of.</summary>
    [BindProperty] public string? Referral { get; set; }
    [BindProperty] public string? Words { get; set; }

    public IEnumerable<OpenedEntry> Interviews => Between.Case.Of(EntryKind.Plan).Where(e => new StepPlan(e.Body.Answers) is { Procedure: Procedure.Interview, State: StepState.Planned or StepState.Opened });

    /// <summary>What the child wishes and the plan does not say yet.</summary>
    public int ToTakeIn => Between.Unheard.Count() + Between.Letters.Where(l => !l.FromChild && l.Body.Plan.Length > 0).GroupBy(l => l.Body.Plan).Select(g => g.Last())
        .Sum(l => Interviews.FirstOrDefault(e => e.Id.ToString() == l.Body.Plan) is { } entry && new StepPlan(entry.Body.Answers) is { State: StepState.Planned } plan ? Between.Wishes.AsFacts(l).Count(f => plan[f.Name] != f.Value) : 0);

    /// <summary>What the child is to be told of; null until it is chosen. Then only what belongs to it is asked.</summary>
    public LetterKind? About { get; private set; }

    public Task OnGetAsync(RecordId id, LetterKind? about)
    {
        if (about is { } chosen && Kinds.Contains(chosen)) About = chosen;
        return Load(id);
    }

    public Task<IActionResult> OnPostTellAsync(RecordId id) => Do(async () =>
    {
        if (Kinds.Contains(Kind)) About = Kind;
        Between = await Sala.Letters.Read(By, id).ConfigureAwait(false);
        var plan = Kind == LetterKind.Interview && RecordId.TryParse(Plan ?? "", out var chosen) ? chosen : (RecordId?)null;
        var entry = Between.Case.Of(EntryKind.Plan).FirstOrDefault(e => e.Id == plan);
        var facts = new Dictionary<string, string> { ["where"] = Kind is LetterKind.Interview or LetterKind.Hearing ? (Where ?? "").Trim() : "", ["happened_on"] = Kind is LetterKind.Arrest or LetterKind.Release ? HappenedOn ?? "" : "", ["rule"] = Kind == LetterKind.Override ? Rule ?? "" : "", ["referral"] = Kind == LetterKind.Referral ? Referral ?? "" : "" };
        IReadOnlyList<Present> people = entry is null ? [] : [.. Team.Where(r => entry.Body[r].Length > 0).Select(r => new Present(r, Request.Form[$"name-{r}"].ToString().Trim(), entry.Body[r]))];
        await Sala.Letters.Tell(By, id, new NoticeToChild(Kind, ReadBy, Words ?? "", facts, plan, people)).ConfigureAwait(false);
    }, $"/work/letters/{id}?done=child-told", () => Load(id));

    public Task<IActionResult> OnPostTakeInAsync(RecordId id) => Do(() => Sala.Letters.TakeIn(By, id), $"/work/letters/{id}?done=taken-in", () => Load(id));

    public string NameOf(string person) => RecordId.TryParse(person, out var id) ? Names.GetValueOrDefault(id, T["staff.somebody"]) : T["staff.somebody"];

    public string Label(LetterKind kind) => T[$"letters.{kind.ToString().ToLowerInvariant()}"];

    /// <summary>What the child chose, in words.</summary>
    public string Said(string name, string value) => Sala.Country.Find(value) is { } language && name == "language" ? language.Name : T.Keys.Contains($"letters.{name}_{value}") ? T[$"letters.{name}_{value}"] : value;

    private async Task Load(RecordId id)
    {
        Between = await Sala.Letters.Read(By, id).ConfigureAwait(false);
        Names = await Sala.People.Names().ConfigureAwait(false);
        // Said as it stands in the pack, until somebody writes better.
        Where ??= T["letters.where_given"];
    }
}
