using System.Text.RegularExpressions;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>
/// Puts paths in the place of <c>${name}</c>: relative within a common repeat, so that each instance means its own, otherwise from the root.
/// As pyxform, whose paths ODK's engines expect (tests/test_repeat.py of pyxform).
/// </summary>
internal sealed partial class Paths
{
    private readonly Dictionary<string, Element?> _byName = new(StringComparer.Ordinal);
    private readonly List<FormProblem> _problems;

    public Paths(Element root, List<FormProblem> problems)
    {
        _problems = problems;
        foreach (var element in root.SelfAndDescendants())
            if (element.Kind != ElementKind.Attribute && !_byName.TryAdd(element.Name, element)) _byName[element.Name] = null;
    }

    public Element? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The text with its references replaced.</summary>
    /// <param name="text">A rule.</param>
    /// <param name="context">Where it stands; null for a rule of the whole form.</param>
    /// <param name="useCurrent">It stands in a predicate over another instance: relative paths start from <c>current()</c>.</param>
    /// <param name="toParent">It is to name all instances of a repeat: one step further up than the shortest path.</param>
    public string Insert(string text, Element? context, bool useCurrent = false, bool toParent = false) =>
        Names.Replace(text, (name, saved, match) => Path(text, name, saved, match, context, useCurrent, toParent));

    private string Path(string text, string name, bool saved, Match match, Element? context, bool useCurrent, bool toParent)
    {
        if (_byName.GetValueOrDefault(name) is not { } target)
        {
            var question = context?.Question;
            var message = _byName.ContainsKey(name) ? Messages.AmbiguousQuestion(name, match.Index) : Messages.NoSuchQuestion(name, null, match.Index);
            _problems.Add(new FormProblem("survey", question?.Row ?? 0, "", message));
            return match.Value;
        }
        if (!saved && context is not null && IsRelative(text, name, match)
            && Relative(context, target, name, useCurrent || InOtherInstance(text, match), toParent) is { } relative) return relative;
        return $" {(saved ? "instance('__last-saved')" : "")}{target.Path} ";
    }

    private static string? Relative(Element context, Element target, string name, bool useCurrent, bool toParent)
    {
        if (context.CommonWith(target, IsRepeat) is not var (repeat, stepsToRepeat)) return null;
        var (steps, path) = (0, "");
        var ofTarget = target.Above().FirstOrDefault(IsRepeat);
        if (toParent && repeat == ofTarget && (!repeat.Above().Any(IsRepeat) || context.Above().FirstOrDefault(IsRepeat) != repeat))
            (steps, path) = (stepsToRepeat + 1, target.PathBelow(repeat.Parent!));
        else
        {
            var (common, up) = context.CommonWith(target, e => e.Kind is ElementKind.Repeat or ElementKind.Group)!.Value;
            (steps, path) = (up, target.PathBelow(common));
        }
        if (!path.EndsWith(name, StringComparison.Ordinal)) path = $"/{name}";
        return $" {(useCurrent ? "current()/" : "")}{string.Join('/', Enumerable.Repeat("..", steps))}{path} ";
    }

    private static bool IsRepeat(Element element) => element.Kind == ElementKind.Repeat;

    // In a predicate over a secondary instance, "." would be an item of that instance.
    private static bool InOtherInstance(string text, Match match) => InstancePattern().IsMatch(text)
        && BracketPattern().Matches(text).Any(b => match.Index >= b.Index && match.Index + match.Length <= b.Index + b.Length);

    // indexed-repeat() wants the question and its repeats by absolute path, and its numbers as any other rule.
    private static bool IsRelative(string text, string name, Match match)
    {
        if (!text.Contains("indexed-repeat(", StringComparison.Ordinal)) return true;
        var calls = IndexedRepeatPattern().Matches(text);
        var end = match.Index + match.Length;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i];
            if (end > call.Index + call.Length)
            {
                if (++i >= calls.Count) return true;
                continue;
            }
            if (end < call.Index) return true;
            var arguments = call.Value[(call.Value.IndexOf('(', StringComparison.Ordinal) + 1)..^1].Split(',');
            var place = Array.FindLastIndex(arguments, a => a.Contains($"${{{name}}}", StringComparison.Ordinal));
            return place >= 0 && place is not (0 or 1 or 3 or 5);
        }
        return false;
    }

    [GeneratedRegex(@"instance\([^)]+.+")]
    private static partial Regex InstancePattern();

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex BracketPattern();

    [GeneratedRegex(@"indexed-repeat\([^)]+\)")]
    private static partial Regex IndexedRepeatPattern();
}
