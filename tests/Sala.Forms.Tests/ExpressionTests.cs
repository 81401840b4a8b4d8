namespace Sala.Forms.Tests;

public class ExpressionTests
{
    // Operators, XPath 1.0 section 3.
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 2 - 3", "5")]
    [InlineData("7 div 2", "3.5")]
    [InlineData("7 mod 3", "1")]
    [InlineData("-7 mod 3", "-1")]
    [InlineData("5 mod -2", "1")]
    [InlineData("--3", "3")]
    [InlineData("-2 * 3", "-6")]
    [InlineData("2*3", "6")]
    [InlineData("1 < 2 = true()", "true")]
    [InlineData("1 = 1 and 2 = 3 or 4 = 4", "true")]
    [InlineData("1 = 1 or 2 = 3 and 4 = 5", "true")]
    [InlineData("3 > 2 > 1", "false")]
    [InlineData("'a' != 'b'", "true")]
    [InlineData("'1.0' = 1", "true")]
    [InlineData("'1.0' = '1'", "false")]
    [InlineData("true() = 'x'", "true")]
    [InlineData("\"it's\"", "it's")]
    [InlineData(".5 + 1.", "1.5")]
    [InlineData("1 div 3 > 0.33", "true")]
    [InlineData("5 - 2", "3")]
    [InlineData("5 -2", "3")]
    [InlineData("5-2", "3")]
    public void Operators_bind_as_in_XPath(string expression, string value) => Assert.Equal(value, Walk.Value(expression));

    // An unanswered question is '' as text and no number at all.
    [Theory]
    [InlineData("${n} = ''", "true")]
    [InlineData("${n} > 0", "false")]
    [InlineData("${n} < 0", "false")]
    [InlineData("${n} = 0", "false")]
    [InlineData("${n} != 0", "true")]
    [InlineData("${n} + 1", null)]
    [InlineData("coalesce(${n}, 0) + 1", "1")]
    [InlineData("number('')", null)]
    [InlineData("number('abc')", null)]
    [InlineData("number('1e3')", null)]
    [InlineData("number(' 12 ')", "12")]
    [InlineData("number('+1')", null)]
    [InlineData("1 div 0", null)]
    [InlineData("string(number('x'))", null)]
    [InlineData("concat('[', number('x'), ']')", "[NaN]")]
    [InlineData("boolean('')", "false")]
    [InlineData("boolean('false')", "true")]
    [InlineData("boolean(0)", "false")]
    [InlineData("not(number('x'))", "true")]
    public void An_empty_answer_is_neither_zero_nor_a_number(string expression, string? value) => Assert.Equal(value, Walk.Value(expression));

    [Theory]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("1 div 10000000", "0.0000001")]
    [InlineData("1000000 * 1000000", "1000000000000")]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-2")]
    [InlineData("round(1.005, 1)", "1")]
    [InlineData("round(1234.5678, 2)", "1234.57")]
    [InlineData("round(1234, -2)", "1200")]
    [InlineData("int(7.9)", "7")]
    [InlineData("int(-7.9)", "-7")]
    [InlineData("floor(-1.5)", "-2")]
    [InlineData("ceiling(1.2)", "2")]
    [InlineData("abs(-3)", "3")]
    [InlineData("pow(2, 10)", "1024")]
    [InlineData("min(3, 1, 2)", "1")]
    [InlineData("max(3, 1, 2)", "3")]
    [InlineData("sqrt(16)", "4")]
    public void Numbers_are_written_without_exponents_and_rounded_half_up(string expression, string value) => Assert.Equal(value, Walk.Value(expression));

    [Theory]
    [InlineData("string-length('สวัสดี')", "6")]
    [InlineData("concat('a', 1, true())", "a1true")]
    [InlineData("join('-', 'a', 'b', 'c')", "a-b-c")]
    [InlineData("substr('hello', 1, 3)", "el")]
    [InlineData("substr('hello', -3)", "llo")]
    [InlineData("substr('hello', 3, 1)", null)]
    [InlineData("contains('abc', 'b')", "true")]
    [InlineData("contains('abc', '')", "true")]
    [InlineData("starts-with('abc', 'ab')", "true")]
    [InlineData("ends-with('abc', 'bc')", "true")]
    [InlineData("substring-before('1999/04/01', '/')", "1999")]
    [InlineData("substring-after('1999/04/01', '/')", "04/01")]
    [InlineData("translate('bar', 'abc', 'AB')", "BAr")]
    [InlineData("normalize-space('  a  b ')", "a b")]
    [InlineData("regex('12345', '[0-9]{5}')", "true")]
    [InlineData("regex('x12345', '[0-9]{5}')", "false")]
    [InlineData("regex('ab', 'a|b')", "false")]
    [InlineData("boolean-from-string('1')", "true")]
    [InlineData("boolean-from-string('yes')", "false")]
    [InlineData("digest('abc', 'SHA-256', 'hex')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("base64-decode('U2FsYQ==')", "Sala")]
    public void Text_functions_do_what_the_specification_says(string expression, string? value) => Assert.Equal(value, Walk.Value(expression));

    // The clock stands at 2026-11-24 09:30 in Thailand.
    [Theory]
    [InlineData("today()", "2026-11-24")]
    [InlineData("now()", "2026-11-24T09:30:00.000+07:00")]
    [InlineData("today() - date('2026-11-20')", "4")]
    [InlineData("date('1970-01-11') + 0", "10")]
    [InlineData("date(10)", "1970-01-11")]
    [InlineData("date(today() + 7)", "2026-12-01")]
    [InlineData("format-date('2026-11-04', '%d/%m/%Y')", "04/11/2026")]
    [InlineData("format-date('2026-11-04', '%e %b %y, %a')", "4 Nov 26, Wed")]
    [InlineData("format-date-time('2026-11-04T05:06:07.089+07:00', '%H:%M:%S.%3 %h')", "05:06:07.089 5")]
    [InlineData("decimal-date-time('1970-01-02T12:00:00+07:00')", "1.5")]
    [InlineData("decimal-time('06:00:00')", "0.25")]
    [InlineData("date('nonsense')", null)]
    [InlineData("format-date('', '%Y')", null)]
    [InlineData("'2026-11-24' > '2026-11-03'", "true")]
    [InlineData("int((today() - date('2012-05-01')) div 365.25)", "14")]
    public void Dates_count_in_days_by_the_clock_of_the_place(string expression, string? value) => Assert.Equal(value, Walk.Value(expression));

    [Theory]
    [InlineData("selected('a b c', 'b')", "true")]
    [InlineData("selected('abc', 'b')", "false")]
    [InlineData("selected('', '')", "true")]
    [InlineData("count-selected('a b  c')", "3")]
    [InlineData("count-selected('')", "0")]
    [InlineData("selected-at('a b c', 2)", "c")]
    [InlineData("selected-at('a b c', 3)", null)]
    [InlineData("if(1 = 2, 'x', if(2 = 2, 'y', 'z'))", "y")]
    [InlineData("if('', 1, 2)", "2")]
    [InlineData("coalesce('', 'b')", "b")]
    [InlineData("checklist(-1, 1, true(), false())", "true")]
    [InlineData("weighted-checklist(3, -1, true(), 2, true(), 2)", "true")]
    public void Choices_and_conditions_do_what_the_specification_says(string expression, string? value) => Assert.Equal(value, Walk.Value(expression));

    [Fact]
    public void A_number_question_compares_as_number_with_text_that_is_one()
    {
        var session = Walk.Of("""
            | survey |           |      |       |              |
            |        | type      | name | label | calculation  |
            |        | decimal   | n    | N     |              |
            |        | calculate | same |       | ${n} = '1.5' |
            |        | calculate | none |       | ${n} = ''    |
            """);
        Assert.Equal("true", session.Answer("none"));
        Assert.Equal("true", session.Answers("n", "1.50").Answer("same"));
    }

    [Fact]
    public void Long_chains_are_not_deep_ones()
    {
        var chain = string.Join(" or ", Enumerable.Range(0, 900).Select(i => $"{i} = -1"));
        Assert.Equal("false", Walk.Value(chain));
    }

    [Fact]
    public void Chance_comes_from_the_seed_alone()
    {
        const string form = """
            | survey |           |      |       |             |
            |        | type      | name | label | calculation |
            |        | text      | a    | A     |             |
            |        | calculate | r    |       | random()    |
            |        | calculate | u    |       | uuid()      |
            """;
        Assert.Equal(Walk.Of(form, 1).Answers, Walk.Of(form, 1).Answers);
        Assert.NotEqual(Walk.Of(form, 1).Answers, Walk.Of(form, 2).Answers);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", Walk.Of(form).Answer("u"));
        var session = Walk.Of(form);
        Assert.Equal(session.Answers, FormSession.Restore(session.Form, session.Serialise(), StandingClock.Morning).Answers);
    }
}
