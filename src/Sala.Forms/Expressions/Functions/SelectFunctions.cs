namespace Sala.Forms.Expressions.Functions;

internal static class SelectFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("selected", 2, 2, c => Compiled.OfTruth(s => Contains(c[0].Text(s), c[1].Text(s).AsSpan().Trim())));
        add("is-selected", 2, 2, c => Compiled.OfTruth(s => Contains(c[0].Text(s), c[1].Text(s).AsSpan().Trim())));
        add("selected-at", 2, 2, c => Compiled.OfText(s =>
        {
            var codes = Codes(c[0].Text(s));
            var at = c[1].Number(s);
            return at >= 0 && at < codes.Length ? codes[(int)at] : "";
        }));
        add("count-selected", 1, 1, c => Compiled.OfNumber(s => Codes(c[0].Text(s)).Length));
        add("jr:choice-name", 2, 2, ChoiceName);
    }

    public static string[] Codes(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static bool Contains(ReadOnlySpan<char> codes, ReadOnlySpan<char> code)
    {
        if (code.IsEmpty) return codes.IsEmpty;
        foreach (var range in codes.Split(' '))
            if (codes[range].SequenceEqual(code)) return true;
        return false;
    }

    // The label of a code, in the session's language; the question is named by a reference or by its text '${name}'.
    private static Compiled ChoiceName(Call c)
    {
        var question = c[1].Target;
        if (question is null && c[1].Literal is { } text)
        {
            var name = text.StartsWith("${", StringComparison.Ordinal) && text.EndsWith('}') ? text[2..^1].Trim() : text.Trim().Split('/')[^1];
            question = c.Compiler.Resolve(name, c.Syntax.At);
        }
        if (question is null || !question.IsSelect) throw new ExpressionException(Messages.ChoiceNameNeedsSelect);
        c.Compiler.Speaks = true;
        return Compiled.OfText(s => string.Join(", ", Codes(c[0].Text(s)).Select(code =>
            question.ChoiceByName.TryGetValue(code, out var choice) ? choice.Label(s.Session.Language) : "")));
    }
}
