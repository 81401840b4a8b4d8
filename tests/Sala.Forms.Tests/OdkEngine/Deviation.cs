namespace Sala.Forms.Tests.OdkEngine;

/// <summary>Where our answer is another than that of ODK Web Forms, with the sentence of the documentation that ours follows.</summary>
internal sealed record Deviation(string Expression, string Ours, string Theirs, string Sentence)
{
    private const string Functions = "docs.getodk.org/form-operators-functions: ";
    private const string XPath = "XPath 1.0: ";

    public static readonly Deviation[] All =
    [
        new("regex('x12345', '[0-9]{5}')", "false", "true", Functions + "Returns True if string is an exact and complete match for expression."),
        new("regex('ab', 'a|b')", "false", "true", Functions + "Returns True if string is an exact and complete match for expression."),
        new("substring-after('1999/04/01', '19')", "99/04/01", "999/04/01", XPath + "4.2: substring-after(\"1999/04/01\",\"19\") returns 99/04/01."),
        new("number('1e3')", "", "1000", XPath + "4.4: any other string is converted to NaN (a Number is digits with a point, 3.7)."),
        new("number('+1')", "", "1", XPath + "4.4: … an optional minus sign followed by a Number …; any other string is converted to NaN."),
        new("round(-2.5)", "-2", "-3", XPath + "4.4: If there are two such numbers, then the one that is closest to positive infinity is returned."),
        new("max(${n}, 1)", "1", "", Functions + "Empty values (that is, variables referencing unanswered questions) are actually empty strings. JavaRosa passes over them; so does ours."),
        new("boolean(${n})", "false", "true", Functions + "Returns False if arg is: an empty string. Empty values (that is, variables referencing unanswered questions) are actually empty strings."),
        new("date('nonsense')", "", "Invalid Date", Functions + "date(): … to a standard date value. “Invalid Date” is none; ours is no answer."),
        new("decimal-time('18:00:00.000+07:00')", "0.75", "0.4583333333333333", Functions + "Converts time to a number representing a fractional day. For example, noon is 0.5 and 6:00 PM is 0.75."),
        new("format-date('2026-11-22', '%a')", "Sun", "", Functions + "%a, short text day (Sun, Mon, Tue...)."),
        new("number(today())", "20781", "2026-11-24", Functions + "number(): Converts arg to number value."),
        new("count(/data/child[1]/following::cname)", "2", "3", XPath + "2.2: the following axis contains all nodes … after the context node in document order, excluding any descendants."),
        new("indexed-repeat(${cname}, ${child}, 9) = ''", "true", "false", Functions + "Empty values … are actually empty strings. An answer that is not there is empty."),
    ];

    /// <summary>The same in Bangkok, where a wall clock is seven hours ahead of UTC.</summary>
    public static readonly Deviation[] InBangkok =
    [
        new("decimal-date-time('1970-01-11')", "10", "9.708333333333334", Functions + "date(): Converts an integer representing a number of days from January 1, 1970 … This is the inverse of decimal-date-time()."),
        new("decimal-date-time('1970-01-02T12:00:00+07:00')", "1.5", "1.2083333333333333", Functions + "This is the inverse of date()."),
        new("date(10)", "1970-01-11", "1970-01-11T07:00:00.000+07:00", Functions + "… to a standard date value."),
        new("today() + 7", "20788", "20787.708333333332", Functions + "today(): Returns the current date without a time component."),
    ];
}
