namespace Sala.Forms.Tests;

/// <summary>A clock that stands still, in Thailand.</summary>
internal sealed class StandingClock(DateTimeOffset at) : TimeProvider
{
    public static StandingClock Morning { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 30, 0, TimeSpan.Zero));

    public override DateTimeOffset GetUtcNow() => at;

    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("ICT", TimeSpan.FromHours(7), "ICT", "ICT");
}

internal static class Walk
{
    /// <summary>A session of the form that the table draws.</summary>
    public static FormSession Of(string table, int seed = 7) => Form.ReadMarkdown(table).Start(StandingClock.Morning, seed);

    public static FormSession Answers(this FormSession session, string name, string? value)
    {
        Assert.Null(session.Set(name, value));
        return session;
    }

    /// <summary>What the form with one calculation gives.</summary>
    public static string? Value(string expression) => Of($"""
        | survey |           |       |       |             |
        |        | type      | name  | label | calculation |
        |        | text      | a     | A     |             |
        |        | integer   | n     | N     |             |
        |        | calculate | value |       | {expression.Replace("|", "\\|")} |
        """).Answer("value");

    /// <summary>The problems of a form that cannot be used.</summary>
    public static IReadOnlyList<FormProblem> Problems(string table) => Assert.Throws<FormException>(() => Form.ReadMarkdown(table)).Problems;

    public static string PathText(this FormSession session) => string.Join(" ", session.Steps.Select(s => s.Address));
}
