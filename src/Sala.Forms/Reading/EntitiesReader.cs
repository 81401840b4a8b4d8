using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>One entity that the form makes or changes (xlsform.org, Entities; ODK entities specification).</summary>
internal sealed record EntityDeclaration(string List, Cells Cells)
{
    public string? Id => Cells.Text("entity_id");
    public string? CreateIf => Cells.Text("create_if");
    public string? UpdateIf => Cells.Text("update_if");
    public string? Label => Cells.Text("label");
    public string? Repeat => Cells.Text("repeat");
}

/// <summary>The entities sheet, and the column save_to of the survey sheet.</summary>
internal sealed class EntitiesReader
{
    private static readonly string[] Known = ["list_name", "entity_id", "create_if", "update_if", "label", "repeat"];
    private readonly FormReader _reader;

    private EntitiesReader(FormReader reader) => _reader = reader;

    public static void Read(FormReader reader, Sheet? sheet)
    {
        var entities = new EntitiesReader(reader);
        if (sheet is { Rows.Count: >= 2 }) entities.Rows(sheet);
        else if (sheet is null && reader.NearSheet("entities") is { } near) reader.Warnings.Add(new FormProblem(near, 0, "", Messages.SheetMeant("entities")));
        foreach (var question in reader.Form.Questions)
            if (question.Cells.Text("save_to") is { } property) entities.Property(question, property);
    }

    private void Rows(Sheet sheet)
    {
        var columns = Header.Read(sheet, _reader.Problems, SheetKind.Entities);
        foreach (var column in columns.Where(c => !Known.Contains(c.Name)))
            _reader.Problems.Add(new FormProblem(sheet.Name, sheet.Rows[0].Number, column.Raw, Messages.EntityColumnUnknown(Known, NearMiss.Of(column.Raw, Known))));
        foreach (var row in FormReader.RowsBelow(sheet, _reader.Warnings))
        {
            var cells = Cells.Read(row, columns, "default", (_, text) => FormReader.PlainQuotes(text));
            if (cells.Count == 0) continue;
            var list = cells.Text("list_name");
            if (list is null || list.StartsWith("__", StringComparison.Ordinal) || list.Contains('.', StringComparison.Ordinal) || !Names.IsName(list))
            {
                Problem("list_name", Messages.EntityListNotUsable(list ?? ""));
                continue;
            }
            var entity = new EntityDeclaration(list, cells);
            if (entity.UpdateIf is not null && entity.Id is null) Problem("entity_id", Messages.EntityUpdateNeedsId);
            if (entity is { Id: not null, CreateIf: not null, UpdateIf: null }) Problem("update_if", Messages.EntityCreateWithIdNeedsUpdate);
            if (entity is { Id: null, Label: null }) Problem("label", Messages.EntityNeedsLabel);
            if (entity.Repeat is { } repeat) Repeat(repeat);
            if (_reader.Form.Entities.Exists(e => e.List == list)) Problem("list_name", Messages.EntityListTwice(list));
            else _reader.Form.Entities.Add(entity);

            void Problem(string column, string message) => _reader.Problems.Add(new FormProblem(sheet.Name, row.Number, cells.Heading(column), message));

            void Repeat(string text)
            {
                if (!Names.IsReference(text) || _reader.Form.Find(Names.References(text).First().Name!) is not { Type: QuestionType.Repeat }) Problem("repeat", Messages.EntityRepeatIsNone(text));
            }
        }
    }

    // save_to names a property, or list#property where the form has several entities.
    private void Property(Question question, string property)
    {
        var form = _reader.Form;
        var parts = property.Split('#');
        string? problem = null;
        if (form.Entities.Count == 0) problem = Messages.SaveToNeedsEntities;
        else if (question.IsGroup) problem = Messages.SaveToOfGroup;
        else if (parts.Length > 2 || (parts.Length == 1 && form.Entities.Count > 1)) problem = Messages.SaveToNamesNoList;
        else if (parts.Length == 2 && !form.Entities.Exists(e => e.List == parts[0])) problem = Messages.NoSuchEntityList(parts[0], NearMiss.Of(parts[0], form.Entities.Select(e => e.List)));
        else if (parts[^1].ToUpperInvariant() is "NAME" or "LABEL" || parts[^1].StartsWith("__", StringComparison.Ordinal)) problem = Messages.SaveToReserved(parts[^1]);
        else if (!Names.IsName(parts[^1])) problem = Messages.NameNotUsable(parts[^1]);
        else
        {
            question.SavesTo = (parts.Length == 2 ? parts[0] : form.Entities[0].List, parts[^1]);
            if (form.Questions.FirstOrDefault(q => q != question && q.SavesTo == question.SavesTo) is { } twin) problem = Messages.SaveToTwice(parts[^1], twin.Row);
        }
        if (problem is not null) _reader.Problems.Add(new FormProblem("survey", question.Row, question.Cells.Heading("save_to"), problem));
    }
}
