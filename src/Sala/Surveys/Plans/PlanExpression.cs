namespace Sala.Surveys.Plans;

/// <summary>A condition or sum over the variables of one row. Truth is 1 and 0; NaN is "missing", and stays missing wherever it would decide.</summary>
internal delegate double Evaluate(int row);

/// <summary>A read expression: how to work it out here, and the same in R.</summary>
internal readonly record struct Term(Evaluate Value, string R);

/// <summary>Reads the expressions of a plan: <c>thr_yr in (1..4) and (thr_dig = 1 or thr_chan in (2..5))</c>. Names are variables; <c>x in (a, b..c)</c> is
/// true when the answer, or one of several answers, is among the codes.</summary>
internal sealed class PlanExpression
{
    private static readonly string[] Functions = ["if", "max", "min", "sum", "count", "coalesce", "known", "round", "selected", "asked", "answered", "skipped", "declined", "dont_know", "prefer_not", "no_answer"];

    private readonly string _text;
    private readonly Frame _frame;
    private readonly Place _place;
    private int _at;

    private PlanExpression(PlanFormula formula, Frame frame) => (_text, _place, _frame) = (formula.Text, formula.Place, frame);

    /// <exception cref="ExpressionException">With the place in the plan.</exception>
    public static Evaluate Compile(PlanFormula formula, Frame frame) => Read(formula, frame).Value;

    /// <exception cref="ExpressionException">With the place in the plan.</exception>
    public static Term Read(PlanFormula formula, Frame frame)
    {
        var reader = new PlanExpression(formula, frame);
        var made = reader.Or();
        reader.Blank();
        if (reader._at < reader._text.Length) throw reader.Wrong($"'{reader._text[reader._at]}' is not expected here");
        return made;
    }

    private Term Or()
    {
        var left = And();
        while (Word("or"))
        {
            var ((a, ra), (b, rb)) = (left, And());
            left = new(row => a(row) is var x && x is not 0 && !double.IsNaN(x) ? 1 : b(row) is var y && y is not 0 && !double.IsNaN(y) ? 1 : double.IsNaN(x) || double.IsNaN(y) ? double.NaN : 0, $"({ra} | {rb})");
        }
        return left;
    }

    private Term And()
    {
        var left = Not();
        while (Word("and"))
        {
            var ((a, ra), (b, rb)) = (left, Not());
            left = new(row => a(row) is var x && x == 0 ? 0 : b(row) is var y && y == 0 ? 0 : double.IsNaN(x) || double.IsNaN(y) ? double.NaN : 1, $"({ra} & {rb})");
        }
        return left;
    }

    private Term Not()
    {
        if (!Word("not")) return Compared();
        var (inner, r) = Not();
        return new(row => inner(row) switch { double.NaN => double.NaN, 0 => 1, _ => 0 }, $"(!{r})");
    }

    private Term Compared()
    {
        Blank();
        var begun = _at;
        var left = Sum();
        if (Word("in"))
        {
            var name = _text[begun..(_at - 2)].Trim();
            if (_frame.Find(name) is not { } variable) throw Wrong("'in' needs the name of a variable before it", begun);
            var (wanted, r) = Codes();
            return new(Among(variable, wanted), $"among({name}, {r})");
        }
        foreach (var sign in (string[])["!=", "<=", ">=", "=", "<", ">"])
        {
            if (!Sign(sign)) continue;
            var ((a, ra), (b, rb)) = (left, Sum());
            Func<double, double, bool> holds = sign switch
            {
                "=" => (x, y) => x == y,
                "!=" => (x, y) => x != y,
                "<" => (x, y) => x < y,
                "<=" => (x, y) => x <= y,
                ">" => (x, y) => x > y,
                _ => (x, y) => x >= y,
            };
            return new(row => Both(a(row), b(row), holds), $"({ra} {(sign == "=" ? "==" : sign)} {rb})");
        }
        return left;
    }

    private Term Sum()
    {
        var left = Product();
        while (true)
        {
            var minus = Sign("-");
            if (!minus && !Sign("+")) return left;
            var ((a, ra), (b, rb)) = (left, Product());
            left = new(minus ? row => a(row) - b(row) : row => a(row) + b(row), $"({ra} {(minus ? '-' : '+')} {rb})");
        }
    }

    private Term Product()
    {
        var left = Factor();
        while (true)
        {
            var by = Sign("/");
            if (!by && !Sign("*")) return left;
            var ((a, ra), (b, rb)) = (left, Factor());
            left = by ? new(row => b(row) is var d && d == 0 ? double.NaN : a(row) / d, $"by({ra}, {rb})") : new(row => a(row) * b(row), $"({ra} * {rb})");
        }
    }

    private Term Factor()
    {
        Blank();
        if (_at >= _text.Length) throw Wrong("the expression ends too early");
        if (Sign("(")) { var inner = Or(); Close(); return inner; }
        if (Sign("-")) { var (inner, r) = Factor(); return new(row => -inner(row), $"(-{r})"); }
        if (char.IsAsciiDigit(_text[_at])) { var number = Number(); return new(_ => number, number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)); }
        var begun = _at;
        var name = Name();
        if (name.Length == 0) throw Wrong($"'{_text[_at]}' is not expected here");
        if (name == "missing") return new(_ => double.NaN, "NA");
        if (Sign("(")) return Call(name, begun);
        if (_frame.Find(name) is not { } variable) throw Wrong($"there is no variable {name}{_frame.Nearest(name)}", begun);
        return new(variable.Number, $"num({name})");
    }

    private Term Call(string name, int begun)
    {
        if (!Functions.Contains(name)) throw Wrong($"there is no function {name}. Known: {string.Join(", ", Functions)}", begun);
        if (name is "asked" or "answered" or "skipped" or "declined" or "dont_know" or "prefer_not" or "no_answer" or "known" or "selected") return OfItem(name);
        var parts = new List<Term>();
        do parts.Add(Or()); while (Sign(","));
        Close();
        var of = parts.Select(p => p.Value).ToArray();
        if (name is "if" && of.Length != 3) throw Wrong("if needs a condition, a value and another", begun);
        if (name is "round" && of.Length != 1) throw Wrong("round needs one value", begun);
        return new(name switch
        {
            "if" => row => of[0](row) switch { double.NaN => double.NaN, 0 => of[2](row), _ => of[1](row) },
            // A maximum of truths is true as soon as one is; else one missing makes it missing.
            "max" => row => Extreme(of, row, 1),
            "min" => row => -Extreme(of, row, -1),
            "sum" => row => { var sum = 0.0; foreach (var o in of) sum += o(row); return sum; },
            "count" => row => { var n = 0; foreach (var o in of) if (o(row) is not 0 and not double.NaN) n++; return n; },
            "coalesce" => row => { foreach (var o in of) if (o(row) is var v && !double.IsNaN(v)) return v; return double.NaN; },
            _ => row => Math.Round(of[0](row), MidpointRounding.AwayFromZero),
        }, $"sala_{name}({string.Join(", ", parts.Select(p => p.R))})");
    }

    // Functions of an item itself, not of its value.
    private Term OfItem(string name)
    {
        Blank();
        var at = _at;
        var item = Name();
        if (_frame.Find(item) is not { } variable) throw Wrong($"there is no variable {item}{_frame.Nearest(item)}", at);
        if (name == "selected")
        {
            if (!Sign(",")) throw Wrong("selected needs a variable and a code");
            Blank();
            var quoted = Sign("'");
            var code = Name();
            if (quoted && !Sign("'")) throw Wrong("a quote is missing");
            Close();
            return new(Among(variable, t => t == code), $"among({item}, {code}, {code})");
        }
        Close();
        if (name == "known") return new(row => variable.Code(row) >= 0 ? 1 : 0, $"(!is.na({item}))");
        var states = _frame.States(item);
        return name switch
        {
            "asked" => new(row => states[row].IsAsked() ? 1 : 0, $"(!is.na({item}))"),
            "answered" => new(row => states[row] == ItemState.Answered ? 1 : 0, $"answered({item})"),
            "skipped" => new(row => states[row] == ItemState.NotAsked ? 1 : 0, $"skipped({item})"),
            "declined" => new(row => states[row] == ItemState.Declined ? 1 : 0, $"declined({item})"),
            "dont_know" => new(row => states[row] == ItemState.DontKnow ? 1 : 0, $"dont_know({item})"),
            "prefer_not" => new(row => states[row] == ItemState.PreferNotToSay ? 1 : 0, $"prefer_not({item})"),
            _ => new(row => states[row] == ItemState.NoAnswer ? 1 : 0, $"no_answer({item})"),
        };
    }

    private static double Extreme(Evaluate[] of, int row, int sign)
    {
        var (most, missing) = (double.NegativeInfinity, false);
        foreach (var o in of)
        {
            var v = sign * o(row);
            if (double.IsNaN(v)) missing = true;
            else if (v > most) most = v;
        }
        return missing && !(sign == 1 && most == 1) ? double.NaN : most;
    }

    private static double Both(double a, double b, Func<double, double, bool> holds) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : holds(a, b) ? 1 : 0;

    private static Evaluate Among(Datasets.Variable variable, Func<string, bool> wanted)
    {
        var holds = Array.ConvertAll(variable.Texts, text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(wanted) ? 1.0 : 0.0);
        return row => variable.Code(row) is >= 0 and var code ? holds[code] : double.NaN;
    }

    private (Func<string, bool> Wanted, string R) Codes()
    {
        if (!Sign("(")) throw Wrong("'in' needs codes in brackets, as (1..4, 7)");
        var ranges = new List<(double From, double To)>();
        do
        {
            Blank();
            var from = Number();
            ranges.Add((from, Sign("..") ? Number() : from));
        }
        while (Sign(","));
        Close();
        return (text => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var v) && ranges.Exists(r => v >= r.From && v <= r.To),
            string.Join(", ", ranges.Select(r => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{r.From:R}, {r.To:R}"))));
    }

    private double Number()
    {
        Blank();
        var begun = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]))) _at++;
        if (double.TryParse(_text.AsSpan(begun, _at - begun), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number)) return number;
        throw Wrong("a number is needed here", begun);
    }

    private string Name()
    {
        var begun = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        return _text[begun.._at];
    }

    private bool Word(string word)
    {
        Blank();
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)) return false;
        var after = _at + word.Length;
        if (after < _text.Length && (char.IsAsciiLetterOrDigit(_text[after]) || _text[after] == '_')) return false;
        _at = after;
        return true;
    }

    private bool Sign(string sign)
    {
        Blank();
        if (!_text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal)) return false;
        _at += sign.Length;
        return true;
    }

    private void Close()
    {
        if (!Sign(")")) throw Wrong("a closing bracket is missing");
    }

    private void Blank()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }

    private ExpressionException Wrong(string matter, int? at = null) => new(new PlanProblem(_place.Line, _place.Column + (at ?? Math.Min(_at, _text.Length)), $"{matter}. The expression: {_text}"));
}

/// <summary>An expression that cannot be read, with its place.</summary>
internal sealed class ExpressionException(PlanProblem problem) : Exception(problem.Matter)
{
    public PlanProblem Problem { get; } = problem;
}
