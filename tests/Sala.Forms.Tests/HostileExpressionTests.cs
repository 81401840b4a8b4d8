using System.Diagnostics;
using CsCheck;

namespace Sala.Forms.Tests;

public class HostileExpressionTests
{
    public static TheoryData<string> Deep =>
    [
        new string('(', 5_000) + "1" + new string(')', 5_000),
        string.Concat(Enumerable.Repeat("if(1, ", 4_000)) + "1" + string.Concat(Enumerable.Repeat(", 2)", 4_000)),
        "1" + string.Concat(Enumerable.Repeat(" - 1 + 1", 2_500)),
        string.Concat(Enumerable.Repeat("a[", 9_000)),
        new string('-', 9_000) + "1",
        string.Concat(Enumerable.Repeat("not(", 299)) + "1" + new string(')', 299),
        new string('9', 30_000),
        string.Concat(Enumerable.Repeat("/a", 4_000)),
    ];

    [Theory, MemberData(nameof(Deep))]
    public void An_expression_that_is_deep_or_long_is_worked_out_or_refused(string expression)
    {
        var watch = Stopwatch.StartNew();
        // On a small stack, as a web server's thread may have.
        var thread = new Thread(() => ValueOrRefusal(expression), 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Any_row_of_signs_is_worked_out_or_refused()
    {
        var sign = Gen.OneOf<string>("(", ")", "[", "]", ",", "+", "-", "*", "/", "//", "|", "=", "!=", "<", ">=", "and", "or", "div", "mod", ".", "..", "@", "'x'", "\"", "${n}", "${a}", "${zz}", "$", "{",
            "1", "0.5", "a", "n", "data", "/data/n", "if(", "count(", "sum(", "regex(", "position(", "today()", "format-date(", "substr(", "selected(", "instance('x')", "current()", "indexed-repeat(", "jr:choice-name(", "&", "!", " ", "😀", "é");
        sign.Array[1, 12].Sample(signs => ValueOrRefusal(string.Join(' ', signs)), iter: 10_000);
    }

    [Fact]
    public void Any_text_as_expression_is_worked_out_or_refused() =>
        Gen.String[0, 40].Sample(text => ValueOrRefusal(text.Replace('\\', '/').Replace('\r', ' ').Replace('\n', ' ')), iter: 3_000);

    [Fact]
    public void A_pattern_that_would_take_for_ever_does_not_match_in_time()
    {
        var session = Walk.Of("""
            | survey |      |      |       |                                 |
            |        | type | name | label | constraint                      |
            |        | text | a    | A     | regex(., '(a+)+b')              |
            |        | text | b    | B     | regex(., '(?=(a+))\\1(a+)+(?<!x)c')     |
            """.Replace("\\\\", "\\"));
        var watch = Stopwatch.StartNew();
        Assert.Equal(AnswerCode.Constraint, session.Set("a", new string('a', 5_000))?.Code);
        Assert.Equal(AnswerCode.Constraint, session.Set("b", new string('a', 5_000))?.Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void No_answer_can_break_a_session()
    {
        var form = ReportForm.Form;
        var questions = form.Questions.Select(q => q.Name).Append("x").ToArray();
        Gen.Select(Gen.OneOf<string>(questions), Gen.OneOf(Gen.String[0, 200], Gen.OneOf<string>("now", "no", "lives_with", "TH-10", "", "friend"))).Array[1, 20].Sample(answers =>
        {
            var session = ReportForm.Start("friend");
            foreach (var (name, value) in answers)
            {
                var before = session.Serialise();
                if (session.Set(name, value) is not null) Assert.Equal(before, session.Serialise());
            }
            Assert.Equal(session.Answers, FormSession.Restore(form, session.Serialise(), StandingClock.Morning).Answers);
            Assert.Empty(session.Validate());
        }, iter: 500);
    }

    [Fact]
    public void A_damaged_session_is_a_session_or_a_clear_error()
    {
        var whole = ReportForm.Start("self").Answers("story", "words").Answers("kind", "threats").Serialise();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 12], Gen.String[0, 4]).Sample((at, cut, put) =>
        {
            var damaged = string.Concat(whole.AsSpan(0, at), put, whole.AsSpan(Math.Min(whole.Length, at + cut)));
            try
            {
                _ = FormSession.Restore(ReportForm.Form, damaged).Answers;
            }
            catch (FormException)
            {
            }
        }, iter: 1_000);
    }

    private static void ValueOrRefusal(string expression)
    {
        try
        {
            _ = Walk.Value(expression);
        }
        catch (FormException e)
        {
            Assert.NotEmpty(e.Problems);
        }
    }
}
