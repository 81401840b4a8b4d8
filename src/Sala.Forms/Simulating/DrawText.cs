using System.Globalization;
using Sala.Forms.Answering;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Simulating;

/// <summary>Draws a text: from the patterns and words that the rules name, else some made-up syllables; at times with signs that files trip over.</summary>
internal sealed class DrawText(Chance chance)
{
    private static readonly string[] Syllables = ["ba", "ko", "mi", "su", "ta", "ne", "ra", "lo", "pi", "da", "yu", "chan", "som", "lek", "กา", "ดี"];
    private static readonly string[] Awkward = ["\"", ",", "&", "<b>", "'", ";", "é", "😀", "ก้", "  "];

    public string Answer(Asked asked, Values within, int attempt)
    {
        if (within is { Shape: Shape.Listed, Texts.Length: > 0 }) return within.Texts[Below(within.Texts.Length)];
        if (asked.Patterns.Count > 0 && attempt % 4 != 3 && Pattern.Make(asked.Patterns[Below(asked.Patterns.Count)], chance) is { Length: > 0 } fits) return Cut(asked, fits);
        if (asked.Question.Type == QuestionType.Hidden)
        {
            var at = Below(asked.Texts.Count + asked.Numbers.Count);
            return at < asked.Texts.Count ? asked.Texts[at] : Expressions.XPath.ToText(asked.Numbers[at - asked.Texts.Count]);
        }
        if (asked.Texts.Count > 0 && chance.NextDouble() < 0.4) return asked.Texts[Below(asked.Texts.Count)];
        if (asked.Numbers.Count > 0 && chance.NextDouble() < 0.3) return Expressions.XPath.ToText(asked.Numbers[Below(asked.Numbers.Count)]);
        if (asked.Question.HasAppearance("numbers") || attempt % 5 == 4) return Cut(asked, Digits(Length(asked)));
        var text = Words(1 + Below(4));
        if (attempt == 0 && asked.Question.Constraint is null && chance.NextDouble() < 0.06) text += Awkward[Below(Awkward.Length)] + "x";
        if (asked.Lengths.Count > 0)
        {
            var length = Length(asked);
            while (text.Length < length) text += Syllables[Below(12)];
            text = text[..length].Trim();
            if (text.Length < length) text += new string('a', length - text.Length);
        }
        return text.Length == 0 ? "a" : Cut(asked, text);
    }

    private int Below(int count) => (int)(chance.NextDouble() * count);

    private int Length(Asked asked) => asked.Lengths.Count == 0 ? 1 + Below(12) : Math.Clamp(asked.Lengths[Below(asked.Lengths.Count)] + Below(3) - 1, 1, 5_000);

    private string Words(int count)
    {
        var words = new string[count];
        for (var i = 0; i < count; i++) words[i] = string.Concat(Syllables[Below(Syllables.Length)], Syllables[Below(Syllables.Length)]);
        return string.Join(' ', words);
    }

    private string Digits(int length)
    {
        var digits = new char[length];
        for (var i = 0; i < length; i++) digits[i] = (char)('0' + Below(10));
        return new string(digits);
    }

    private static string Cut(Asked asked, string text) =>
        int.TryParse(asked.Question.Column("bind::odk:length"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && text.Length > most ? text[..most].Trim() : text;
}
