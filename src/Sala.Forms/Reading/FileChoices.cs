using Sala.Forms.Expressions;

namespace Sala.Forms.Reading;

/// <summary>The choices that a data file holds: codes and words from the columns that the parameters <c>value</c> and <c>label</c> name.</summary>
internal static class FileChoices
{
    /// <summary>A choice for each item of the file; null for an item without a code.</summary>
    public static Choice?[] Of(Form form, ItemNode items, string file, IReadOnlyDictionary<string, string> parameters)
    {
        var geographic = file.EndsWith(".geojson", StringComparison.OrdinalIgnoreCase);
        var value = parameters.GetValueOrDefault("value") ?? (geographic ? "id" : "name");
        var label = parameters.GetValueOrDefault("label") ?? (geographic ? "title" : "label");
        var choices = new Choice?[items.Items.Count];
        for (var i = 0; i < choices.Length; i++)
        {
            var item = items.Items[i];
            if (item.Child(value)?.Text is not { Length: > 0 } code) continue;
            var words = new LocalText(form.Languages.Count, form.DefaultLanguageIndex);
            words[form.DefaultLanguageIndex] = item.Child(label)?.Text ?? code;
            var columns = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var cell in item.Items)
                if (cell.Name != value && cell.Name != label && cell.Text.Length > 0) columns[cell.Name] = cell.Text;
            choices[i] = new Choice(form, code, words, columns);
        }
        return choices;
    }
}
