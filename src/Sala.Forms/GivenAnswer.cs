using System.Globalization;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms;

/// <summary>One answer with its question and state. Each reading is null where the answer is not of that kind, is a code of its own (98, 99), or is missing.</summary>
public readonly record struct GivenAnswer
{
    internal GivenAnswer(Question question, string text, AnswerState state) => (Question, Text, State) = (question, text, state);

    /// <summary>The question.</summary>
    public Question Question { get; }

    /// <summary>The answer as it is stored; empty where there is none.</summary>
    public string Text { get; }

    /// <summary>How things stand.</summary>
    public AnswerState State { get; }

    /// <summary>The whole number that was answered.</summary>
    public long? WholeNumber => IsGiven && Question.Type is QuestionType.Integer or QuestionType.Range && long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number that was answered or worked out.</summary>
    public double? Number => IsGiven && XPath.TryPlain(Text, out var number) ? number : null;

    /// <summary>The day that was answered or worked out; of a date and time, its day on the clock of the place.</summary>
    public DateOnly? Day => IsGiven && Dates.TryRead(Text, out var moment) ? DateOnly.FromDateTime(moment.Wall) : null;

    /// <summary>The date and time with its distance from UTC; null where the text gives none.</summary>
    public DateTimeOffset? Moment => IsGiven && Dates.TryRead(Text, out var moment) && moment.Offset is { } offset ? new DateTimeOffset(moment.Wall, offset) : null;

    /// <summary>The time of day.</summary>
    public TimeOnly? Time => IsGiven && Question.Type == QuestionType.Time
        && TimeOnly.TryParse(Text.AsSpan(0, Text.AsSpan().IndexOfAny("Z+-") is > 0 and var cut ? cut : Text.Length), CultureInfo.InvariantCulture, out var time) ? time : null;

    /// <summary>The codes that were chosen, in their order; a single code for one choice. Also 98 and 99.</summary>
    public IReadOnlyList<string> Codes => SelectFunctions.Codes(Text);

    private bool IsGiven => State == AnswerState.Answered && Text.Length > 0;
}
