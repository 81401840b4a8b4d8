namespace Sala.Forms.Expressions.Functions;

/// <summary>What the form, the session and the device say of themselves.</summary>
internal static class SettingFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("version", 0, 0, c => Compiled.Constant(c.Compiler.Form.Version));
        add("uuid", 0, 1, c =>
        {
            c.Compiler.Varies = true;
            return Compiled.OfText(s => c.Count == 0 ? s.Session.Chance.NextUuid() : s.Session.Chance.NextHex(c[0].Number(s)));
        });
        add("property", 1, 1, c =>
        {
            // Sala keeps nothing about a device or its user.
            c.Compiler.Doubts.Add(Messages.PropertyIsEmpty);
            return Compiled.Constant("");
        });
        add("extract-signed", 2, 2, c =>
        {
            c.Compiler.Doubts.Add(Messages.SignatureNotChecked);
            return Compiled.Constant("");
        });
        add("jr:itext", 1, 1, Words);
    }

    // The ids under which an XForm keeps its words: /data/group/age:label for a question, list-0 for a choice.
    private static Compiled Words(Call c)
    {
        c.Compiler.Speaks = true;
        var form = c.Compiler.Form;
        return Compiled.OfText(s =>
        {
            var id = c[0].Text(s);
            var language = s.Session.Language;
            if (id.LastIndexOf(':') is > 0 and var colon)
            {
                var name = id[(id.LastIndexOf('/', colon) + 1)..colon];
                return form.Find(name) is not { } question ? "" : id[(colon + 1)..] switch
                {
                    "label" => s.Session.Text(question, language),
                    "hint" => s.Session.Hint(question, language) ?? "",
                    var column => question.In(column is "jr:constraintMsg" ? "constraint_message" : column is "jr:requiredMsg" ? "required_message" : column, language) ?? "",
                };
            }
            var dash = id.LastIndexOf('-');
            return dash > 0 && form.Lists.TryGetValue(id[..dash], out var choices) && int.TryParse(id.AsSpan(dash + 1), out var at) && (uint)at < (uint)choices.Count
                ? choices[at].Label(language) : "";
        });
    }
}
