using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Forms;
using Sala.Forms;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Web.Forms;

namespace Sala.Web.Cases;

/// <summary>The forms of the pack that are filled in on cases.</summary>
public sealed record FormList(IReadOnlyList<FormShown> Forms);

/// <summary>One form.</summary>
/// <param name="Part">The part of the case that it is written into.</param>
/// <param name="Kind">What an entry made with it is.</param>
/// <param name="Questions">Null where the form was not asked for by its id.</param>
public sealed record FormShown(string Id, string Version, string Title, Compartment Part, EntryKind Kind, IReadOnlyList<QuestionShown>? Questions);

/// <summary>A question of a form.</summary>
/// <param name="Repeat">The repeat that it stands in; empty where it stands in none. Then it is answered by its address, as relation[1]/relation_is.</param>
/// <param name="Required">Whether the form asks for an answer, always or under a condition of its own.</param>
/// <param name="Choices">Codes and their words. Empty where none are offered, and where the people of the case are: then the code is the id of a person's entry.</param>
public sealed record QuestionShown(string Name, QuestionType Type, string Label, string Repeat, bool Required, IReadOnlyList<CodeShown> Choices)
{
    internal static QuestionShown Of(Question q, string language) =>
        new(q.Name, q.Type, LabelText.Plain(q.Label(language) ?? ""), q.Repeat?.Name ?? "", q.IsRequired, q.ListName == CaseForm.PeopleFile ? [] : [.. q.Choices.Select(c => new CodeShown(c.Name, LabelText.Plain(c.Label(language))))]);
}

/// <summary>A code and its words, in the language of the request.</summary>
public sealed record CodeShown(string Code, string Label);

/// <summary>A form of the pack, filled in whole.</summary>
/// <param name="Form">The id of the form.</param>
/// <param name="Answers">By name of the question: a code, several with a space between, a day as 2026-11-24, a number, words.</param>
public sealed record FormToFill(string Form, Dictionary<string, string> Answers);

/// <summary>What is changed of an entry, in the form that it was filled in with.</summary>
/// <param name="Version">The version that was read. If somebody wrote another since, theirs stands, a task tells them, and this one is refused (409).</param>
/// <param name="Answers">What is not named stays; an empty text takes an answer back.</param>
public sealed record FormToChange(int Version, Dictionary<string, string> Answers);

/// <summary>The case forms of the pack: which there are, what they ask, and filling one in whole. What is not taken is named by its question.</summary>
internal static class FormsApi
{
    private const string One = "/api/v1/cases/{id}";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapFormsApi(this IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/forms", Caseworkers, "Forms of the pack for cases", "All of them; or one with its questions. They hold nothing of a case.", call =>
        {
            var asked = call.Asked("form");
            return Task.FromResult(new FormList([.. call.Sala.FormBook.Forms.Offered.Where(f => asked is null || f.Form.Id == asked).Select(f => Shown(f, call.Language.Code, asked is not null))]));
        }).Asks(("form", "The id of one form: it alone, with its questions."));
        app.Makes<FormToFill, Made>($"{One}/forms", Caseworkers, "Fill in a form on a case", "It is written into the part that the form names. All of it or nothing.",
            async (call, body) => new Made(await call.Sala.FormBook.Fill(call.By, call.Id(), body.Form, body.Answers).ConfigureAwait(false)));
        app.Does<FormToChange>($"{One}/entries/{{entry}}/form", Caseworkers, "Change what was filled in", "In the version of the form that asked. What stood before stays as a version.",
            (call, body) => call.Sala.FormBook.Fill(call.By, call.Id(), call.Id("entry"), body.Version, body.Answers));
    }

    private static FormShown Shown(CaseForm form, string language, bool questions) => new(form.Form.Id, form.Form.Version, form.Title(language), form.Part, form.Kind,
        questions ? [.. form.Form.Questions.Where(q => q.IsAnswered).Select(q => QuestionShown.Of(q, language))] : null);
}
