namespace Sala.Forms.Simulating;

/// <summary>An interview that was begun anew several times and given up: at this question no answer was found that the form takes.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Question">The question.</param>
public sealed record GivenUp(int Number, Question Question);

/// <summary>How often interviews came to a question.</summary>
/// <param name="Question">The question, group or calculation.</param>
/// <param name="Shown">How often it was relevant, each instance of a repeat counting.</param>
/// <param name="Answered">How often it had an answer or value then.</param>
/// <param name="Chosen">For each of <see cref="Question.Choices"/>, how often it was chosen; empty for questions without choices.</param>
public sealed record QuestionCoverage(Question Question, long Shown, long Answered, IReadOnlyList<long> Chosen);

/// <summary>A question that no interview was shown, or a choice that none chose though its question was shown.</summary>
/// <param name="Question">The question.</param>
/// <param name="Choice">The choice; null for the question itself.</param>
/// <param name="Because">Why, as far as that is known.</param>
public sealed record Unreached(Question Question, Choice? Choice, string Because);

/// <summary>What simulated interviews reached and what they did not.</summary>
public sealed class SimulationReport
{
    internal SimulationReport(Form form, int interviews, Tally tally, IReadOnlyList<GivenUp> givenUp)
    {
        Interviews = interviews;
        GivenUp = givenUp;
        Questions = [.. form.Questions.Select(q => new QuestionCoverage(q, tally.Shown(q), tally.Answered(q), tally.Chosen(q)))];
        Unreached = new WhyNot(form, tally, interviews).All;
    }

    /// <summary>How many interviews were asked for.</summary>
    public int Interviews { get; }

    /// <summary>How many are whole and valid.</summary>
    public int Finished => Interviews - GivenUp.Count;

    /// <summary>Those that are not; they are in no output and in no count.</summary>
    public IReadOnlyList<GivenUp> GivenUp { get; }

    /// <summary>All rows of the form in order.</summary>
    public IReadOnlyList<QuestionCoverage> Questions { get; }

    /// <summary>Questions never shown (the outermost group where a whole group is not) and choices never chosen, in the order of the form.</summary>
    public IReadOnlyList<Unreached> Unreached { get; }

    /// <summary>Questions that can be shown and were.</summary>
    public int QuestionsReached => Questions.Count(q => q.Question.IsShown && q.Shown > 0);

    /// <summary>Questions that a person would meet.</summary>
    public int QuestionsInAll => Questions.Count(q => q.Question.IsShown);

    /// <summary>Choices of questions, each question counting its own, that were chosen.</summary>
    public int ChoicesReached => Questions.Sum(q => q.Chosen.Count(n => n > 0));

    /// <summary>Choices of questions, each question counting its own.</summary>
    public int ChoicesInAll => Questions.Sum(q => q.Chosen.Count);
}
