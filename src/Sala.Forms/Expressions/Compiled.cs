namespace Sala.Forms.Expressions;

internal enum Kind { Text, Number, Truth, Nodes }

/// <summary>An expression ready to run: one delegate for each type that may be asked of it.</summary>
internal sealed class Compiled
{
    public required Kind Kind { get; init; }
    public required Func<Scope, double> Number { get; init; }
    public required Func<Scope, string> Text { get; init; }
    public required Func<Scope, bool> Truth { get; init; }

    /// <summary>Set for references and paths.</summary>
    public Func<Scope, IReadOnlyList<XNode>>? Nodes { get; init; }

    /// <summary>A reference to one question that holds a number.</summary>
    public bool IsNumberReference { get; init; }

    /// <summary>The question that a plain reference means.</summary>
    public Question? Target { get; init; }

    /// <summary>Set for literals.</summary>
    public string? Literal { get; init; }

    /// <summary>What the author wrote, as a tree, for whoever reasons about it; null for a rule that no expression stands for.</summary>
    public Syntax? Source { get; set; }

    public static Compiled OfText(Func<Scope, string> text) => new()
    {
        Kind = Kind.Text,
        Text = text,
        Number = s => XPath.ToNumber(text(s), s.Session.Zone),
        Truth = s => text(s).Length > 0,
    };

    public static Compiled OfNumber(Func<Scope, double> number) => new()
    {
        Kind = Kind.Number,
        Number = number,
        Text = s => XPath.ToText(number(s)),
        Truth = s => XPath.ToTruth(number(s)),
    };

    public static Compiled OfTruth(Func<Scope, bool> truth) => new()
    {
        Kind = Kind.Truth,
        Truth = truth,
        Number = s => truth(s) ? 1 : 0,
        Text = s => XPath.ToText(truth(s)),
    };

    public static Compiled Constant(string text)
    {
        var number = XPath.ToNumber(text);
        var hasZone = Dates.TryRead(text, out var moment) && moment.Offset is not null;
        return new()
        {
            Kind = Kind.Text, Literal = text, Text = _ => text, Number = hasZone ? s => XPath.ToNumber(text, s.Session.Zone) : _ => number, Truth = _ => text.Length > 0,
        };
    }

    public static Compiled Constant(double number)
    {
        var text = XPath.ToText(number);
        return new() { Kind = Kind.Number, Literal = text, Text = _ => text, Number = _ => number, Truth = _ => XPath.ToTruth(number) };
    }

    /// <summary>Several nodes; as a value, the first of them.</summary>
    public static Compiled OfNodes(Func<Scope, IReadOnlyList<XNode>> nodes) => new()
    {
        Kind = Kind.Nodes,
        Nodes = nodes,
        Text = s => nodes(s) is { Count: > 0 } found ? found[0].Text : "",
        Number = s => nodes(s) is { Count: > 0 } found ? found[0].Number : double.NaN,
        // ODK's documentation: an empty string and an empty collection are false. One unanswered question is the former.
        Truth = s => nodes(s) is { Count: > 0 } found && (found.Count > 1 || found[0].Holds || found[0].Text.Length > 0),
    };

    /// <summary>Whichever of two the condition picks, each converting by itself.</summary>
    public static Compiled Choose(Func<Scope, bool> first, Compiled one, Compiled other) => new()
    {
        Kind = one.Kind == other.Kind && one.Kind != Kind.Nodes ? one.Kind : Kind.Text,
        Number = s => first(s) ? one.Number(s) : other.Number(s),
        Text = s => first(s) ? one.Text(s) : other.Text(s),
        Truth = s => first(s) ? one.Truth(s) : other.Truth(s),
    };
}
