using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Sala.Agencies;
using Sala.Cases.Forms;
using Sala.Forms;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Web.Forms;

namespace Sala.Web.Cases;

/// <summary>A form being filled in on a case, page after page, at one address. What was typed rests sealed; a form of one page is saved from it, a longer one from its end.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class FillModel(Installation sala) : WorkPage(sala)
{
    public OpenedDraft Draft { get; private set; } = null!;
    public FormWalk Walk { get; private set; } = null!;

    /// <summary>The page of the form; null at its end.</summary>
    public FormPage? Shown { get; private set; }

    /// <summary>Somebody wrote another version meanwhile.</summary>
    public bool WasChanged { get; private set; }

    public bool IsOnePage => Draft.Session.Steps.Count == 1;

    private DateOnly Today => DateOnly.FromDateTime(Local(Sala.Clock.GetUtcNow()));

    public async Task OnGetAsync(RecordId id, RecordId draft)
    {
        Draft = await Sala.FormBook.Look(By, id, draft).ConfigureAwait(false);
        Resume();
        Show();
    }

    public async Task<IActionResult> OnPostAsync(RecordId id, RecordId draft)
    {
        Draft = await Sala.FormBook.Open(By, id, draft).ConfigureAwait(false);
        Resume();
        var form = await Request.ReadFormAsync().ConfigureAwait(false);
        var here = $"/work/cases/{id}/fill/{draft}";
        switch (form["do"].ToString())
        {
            case "discard":
                await Sala.FormBook.Discard(By, id, draft).ConfigureAwait(false);
                return SeeOther($"/work/cases/{id}?done=draft-discarded#written");
            case "go": Walk.GoTo(form["to"].ToString()); break;
            case "save": return await Save(id).ConfigureAwait(false);
            case "after":
                Draft = await Sala.FormBook.After(By, Draft, Page_()).ConfigureAwait(false);
                return await Save(id).ConfigureAwait(false);
            default:
                var clean = WithoutFiles(form, out var held);
                Walk.Press(clean, Language, T, Today);
                if (held) return await HeldFile().ConfigureAwait(false);
                if (Walk.IsAtEnd && IsOnePage && form["do"] != "back") return await Save(id).ConfigureAwait(false);
                break;
        }
        return await Do(() => Sala.FormBook.Keep(By, Draft, Page_()), here, Again).ConfigureAwait(false);
    }

    /// <summary>Each question that was asked, with what was answered.</summary>
    public IEnumerable<(string Question, string Answer, string Step)> Answers() => from step in Draft.Session.Steps
                                                                                   from part in Draft.Session.PartsOn(step).SelectMany(p => p.Questions).Where(p => p.Question.IsAnswered)
                                                                                   select (LabelText.Plain(Draft.Session.Text(part, Language.Code)), AnswerWords.Of(Draft.Session, part, Language, T), step.Address);

    private async Task<IActionResult> Save(RecordId id)
    {
        try
        {
            var entry = await Sala.FormBook.Save(By, Draft).ConfigureAwait(false);
            return SeeOther($"/work/cases/{id}/entries/{entry}?done=form-saved");
        }
        catch (RefusedException refused)
        {
            WasChanged = refused.Code == "case.changed";
            if (Draft.Session.Validate() is [var first, ..] && Draft.Session.Steps.FirstOrDefault(s => Draft.Session.PartsOn(s).SelectMany(p => p.Questions).Any(p => p.Address == first.Question)) is { } step) Walk.GoTo(step.Address);
            await Sala.FormBook.Keep(By, Draft, Page_()).ConfigureAwait(false);
            return await Refused(refused, Again).ConfigureAwait(false);
        }
    }

    private Task<IActionResult> HeldFile() => Refused(new RefusedException("words.file", "A file written as text stands in this. Files are never kept here. It was taken out; the rest of your draft is kept."), async () =>
    {
        await Sala.FormBook.Keep(By, Draft, Page_()).ConfigureAwait(false);
        Show();
    });

    private Task Again()
    {
        Show();
        return Task.CompletedTask;
    }

    private void Resume() => Walk = Draft.Page.Length > 0 ? FormWalk.Resume(Draft.Session, JsonSerializer.Deserialize<WalkState>(Draft.Page)!) : new FormWalk(Draft.Session);

    private string Page_() => JsonSerializer.Serialize(Walk.Rest());

    private void Show()
    {
        Draft.Session.Language = Language.Code;
        Shown = Walk.Page(Language, T, Today)?.In(null, Sala.Services.NumbersFor(null, Sala.IsDemonstration, Today), "q-");
    }

    /// <summary>The fields without files written as text (promise 6): with one in it, the press stays on the page.</summary>
    private static FormCollection WithoutFiles(IFormCollection form, out bool held)
    {
        held = form.Any(f => f.Value.Any(EmbeddedFile.IsIn));
        var clean = form.ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(v => v is not null && EmbeddedFile.IsIn(v) ? EmbeddedFile.Without(v) ?? "" : v)]));
        if (held) clean["do"] = "update";
        return new FormCollection(clean);
    }
}
