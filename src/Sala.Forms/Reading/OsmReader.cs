using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>The osm sheet: the tags that a question of type osm asks for.</summary>
internal static class OsmReader
{
    public static void Read(FormReader reader, Sheet? sheet, LanguageColumns languages)
    {
        if (sheet is not { Rows.Count: >= 2 }) return;
        var columns = Header.Read(sheet, reader.Problems, SheetKind.Choices);
        foreach (var row in FormReader.RowsBelow(sheet, reader.Warnings))
        {
            var cells = Cells.Read(row, columns, languages.DefaultName, (_, text) => text);
            if (cells.Text("list_name") is not { } list) continue;
            if (!cells.Has("name"))
            {
                reader.Problems.Add(new FormProblem(sheet.Name, row.Number, "name", Messages.ChoiceNameMissing));
                continue;
            }
            cells.Remove("list_name");
            if (!reader.Form.OsmTags.TryGetValue(list, out var tags)) reader.Form.OsmTags[list] = tags = [];
            tags.Add(cells);
        }
    }
}
