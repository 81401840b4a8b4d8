using System.Globalization;
using System.Text.Json;

namespace Sala.Conformance.Statistics;

/// <summary>Values of which the reference may have printed any.</summary>
internal sealed record AnyOf(params double[] Values);

/// <summary>Holds results against the reference, number by number.</summary>
internal sealed class Comparison(double tolerance)
{
    private readonly List<string> differences = [];

    public IReadOnlyList<string> Differences => differences;

    /// <summary>Largest relative difference among the numbers that agree.</summary>
    public double Worst { get; private set; }

    /// <param name="path">Where in the case.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="scale">Size of the estimate that a standard error or covariance belongs to: rounding around zero is measured by it.</param>
    public void Hold(string path, JsonElement expected, object? actual, double scale = 0)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object when actual is IReadOnlyDictionary<string, object?> record:
                var own = Scale(expected);
                foreach (var property in expected.EnumerateObject())
                {
                    if (property.Name is "note" or "message") continue;
                    if (!record.TryGetValue(property.Name, out var value)) Differ($"{path}{property.Name}: not computed");
                    else Hold(path + property.Name, property.Value, value, property.Name is "vcov" or "covmat" ? own * own : Math.Max(own, scale));
                }
                break;
            case JsonValueKind.Array:
                var items = Items(actual);
                if (items is null || items.Count != expected.GetArrayLength())
                {
                    Differ($"{path}: {expected.GetArrayLength()} values in the reference, {items?.Count ?? 1} here");
                    break;
                }
                for (var i = 0; i < items.Count; i++) Hold($"{path}[{i}]", expected[i], items[i], scale);
                break;
            case JsonValueKind.String:
                if (!Equals(expected.GetString(), actual)) Differ($"{path}: \"{expected.GetString()}\" in the reference, \"{actual}\" here");
                break;
            case JsonValueKind.Null:
                if (actual is AnyOf any && any.Values.Any(double.IsNaN)) break;
                if (actual is not double d || !double.IsNaN(d)) Differ($"{path}: nothing in the reference, {Shown(actual)} here");
                break;
            case JsonValueKind.Number:
                var wanted = expected.GetDouble();
                var items1 = actual is double or AnyOf ? null : Items(actual);
                if (items1 is { Count: 1 }) actual = items1[0];
                if (actual is AnyOf several) actual = several.Values.MinBy(v => Difference(wanted, v, scale));
                if (actual is not double number || !(Difference(wanted, number, scale) <= Allowed(path, wanted)))
                    Differ($"{path}: {wanted.ToString("R", CultureInfo.InvariantCulture)} in the reference, {Shown(actual)} here");
                else Worst = Math.Max(Worst, Difference(wanted, number, scale));
                break;
            default:
                Differ($"{path}: not comparable");
                break;
        }
    }

    // A p-value of 1e-100 has lost two digits to its exponent before any method begins.
    private double Allowed(string path, double wanted) =>
        path is "p" or "p_value" || path.StartsWith("p[", StringComparison.Ordinal) ? tolerance * (1 + Math.Abs(Math.Log(Math.Max(Math.Abs(wanted), 1e-300)))) : tolerance;

    private static double Difference(double wanted, double number, double scale)
    {
        var difference = Math.Abs(wanted - number);
        if (double.IsNaN(difference)) return double.PositiveInfinity;
        if (difference == 0 || difference <= 1e-12 * scale) return 0;
        return difference / Math.Max(Math.Abs(wanted), 1e-300);
    }

    private static double Scale(JsonElement expected)
    {
        if (!expected.TryGetProperty("estimate", out var estimate)) return 0;
        var values = estimate.ValueKind switch
        {
            JsonValueKind.Number => [estimate.GetDouble()],
            JsonValueKind.Array => [.. estimate.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Number).Select(e => e.GetDouble())],
            _ => Array.Empty<double>(),
        };
        return values.Length == 0 ? 0 : values.Max(Math.Abs);
    }

    private static List<object?>? Items(object? value) => value switch
    {
        string => null,
        System.Collections.IEnumerable list => [.. list.Cast<object?>()],
        _ => null,
    };

    private static string Shown(object? value) => value switch
    {
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        AnyOf e => string.Join(" or ", e.Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture))),
        null => "nothing",
        _ => value.ToString() ?? "",
    };

    private void Differ(string difference) => differences.Add(difference);
}
