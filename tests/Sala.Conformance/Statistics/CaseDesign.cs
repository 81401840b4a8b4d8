using System.Text.Json;
using Sala.Statistics;
using static Sala.Conformance.Statistics.ReferenceCases;

namespace Sala.Conformance.Statistics;

/// <summary>Makes the design that a case describes.</summary>
internal static class CaseDesign
{
    /// <summary>The design over all rows of the data set, or over those of one imputation.</summary>
    public static SurveyDesign Of(ReferenceCases cases, JsonElement given, SurveyData data)
    {
        var description = given.GetProperty("design");
        var options = given.TryGetProperty("options", out var o) ? o : default;
        var design = Sampled(cases, description, options, data);
        if (description.TryGetProperty("adjust", out var adjust) && adjust.ValueKind == JsonValueKind.Array)
            foreach (var step in adjust.EnumerateArray()) design = Adjusted(design, step);
        return String(description, "subset") is { } subset ? design.Where(subset) : design;
    }

    private static SurveyDesign Sampled(ReferenceCases cases, JsonElement description, JsonElement options, SurveyData data)
    {
        if (description.TryGetProperty("two_phase", out var phases) && phases.ValueKind == JsonValueKind.Object) return TwoPhase(data, description, phases, options);
        var specification = Specification(description, options);
        if (!(description.TryGetProperty("replicate", out var replicate) && replicate.ValueKind == JsonValueKind.Object)) return SurveyDesign.Of(data, specification);
        if (String(replicate, "weights_file") is null)
            return Replication.Of(SurveyDesign.Of(data, specification), Type(replicate), (int)Number(replicate, "replicates", 50), Number(replicate, "rho", 0), Flag(replicate, "mse"), seed: 1);
        var weights = Given(cases, replicate, data.Rows);
        return specification.Weights is { } column ? ReplicateDesign.Of(data, column, weights)
            : ReplicateDesign.Of(data.With(new NumericColumn(".weight", SurveyDesign.Of(data, specification).Weights.ToArray())), ".weight", weights);
    }

    private static DesignSpecification Specification(JsonElement description, JsonElement options) => new()
    {
        Ids = Ids(description),
        Strata = Strings(description, "strata"),
        Weights = String(description, "weights"),
        Fpc = Strings(description, "fpc"),
        Nest = Flag(description, "nest"),
        Pps = String(description, "pps") is "brewer" ? UnequalProbability.Brewer : String(description, "pps") is null or "false" ? UnequalProbability.None
            : throw new DesignException($"pps {String(description, "pps")} is not known; there is brewer."),
        LonelyPsu = Rule(options),
        AdjustDomainLonely = Flag(options, "adjust_domain_lonely"),
    };

    private static LonelyPsu Rule(JsonElement options) => String(options, "lonely_psu") switch
    {
        null or "fail" => LonelyPsu.Fail,
        "remove" => LonelyPsu.Remove,
        "adjust" => LonelyPsu.Adjust,
        "average" => LonelyPsu.Average,
        "certainty" => LonelyPsu.Certainty,
        var other => throw new DesignException($"lonely_psu {other} is not known."),
    };

    private static string?[] Ids(JsonElement description)
    {
        if (!description.TryGetProperty("ids", out var ids) || ids.ValueKind == JsonValueKind.Null) return [null];
        if (ids.ValueKind == JsonValueKind.String) return [ids.GetString()];
        return [.. ids.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.Null ? null : Text(i))];
    }

    private static ReplicationType Type(JsonElement replicate) => String(replicate, "type") switch
    {
        "BRR" => ReplicationType.Brr,
        "Fay" => ReplicationType.Fay,
        "JK1" => ReplicationType.Jk1,
        "JKn" => ReplicationType.Jkn,
        "bootstrap" => ReplicationType.Bootstrap,
        "subbootstrap" => ReplicationType.Subbootstrap,
        "mrbbootstrap" => ReplicationType.Mrbbootstrap,
        _ => ReplicationType.Other,
    };

    private static ReplicateWeights Given(ReferenceCases cases, JsonElement replicate, int rows)
    {
        var table = cases.Table(String(replicate, "weights_file")!);
        int[]? groups = null;
        var first = 0;
        if (String(replicate, "index_file") is { } indexFile)
        {
            var index = cases.Table(indexFile);
            var groupNumbers = table.Numbers("row_group").Select((g, i) => (g, i)).ToDictionary(p => p.g, p => p.i);
            first = table.Names.ToList().IndexOf("row_group") == 0 ? 1 : 0;
            groups = new int[rows];
            var rowNumbers = index.Numbers("row");
            var rowGroups = index.Numbers("row_group");
            for (var i = 0; i < rowNumbers.Length; i++) groups[(int)rowNumbers[i] - 1] = groupNumbers[rowGroups[i]];
        }
        var factors = Enumerable.Range(first, table.Names.Count - first).Where(c => table.Names[c] != "row_group").Select(table.Numbers).ToArray();
        var rscales = replicate.TryGetProperty("rscales", out var r) && r.ValueKind == JsonValueKind.Array ? r.EnumerateArray().Select(v => v.GetDouble()).ToArray()
            : replicate.TryGetProperty("rscales", out r) && r.ValueKind == JsonValueKind.Number ? [.. Enumerable.Repeat(r.GetDouble(), factors.Length)] : [];
        return new ReplicateWeights(Type(replicate), factors, Number(replicate, "scale", 1), rscales,
            Flag(replicate, "combined_weights"), Flag(replicate, "mse"), groups, Number(replicate, "rho", 0));
    }

    private static SurveyDesign Adjusted(SurveyDesign design, JsonElement step)
    {
        switch (String(step, "kind"))
        {
            case "postStratify": return Weighting.PostStratify(design, Cells(step));
            case "rake":
                return Weighting.Rake(design, [.. step.GetProperty("margins").EnumerateArray().Select(Cells)], Number(step, "epsilon", 1), (int)Number(step, "maxit", 10));
            case "calibrate":
                var (lower, upper) = (double.NegativeInfinity, double.PositiveInfinity);
                if (step.TryGetProperty("bounds", out var bounds) && bounds.ValueKind == JsonValueKind.Array)
                    (lower, upper) = (Bound(bounds[0], double.NegativeInfinity), Bound(bounds[1], double.PositiveInfinity));
                var totals = step.GetProperty("population").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
                var distance = String(step, "calfun") switch
                {
                    null or "linear" => CalibrationDistance.Linear,
                    "raking" => CalibrationDistance.Raking,
                    "logit" => CalibrationDistance.Logit,
                    var other => throw new CalibrationException($"calfun {other} is not known."),
                };
                return Weighting.Calibrate(design, String(step, "formula")!, totals, distance, lower, upper);
            case "trim":
                return Weighting.Trim(design, Number(step, "lower", double.NegativeInfinity), Number(step, "upper", double.PositiveInfinity), Flag(step, "strict"));
            case var other: throw new DesignException($"adjustment {other} is not known.");
        }
    }

    private static double Bound(JsonElement bound, double otherwise) => bound.ValueKind == JsonValueKind.Number ? bound.GetDouble() : otherwise;

    private static PopulationCells Cells(JsonElement step)
    {
        var variables = Strings(step, "vars");
        return new PopulationCells(variables, [.. step.GetProperty("population").EnumerateArray()
            .Select(c => ((IReadOnlyList<string>)[.. variables.Select(v => Text(c.GetProperty(v)))], c.GetProperty("Freq").GetDouble()))]);
    }

    private static TwoPhaseDesign TwoPhase(SurveyData data, JsonElement description, JsonElement phases, JsonElement options)
    {
        var ids = Ids(phases);
        var strata = phases.TryGetProperty("strata", out var s) && s.ValueKind == JsonValueKind.Array
            ? s.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? null : Text(v)).ToArray() : [null, null];
        return TwoPhaseDesign.Of(data, new TwoPhaseSpecification
        {
            FirstUnits = ids.Length > 0 ? ids[0] : null,
            SecondUnits = ids.Length > 1 ? ids[1] : null,
            FirstStrata = strata.Length > 0 ? strata[0] : null,
            SecondStrata = strata.Length > 1 ? strata[1] : null,
            FirstWeights = PerPhase(phases, description, "weights", 0),
            SecondWeights = PerPhase(phases, default, "weights", 1),
            FirstFpc = PerPhase(phases, description, "fpc", 0),
            SecondFpc = PerPhase(phases, default, "fpc", 1),
            Drawn = String(phases, "subset")!,
            Method = String(phases, "method") ?? "full",
            LonelyPsu = Rule(options),
            AdjustDomainLonely = Flag(options, "adjust_domain_lonely"),
        });
    }

    private static string? PerPhase(JsonElement phases, JsonElement description, string name, int phase)
    {
        if (phases.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > phase)
            return list[phase].ValueKind == JsonValueKind.Null ? null : Text(list[phase]);
        return phase > 0 ? null : Strings(description, name) is [var first, ..] ? first : null;
    }
}
