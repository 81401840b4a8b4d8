using System.Text;

namespace Sala.Forms.Codebooks;

/// <summary>The codebook as a table.</summary>
internal static class CodebookCsv
{
    private static readonly string[] Facts = ["variable", "type", "group", "repeat", "code", "missing", "minimum", "maximum"];
    private static readonly string[] Rules = ["required", "asked when", "allowed when", "worked out as"];

    public static string Table(Codebook book)
    {
        var languages = book.Form.Languages;
        var text = new StringBuilder();
        Line([.. Facts, .. languages.Select(l => $"label ({l})"), .. languages.Select(l => $"hint ({l})"), .. Rules]);
        foreach (var question in book.Variables)
        {
            var spans = book.Spans(question);
            Line([Codebook.NameOf(question), Codebook.KindOf(question), question.Group, question.Repeat is { } repeat ? Codebook.NameOf(repeat) : "", "", "",
                spans.Count > 0 ? spans[0].Low : "", spans.Count > 0 ? spans[^1].High : "",
                .. languages.Select(l => question.TextIn("label", l) is { } label ? Codebook.Plain(label) : ""), .. languages.Select(l => question.TextIn("hint", l) is { } hint ? Codebook.Plain(hint) : ""),
                question.Column("required") ?? "", question.Column("relevant") ?? "", question.Column("constraint") ?? "", question.Column("calculation") ?? ""]);
            foreach (var choice in question.Choices)
                Line([Codebook.NameOf(question), "", "", "", choice.Name, Codebook.MissingKind(question, choice) ?? "", "", "",
                    .. languages.Select(l => choice.LabelIn(l) is { } label ? Codebook.Plain(label) : ""), .. languages.Select(_ => ""), "", "", "", ""]);
        }
        return text.ToString();

        void Line(IReadOnlyList<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
