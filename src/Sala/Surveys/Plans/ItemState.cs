namespace Sala.Surveys.Plans;

/// <summary>What became of a question for one person, as estimates need it: the states of the form, and who turned a part down.</summary>
internal enum ItemState : byte
{
    /// <summary>The form did not ask: skipped by routing.</summary>
    NotAsked,

    /// <summary>The person did not want the part that the question stands in.</summary>
    Declined,

    /// <summary>Asked, and the answer is "don't know".</summary>
    DontKnow,

    /// <summary>Asked, and the answer is "prefer not to say".</summary>
    PreferNotToSay,

    /// <summary>Asked and answered.</summary>
    Answered,

    /// <summary>Asked, and nothing stands in the data.</summary>
    NoAnswer,
}

internal static class ItemStates
{
    /// <summary>The denominator "asked": answers, don't know and prefer not to say.</summary>
    public static bool IsAsked(this ItemState state) => state is ItemState.Answered or ItemState.DontKnow or ItemState.PreferNotToSay;
}
