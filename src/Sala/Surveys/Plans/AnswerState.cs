namespace Sala.Surveys.Plans;

/// <summary>What became of a question for one person.</summary>
public enum AnswerState : byte
{
    /// <summary>The form did not ask: skipped by routing.</summary>
    NotAsked,

    /// <summary>The person did not want the part that the question stands in.</summary>
    Declined,

    /// <summary>Asked, and the answer is "don't know".</summary>
    DontKnow,

    /// <summary>Asked, and the answer is "prefer not to say", or the question was skipped.</summary>
    PreferNotToSay,

    /// <summary>Asked and answered.</summary>
    Answered,

    /// <summary>Asked, and nothing stands in the data: an error of the form or the file, not of the person.</summary>
    NoAnswer,
}

internal static class AnswerStates
{
    /// <summary>The denominator "asked": answers, don't know and prefer not to say.</summary>
    public static bool IsAsked(this AnswerState state) => state is AnswerState.Answered or AnswerState.DontKnow or AnswerState.PreferNotToSay;
}
