using Sala.Forms;

namespace Sala.Cases.Forms;

/// <summary>Some answers of a form are not taken; nothing of it was written.</summary>
/// <param name="problems">Which questions, and why; never the answers, nor a name that is no question of the form.</param>
public sealed class AnswersNotTakenException(IEnumerable<AnswerProblem> problems) : Exception("Some answers were not taken. Nothing was written.")
{
    public IReadOnlyList<AnswerProblem> Problems { get; } = [.. problems];
}
