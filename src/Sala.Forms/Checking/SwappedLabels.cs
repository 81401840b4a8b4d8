using System.Text.RegularExpressions;

namespace Sala.Forms.Checking;

/// <summary>Codes that change their meaning: two labels stand the other way round in another list, or in another language.</summary>
internal sealed partial class SwappedLabels
{
    private readonly Check _check;
    private readonly Dictionary<Choice, string?[]> _labels = new(ReferenceEqualityComparer.Instance);

    private SwappedLabels(Check check)
    {
        _check = check;
        foreach (var choice in check.Form.Lists.Values.SelectMany(l => l))
            _labels[choice] = [.. Enumerable.Range(0, check.Form.Languages.Count).Select(i => choice.Words?.Exactly(i)?.Trim().ToLowerInvariant() is { Length: > 0 } label ? label : null)];
    }

    public static void Run(Check check)
    {
        var labels = new SwappedLabels(check);
        labels.BetweenLists();
        labels.BetweenLanguages();
    }

    // yn has 1 Yes and 2 No, yn2 has 1 No and 2 Yes.
    private void BetweenLists()
    {
        for (var language = 0; language < _check.Form.Languages.Count; language++)
        {
            var seen = new Dictionary<(string Code, string Label, string OtherCode, string OtherLabel), (string List, Choice Choice)>();
            var told = new HashSet<(string, string)>();
            foreach (var (list, choices) in _check.Form.Lists)
            {
                if (choices.Count > 12) continue; // scales and yes-no are short; pairs of long lists are many
                foreach (var one in choices)
                    foreach (var other in choices)
                    {
                        if (one == other || Label(one, language) is not { } label || Label(other, language) is not { } otherLabel || label == otherLabel) continue;
                        if (seen.TryGetValue((one.Name, otherLabel, other.Name, label), out var first) && first.List != list && told.Add((first.List, list)))
                            _check.Add(CheckRule.CodeChangesMeaning, one, "label", Messages.CodeMeansOther(one.Name, one.LabelIn(_check.Form.Languages[language])!, list, first.Choice.LabelIn(_check.Form.Languages[language])!, first.List, first.Choice.Row));
                        seen.TryAdd((one.Name, label, other.Name, otherLabel), (list, one));
                    }
            }
        }
    }

    // Elsewhere Yes is ใช่ and No is ไม่ใช่; here they are the other way round. Or the numbers in the labels are.
    private void BetweenLanguages()
    {
        var languages = _check.Form.Languages.Count;
        for (var a = 0; a < languages; a++)
            for (var b = a + 1; b < languages; b++)
            {
                var pairs = new Dictionary<(string, string), int>();
                foreach (var choice in _check.Form.Lists.Values.SelectMany(l => l))
                    if (Label(choice, a) is { } one && Label(choice, b) is { } other) pairs[(one, other)] = pairs.GetValueOrDefault((one, other)) + 1;
                foreach (var choices in _check.Form.Lists.Values)
                {
                    if (choices.Count > 60) continue;
                    for (var i = 0; i < choices.Count; i++)
                        for (var j = i + 1; j < choices.Count; j++)
                            if (AreSwapped(choices[i], choices[j], a, b, pairs))
                                _check.Add(CheckRule.CodeChangesMeaning, choices[i], "label",
                                    Messages.CodeMeansOtherInLanguage(choices[i].Name, choices[j].Name, _check.Form.Languages[a], _check.Form.Languages[b], choices[j].Row));
                }
            }
    }

    private bool AreSwapped(Choice one, Choice other, int a, int b, Dictionary<(string, string), int> pairs)
    {
        if (Label(one, a) is not { } oneA || Label(one, b) is not { } oneB || Label(other, a) is not { } otherA || Label(other, b) is not { } otherB) return false;
        if (oneA == otherA || oneB == otherB) return false;
        var (asHere, otherwise) = (Math.Min(pairs[(oneA, oneB)], pairs[(otherA, otherB)]), Math.Min(pairs.GetValueOrDefault((oneA, otherB)), pairs.GetValueOrDefault((otherA, oneB))));
        if (otherwise > asHere) return true;
        var (oneNumbers, otherNumbers) = (Numbers(oneA), Numbers(otherA));
        return oneNumbers.Length > 0 && otherNumbers.Length > 0 && oneNumbers != otherNumbers && Numbers(oneB) == otherNumbers && Numbers(otherB) == oneNumbers;
    }

    private string? Label(Choice choice, int language) => _labels[choice][language];

    private static string Numbers(string label)
    {
        if (!label.Any(char.IsDigit)) return "";
        return string.Join(' ', Digits().Matches(label).Select(m => string.Concat(m.Value.Select(c => (char)('0' + (int)char.GetNumericValue(c))))));
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
