using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using CsCheck;
using Sala.Web.Forms;

namespace Sala.Tests.Web.Forms;

/// <summary>Emphasis of an author is shown; nothing that stands in words becomes markup of ours or a link.</summary>
public partial class LabelTextTests
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static string Html(string text) => LabelText.Html(text, Encoder).ToString()!;

    [Theory]
    [InlineData("How old are you?", "How old are you?")]
    [InlineData("1. How old?", "1. How old?")]
    [InlineData("**Now** and _here_", "<strong>Now</strong> and <em>here</em>")]
    [InlineData("# Title", "<b>Title</b>")]
    [InlineData("One\nTwo", "One<br>Two")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("snake_case_name", "snake_case_name")]
    [InlineData("<span style=\"color:red\">Red</span>", "Red")]
    [InlineData("**a** <script>alert(1)</script>", "<strong>a</strong> &lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("**a** [here](javascript:alert(1))", "<strong>a</strong> here (javascript:alert(1))")]
    [InlineData("**a** <https://x.example>", "<strong>a</strong> https://x.example")]
    public void Words_are_shown_as_their_author_meant_them(string written, string shown) => Assert.Equal(shown, Html(written));

    [Fact]
    public void Whatever_stands_in_words_only_emphasis_and_lines_become_markup() =>
        Gen.String[Gen.OneOf(Gen.Char["*_#<>[]()!`~&\"'\n -1.abกส/:="]), 0, 200].Sample(text =>
        {
            var html = Html(text);
            Assert.DoesNotMatch(NotOurs(), html);
            Assert.DoesNotContain("\"", OurTags().Replace(html, ""));
            Assert.NotNull(LabelText.Plain(text));
        });

    [Theory]
    [InlineData("*", 20_000), InlineData(">", 3_000), InlineData("[", 3_000), InlineData("*a ", 1_300), InlineData("_a*", 1_300), InlineData("- ", 1_900), InlineData("**a", 1_300)]
    public void Words_made_to_hang_end_at_once(string piece, int times)
    {
        var begun = System.Diagnostics.Stopwatch.StartNew();
        Html("**x** " + string.Concat(Enumerable.Repeat(piece, times)));
        Assert.InRange(begun.ElapsedMilliseconds, 0, 2_000);
    }

    [GeneratedRegex("<(?!/?(strong|em|b|br)>)")]
    private static partial Regex NotOurs();

    [GeneratedRegex("</?(strong|em|b|br)>")]
    private static partial Regex OurTags();
}
