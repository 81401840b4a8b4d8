using System.Globalization;

namespace Sala.Forms.Reading;

/// <summary>The parameters of a range: where it starts and ends, its steps, ticks and their labels (xlsform.org, Range).</summary>
internal static class RangeParameters
{
    public const string Start = "1";
    public const string End = "10";
    public const string Step = "1";

    private static readonly string[] Sizes = ["start", "end", "step", "tick_interval", "placeholder"];
    private static readonly string[] OfTicks = ["tick_interval", "placeholder", "tick_labelset"];

    public static IEnumerable<string> Check(IReadOnlyDictionary<string, string> parameters, string? appearance, Form form)
    {
        if (appearance is not (null or "vertical" or "no-ticks") && OfTicks.Any(parameters.ContainsKey))
        {
            yield return Messages.RangeTicksNeedPlainAppearance;
            yield break;
        }
        foreach (var key in Sizes)
            if (parameters.ContainsKey(key) && Number(parameters, key, "0") is null)
            {
                yield return Messages.ParameterIsNoNumber(key, parameters[key]);
                yield break;
            }
        var (start, end, step) = (Number(parameters, "start", Start)!.Value, Number(parameters, "end", End)!.Value, Number(parameters, "step", Step)!.Value);
        var interval = parameters.ContainsKey("tick_interval") ? Number(parameters, "tick_interval", "0") : null;
        var width = Math.Abs(end - start);
        foreach (var (key, value) in new[] { ("step", (decimal?)step), ("tick_interval", interval) })
        {
            if (value is not { } size) continue;
            if (size == 0) yield return Messages.RangeZero(key);
            else if (size > width) yield return Messages.RangeTooWide(key);
            else if (step != 0 && size % step != 0) yield return Messages.RangeNoMultiple(key);
        }
        if (step == 0) yield break;
        if (parameters.ContainsKey("placeholder") && Number(parameters, "placeholder", "0") is { } placeholder)
        {
            if ((placeholder - start) % step != 0) yield return Messages.RangeNoMultiple("placeholder");
            else if (!Between(placeholder, start, end)) yield return Messages.RangeOutside("placeholder");
        }
        if (!parameters.TryGetValue("tick_labelset", out var list)) yield break;
        if (!form.Lists.TryGetValue(list, out var choices))
        {
            yield return Messages.NoSuchList(list, NearMiss.Of(list, form.Lists.Keys));
            yield break;
        }
        foreach (var problem in CheckLabels(choices, start, end, interval is { } ticks and not 0 ? ticks : step, appearance == "no-ticks")) yield return problem;
    }

    /// <summary>Whether answers may have decimals: some size of the range has.</summary>
    public static bool IsDecimal(IReadOnlyDictionary<string, string> parameters) =>
        Sizes.Any(key => parameters.ContainsKey(key) && Number(parameters, key, "0") is { } value && value != decimal.Truncate(value));

    private static IEnumerable<string> CheckLabels(IReadOnlyList<Choice> choices, decimal start, decimal end, decimal step, bool noTicks)
    {
        var values = new HashSet<decimal>();
        foreach (var choice in choices)
        {
            if (!decimal.TryParse(choice.Name, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) yield return Messages.RangeLabelIsNoNumber(choice.Name);
            else if (!Between(value, start, end)) yield return Messages.RangeOutside($"tick_labelset: {choice.Name}");
            else if ((value - start) % step != 0) yield return Messages.RangeNoMultiple($"tick_labelset: {choice.Name}");
            else values.Add(value);
        }
        if (noTicks && !values.SetEquals([start, end])) yield return Messages.RangeLabelsOfEnds;
    }

    private static bool Between(decimal value, decimal start, decimal end) => value >= Math.Min(start, end) && value <= Math.Max(start, end);

    private static decimal? Number(IReadOnlyDictionary<string, string> parameters, string key, string otherwise) =>
        decimal.TryParse(parameters.GetValueOrDefault(key, otherwise), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
