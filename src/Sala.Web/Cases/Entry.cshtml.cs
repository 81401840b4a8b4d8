using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Forms;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Web.Forms;

namespace Sala.Web.Cases;

/// <summary>An entry of a case as it was filled in, in the form of its day; and its versions.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class EntryModel(Installation sala) : WorkPage(sala)
{
    public FilledEntry Filled { get; private set; } = null!;
    public IReadOnlyDictionary<RecordId, string> Names { get; private set; } = new Dictionary<RecordId, string>();

    /// <summary>Written under the rules by its own service: it is changed there.</summary>
    public bool MayChange => Filled is { Form: not null, IsNewest: true } && Filled.Case.Parts.Contains(Filled.Entry.Compartment) && Filled.Entry.Kind == Filled.Form!.Kind;

    public string Title => Filled.Form?.Title(Language.Code) ?? T[$"export.{Filled.Entry.Kind.ToString().ToLowerInvariant()}"];

    public Task OnGetAsync(RecordId id, RecordId entry) => Load(id, entry);

    public async Task<IActionResult> OnPostAsync(RecordId id, RecordId entry)
    {
        try
        {
            var draft = await Sala.FormBook.Change(By, id, entry).ConfigureAwait(false);
            return SeeOther($"/work/cases/{id}/fill/{draft}");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id, entry)).ConfigureAwait(false);
        }
    }

    /// <summary>What was answered, page by page of the form.</summary>
    public IEnumerable<(string Heading, IReadOnlyList<(string Question, string Answer)> Answers)> Pages()
    {
        if (Filled.Session is not { } session) yield break;
        foreach (var step in session.Steps)
        {
            var page = new FormPage(session, step, Language, T);
            var answers = page.Parts.SelectMany(p => p.Questions).Where(p => p.Question.IsAnswered && session.Answer(p.Address) is not null)
                .Select(p => (LabelText.Plain(session.Text(p, Language.Code)), AnswerWords.Of(session, p, Language, T))).ToList();
            if (answers.Count > 0) yield return (string.Join(" · ", page.Around.Append(page.Heading ?? "").Where(w => w.Length > 0).Select(LabelText.Plain).Distinct()), answers);
        }
    }

    public string NameOf(RecordId person) => Names.GetValueOrDefault(person, T["staff.somebody"]);

    private async Task Load(RecordId id, RecordId entry)
    {
        var version = int.TryParse(Request.Query["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : (int?)null;
        Filled = await Sala.FormBook.Show(By, id, entry, version).ConfigureAwait(false);
        if (Filled.Session is { } session) session.Language = Language.Code;
        Names = await Sala.People.Names().ConfigureAwait(false);
    }
}
