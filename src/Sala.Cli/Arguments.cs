namespace Sala.Cli;

/// <summary>The command line cannot be understood.</summary>
internal sealed class ArgumentsException(string message) : Exception(message);

/// <summary>Options of a command: --name value.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> options = [];

    public Arguments(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal))
            {
                Rest.Add(words[i]);
                continue;
            }
            if (i + 1 >= words.Length) throw new ArgumentsException($"{words[i]} needs a value. Nothing was done.");
            options[words[i][2..]] = words[++i];
        }
    }

    /// <summary>Words that belong to no option.</summary>
    public List<string> Rest { get; } = [];

    public string? this[string name] => options.GetValueOrDefault(name);

    public string Required(string name) => this[name] ?? throw new ArgumentsException($"--{name} is missing. Nothing was done.");

    /// <summary>The options given must be among these.</summary>
    public Arguments Only(params string[] known)
    {
        foreach (var name in options.Keys.Except(known)) throw new ArgumentsException($"There is no option --{name} here. Known: {string.Join(", ", known.Select(k => "--" + k))}. Nothing was done.");
        return this;
    }
}
