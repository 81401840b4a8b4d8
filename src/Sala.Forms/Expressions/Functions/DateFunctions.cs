namespace Sala.Forms.Expressions.Functions;

internal static class DateFunctions
{
    private const string Signs = "YymnbdeHhMS3a%";

    public static void AddTo(AddFunction add)
    {
        add("today", 0, 0, c =>
        {
            c.Compiler.Varies = true;
            return Value(s => new Moment(s.Session.Now.Date, false, null));
        });
        add("now", 0, 0, c =>
        {
            c.Compiler.Varies = true;
            return Value(s => new Moment(s.Session.Now.DateTime, true, s.Session.Now.Offset));
        });
        add("date", 1, 1, c => Value(s => Read(s, c[0]) is { } m ? m with { Wall = m.Wall.Date, HasTime = false, Offset = null } : null));
        add("date-time", 1, 1, c => Value(s => Read(s, c[0]) is { } m ? m with { HasTime = true } : null));
        add("decimal-date-time", 1, 1, c => Compiled.OfNumber(s => Read(s, c[0])?.Days ?? double.NaN));
        add("decimal-time", 1, 1, c => Compiled.OfNumber(s => TimeOfDay(c[0].Text(s)) ?? Read(s, c[0])?.Wall.TimeOfDay.TotalDays ?? double.NaN));
        add("format-date", 2, 2, Format);
        add("format-date-time", 2, 2, Format);
    }

    private static Compiled Value(Func<Scope, Moment?> moment) => new()
    {
        Kind = Kind.Text,
        Text = s => moment(s) is { } m ? Dates.Write(m, s.Session.Zone) : "",
        Number = s => moment(s)?.Days ?? double.NaN,
        Truth = s => moment(s) is not null,
    };

    private static Compiled Format(Call c)
    {
        if (c[1].Literal is { } pattern)
            for (var i = pattern.IndexOf('%', StringComparison.Ordinal); i >= 0; i = pattern.IndexOf('%', i + 2))
            {
                if (i + 1 >= pattern.Length || !Signs.Contains(pattern[i + 1], StringComparison.Ordinal))
                    throw new ExpressionException(Messages.DatePatternNotUnderstood(i + 1 < pattern.Length ? pattern.Substring(i, 2) : "%"));
                if (i + 2 >= pattern.Length) break;
            }
        // ODK's documentation: names of months and days are those of the form's language.
        if (c[1].Literal is not { } known || known.Contains("%b", StringComparison.Ordinal) || known.Contains("%a", StringComparison.Ordinal)) c.Compiler.Speaks = true;
        return Compiled.OfText(s => Read(s, c[0]) is { } m ? Dates.Format(m, c[1].Text(s), s.Session.Language) : "");
    }

    private static Moment? Read(Scope s, Compiled value)
    {
        if (value.Kind == Kind.Number) return Moment.FromDays(value.Number(s), value.Number(s) % 1 != 0);
        var text = value.Text(s);
        if (Dates.TryRead(text, out var moment)) return moment.In(s.Session.Zone);
        return XPath.TryPlain(text, out var days) ? Moment.FromDays(days, days % 1 != 0) : null;
    }

    private static double? TimeOfDay(string text)
    {
        var end = text.AsSpan().IndexOfAny("Z+-");
        var clock = end > 0 ? text.AsSpan(0, end) : text;
        return clock.Length is >= 4 and <= 16 && clock.Contains(':')
            && TimeOnly.TryParse(clock, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time.ToTimeSpan().TotalDays : null;
    }
}
