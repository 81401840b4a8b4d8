using System.Text.RegularExpressions;

namespace Sala.Forms;

/// <summary>Why an answer was not taken. Never carries the answer.</summary>
/// <param name="Question">Name of the question, with its place in a repeat where it stands in one.</param>
/// <param name="Code">One of <see cref="AnswerCode"/>.</param>
public readonly partial record struct AnswerProblem(string Question, string Code)
{
    internal Question? Source { get; init; }

    /// <summary>What to tell the person: the form's own words where it has some, else the engine's (English or Thai).</summary>
    public string Message(string language)
    {
        var own = Code switch
        {
            AnswerCode.Constraint => Source?.ConstraintMessage(language),
            AnswerCode.Required => Source?.RequiredMessage(language),
            _ => null,
        };
        if (own is null) return Messages.Answer(Code, language);
        // A message names questions, never what was answered to them.
        var form = Source!.Form;
        return ReferencePattern().Replace(own, m => $"“{form.Find(m.Groups[1].Value)?.Label(language) ?? m.Groups[1].Value}”");
    }

    [GeneratedRegex(@"\$\{\s*([^}]*?)\s*\}")]
    private static partial Regex ReferencePattern();
}

/// <summary>The reasons for which an answer is not taken.</summary>
public static class AnswerCode
{
    /// <summary>The form has no such question.</summary>
    public const string UnknownQuestion = "unknown_question";
    /// <summary>The question is not asked after the answers given so far, or takes no answer at all.</summary>
    public const string NotAsked = "not_asked";
    /// <summary>The question may only be read.</summary>
    public const string ReadOnly = "read_only";
    /// <summary>An answer is needed.</summary>
    public const string Required = "required";
    /// <summary>The form's own condition does not hold.</summary>
    public const string Constraint = "constraint";
    /// <summary>Not a whole number.</summary>
    public const string NotAnInteger = "not_an_integer";
    /// <summary>Not a number.</summary>
    public const string NotANumber = "not_a_number";
    /// <summary>A number outside the range of the question.</summary>
    public const string OutOfRange = "out_of_range";
    /// <summary>Not a day of the form 2026-11-24.</summary>
    public const string NotADate = "not_a_date";
    /// <summary>Not a time of the form 14:30.</summary>
    public const string NotATime = "not_a_time";
    /// <summary>Not a place of the form latitude longitude.</summary>
    public const string NotAPlace = "not_a_place";
    /// <summary>Not among the choices that are offered now.</summary>
    public const string NotAChoice = "not_a_choice";
    /// <summary>Not every choice was put in order.</summary>
    public const string NotRanked = "not_ranked";
    /// <summary>More characters than the question takes.</summary>
    public const string TooLong = "too_long";
    /// <summary>More instances of a repeat than a session holds.</summary>
    public const string TooMany = "too_many";
}
