namespace Sala.Forms;

/// <summary>How things stand with one question of one person. Survey statistics keep these apart: none of them is a missing value without a word.</summary>
public enum AnswerState
{
    /// <summary>The form does not ask it after the answers given so far.</summary>
    SkippedByRouting,
    /// <summary>It is asked and waits. In a form that was handed in: it was not required and nobody came to it.</summary>
    Asked,
    /// <summary>The person passed it by without an answer.</summary>
    Missing,
    /// <summary>It has an answer.</summary>
    Answered,
    /// <summary>The answer is the code 98, don't know.</summary>
    DontKnow,
    /// <summary>The answer is the code 99, prefer not to say.</summary>
    PreferNotToSay,
}

/// <summary>The codes that are no answer in substance.</summary>
internal static class SpecialCodes
{
    public const string DontKnow = "98";
    public const string PreferNotToSay = "99";
    public const string Neighbour = "97";
    private const int MostChoices = 90;

    // In a list of more than ninety, 98 and 99 are codes like any other.
    public static bool AreIn(Question question) => question.ChoiceByName.Count < MostChoices;
}
