using System.Text;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>What a part of a name finds in a long list: those that begin with it first, then those with a word that does, then those that hold it.</summary>
/// <param name="First">The best of them.</param>
/// <param name="Found">How many there are in all.</param>
/// <param name="Exact">The one choice whose words are the very text, letter case aside; null where there is none, or more than one.</param>
public sealed record ChoiceSearch(IReadOnlyList<Choice> First, int Found, Choice? Exact)
{
    /// <summary>More than these are not shown; another letter finds fewer.</summary>
    public const int Shown = 20;

    public const int Longest = 100;

    public static ChoiceSearch For(string text, Field field)
    {
        var wanted = text.Trim().Normalize(NormalizationForm.FormC);
        if (wanted.Length is 0 or > Longest) return new([], 0, null);
        var code = field.Page.Language.Code;
        var (begins, words, holds, exact) = (new List<Choice>(), new List<Choice>(), new List<Choice>(), new List<Choice>());
        foreach (var choice in field.Offered)
        {
            var label = choice.Label(code);
            var at = label.IndexOf(wanted, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            if (at == 0 && label.Length == wanted.Length) exact.Add(choice);
            (at == 0 ? begins : label[at - 1] is ' ' or '(' or '-' or '/' ? words : holds).Add(choice);
        }
        return new([.. exact.Concat(begins.Except(exact)).Concat(words).Concat(holds).Take(Shown)], begins.Count + words.Count + holds.Count, exact.Count == 1 ? exact[0] : null);
    }
}
