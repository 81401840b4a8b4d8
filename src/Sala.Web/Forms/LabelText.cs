using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Sala.Web.Forms;

/// <summary>
/// The words of a form with the emphasis that XLSForm allows in them: bold, italic, lines. Never HTML of the author, and never a link, because answers
/// are filled into these words and an address that somebody typed is only text.
/// </summary>
public static partial class LabelText
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().DisableHtml().Build();

    // Long words are somebody's answer that was filled in, not what an author wrote.
    private const int LongestMarked = 4_000;

    public static IHtmlContent Html(string text, HtmlEncoder encoder) =>
        new HtmlString(Marks(text, encoder.Encode, marks: true) ?? encoder.Encode(text).Replace("\n", "<br>", StringComparison.Ordinal).Replace("&#xA;", "<br>", StringComparison.Ordinal));

    /// <summary>The words alone, for places that hold no markup.</summary>
    public static string Plain(string text) => Marks(text, t => t, marks: false) ?? text;

    // Null where nothing is marked, or where the marks stand within each other too deep to be meant.
    private static string? Marks(string text, Func<string, string> encode, bool marks)
    {
        if (text.Length > LongestMarked || !Marked().IsMatch(text)) return null;
        try
        {
            var to = new StringBuilder();
            Blocks(Markdig.Markdown.Parse(Span().Replace(text, ""), Markdown), to, encode, marks);
            return to.ToString();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void Blocks(IEnumerable<Markdig.Syntax.Block> blocks, StringBuilder to, Func<string, string> encode, bool marks)
    {
        var first = true;
        foreach (var block in blocks)
        {
            if (!first) to.Append(marks ? "<br>" : " ");
            first = false;
            if (block is ListItemBlock item) to.Append(item.Order > 0 ? $"{item.Order}. " : "• ");
            if (block is ContainerBlock container) Blocks(container, to, encode, marks);
            else if (block is HeadingBlock { Inline: { } heading } && marks) Inlines(heading, to.Append("<b>"), encode, marks).Append("</b>");
            else if (block is LeafBlock { Inline: { } inline }) Inlines(inline, to, encode, marks);
            else if (block is LeafBlock leaf) to.Append(encode(leaf.Lines.ToString()));
        }
    }

    private static StringBuilder Inlines(ContainerInline inlines, StringBuilder to, Func<string, string> encode, bool marks)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case EmphasisInline emphasis when marks:
                    var tag = emphasis.DelimiterCount > 1 ? "strong" : "em";
                    Inlines(emphasis, to.Append('<').Append(tag).Append('>'), encode, marks).Append("</").Append(tag).Append('>');
                    break;
                case LinkInline link:
                    Inlines(link, to, encode, marks);
                    if (link.Url is { Length: > 0 } url) to.Append(encode($" ({url})"));
                    break;
                case ContainerInline container: Inlines(container, to, encode, marks); break;
                case LineBreakInline: to.Append(marks ? "<br>" : " "); break;
                case CodeInline code: to.Append(encode(code.Content)); break;
                case AutolinkInline address: to.Append(encode(address.Url)); break;
                case HtmlEntityInline entity: to.Append(encode(entity.Transcoded.ToString())); break;
                case LiteralInline literal: to.Append(encode(literal.Content.ToString())); break;
            }
        }
        return to;
    }

    [GeneratedRegex(@"\*\S(?:.*\S)?\*|(?:^|\W)_\S(?:.*\S)?_(?:\W|$)|(?:^|\n)#{1,6} |</?span\b", RegexOptions.NonBacktracking)]
    private static partial Regex Marked();

    [GeneratedRegex(@"</?span\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Span();
}
