namespace Sala.Forms.Expressions.Functions;

/// <summary>A call as its maker sees it.</summary>
internal readonly record struct Call(Compiler Compiler, CallSyntax Syntax, Compiled[] Arguments)
{
    public Compiled this[int i] => Arguments[i];
    public int Count => Arguments.Length;

    /// <summary>Texts of all arguments, a set of nodes counting as many.</summary>
    public Func<Scope, List<string>> Texts(int from = 0)
    {
        var arguments = Arguments;
        return s =>
        {
            var texts = new List<string>();
            for (var i = from; i < arguments.Length; i++)
            {
                if (arguments[i].Kind == Kind.Nodes) foreach (var node in arguments[i].Nodes!(s)) texts.Add(node.Text);
                else texts.Add(arguments[i].Text(s));
            }
            return texts;
        };
    }

    /// <summary>Truths of all arguments, a set of nodes counting as many.</summary>
    public Func<Scope, IEnumerable<bool>> Truths(int from)
    {
        var arguments = Arguments;
        return s => arguments.Skip(from).SelectMany(a => a.Kind == Kind.Nodes ? a.Nodes!(s).Select(n => n.Text.Length > 0) : [a.Truth(s)]);
    }

    public Func<Scope, IReadOnlyList<XNode>> NodesOf(int i) =>
        Arguments[i].Nodes ?? throw new ExpressionException(Messages.ArgumentMustBeNodes(Syntax.Name, i + 1));
}

/// <summary>The functions of the ODK XForms specification, by name.</summary>
internal static class Catalogue
{
    private sealed record Entry(int Least, int Most, Func<Call, Compiled> Make);

    private const int Any = int.MaxValue;
    private static readonly Dictionary<string, Entry> Entries = Build();

    public static IEnumerable<string> Names => Entries.Keys;

    public static Compiled Compile(Compiler compiler, CallSyntax call)
    {
        if (!Entries.TryGetValue(call.Name, out var entry))
            throw new ExpressionException(Messages.NoSuchFunction(call.Name, NearMiss.Of(call.Name, Entries.Keys), call.At));
        if (call.Arguments.Count < entry.Least || call.Arguments.Count > entry.Most)
            throw new ExpressionException(Messages.WrongNumberOfArguments(call.Name, entry.Least, entry.Most, call.Arguments.Count));
        var arguments = new Compiled[call.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            // indexed-repeat(${total}, …) in the calculation of total reads another instance: instances are worked out in their order.
            var readsItself = compiler.Owner is { } owner && compiler.Reads.Contains(owner);
            arguments[i] = compiler.Compile(call.Arguments[i]);
            if (i == 0 && call.Name == "indexed-repeat" && !readsItself && compiler.Owner is { Repeat: not null } self) compiler.Reads.Remove(self);
        }
        return entry.Make(new Call(compiler, call, arguments));
    }

    private static Dictionary<string, Entry> Build()
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        LogicFunctions.AddTo(Add);
        TextFunctions.AddTo(Add);
        NumberFunctions.AddTo(Add);
        DateFunctions.AddTo(Add);
        SelectFunctions.AddTo(Add);
        NodeFunctions.AddTo(Add);
        GeographyFunctions.AddTo(Add);
        SettingFunctions.AddTo(Add);
        return entries;

        void Add(string name, int least, int most, Func<Call, Compiled> make) => entries.Add(name, new Entry(least, most < 0 ? Any : most, make));
    }
}

/// <summary>Adds a function; most below 0 is any number of arguments.</summary>
internal delegate void AddFunction(string name, int least, int most, Func<Call, Compiled> make);
