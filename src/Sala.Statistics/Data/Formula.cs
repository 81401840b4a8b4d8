namespace Sala.Statistics;

/// <summary>A model in one line: <c>y ~ a + b*c + I(d-e) - 1</c>.</summary>
/// <remarks>Wilkinson and Rogers (1973), Applied Statistics 22, 392-399. Terms come in the order of their degree, as in R.</remarks>
public sealed class Formula
{
    private Formula(string text, string? response, IReadOnlyList<IReadOnlyList<string>> terms, bool intercept) =>
        (Text, Response, Terms, Intercept) = (text, response, terms, intercept);

    /// <summary>The formula as its author wrote it.</summary>
    public string Text { get; }

    /// <summary>The expression left of the tilde; null where there is none.</summary>
    public string? Response { get; }

    /// <summary>The terms without the intercept; each is the list of its factors, every one a variable or an expression.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Terms { get; }

    /// <summary>Whether there is a constant.</summary>
    public bool Intercept { get; }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="DataException">There is no tilde, or a term is empty.</exception>
    public static Formula Read(string text)
    {
        var tilde = text.IndexOf('~', StringComparison.Ordinal);
        if (tilde < 0) throw new DataException(Messages.Expression(text, 0, "a formula has a tilde: response ~ terms."));
        var response = text[..tilde].Trim();
        var terms = new List<IReadOnlyList<string>>();
        var intercept = true;
        foreach (var (sign, piece) in Pieces(text[(tilde + 1)..]))
        {
            if (piece is "1" or "0")
            {
                intercept = (piece == "1") == (sign == '+');
                continue;
            }
            if (sign == '-')
            {
                foreach (var term in Crossed(piece)) terms.RemoveAll(t => Same(t, term));
                continue;
            }
            foreach (var term in Crossed(piece)) if (!terms.Exists(t => Same(t, term))) terms.Add(term);
        }
        return new Formula(text, response.Length == 0 ? null : response, [.. terms.OrderBy(t => t.Count)], intercept);

        IEnumerable<(char Sign, string Piece)> Pieces(string right)
        {
            var sign = '+';
            foreach (var piece in Split(right, '+', '-'))
            {
                if (piece is "+" or "-") sign = piece[0];
                else if (piece.Length > 0) yield return (sign, piece);
            }
        }
    }

    // a*b is a + b + a:b.
    private static List<List<string>> Crossed(string piece)
    {
        var factors = Split(piece, '*').Where(f => f != "*").ToList();
        var terms = new List<List<string>>();
        foreach (var factor in factors)
        {
            var parts = Split(factor, ':').Where(f => f != ":").ToList();
            if (parts.Count == 0 || parts.Exists(p => p.Length == 0)) throw new DataException(Messages.Expression(piece, 0, "a term is empty."));
            terms.AddRange([.. terms.Select(t => t.Concat(parts.Where(p => !t.Contains(p))).ToList()), parts]);
        }
        return terms;
    }

    // Splits at the signs outside brackets and quotes; the signs themselves come as pieces.
    private static List<string> Split(string text, params char[] signs)
    {
        var pieces = new List<string>();
        var (depth, begin, quote) = (0, 0, '\0');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0') quote = c == quote ? '\0' : quote;
            else if (c is '"' or '\'' or '`') quote = c;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (depth == 0 && signs.Contains(c))
            {
                pieces.Add(text[begin..i].Trim());
                pieces.Add(c.ToString());
                begin = i + 1;
            }
        }
        pieces.Add(text[begin..].Trim());
        return pieces;
    }

    internal static bool Same(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.Count == b.Count && a.All(b.Contains);
}
