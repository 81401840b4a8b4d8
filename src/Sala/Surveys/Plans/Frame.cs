using Sala.Surveys.Datasets;

namespace Sala.Surveys.Plans;

/// <summary>The rows that a plan speaks of: persons, or incidents told by persons, with their variables and the state of each answer.</summary>
internal sealed class Frame
{
    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ItemState[]> _states = new(StringComparer.Ordinal);
    private readonly Func<string, ItemState[]> _stateOf;

    /// <summary>Persons, one a row of the file.</summary>
    public Frame(Dataset data, Func<string, ItemState[]> stateOf)
    {
        (Rows, _stateOf) = (data.Rows, stateOf);
        Person = [.. Enumerable.Range(0, Rows)];
        foreach (var variable in data.Variables) _variables[variable.Name] = variable;
    }

    /// <summary>Rows that stand below persons, such as incidents.</summary>
    public Frame(Frame persons, int[] person)
    {
        (Rows, Person, Persons) = (person.Length, person, persons);
        _stateOf = item => [.. person.Select(p => persons.States(item)[p])];
    }

    public int Rows { get; }

    /// <summary>For each row the person that it belongs to.</summary>
    public int[] Person { get; }

    /// <summary>The frame of persons; null in itself.</summary>
    public Frame? Persons { get; }

    public Variable? Find(string name)
    {
        if (_variables.TryGetValue(name, out var own)) return own;
        if (Persons?.Find(name) is not { } theirs) return null;
        return _variables[name] = new Variable(name, [.. Person.Select(theirs.Code)], theirs.Texts);
    }

    public ItemState[] States(string item)
    {
        if (!_states.TryGetValue(item, out var states)) _states[item] = states = _stateOf(item);
        return states;
    }

    public void Add(Variable variable) => _variables[variable.Name] = variable;

    public void Add(string name, ItemState[] states) => _states[name] = states;

    public void Add(string name, Evaluate value) =>
        Add(Variable.Of(name, Enumerable.Range(0, Rows).Select(row => value(row) is var v && double.IsNaN(v) ? null : v.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>Variables whose name begins so, in the order of the file.</summary>
    public IReadOnlyList<string> Named(string prefix) => [.. _variables.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))];

    /// <summary>"; did you mean X?", or nothing.</summary>
    public string Nearest(string name)
    {
        var near = _variables.Keys.Concat(Persons?._variables.Keys ?? Enumerable.Empty<string>()).Where(k => Math.Abs(k.Length - name.Length) <= 2 && Differ(k, name) <= 2).OrderBy(k => Differ(k, name)).FirstOrDefault();
        return near is null ? "" : $" (is {near} meant?)";
    }

    private static int Differ(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, _) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++) (corner, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
