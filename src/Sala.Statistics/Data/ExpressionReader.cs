using System.Globalization;

namespace Sala.Statistics;

/// <summary>Reads the text of an expression, loosest binding first: or, and, not, comparison, + -, * /, sign, ^.</summary>
internal sealed class ExpressionReader(string text, int at = 0)
{
    private const int Deepest = 200;
    private int position = at;
    private int depth;

    /// <summary>Where reading stopped.</summary>
    public int Position => position;

    public Expression.Node Whole()
    {
        var node = Any();
        Blanks();
        if (position < text.Length) throw Wrong($"\"{text[position]}\" is not expected here.");
        return node;
    }

    public Expression.Node Any()
    {
        if (++depth > Deepest) throw Wrong("brackets are nested too deeply.");
        var left = And();
        while (Word("or") || Symbol("||") || Symbol("|"))
            left = new Expression.Binary((a, b) => Or(a, b), left, And(), WrongAt(position));
        depth--;
        return left;
    }

    private static double Or(double a, double b) => a is not 0 && !double.IsNaN(a) || b is not 0 && !double.IsNaN(b) ? 1
        : double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 0;

    private static double Both(double a, double b) => a == 0 || b == 0 ? 0 : double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 1;

    private Expression.Node And()
    {
        var left = Not();
        while (Word("and") || Symbol("&&") || Symbol("&")) left = new Expression.Binary(Both, left, Not(), WrongAt(position));
        return left;
    }

    private Expression.Node Not()
    {
        var begin = position;
        if (Word("not") || (Peek('!') && !Peek("!=") && Symbol("!")))
        {
            if (++depth > Deepest) throw Wrong("nested too deeply.");
            var inner = Not();
            depth--;
            return new Expression.Applied(v => double.IsNaN(v) ? v : v == 0 ? 1 : 0, inner, WrongAt(begin));
        }
        return Compared();
    }

    private Expression.Node Compared()
    {
        var left = Sum();
        foreach (var comparison in new[] { "==", "!=", "<=", ">=", "<", ">" })
            if (Symbol(comparison)) return new Expression.Comparison(comparison, left, Sum());
        return left;
    }

    private Expression.Node Sum()
    {
        var left = Product();
        while (true)
        {
            if (Symbol("+")) left = new Expression.Binary((a, b) => a + b, left, Product(), WrongAt(position));
            else if (Symbol("-")) left = new Expression.Binary((a, b) => a - b, left, Product(), WrongAt(position));
            else return left;
        }
    }

    private Expression.Node Product()
    {
        var left = Sign();
        while (true)
        {
            if (Symbol("*")) left = new Expression.Binary((a, b) => a * b, left, Sign(), WrongAt(position));
            else if (Symbol("/")) left = new Expression.Binary((a, b) => a / b, left, Sign(), WrongAt(position));
            else return left;
        }
    }

    private Expression.Node Sign()
    {
        if (Symbol("-"))
        {
            if (++depth > Deepest) throw Wrong("nested too deeply.");
            var inner = Sign();
            depth--;
            return new Expression.Applied(v => -v, inner, WrongAt(position));
        }
        if (Symbol("+")) return Sign();
        var root = Atom();
        return Symbol("^") ? new Expression.Binary(Math.Pow, root, Sign(), WrongAt(position)) : root;
    }

    private Expression.Node Atom()
    {
        Blanks();
        if (position >= text.Length) throw Wrong("the expression ends too early.");
        var c = text[position];
        if (c == '(')
        {
            position++;
            var inner = Any();
            Close();
            return inner;
        }
        if (c is '"' or '\'') return new Expression.Literal(0, Quoted(c));
        if (c == '`') return new Expression.Name(Quoted(c));
        if (char.IsAsciiDigit(c) || (c == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1]))) return Number();
        if (!char.IsLetter(c) && c != '_') throw Wrong($"\"{c}\" is not expected here.");
        var begin = position;
        while (position < text.Length && (char.IsLetterOrDigit(text[position]) || text[position] is '_' or '.')) position++;
        var name = text[begin..position];
        if (name is "TRUE" or "true") return new Expression.Literal(1, null);
        if (name is "FALSE" or "false") return new Expression.Literal(0, null);
        if (!Symbol("(")) return new Expression.Name(name);
        var argument = Any();
        Close();
        return name switch
        {
            "log" => new Expression.Applied(Math.Log, argument, WrongAt(begin)),
            "exp" => new Expression.Applied(Math.Exp, argument, WrongAt(begin)),
            "sqrt" => new Expression.Applied(Math.Sqrt, argument, WrongAt(begin)),
            "abs" => new Expression.Applied(Math.Abs, argument, WrongAt(begin)),
            "I" => argument,
            "missing" or "is.na" => new Expression.Missing(argument),
            _ => throw WrongAt(begin)($"there is no function {name}. There are log, exp, sqrt, abs, missing."),
        };
    }

    private Expression.Literal Number()
    {
        var begin = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.')) position++;
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            position++;
            if (position < text.Length && text[position] is '+' or '-') position++;
            while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        }
        if (!double.TryParse(text.AsSpan(begin, position - begin), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw WrongAt(begin)("this is no number.");
        return new Expression.Literal(number, null);
    }

    private string Quoted(char quote)
    {
        var begin = ++position;
        while (position < text.Length && text[position] != quote) position++;
        if (position >= text.Length) throw WrongAt(begin - 1)("the closing quote is missing.");
        return text[begin..position++];
    }

    private void Close()
    {
        if (!Symbol(")")) throw Wrong("a closing bracket is missing.");
    }

    private bool Word(string word)
    {
        Blanks();
        var end = position + word.Length;
        if (end > text.Length || string.CompareOrdinal(text, position, word, 0, word.Length) != 0) return false;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '.')) return false;
        position = end;
        return true;
    }

    private bool Symbol(string symbol)
    {
        if (!Peek(symbol)) return false;
        position += symbol.Length;
        return true;
    }

    private bool Peek(char c) => Peek(c.ToString());

    private bool Peek(string symbol)
    {
        Blanks();
        return string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0;
    }

    private void Blanks()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
    }

    private DataException Wrong(string matter) => WrongAt(position)(matter);

    private Func<string, DataException> WrongAt(int place) => matter => new DataException(Messages.Expression(text, place, matter));
}
