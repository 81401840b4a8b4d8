using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Sala.Countries;
using Sala.Forms;
using Sala.Tests.Countries;
using Sala.Web.Forms;

namespace Sala.Tests.Web.Forms;

/// <summary>A way through a form, by what a browser sends.</summary>
public class FormWalkTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly Language Thai = Pack.Thailand.Language("th");
    private static readonly string KitchenSink = File.ReadAllText(Path.Combine(Pack.Root, "tests", "Sala.Browser.Tests", "Forms", "kitchen-sink.md"));

    private static void Press(FormWalk walk, params (string Name, string Value)[] fields) =>
        walk.Press(new FormCollection(fields.GroupBy(f => f.Name).ToDictionary(f => f.Key, f => new StringValues([.. f.Select(v => v.Value)]))), Thai, Pack.Thailand.Texts("th"), Today);

    private static FormWalk Of(string table) => new(Form.ReadMarkdown(table).Start(TimeProvider.System, 1));

    private const string Visits = """
        | survey |              |       |        |
        |        | type         | name  | label  |
        |        | select_one y | had   | Had?   |
        |        | begin repeat | visit | Visit  |
        |        | text         | what  | What?  |
        |        | text         | who   | Who?   |
        |        | end repeat   |       |        |
        |        | text         | last  | Last?  |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | y         | 1    | Yes   |
        |         | y         | 99   | Rather not say |
        """;

    [Fact]
    public void Passing_a_question_by_is_a_code_of_its_own_where_the_list_has_it()
    {
        var walk = Of(Visits);
        Press(walk, ("do", "skip"));
        Assert.Equal("99", walk.Session.Answer("had"));
        Press(walk, ("do", "skip"));
        Assert.True(walk.Session.IsSkipped("visit[1]/what"));
    }

    [Fact]
    public void Several_things_are_added_where_they_end_and_taken_out_from_their_pages()
    {
        var walk = Of(Visits);
        Press(walk, ("q.had", "1"), ("do", "next"));
        Press(walk, ("q.visit[1]/what", "a"), ("do", "next"));
        Press(walk, ("q.visit[1]/who", "b"), ("do", "add visit"));
        Assert.Equal("visit[2]/what", walk.At);
        Press(walk, ("q.visit[2]/what", "c"), ("do", "next"));
        Assert.Equal("visit[2]/who", walk.At);
        Press(walk, ("do", "remove visit[1]"));
        Assert.Equal("c", walk.Session.Answer("visit[1]/what"));
        Assert.Equal(1, walk.Session.Instances("visit"));
        Press(walk, ("at", "visit[1]/what"), ("do", "remove visit[1]"));
        Assert.Equal(["had", "last"], walk.Session.Steps.Select(s => s.Address));
        walk.GoTo("had");
        Press(walk, ("q.had", "1"), ("do", "add visit"));
        Assert.Equal("visit[1]/what", walk.At);
    }

    [Fact]
    public void A_page_that_was_left_by_the_browsers_own_button_is_answered_where_it_was_shown()
    {
        var walk = Of(Visits);
        Press(walk, ("q.had", "1"), ("do", "next"));
        Press(walk, ("q.visit[1]/what", "a"), ("do", "next"));
        Press(walk, ("at", "visit[1]/what"), ("q.visit[1]/what", "b"), ("do", "next"));
        Assert.Equal("b", walk.Session.Answer("visit[1]/what"));
        Assert.Equal("visit[1]/who", walk.At);
    }

    [Fact]
    public void Whatever_a_browser_sends_the_walk_stands_on_a_page_or_at_the_end()
    {
        var form = Form.ReadMarkdown(KitchenSink);
        var names = form.Questions.Select(q => q.Name).ToArray();
        var address = Gen.OneOf(Gen.Int[0, names.Length - 1].Select(i => names[i]), Gen.Int[0, names.Length - 1].Select(Gen.Int[0, 3], (i, n) => $"visit[{n}]/{names[i]}"), Gen.String[0, 20]);
        var field = Gen.Select(Gen.OneOf(Gen.Const("q"), Gen.Const("d"), Gen.Const("m"), Gen.Const("y"), Gen.Const("t"), Gen.Const("s"), Gen.Const("lat"), Gen.Const("lon")), address, Gen.OneOf(Gen.String[0, 30], Gen.Int[-3, 3000].Select(i => $"{i}"), address),
            (kind, name, value) => ($"{kind}.{name}", value));
        var deed = Gen.Select(Gen.OneOf(Gen.Const("next"), Gen.Const("skip"), Gen.Const("back"), Gen.Const("update"), Gen.Const("find"), Gen.Const("add"), Gen.Const("remove"), Gen.String[0, 8]), address, (name, target) => $"{name} {target}".Trim());
        Gen.Select(deed, address, field.Array[0, 6]).Array[1, 12].Sample(presses =>
        {
            var walk = new FormWalk(form.Start(TimeProvider.System, 1));
            foreach (var (pressed, at, fields) in presses)
            {
                Press(walk, [("do", pressed), ("at", at), .. fields]);
                Assert.True(walk.IsAtEnd || walk.Step is not null);
                if (walk.Page(Thai, Pack.Thailand.Texts("th"), Today) is { } page) Assert.All(page.Controls, c => Assert.NotNull(page.Field(c).Value));
            }
        }, iter: 300);
    }
}
