using System.Globalization;
using System.Text;
using Sala.Forms.Answering;

namespace Sala.Forms.Simulating;

/// <summary>
/// Makes texts that fit a regular expression of the kind that forms use: letters, classes, groups, alternatives, repetitions. Anchors and
/// look-arounds are passed over, so what comes out is tried against the rule itself before it is used.
/// </summary>
internal sealed class Pattern(string pattern, Chance chance)
{
    private const string Any = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private int _at;
    private int _left = 2_000;

    /// <summary>A text, or null for a pattern that is not understood.</summary>
    public static string? Make(string pattern, Chance chance)
    {
        var maker = new Pattern(pattern, chance);
        var text = new StringBuilder();
        return maker.Alternatives(text) && maker._at == pattern.Length ? text.ToString() : null;
    }

    // All alternatives are walked, one of them is kept.
    private bool Alternatives(StringBuilder text)
    {
        var sides = new List<string>();
        do
        {
            var side = new StringBuilder();
            if (!Sequence(side)) return false;
            sides.Add(side.ToString());
        }
        while (Take('|'));
        text.Append(sides[(int)(chance.NextDouble() * sides.Count)]);
        return true;
    }

    private bool Take(char c)
    {
        if (_at >= pattern.Length || pattern[_at] != c) return false;
        _at++;
        return true;
    }

    private bool Sequence(StringBuilder text)
    {
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var begin = _at;
            if (!Atom(new StringBuilder())) return false;
            var end = _at;
            var (least, most) = Times();
            var after = _at;
            var times = least + (int)(chance.NextDouble() * (Math.Min(most, least + 6) - least + 1));
            for (var i = 0; i < times; i++)
            {
                if (--_left < 0) return false;
                _at = begin;
                if (!Atom(text) || _at != end) return false;
            }
            _at = after;
        }
        return true;
    }

    private (int Least, int Most) Times()
    {
        (int, int) times = (1, 1);
        if (Take('*')) times = (0, int.MaxValue - 10);
        else if (Take('+')) times = (1, int.MaxValue - 10);
        else if (Take('?')) times = (0, 1);
        else if (_at < pattern.Length && pattern[_at] == '{' && pattern.IndexOf('}', _at) is > 0 and var close)
        {
            var bounds = pattern[(_at + 1)..close].Split(',');
            if (!int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least) || least > 1000) return times;
            var most = bounds.Length == 1 ? least : int.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : int.MaxValue - 10;
            _at = close + 1;
            times = (least, Math.Max(least, most));
        }
        if (!Take('?')) Take('+'); // lazy, possessive
        return times;
    }

    private bool Atom(StringBuilder text)
    {
        var c = pattern[_at++];
        switch (c)
        {
            case '^' or '$': return true;
            case '.': text.Append(Pick(Any)); return true;
            case '(':
                if (Take('?'))
                {
                    if (!Take(':')) return false;
                }
                return Alternatives(text) && Take(')');
            case '[': return Class(text);
            case '\\': return Escaped(text);
            case '*' or '+' or '?' or ')': return false;
            default: text.Append(c); return true;
        }
    }

    private bool Escaped(StringBuilder text)
    {
        if (_at >= pattern.Length) return false;
        var c = pattern[_at++];
        if (c is 'b' or 'A' or 'z' or 'Z') return true;
        if (Letters(c) is { } letters) text.Append(Pick(letters));
        else if (char.IsAsciiLetterOrDigit(c)) return false;
        else text.Append(c);
        return true;
    }

    private static string? Letters(char c) => c switch
    {
        'd' => "0123456789",
        'w' => Any,
        's' => " ",
        'D' or 'S' or 'W' => c == 'W' ? "-" : "abcdefgh",
        _ => null,
    };

    private bool Class(StringBuilder text)
    {
        var not = Take('^');
        var letters = new StringBuilder();
        for (var first = true; _at < pattern.Length && (pattern[_at] != ']' || first); first = false)
        {
            var c = pattern[_at++];
            if (c == '[') return false;
            if (c == '\\')
            {
                if (_at >= pattern.Length) return false;
                c = pattern[_at++];
                if (Letters(c) is { } several) { letters.Append(several); continue; }
                if (c is 'p' or 'P' or 'u' or 'x') return false;
            }
            if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
            {
                var to = pattern[_at + 1];
                if (to == '\\') return false;
                _at += 2;
                for (var l = c; l <= to && l - c < 500; l++) letters.Append(l);
            }
            else letters.Append(c);
        }
        if (!Take(']')) return false;
        var offered = not ? string.Concat(Any.Where(a => !letters.ToString().Contains(a, StringComparison.Ordinal))) : letters.ToString();
        if (offered.Length == 0) return false;
        text.Append(Pick(offered));
        return true;
    }

    private char Pick(string letters) => letters[(int)(chance.NextDouble() * letters.Length)];
}
