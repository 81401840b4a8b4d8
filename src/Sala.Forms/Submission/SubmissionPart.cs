using Sala.Forms.Answering;

namespace Sala.Forms.Submitting;

/// <summary>A relevant question with its answer, or a group or instance with what is in it.</summary>
internal sealed record SubmissionPart(Question? Question, string Text, List<SubmissionPart> Inside)
{
    public static SubmissionPart Of(FormFrame frame, Question? group, List<Question> questions)
    {
        var inside = new List<SubmissionPart>(questions.Count);
        foreach (var question in questions)
        {
            if (IsLeftOut(question)) continue;
            if (question.Type == QuestionType.Repeat)
            {
                foreach (var instance in frame.Repeats[question.RepeatSlot])
                    if (instance.Self.Relevant) inside.Add(Of(instance, question, question.Inside));
                continue;
            }
            var node = frame.Slots[question.Slot];
            if (!node.Relevant) continue;
            inside.Add(question.Type == QuestionType.Group ? Of(frame, question, question.Inside) : new SubmissionPart(question, node.Text, []));
        }
        return new SubmissionPart(group, "", inside);
    }

    /// <summary>The other way round of <see cref="Collect"/>.</summary>
    public static SubmissionPart OfAnswers(Question? group, List<Question> questions, string instance, IReadOnlyDictionary<string, string> answers, HashSet<string> taken)
    {
        var inside = new List<SubmissionPart>();
        foreach (var question in questions)
        {
            if (IsLeftOut(question)) continue;
            var address = $"{Join(instance)}{question.Key}";
            if (question.Type == QuestionType.Repeat)
            {
                // An instance in which nothing was answered has no address, but the one behind it has.
                var last = answers.Keys.Where(a => a.StartsWith(address + "[", StringComparison.Ordinal)).Select(a => Place(a, address.Length + 1)).DefaultIfEmpty().Max();
                for (var place = 1; place <= last; place++) inside.Add(OfAnswers(question, question.Inside, $"{address}[{place}]", answers, taken));
            }
            else if (question.Type == QuestionType.Group) inside.Add(OfAnswers(question, question.Inside, instance, answers, taken));
            else if (answers.TryGetValue(address, out var text) && taken.Add(address)) inside.Add(new SubmissionPart(question, text, []));
        }
        return new SubmissionPart(group, "", inside);
    }

    /// <summary>What has no answer of its own: a data file, and the log of an audit, which Sala does not keep.</summary>
    public static bool IsLeftOut(Question question) => question.Type is QuestionType.DataFile or QuestionType.Audit;

    public void Collect(string instance, IDictionary<string, string> answers)
    {
        var counts = new Dictionary<Question, int>();
        foreach (var part in Inside)
        {
            var question = part.Question!;
            if (question.Type == QuestionType.Repeat) part.Collect($"{Join(instance)}{question.Key}[{counts[question] = counts.GetValueOrDefault(question) + 1}]", answers);
            else if (question.Type == QuestionType.Group) part.Collect(instance, answers);
            else if (part.Text.Length > 0) answers[$"{Join(instance)}{question.Key}"] = part.Text;
        }
    }

    // 0 for what is no instance, or one too many.
    private static int Place(string address, int from) =>
        address.IndexOf(']', from) is var end and > 0 && int.TryParse(address.AsSpan(from, end - from), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var place) && place <= FormSession.MostInstances ? place : 0;

    private static string Join(string instance) => instance.Length == 0 ? "" : $"{instance}/";
}
