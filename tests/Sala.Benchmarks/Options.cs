using System.Globalization;

namespace Sala.Benchmarks;

/// <summary>Options of a benchmark: --name value.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> values = [];

    public static Options Read(string[] words)
    {
        var options = new Options();
        for (var i = 0; i + 1 < words.Length; i += 2) options.values[words[i].TrimStart('-')] = words[i + 1];
        return options;
    }

    public int Number(string name, int otherwise) => values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int[] Numbers(string name, params int[] otherwise) =>
        values.TryGetValue(name, out var text) ? [.. text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))] : otherwise;

    public string? this[string name] => values.GetValueOrDefault(name);
}
