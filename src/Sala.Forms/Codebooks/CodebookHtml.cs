using System.Net;
using System.Text;

namespace Sala.Forms.Codebooks;

/// <summary>The codebook as a page that a person reads, prints or has read out: headings, lists and tables with headers, each text marked with its language.</summary>
internal sealed class CodebookHtml(Codebook book)
{
    private const int LongList = 40;
    private readonly StringBuilder _html = new();

    public string Page()
    {
        var form = book.Form;
        var title = $"Codebook: {form.Title}";
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>").Append(Text(title)).Append("</title>\n<style>\n").Append(Style).Append("</style>\n</head>\n<body>\n");
        _html.Append("<a class=\"skip\" href=\"#variables\">Skip to the variables</a>\n<header>\n<h1>").Append(Text(title)).Append("</h1>\n<dl class=\"facts\">\n");
        Fact("Form", form.Id);
        if (form.Version.Length > 0) Fact("Version", form.Version);
        Fact("Languages", string.Join(", ", form.LanguageNames));
        Fact("Variables", Codebook.Number(book.Variables.Count));
        _html.Append("</dl>\n</header>\n<nav aria-label=\"Variables\">\n<h2>Contents</h2>\n<ul class=\"contents\">\n");
        foreach (var question in book.Variables) _html.Append("<li><a href=\"#").Append(Id(question)).Append("\">").Append(Text(Codebook.NameOf(question))).Append("</a></li>\n");
        _html.Append("</ul>\n</nav>\n<main id=\"variables\">\n<h2>Variables</h2>\n");
        for (var i = 0; i < book.Variables.Count; i++)
        {
            if (i == 0 || book.Variables[i].Parent != book.Variables[i - 1].Parent) Group(book.Variables[i].Parent);
            Variable(book.Variables[i]);
        }
        _html.Append("</main>\n</body>\n</html>\n");
        return _html.ToString();
    }

    private void Group(Question? group)
    {
        _html.Append("<h3 class=\"group\">").Append(group is null ? "Outside any group" : $"{Text(group.Type == QuestionType.Repeat ? "Repeat" : "Group")} {Text(group.Group.Length == 0 ? group.Name : $"{group.Group}/{group.Name}")}").Append("</h3>\n");
        if (group is null) return;
        foreach (var (language, words) in book.Words(group, "label")) _html.Append("<p").Append(Language(language)).Append('>').Append(Text(words)).Append("</p>\n");
        if (group.Column("relevant") is { } relevant) _html.Append("<p>Asked when ").Append(Rule(relevant)).Append("</p>\n");
    }

    private void Variable(Question question)
    {
        _html.Append("<section id=\"").Append(Id(question)).Append("\" aria-labelledby=\"").Append(Id(question)).Append("-name\">\n<h4 id=\"").Append(Id(question)).Append("-name\">").Append(Text(Codebook.NameOf(question))).Append("</h4>\n");
        foreach (var (language, words) in book.Words(question, "label")) _html.Append("<p class=\"words\"").Append(Language(language)).Append('>').Append(Text(words)).Append("</p>\n");
        foreach (var (language, words) in book.Words(question, "hint")) _html.Append("<p class=\"hint\"").Append(Language(language)).Append('>').Append(Text(words)).Append("</p>\n");
        _html.Append("<dl class=\"facts\">\n");
        Fact("Type", Codebook.KindOf(question));
        if (book.Spans(question) is { Count: > 0 } spans) Fact("Range", string.Join("; ", spans.Select(Span)));
        if (question.Column("relevant") is { } relevant) RuleFact("Asked when", relevant);
        if (question.Column("required") is { } required && question.IsRequired) RuleFact("Required", required);
        if (question.Column("constraint") is { } constraint) RuleFact("Allowed when", constraint);
        if (question.Column("calculation") is { } calculation) RuleFact("Worked out as", calculation);
        if (question.Column("choice_filter") is { } filter) RuleFact("Choices shown when", filter);
        if (question.IsSelect && question.Choices.Count == 0 && question.ListName.Length > 0) Fact("Codes", $"in {question.ListName}");
        _html.Append("</dl>\n");
        if (question.Choices.Count > 0) Codes(question);
        _html.Append("</section>\n");
    }

    private static string Span((string Low, string High) span) =>
        span.Low == span.High ? span.Low : span.Low.Length == 0 ? $"up to {span.High}" : span.High.Length == 0 ? $"{span.Low} and more" : $"{span.Low} to {span.High}";

    private void Codes(Question question)
    {
        var many = question.Choices.Count > LongList;
        if (many) _html.Append("<details>\n<summary>").Append(Codebook.Number(question.Choices.Count)).Append(" codes</summary>\n");
        _html.Append("<table>\n<caption>Codes of ").Append(Text(Codebook.NameOf(question))).Append("</caption>\n<thead><tr><th scope=\"col\">Code</th>");
        foreach (var language in book.Form.LanguageNames) _html.Append("<th scope=\"col\">").Append(Text(language == "default" ? "Label" : language)).Append("</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var choice in question.Choices)
        {
            _html.Append("<tr><th scope=\"row\">").Append(Text(choice.Name)).Append("</th>");
            foreach (var language in book.Form.Languages) _html.Append("<td").Append(Language(language)).Append('>').Append(Text(choice.LabelIn(language) is { } label ? Codebook.Plain(label) : "")).Append("</td>");
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody>\n</table>\n");
        if (many) _html.Append("</details>\n");
    }

    private void Fact(string term, string text) => _html.Append("<dt>").Append(Text(term)).Append("</dt><dd>").Append(Text(text)).Append("</dd>\n");

    private void RuleFact(string term, string rule) => _html.Append("<dt>").Append(Text(term)).Append("</dt><dd>").Append(Rule(rule)).Append("</dd>\n");

    // A rule as written; the questions it names lead to their place.
    private string Rule(string rule)
    {
        var html = new StringBuilder("<code>");
        var at = 0;
        foreach (var match in Codebook.Reference().Matches(rule).Cast<System.Text.RegularExpressions.Match>())
        {
            html.Append(Text(rule[at..match.Index]));
            var target = book.Form.Find(match.Groups[1].Value);
            html.Append(target is not null && Codebook.IsVariable(target) ? $"<a href=\"#{Id(target)}\">{Text(match.Groups[1].Value)}</a>" : Text(match.Value));
            at = match.Index + match.Length;
        }
        return html.Append(Text(rule[at..])).Append("</code>").ToString();
    }

    private static string Id(Question question) => $"v{Codebook.Number(question.Index + 1)}";

    private static string Language(string language) => language == "default" ? "" : $" lang=\"{Text(language)}\"";

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 "Noto Sans", "Noto Sans Thai", system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: #1a1a1a; background: #fff; }
        a { color: #0b4f8a; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { position: static; }
        .contents { columns: 12rem; padding-left: 1.2rem; }
        section { border-top: 1px solid #767676; padding: .5rem 0 1rem; overflow-wrap: anywhere; }
        h4 { font-family: ui-monospace, monospace; font-size: 1.1rem; margin: .5rem 0; }
        .words { margin: .25rem 0; }
        .hint { margin: .25rem 0; color: #4a4a4a; }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
        .facts dt { font-weight: 600; }
        .facts dd { margin: 0; }
        table { border-collapse: collapse; }
        caption { text-align: left; font-weight: 600; }
        th, td { border: 1px solid #767676; padding: .2rem .5rem; text-align: left; vertical-align: top; }
        @media (max-width: 30rem) { .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; } }
        @media (prefers-color-scheme: dark) { body { color: #eee; background: #121212; } a { color: #8ec5ff; } .hint { color: #bbb; } }
        @media print { nav, .skip { display: none; } section { break-inside: avoid; } }

        """;
}
