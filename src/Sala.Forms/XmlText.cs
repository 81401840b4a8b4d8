using System.Text;

namespace Sala.Forms;

/// <summary>Text that XML can carry (XML 1.0, section 2.2): without control characters, half surrogates and the two noncharacters.</summary>
internal static class XmlText
{
    /// <summary>The text with what XML cannot carry left out, and line breaks as XML has them.</summary>
    public static string Of(string typed)
    {
        if (!typed.AsSpan().ContainsAnyInRange('\0', '\x1F') && !typed.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && typed.AsSpan().IndexOfAny('\x7F', '\uFFFE', '\uFFFF') < 0) return typed;
        var text = new StringBuilder(typed.Length);
        for (var i = 0; i < typed.Length; i++)
        {
            var c = typed[i];
            if (c == '\r') text.Append(i + 1 < typed.Length && typed[i + 1] == '\n' ? "" : "\n");
            else if (char.IsHighSurrogate(c) && i + 1 < typed.Length && char.IsLowSurrogate(typed[i + 1])) text.Append(c).Append(typed[++i]);
            else if (!char.IsSurrogate(c) && (c >= ' ' || c is '\n' or '\t') && c is not ('\x7F' or '\uFFFE' or '\uFFFF')) text.Append(c);
        }
        return text.ToString();
    }
}
