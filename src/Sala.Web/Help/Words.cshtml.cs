using Markdig;
using Microsoft.AspNetCore.Html;
using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Reports;

namespace Sala.Web.Help;

/// <summary>A longer text of the pack: how it is kept, how to listen.</summary>
[OpenToAll(Because = "a child needs no account")]
public sealed class WordsModel(Installation sala, ServiceDirectory directory) : ChildPage(sala, directory)
{
    // No HTML from a pack, and no links that it did not write as links.
    private static readonly MarkdownPipeline Plain = new MarkdownPipelineBuilder().DisableHtml().Build();

    public IHtmlContent Html => new HtmlString(Markdown.ToHtml(
        Sala.Country.Page(Code, (string)RouteData.Values["page_name"]! is "kept" ? "how-kept" : (string)RouteData.Values["page_name"]!).Markdown, Plain));
}
