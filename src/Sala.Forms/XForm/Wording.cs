using System.Xml.Linq;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>Texts for people with the answers they show: <c>${name}</c> and <c>instance(…)</c> become output elements.</summary>
internal static class Wording
{
    /// <summary>The content of a label, hint or text.</summary>
    public static IEnumerable<XNode> Content(string text, Element? context, Paths paths)
    {
        if (text == Texts.Missing) return [new XText(text)];
        var content = new List<XNode>();
        var at = 0;
        foreach (var (start, end) in InstanceCalls(text))
        {
            Plain(text[at..start]);
            content.Add(Output(paths.Insert(text[start..end], context)));
            at = end;
        }
        Plain(text[at..]);
        return content;

        void Plain(string part)
        {
            var done = 0;
            foreach (var (name, written, index) in Names.References(part))
            {
                if (name is null) continue;
                if (index > done) content.Add(new XText(part[done..index]));
                content.Add(Output(paths.Insert(written, context)));
                done = index + written.Length;
            }
            if (done < part.Length) content.Add(new XText(part[done..]));
        }
    }

    private static XElement Output(string path) => new(XFormNames.Forms + "output", new XAttribute("value", path));

    // instance('list')/root/item[…]/label, up to the first space outside its brackets.
    private static IEnumerable<(int Start, int End)> InstanceCalls(string text)
    {
        for (var start = text.IndexOf("instance(", StringComparison.Ordinal); start >= 0; start = start < text.Length ? text.IndexOf("instance(", start, StringComparison.Ordinal) : -1)
        {
            var (at, depth, quote) = (start, 0, '\0');
            for (; at < text.Length; at++)
            {
                var c = text[at];
                if (quote != '\0') { if (c == quote) quote = '\0'; }
                else if (c is '\'' or '"') { if (depth == 0) break; quote = c; }
                else if (c is '(' or '[') depth++;
                else if (c is ')' or ']') { if (--depth < 0) break; }
                else if (depth == 0 && char.IsWhiteSpace(c)) break;
            }
            if (text.IndexOf(")/", start, Math.Max(0, at - start), StringComparison.Ordinal) > 0) yield return (start, at);
            start = Math.Max(at, start + 1);
        }
    }
}
