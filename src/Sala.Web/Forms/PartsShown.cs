using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>Parts of a page, to be shown one below the other.</summary>
public sealed record PartsShown(FormPage Page, IReadOnlyList<FormPart> Parts);

/// <summary>Rows with the same choices: each question a line, each choice a column.</summary>
/// <param name="Head">The row that only names the choices, for its own words; null where there is none.</param>
public sealed record TableShown(FormPage Page, IReadOnlyList<FormPart> Rows, FormPart? Head)
{
    /// <summary>What the table is about; empty where nothing is said.</summary>
    public string Words => Head is null ? "" : Page.Session.Text(Head, Page.Language.Code);

    public IReadOnlyList<Field> Fields { get; } = [.. Rows.Select(r => new Field(Page, r) { NeedIsSaidAbove = Rows.All(o => Page.Session.IsRequired(o.Address)) })];

    /// <summary>The choices at the head of the columns.</summary>
    public IReadOnlyList<ChoiceShown> Columns => [.. Fields[0].Choices];

    /// <summary>So many columns fit beside the question; with more, each line keeps its words.</summary>
    public bool IsWide => Columns.Count <= 7;
}
