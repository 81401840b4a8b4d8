using System.Globalization;

namespace Sala.Forms.Expressions;

/// <summary>XPath 1.0 section 3.7: whether <c>*</c>, <c>and</c>, <c>or</c>, <c>div</c>, <c>mod</c> are operators depends on the token before.</summary>
internal static class Tokenizer
{
    public const int LongestExpression = 32_767;
    private const int MostTokens = 10_000;

    public static List<Token> Read(string text)
    {
        if (text.Length > LongestExpression) throw new ExpressionException(Messages.ExpressionTooLong);
        var tokens = new List<Token>(Math.Min(text.Length / 3, 1000) + 4);
        var i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i])) i++;
            if (i >= text.Length) break;
            if (tokens.Count > MostTokens) throw new ExpressionException(Messages.ExpressionTooLong);
            tokens.Add(Next(text, ref i, tokens.Count == 0 || ExpectsOperand(tokens[^1].Kind)));
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static bool ExpectsOperand(TokenKind previous) => previous
        is TokenKind.Operator or TokenKind.Open or TokenKind.OpenBracket or TokenKind.Comma
        or TokenKind.Slash or TokenKind.DoubleSlash or TokenKind.At or TokenKind.Axis;

    private static Token Next(string text, ref int i, bool operand)
    {
        var at = i;
        var c = text[i];
        switch (c)
        {
            case '(': i++; return new(TokenKind.Open, "(", at);
            case ')': i++; return new(TokenKind.Close, ")", at);
            case '[': i++; return new(TokenKind.OpenBracket, "[", at);
            case ']': i++; return new(TokenKind.CloseBracket, "]", at);
            case ',': i++; return new(TokenKind.Comma, ",", at);
            case '@': i++; return new(TokenKind.At, "@", at);
            case '+' or '-' or '=' or '|': i++; return new(TokenKind.Operator, c.ToString(), at);
            case '*' when operand: i++; return new(TokenKind.Name, "*", at);
            case '*': i++; return new(TokenKind.Operator, "*", at);
            case '!' when i + 1 < text.Length && text[i + 1] == '=': i += 2; return new(TokenKind.Operator, "!=", at);
            case '<' or '>':
                i++;
                if (i < text.Length && text[i] == '=') { i++; return new(TokenKind.Operator, c + "=", at); }
                return new(TokenKind.Operator, c.ToString(), at);
            case '/':
                i++;
                if (i < text.Length && text[i] == '/') { i++; return new(TokenKind.DoubleSlash, "//", at); }
                return new(TokenKind.Slash, "/", at);
            case '\'' or '"': return Quoted(text, ref i);
            case '$': return Reference(text, ref i);
            case '.' when i + 1 < text.Length && text[i + 1] == '.': i += 2; return new(TokenKind.DoubleDot, "..", at);
            case '.' when i + 1 >= text.Length || !char.IsAsciiDigit(text[i + 1]): i++; return new(TokenKind.Dot, ".", at);
        }
        if (c == '.' || char.IsAsciiDigit(c)) return Number(text, ref i);
        if (IsNameStart(c)) return Name(text, ref i, operand);
        throw new ExpressionException(c switch
        {
            '!' => Messages.NotEqualIsWritten(at),
            '&' => Messages.AndIsWritten(at),
            '{' or '}' => Messages.BraceWithoutDollar(at),
            _ => Messages.StrayCharacter(c, at),
        });
    }

    private static Token Quoted(string text, ref int i)
    {
        var at = i;
        var end = text.IndexOf(text[i], i + 1);
        if (end < 0) throw new ExpressionException(Messages.QuoteNotClosed(at));
        i = end + 1;
        return new(TokenKind.Text, text[(at + 1)..end], at);
    }

    private static Token Reference(string text, ref int i)
    {
        var at = i;
        if (i + 1 >= text.Length || text[i + 1] != '{') throw new ExpressionException(Messages.DollarWithoutBrace(at));
        var end = text.IndexOf('}', i);
        if (end < 0) throw new ExpressionException(Messages.BraceNotClosed(at));
        i = end + 1;
        return new(TokenKind.Reference, text[(at + 2)..end].Trim(), at);
    }

    private static Token Number(string text, ref int i)
    {
        var at = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        }
        if (i < text.Length && IsNameStart(text[i]) && !IsWordOperator(text, i)) throw new ExpressionException(Messages.NumberRunsIntoName(at));
        return new(TokenKind.Number, text[at..i], at, double.Parse(text.AsSpan(at, i - at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }

    private static bool IsWordOperator(string text, int i)
    {
        var end = i;
        while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
        return text.AsSpan(i, end - i) is "and" or "or" or "div" or "mod";
    }

    private static Token Name(string text, ref int i, bool operand)
    {
        var at = i;
        while (i < text.Length && (IsNamePart(text[i]) || (text[i] == ':' && i + 1 < text.Length && IsNameStart(text[i + 1])))) i++;
        var name = text[at..i];
        var next = i;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (operand && next + 1 < text.Length && text[next] == ':' && text[next + 1] == ':')
        {
            i = next + 2;
            return new(TokenKind.Axis, name, at);
        }
        return !operand && name is ("and" or "or" or "div" or "mod") ? new(TokenKind.Operator, name, at) : new(TokenKind.Name, name, at);
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsNamePart(char c) => c is '_' or '-' or '.' || char.IsLetterOrDigit(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
