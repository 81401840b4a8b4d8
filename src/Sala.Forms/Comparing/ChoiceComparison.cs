namespace Sala.Forms.Comparing;

/// <summary>One difference between the choices of a question then and now; what the mapping makes of the old code (null: nothing).</summary>
internal sealed record ChoiceChange(Effect? Effect, string Kind, string Message, string? OldCode = null, string? NewCode = null, string Note = "");

/// <summary>Compares the choices of one question: codes that came, went, were renamed, or mean something else.</summary>
internal static class ChoiceComparison
{
    private const double SameWords = 0.999;
    private const double OtherWords = 0.5;

    public static IEnumerable<ChoiceChange> Of(Question old, Question one)
    {
        if (old.ListName.Contains('.', StringComparison.Ordinal) || one.ListName.Contains('.', StringComparison.Ordinal)) yield break; // in files
        var languages = old.Form.Languages.Intersect(one.Form.Languages, StringComparer.OrdinalIgnoreCase).ToList();
        var before = old.ChoiceByName;
        var now = one.ChoiceByName;
        foreach (var (code, was) in before)
        {
            // The choice that has the old words now, where it has another code.
            var sameWords = one.Choices.Where(c => c.Name != code && Same(was, c, languages) >= SameWords).ToList();
            if (!now.TryGetValue(code, out var same))
            {
                if (sameWords is [var renamed] && !before.ContainsKey(renamed.Name))
                    yield return new ChoiceChange(Effect.Carried, "code-renamed", Messages.CodeRenamed(one.Name, code, renamed.Name), code, renamed.Name);
                else if (sameWords is [var taken] && before.TryGetValue(taken.Name, out var other) && Same(other, taken, languages) < SameWords)
                    yield return new ChoiceChange(Effect.Breaks, "code-changes-meaning", Messages.CodeMoved(one.Name, code, taken.Name, Words(was, languages)), code, taken.Name, "the code had another meaning before");
                else
                    yield return new ChoiceChange(Effect.Breaks, "code-removed", Messages.CodeRemoved(one.Name, code, Words(was, languages)), code, null, "the new list has no such code");
                continue;
            }
            var likeness = Same(was, same, languages);
            if (double.IsNaN(likeness) || likeness >= SameWords) continue;
            if (sameWords is [var moved])
                yield return new ChoiceChange(Effect.Breaks, "code-changes-meaning", Messages.CodeMoved(one.Name, code, moved.Name, Words(was, languages)), code, moved.Name, "carried by its words: the code means something else now");
            else if (likeness < OtherWords && languages.TrueForAll(l => was.LabelIn(l) is not { } a || same.LabelIn(l) is not { } b || Likeness.Of(a, b) >= OtherWords || Likeness.Holds(a, b)))
                yield return new ChoiceChange(Effect.Doubtful, "choice-reworded", Messages.CodeLonger(one.Name, code, Words(was, languages), Words(same, languages)));
            else if (likeness < OtherWords)
                yield return new ChoiceChange(Effect.Breaks, "code-changes-meaning", Messages.CodeReworded(one.Name, code, Words(was, languages), Words(same, languages)), code, null,
                    $"was “{Words(was, languages)}”, is “{Words(same, languages)}”: write {code} here if that means the same");
            else
                yield return new ChoiceChange(Effect.Safe, "choice-reworded", Messages.ChoiceReworded(one.Name, code));
        }
        foreach (var (code, come) in now)
        {
            if (before.ContainsKey(code) || old.Choices.Any(c => !now.ContainsKey(c.Name) && Same(c, come, languages) >= SameWords)) continue;
            yield return new ChoiceChange(Effect.Safe, "code-added", Messages.CodeAdded(one.Name, code));
        }
    }

    // The least likeness over the languages that both have; NaN where neither has words in common languages.
    private static double Same(Choice one, Choice other, List<string> languages)
    {
        var least = double.NaN;
        foreach (var language in languages)
        {
            if (one.LabelIn(language) is not { } a || other.LabelIn(language) is not { } b) continue;
            var likeness = Likeness.Of(a, b);
            least = double.IsNaN(least) ? likeness : Math.Min(least, likeness);
        }
        return least;
    }

    private static string Words(Choice choice, List<string> languages) => languages.Select(choice.LabelIn).FirstOrDefault(l => l is not null) ?? choice.Name;
}
