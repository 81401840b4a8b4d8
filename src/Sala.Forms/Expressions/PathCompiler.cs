using Sala.Forms.Answering;

namespace Sala.Forms.Expressions;

/// <summary>Paths written out: <c>../age</c>, <c>/data/group/age</c>, <c>instance('list')/root/item[name = ${x}]/label</c>.</summary>
internal sealed class PathCompiler(Compiler compiler)
{
    private sealed record Step(Axis Axis, string? Name, Compiled[] Predicates);

    public Compiled Compile(PathSyntax path)
    {
        var overItems = path.Start is CallSyntax { Name: "instance" or "randomize" or "pulldata" } || (path is { Start: null, FromRoot: false } && compiler.InItems);
        if (path is { Start: null, FromRoot: false, Steps: [{ Axis: Axis.Self, Name: null, Predicates.Count: 0 }] }) return Context();
        if (!overItems) ReadStatically(path);
        var start = path.Start is null ? null : compiler.Compile(path.Start);
        if (start is { Nodes: null }) throw new ExpressionException(Messages.PathOfValue(path.At));
        var steps = path.Steps.Select(step => new Step(step.Axis, step.Name,
            [.. step.Predicates.Select(p => compiler.CompileInItems(p, items: true))])).ToArray();
        if (path.FromRoot) return Compiled.OfNodes(s => Walk(s, [s.Session.Root.Self], steps, fromRoot: true));
        return start is null
            ? Compiled.OfNodes(s => Walk(s, [s.Context], steps))
            : Compiled.OfNodes(s => Walk(s, start.Nodes!(s), steps));
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
        IEnumerable<Question?> at;
        if (path.FromRoot) at = [null];
        else if (path.Start is ReferenceSyntax reference) at = [compiler.Resolve(reference.Name, reference.At)];
        else if (path.Start is null or CallSyntax { Name: "current" }) at = [compiler.Owner];
        else return;
        var inside = false; // of the form's root element
        foreach (var step in path.Steps)
        {
            var here = at.ToList();
            if (path.FromRoot && !inside && step.Axis == Axis.Child)
            {
                inside = true;
                continue;
            }
            at = step.Axis switch
            {
                Axis.Self => here,
                Axis.Parent => [.. here.Select(q => q?.Parent).Distinct()],
                Axis.Child => [.. here.SelectMany(Inside).Where(q => step.Name is null || q.Name == step.Name)],
                _ => [.. here.SelectMany(Below).Where(q => step.Name is null || q.Name == step.Name)],
            };
            if (step.Axis is Axis.Child or Axis.Descendant && !at.Any() && step.Name is not (null or "meta" or "instanceID" or "instanceName"))
            {
                // Sound XPath all the same: it finds nothing, and ODK takes it so.
                compiler.Doubts.Add(Messages.PathLeadsNowhere(step.Name, NearMiss.Of(step.Name, compiler.Form.Names) is { } near ? compiler.Form[near] : null, step.At));
                return;
            }
            if (step.Predicates.Count > 0) // bare names in a predicate read what stands below
                foreach (var question in at.SelectMany(Below)) compiler.Reads.Add(question);
        }
        foreach (var question in at)
            if (question is not null && question != compiler.Owner) compiler.Reads.Add(question);

        IEnumerable<Question> Inside(Question? q) => q is null ? compiler.Form.Top : q.Children;
        IEnumerable<Question> Below(Question? q) => Inside(q).SelectMany(c => Below(c).Prepend(c));
    }

    private static IReadOnlyList<XNode> Walk(Scope s, IReadOnlyList<XNode> at, Step[] steps, bool fromRoot = false)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (fromRoot && i == 0 && step.Axis == Axis.Child) continue; // the root element itself
            var next = new List<XNode>();
            foreach (var node in at)
            {
                switch (step.Axis)
                {
                    case Axis.Self: Add(next, node, step); break;
                    case Axis.Parent: if (node.Parent is { } parent && !next.Contains(parent)) Add(next, parent, step); break;
                    case Axis.Child: AddChildren(next, node, step, false); break;
                    default: AddChildren(next, node, step, true); break;
                }
            }
            at = Filter(s, next, step.Predicates);
        }
        return at;
    }

    private static void Add(List<XNode> found, XNode node, Step step)
    {
        if (step.Name is null || step.Name == node.Name) found.Add(node);
    }

    private static void AddChildren(List<XNode> found, XNode node, Step step, bool deep)
    {
        foreach (var child in node.Children)
        {
            if (child is AnswerNode { Relevant: false }) continue;
            Add(found, child, step);
            if (deep) AddChildren(found, child, step, true);
        }
    }

    private static List<XNode> Filter(Scope s, List<XNode> nodes, Compiled[] predicates)
    {
        if (predicates.Length == 0) return nodes;
        var (context, position) = (s.Context, s.Position);
        foreach (var predicate in predicates)
        {
            var kept = new List<XNode>();
            for (var i = 0; i < nodes.Count; i++)
            {
                (s.Context, s.Position) = (nodes[i], i + 1);
                if (predicate.Kind == Kind.Number ? predicate.Number(s) == i + 1 : predicate.Truth(s)) kept.Add(nodes[i]);
            }
            nodes = kept;
        }
        (s.Context, s.Position) = (context, position);
        return nodes;
    }
}
