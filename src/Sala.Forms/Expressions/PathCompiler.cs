using Sala.Forms.Answering;

namespace Sala.Forms.Expressions;

/// <summary>Paths written out: <c>../age</c>, <c>/data/group/age</c>, <c>instance('list')/root/item[name = ${x}]/label</c>.</summary>
internal sealed class PathCompiler(Compiler compiler)
{
    private sealed record Step(StepSyntax Syntax, Compiled[] Predicates, ItemKey? Key);

    public Compiled Compile(PathSyntax path)
    {
        var overItems = path.Start is CallSyntax { Name: "instance" or "randomize" or "pulldata" } || (path is { Start: null, FromRoot: false } && compiler.InItems);
        if (path is { Start: null, FromRoot: false, Steps: [{ Axis: Axis.Self, Test: NodeTest.Node, Predicates.Count: 0 }] }) return Context();
        if (!overItems) ReadStatically(path);
        var start = path.Start is null ? null : compiler.Compile(path.Start);
        if (start is { Nodes: null }) throw new ExpressionException(Messages.PathOfValue(path.At));
        var steps = path.Steps.Select(Compile).ToArray();
        if (path.FromRoot) return Compiled.OfNodes(s => Walk(s, [s.Session.Root.Self], steps, fromRoot: true));
        return start is null
            ? Compiled.OfNodes(s => Walk(s, [s.Context], steps))
            : Compiled.OfNodes(s => Walk(s, start.Nodes!(s), steps));
    }

    private Step Compile(StepSyntax step)
    {
        Compiled[] predicates = [.. step.Predicates.Select(p => compiler.CompileInItems(p, items: true))];
        var key = step is { Axis: Axis.Child, Test: NodeTest.Name, Predicates: [var only] } ? ItemKey.Of(compiler, only) : null;
        return new Step(step, predicates, key);
    }

    private Compiled Context()
    {
        if (compiler.InItems || compiler.Owner is not { } owner)
            return Compiled.OfNodes(s => [s.Context]);
        return new Compiled
        {
            Kind = Kind.Text,
            IsNumberReference = owner.IsNumber,
            Target = owner,
            Text = s => s.Context.Text,
            Number = s => s.Context.Number,
            Truth = owner.IsNumber ? s => XPath.ToTruth(s.Context.Number) : s => s.Context.Text.Length > 0,
            Nodes = s => [s.Context],
        };
    }

    // What a path through the form reads, found once from the form's own shape, so that it is worked out anew when that changes.
    private void ReadStatically(PathSyntax path)
    {
        List<Question?> at;
        if (path.FromRoot) at = [null];
        else if (path.Start is ReferenceSyntax { LastSaved: false } reference) at = [compiler.Resolve(reference.Name, reference.At)];
        else if (path.Start is null or CallSyntax { Name: "current" }) at = [compiler.Owner];
        else return;
        var inside = false; // of the form's root element
        foreach (var step in path.Steps)
        {
            if (path.FromRoot && !inside && step.Axis == Axis.Child)
            {
                inside = true;
                continue;
            }
            inside = true;
            if (step is { Axis: Axis.Child, Test: NodeTest.Text }) continue; // the text of an answer is the answer
            at = [.. at.SelectMany(q => Along(q, step.Axis)).Where(q => step.Test != NodeTest.Name || q?.Name == step.Name || q is null).Distinct()];
            if (step.Axis is Axis.Child && at.Count == 0 && step.Test == NodeTest.Name && step.Name is not ("meta" or "orx:meta"))
            {
                // Sound XPath all the same: it finds nothing, and ODK takes it so.
                compiler.Doubts.Add(Messages.PathLeadsNowhere(step.Name, NearMiss.Of(step.Name, compiler.Form.Names) is { } near ? compiler.Form[near] : null, step.At));
                return;
            }
            if (step is { Axis: Axis.Child, Name: "meta" or "orx:meta" }) return;
            if (step.Predicates.Any(LooksBelow)) // bare names in a predicate read what stands below
                foreach (var question in at.SelectMany(Below)) compiler.Reads.Add(question);
        }
        foreach (var question in at)
            if (question is not null && question != compiler.Owner) compiler.Reads.Add(question);
    }

    private static bool LooksBelow(Syntax syntax) =>
        syntax is PathSyntax { Start: null, FromRoot: false } || syntax.Children.Any(LooksBelow);

    // Null is the form's root element.
    private IEnumerable<Question?> Along(Question? question, Axis axis) => axis switch
    {
        Axis.Self => [question],
        Axis.Attribute => [],
        Axis.Parent => question is null ? [] : [question.Parent],
        Axis.Ancestor or Axis.AncestorOrSelf => Above(question, axis == Axis.AncestorOrSelf),
        Axis.Child => Inside(question),
        Axis.Descendant => Below(question),
        Axis.DescendantOrSelf => Below(question).Prepend(question),
        Axis.FollowingSibling or Axis.PrecedingSibling => question is null ? [] : Inside(question.Parent),
        _ => compiler.Form.Questions,
    };

    private static IEnumerable<Question?> Above(Question? question, bool self)
    {
        if (self) yield return question;
        for (var at = question; at is not null;) yield return at = at.Parent;
    }

    private IEnumerable<Question> Inside(Question? question) => question is null ? compiler.Form.Top : question.Children;

    private IEnumerable<Question> Below(Question? question) => Inside(question).SelectMany(c => Below(c).Prepend(c));

    private static IReadOnlyList<XNode> Walk(Scope s, IReadOnlyList<XNode> at, Step[] steps, bool fromRoot = false)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (fromRoot && i == 0 && step.Syntax.Axis == Axis.Child) // the root element itself, whatever it is called
            {
                at = Filter(s, [.. at], step.Predicates);
                continue;
            }
            if (step.Syntax.Together)
            {
                at = Filter(s, [.. at], step.Predicates);
                continue;
            }
            if (at.Count == 1)
            {
                var found = Take(s, at[0], step);
                at = step.Syntax.Axis.IsReverse() && found.Count > 1 ? Axes.InDocumentOrder(found) : found;
                continue;
            }
            var all = new List<XNode>();
            foreach (var node in at) all.AddRange(Take(s, node, step));
            at = step.Syntax.Axis is Axis.Child or Axis.Self or Axis.Attribute ? all : Axes.InDocumentOrder(all);
        }
        return at;
    }

    private static List<XNode> Take(Scope s, XNode node, Step step)
    {
        var found = new List<XNode>();
        var among = step.Key is { } key && node is ItemNode items ? key.Find(items, s) : null;
        foreach (var candidate in among ?? node.Along(step.Syntax.Axis))
        {
            s.Meet(1);
            if (Passes(candidate, step.Syntax)) found.Add(candidate);
        }
        if (step.Syntax.Test == NodeTest.Text && step.Syntax.Axis == Axis.Child && node is { Holds: false, Text.Length: > 0 }) found.Add(node);
        return Filter(s, found, step.Predicates);
    }

    private static bool Passes(XNode node, StepSyntax step) => step.Test switch
    {
        NodeTest.Name => node.Name == step.Name,
        NodeTest.Text => false,
        _ => true,
    };

    private static List<XNode> Filter(Scope s, List<XNode> nodes, Compiled[] predicates)
    {
        if (predicates.Length == 0) return nodes;
        var (context, position, size) = (s.Context, s.Position, s.Size);
        foreach (var predicate in predicates)
        {
            var kept = new List<XNode>();
            for (var i = 0; i < nodes.Count; i++)
            {
                (s.Context, s.Position, s.Size) = (nodes[i], i + 1, nodes.Count);
                if (predicate.Kind == Kind.Number ? predicate.Number(s) == i + 1 : predicate.Truth(s)) kept.Add(nodes[i]);
            }
            nodes = kept;
        }
        (s.Context, s.Position, s.Size) = (context, position, size);
        return nodes;
    }
}
