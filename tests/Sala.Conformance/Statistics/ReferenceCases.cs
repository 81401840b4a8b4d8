using System.Text.Json;
using Sala.Statistics;

namespace Sala.Conformance.Statistics;

/// <summary>The file of cases with its data sets, read on demand.</summary>
internal sealed class ReferenceCases(string folder, JsonElement root)
{
    private readonly Dictionary<string, SurveyData> data = [];
    private readonly Dictionary<string, CsvTable> tables = [];

    public static ReferenceCases Read(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        return new ReferenceCases(folder, document.RootElement.Clone());
    }

    public string Generator => root.TryGetProperty("generator", out var g) ? g.GetString() ?? "" : "";

    public IEnumerable<JsonElement> Cases => root.GetProperty("cases").EnumerateArray();

    public SurveyData Data(string name)
    {
        if (data.TryGetValue(name, out var known)) return known;
        var entry = root.GetProperty("datasets").GetProperty(name);
        var table = CsvTable.Read(Path.Combine(folder, entry.GetProperty("file").GetString()!));
        var factors = Strings(entry, "factors").ToHashSet();
        var levels = entry.TryGetProperty("levels", out var given) && given.ValueKind == JsonValueKind.Object
            ? given.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.EnumerateArray().Select(Text).ToArray()) : [];
        if (entry.TryGetProperty("rows", out var rows) && rows.GetInt64() != table.Rows)
            throw new DataException($"{name}: {rows.GetInt64()} rows were announced and {table.Rows} are there.");
        return data[name] = table.ToData(factors, levels);
    }

    public CsvTable Table(string file) => tables.TryGetValue(file, out var known) ? known : tables[file] = CsvTable.Read(Path.Combine(folder, file));

    public static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();

    /// <summary>A list of texts; one text counts as a list of one, null or nothing as an empty list.</summary>
    public static IReadOnlyList<string> Strings(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value)) return [];
        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(v => v.ValueKind != JsonValueKind.Null).Select(Text)],
            JsonValueKind.Null => [],
            _ => [Text(value)],
        };
    }

    public static string? String(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Text(value) : null;

    public static double Number(JsonElement element, string name, double otherwise) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.String ? Unbounded(value.GetString()!, otherwise) : otherwise;

    public static bool Flag(JsonElement element, string name, bool otherwise = false) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    private static double Unbounded(string text, double otherwise) => text switch
    {
        "Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => otherwise,
    };
}
