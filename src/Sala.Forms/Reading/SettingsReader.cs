using Sala.Forms.Sheets;

namespace Sala.Forms.Reading;

/// <summary>The settings sheet: one row of headings, one of values. Sets title, id, version and languages.</summary>
internal static class SettingsReader
{
    public static void Read(FormReader reader, Sheet? sheet, string fileName, LanguageColumns columns)
    {
        var form = reader.Form;
        if (sheet is { Rows.Count: >= 2 })
        {
            var headings = Header.Read(sheet, reader.Problems, SheetKind.Settings, (twin, column) => column.Name == "form_id");
            foreach (var column in headings)
                if (FormReader.Clean(sheet.Rows[1][column.Index]) is { } value) form.Settings[column.Name] = FormReader.PlainQuotes(value);
        }
        else if (sheet is null && reader.NearSheet("settings") is { } near) reader.Warnings.Add(new FormProblem(near, 0, "", Messages.SheetMeant("settings")));
        form.Id = form.Setting("form_id") ?? fileName;
        form.Title = form.Setting("form_title") ?? form.Id;
        form.Version = form.Setting("version") ?? "";
        form.RootName = form.Setting("name") ?? "data";
        if (!Names.IsName(form.RootName)) reader.Problems.Add(new FormProblem(sheet!.Name, 2, "name", Messages.NameNotUsable(form.RootName)));
        if (FormReader.YesNo(form.Setting("omit_instanceID")) == true && form.Setting("public_key") is not null)
            reader.Problems.Add(new FormProblem(sheet!.Name, 2, "omit_instanceID", Messages.EncryptionNeedsInstanceId));
        SetLanguages(reader, sheet?.Name ?? "settings", columns);
    }

    private static void SetLanguages(FormReader reader, string sheet, LanguageColumns columns)
    {
        var form = reader.Form;
        var wanted = form.Setting("default_language");
        var names = columns.Named.ToList();
        if (wanted is not null && names.Count > 0 && !names.Exists(n => Means(n, wanted)))
        {
            if (!columns.HasUnnamed) reader.AddAnswering(new FormProblem(sheet, 2, "default_language", Messages.NoSuchLanguage(wanted, names)));
            else names.Insert(0, wanted);
        }
        else if (names.Count == 0) names.Add(wanted ?? "default");
        else if (columns.HasUnnamed && wanted is null && !names.Contains("default")) names.Insert(0, "default");
        var languages = names.Select(Header.Language).ToList();
        foreach (var twice in languages.GroupBy(l => l.Code, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            reader.AddAnswering(new FormProblem(sheet, 0, "", Messages.LanguageTwice(twice.Key)));
        form.SetLanguages(languages);
        for (var i = 0; i < names.Count; i++) columns.Place(names[i], i);
        columns.Count = names.Count;
        columns.Default = Math.Max(0, names.FindIndex(n => Means(n, wanted ?? "default")));
        columns.DefaultName = form.DefaultLanguageName = wanted ?? "default";
        form.DefaultLanguageIndex = columns.Default;
    }

    private static bool Means(string name, string wanted) => name == wanted || Header.Language(name) is var (code, plain)
        && (code.Equals(wanted, StringComparison.OrdinalIgnoreCase) || plain.Equals(wanted, StringComparison.OrdinalIgnoreCase));
}
