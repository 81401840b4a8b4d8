using System.Globalization;

namespace Sala.Statistics;

/// <summary>
/// A small expression over the variables of a data set: numbers, "texts", names, + - * / ^, == != &lt; &lt;= &gt; &gt;=, and, or, not, brackets,
/// and the functions log, exp, sqrt, abs, missing. A name with odd characters stands in `back quotes`.
/// </summary>
/// <remarks>A missing value makes a result missing, save where the rest decides: false and missing is false, true or missing is true
/// (Kleene 1952). Truth is 1 and 0, missing is NaN.</remarks>
public sealed class Expression
{
    private readonly Node root;

    private Expression(string text, Node root) => (Text, this.root) = (text, root);

    /// <summary>The expression as its author wrote it.</summary>
    public string Text { get; }

    /// <summary>The variables that are read, in the order of their first mention.</summary>
    public IReadOnlyList<string> Variables
    {
        get
        {
            var names = new List<string>();
            root.Collect(names);
            return names;
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="DataException">It cannot be read; the message names the character.</exception>
    public static Expression Read(string text)
    {
        var reader = new ExpressionReader(text);
        var node = reader.Whole();
        return new Expression(text, node);
    }

    /// <summary>The value of each row; NaN where missing. A text result is an error.</summary>
    /// <exception cref="DataException">A variable is unknown, or texts are used as numbers.</exception>
    public double[] Values(SurveyData data)
    {
        var evaluated = root.Evaluate(data);
        return evaluated.Numbers ?? throw new DataException(Messages.Expression(Text, 0, "the result is a text, a number is needed."));
    }

    /// <summary>Which rows fulfil the condition; missing counts as not fulfilled.</summary>
    public bool[] Holds(SurveyData data) => [.. Values(data).Select(v => v != 0 && !double.IsNaN(v))];

    internal readonly record struct Evaluated(double[]? Numbers, Func<int, string?>? Texts);

    internal abstract class Node
    {
        public abstract Evaluated Evaluate(SurveyData data);

        public virtual void Collect(List<string> names) { }
    }

    internal sealed class Literal(double number, string? text) : Node
    {
        public string Written => text ?? number.ToString("R", CultureInfo.InvariantCulture);

        public override Evaluated Evaluate(SurveyData data)
        {
            if (text is not null) return new(null, _ => text);
            var all = new double[data.Rows];
            Array.Fill(all, number);
            return new(all, null);
        }
    }

    internal sealed class Name(string name) : Node
    {
        public override Evaluated Evaluate(SurveyData data) => data[name] switch
        {
            NumericColumn numeric => new(numeric.Array, null),
            CategoricalColumn categorical => new(null, categorical.Text),
            _ => throw new DataException(Messages.UnknownColumn(name, data.Columns)),
        };

        public override void Collect(List<string> names)
        {
            if (!names.Contains(name)) names.Add(name);
        }
    }

    internal sealed class Missing(Node of) : Node
    {
        public override Evaluated Evaluate(SurveyData data)
        {
            var value = of.Evaluate(data);
            var result = new double[data.Rows];
            for (var i = 0; i < result.Length; i++)
                result[i] = (value.Numbers is { } n ? double.IsNaN(n[i]) : value.Texts!(i) is null) ? 1 : 0;
            return new(result, null);
        }

        public override void Collect(List<string> names) => of.Collect(names);
    }

    internal sealed class Applied(Func<double, double> function, Node of, Func<string, DataException> wrong) : Node
    {
        public override Evaluated Evaluate(SurveyData data)
        {
            var numbers = of.Evaluate(data).Numbers ?? throw wrong("a text is used as a number.");
            return new([.. numbers.Select(function)], null);
        }

        public override void Collect(List<string> names) => of.Collect(names);
    }

    internal sealed class Binary(Func<double, double, double> function, Node left, Node right, Func<string, DataException> wrong) : Node
    {
        public override Evaluated Evaluate(SurveyData data)
        {
            var (a, b) = (left.Evaluate(data).Numbers, right.Evaluate(data).Numbers);
            if (a is null || b is null) throw wrong("a text is used as a number.");
            var result = new double[data.Rows];
            for (var i = 0; i < result.Length; i++) result[i] = function(a[i], b[i]);
            return new(result, null);
        }

        public override void Collect(List<string> names)
        {
            left.Collect(names);
            right.Collect(names);
        }
    }

    internal sealed class Comparison(string comparison, Node left, Node right) : Node
    {
        public override Evaluated Evaluate(SurveyData data)
        {
            var (a, b) = (left.Evaluate(data), right.Evaluate(data));
            var result = new double[data.Rows];
            for (var i = 0; i < result.Length; i++)
            {
                if (a.Numbers is { } x && b.Numbers is { } y)
                {
                    result[i] = double.IsNaN(x[i]) || double.IsNaN(y[i]) ? double.NaN : Truth(x[i].CompareTo(y[i]));
                    continue;
                }
                var (s, t) = (Written(a, i), Written(b, i));
                result[i] = s is null || t is null ? double.NaN : Truth(string.CompareOrdinal(s, t));
            }
            return new(result, null);
        }

        // A number beside a text is compared as it is written: agegrp == 3 means the level "3".
        private static string? Written(Evaluated value, int row) => value.Texts is { } texts ? texts(row)
            : double.IsNaN(value.Numbers![row]) ? null : value.Numbers[row].ToString("R", CultureInfo.InvariantCulture);

        private double Truth(int order) => comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        } ? 1 : 0;

        public override void Collect(List<string> names)
        {
            left.Collect(names);
            right.Collect(names);
        }
    }
}
