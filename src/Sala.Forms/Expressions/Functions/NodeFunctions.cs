using Sala.Forms.Answering;

namespace Sala.Forms.Expressions.Functions;

internal static class NodeFunctions
{
    public static void AddTo(AddFunction add)
    {
        add("count", 1, 1, c =>
        {
            var nodes = c.NodesOf(0);
            return Compiled.OfNumber(s => nodes(s).Count);
        });
        add("count-non-empty", 1, 1, c =>
        {
            var nodes = c.NodesOf(0);
            return Compiled.OfNumber(s => nodes(s).Count(n => n.Text.Length > 0));
        });
        add("position", 0, 1, c =>
        {
            if (c.Count == 0) return Compiled.OfNumber(s => s.Position);
            var nodes = c.NodesOf(0);
            return Compiled.OfNumber(s => nodes(s) is { Count: > 0 } found ? found[0].Position : double.NaN);
        });
        add("last", 0, 0, _ => Compiled.OfNumber(s => s.Size));
        add("index", 0, 0, _ => Compiled.OfNumber(s => s.Origin.Frame.Self.Position));
        add("name", 0, 1, c => Named(c, n => n.Name));
        add("local-name", 0, 1, c => Named(c, n => n.Name[(n.Name.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        add("namespace-uri", 0, 1, c => Named(c, _ => ""));
        add("current", 0, 0, c => Compiled.OfNodes(s => [s.Origin]));
        add("instance", 1, 1, Instance);
        add("randomize", 1, 2, Randomise);
        add("indexed-repeat", 3, 11, IndexedRepeat);
        add("pulldata", 4, 4, PullData);
    }

    private static Compiled Named(Call c, Func<XNode, string> name)
    {
        if (c.Count == 0) return Compiled.OfText(s => name(s.Context));
        var nodes = c.NodesOf(0);
        return Compiled.OfText(s => nodes(s) is { Count: > 0 } found ? name(found[0]) : "");
    }

    private static Compiled Instance(Call c)
    {
        if (c[0].Literal is not { } name) throw new ExpressionException(Messages.InstanceNeedsName);
        if (name == "__last-saved") return Compiled.OfNodes(s => [s.Session.LastSavedDocument]);
        if (c.Compiler.Form.Instance(name) is null && c.Compiler.Form.NamesFile(name))
        {
            c.Compiler.Doubts.Add(Messages.DataFileMissing(name));
            return Compiled.OfNodes(_ => []);
        }
        if (c.Compiler.Form.Instance(name) is not { } found)
            throw new ExpressionException(Messages.NoSuchList(name, NearMiss.Of(name, c.Compiler.Form.Instances.Keys)));
        var document = new XNode[] { found };
        return Compiled.OfNodes(_ => document);
    }

    // ODK: Park-Miller from the seed, Fisher-Yates. Without a seed, an order that stays for the session.
    private static Compiled Randomise(Call c)
    {
        var nodes = c.NodesOf(0);
        return Compiled.OfNodes(s => Shuffle.Of(nodes(s), c.Count > 1 ? Shuffle.Seed(c[1].Text(s)) : s.Session.Seed));
    }

    // indexed-repeat(${name}, ${repeat}, index, ${inner repeat}, index …)
    private static Compiled IndexedRepeat(Call c)
    {
        if (c.Count % 2 == 0) throw new ExpressionException(Messages.IndexedRepeatPairs);
        var target = c[0].Target ?? throw new ExpressionException(Messages.ArgumentMustBeReference("indexed-repeat", 1));
        var steps = new List<(Question Repeat, Func<Scope, double> At)>();
        for (var i = 1; i < c.Count; i += 2)
        {
            if (c[i].Target is not { Type: QuestionType.Repeat } repeat) throw new ExpressionException(Messages.ArgumentMustBeRepeat(i + 1));
            steps.Add((repeat, c[i + 1].Number));
        }
        if (target.Repeat != steps[^1].Repeat) throw new ExpressionException(Messages.NotInRepeat(target.Name, steps[^1].Repeat.Name));
        return Compiled.OfNodes(s =>
        {
            var frame = s.Origin.Frame;
            while (frame.Repeat != steps[0].Repeat.Repeat && frame.Parent is { } up) frame = up;
            foreach (var (repeat, at) in steps)
            {
                if (frame.Repeat != repeat.Repeat) return [];
                var instances = frame.Repeats[repeat.RepeatSlot];
                var place = at(s);
                if (!(place >= 1 && place <= instances.Count)) return [];
                frame = instances[(int)place - 1];
            }
            return frame.Slots[target.Slot] is { Relevant: true } node ? [node] : [];
        });
    }

    // pulldata('file', 'column', 'key column', key): the first row whose key is that.
    private static Compiled PullData(Call c)
    {
        if (c[0].Literal is { } file && c.Compiler.Form.Instance(file) is null) c.Compiler.Doubts.Add(Messages.DataFileMissing(file));
        return Compiled.OfText(s =>
        {
            if (s.Session.Form.Instance(c[0].Text(s)) is not { } document || document.Items.Count == 0) return "";
            var found = document.Items[0].ItemsWhere(c[2].Text(s), c[3].Text(s));
            return found.Count > 0 && found[0] is ItemNode row ? row.Child(c[1].Text(s))?.Text ?? "" : "";
        });
    }
}
