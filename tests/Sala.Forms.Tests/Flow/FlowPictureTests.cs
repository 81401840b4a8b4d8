using System.Xml.Linq;
using Sala.Forms.Flow;

namespace Sala.Forms.Tests.Flow;

public class FlowPictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Form Small = Form.ReadMarkdown("""
        | survey |               |       |             |                |             |
        |        | type          | name  | label       | relevant       | calculation |
        |        | integer       | age   | Age <now> & |                |             |
        |        | calculate     | young |             |                | if(${age} < 18, 1, 0) |
        |        | text          | why   | Why?        | ${young} = 1   |             |
        |        | begin group   | home  | Home        | ${age} > 3     |             |
        |        | text          | who   | Who?        |                |             |
        |        | note          | last  | Last        | ${who} != ''   |             |
        |        | end group     |       |             |                |             |
        |        | begin repeat  | pets  | Pets        |                |             |
        |        | text          | pet   | Pet         |                |             |
        |        | end repeat    |       |             |                |             |
        """);

    [Fact]
    public void Each_question_stands_below_the_one_before_and_knows_what_decides_it_calculations_followed_back()
    {
        var rows = new FlowPicture(Small, "default").Rows;
        Assert.Equal(["age 0", "why 0", "home 0", "who 1", "last 1", "pets 0", "pet 1"], rows.Select(r => $"{r.Question.Name} {r.Depth}"));
        Assert.Equal(["", "0", "0", "", "3", "", ""], rows.Select(r => string.Join(' ', r.DecidedBy)));
    }

    [Fact]
    public void Groups_that_do_not_fit_are_closed_and_stand_for_what_is_in_them()
    {
        var rows = new FlowPicture(Small, "default", rows: 5).Rows;
        Assert.Equal(["age 0", "why 0", "home 2", "pets 0", "pet 0"], rows.Select(r => $"{r.Question.Name} {r.Inside}"));
    }

    [Fact]
    public void The_picture_is_sound_xml_with_title_and_description_and_no_style_or_script()
    {
        var svg = XDocument.Parse(new FlowPicture(Small, "default").ToSvg()).Root!;
        Assert.Equal(("img", "flow-title flow-about"), (svg.Attribute("role")!.Value, svg.Attribute("aria-labelledby")!.Value));
        Assert.Equal("The way through data", svg.Elements(Svg + "title").Single().Value);
        Assert.Equal("5 questions and notes, 3 of them asked only under a condition. 0 groups are shown closed.", svg.Elements(Svg + "desc").Single().Value);
        Assert.Contains(svg.Descendants(Svg + "title"), t => t.Value == "Why?; asked if ${young} = 1");
        Assert.Contains("Age <now> &", svg.Descendants(Svg + "text").First().Value, StringComparison.Ordinal);
        Assert.Empty(svg.Descendants(Svg + "style").Concat(svg.Descendants(Svg + "script")));
        Assert.DoesNotContain(svg.Descendants(), e => e.Attribute("style") is not null);
    }

    [Fact]
    public void A_form_of_hundreds_of_questions_stays_within_ninety_rows()
    {
        var table = "| survey | | | | |\n| | type | name | label | relevant |\n" + string.Concat(Enumerable.Range(0, 30).Select(g =>
            $"| | begin group | g{g} | Group {g} | |\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"| | text | q{g}_{i} | Q | {(i == 0 ? "" : $"${{q{g}_{i - 1}}} != ''")} |\n")) + "| | end group | | | |\n"));
        var picture = new FlowPicture(Form.ReadMarkdown(table), "default");
        Assert.InRange(picture.Rows.Count, 80, 90);
        Assert.Equal(360, picture.Rows.Sum(r => r.Inside) + picture.Rows.Count(r => !r.Question.IsGroup));
        XDocument.Parse(picture.ToSvg());
    }

    [Fact]
    public void The_same_form_gives_the_same_picture() =>
        Assert.Equal(new FlowPicture(ReportForm.Form, "th").ToSvg(), new FlowPicture(ReportForm.Form, "th").ToSvg());
}
