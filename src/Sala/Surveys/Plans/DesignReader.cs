using Sala.Statistics;

namespace Sala.Surveys.Plans;

/// <summary>The part of a plan that says how the sample was drawn and weighted.</summary>
internal static class DesignReader
{
    public static PlanDesign Read(PlanNode n)
    {
        var design = new PlanDesign(n.TextOrNull("strata"), n.Texts("units"), n.Text("weight"), n.TextOrNull("weight_version") ?? "1", n.Texts("fpc"),
            Enum.Parse<LonelyPsu>(n.OneOf("lonely", "fail", "fail", "remove", "adjust", "average", "certainty"), ignoreCase: true), n.Flag("nest"))
        {
            WeightPlace = n.PlaceOf("weight"),
            StrataPlace = n.PlaceOf("strata"),
            UnitsPlace = n.PlaceOf("units"),
            Pps = n.OneOf("pps", "none", "none", "brewer") == "brewer" ? UnequalProbability.Brewer : UnequalProbability.None,
            Replicates = n.MapOrNull("replicates") is { } r ? Replicates(r) : null,
            Weights = [.. n.Maps("weights").Select(Step)],
            Second = n.MapOrNull("second_phase") is { } second ? SecondPhase(second) : null,
        };
        if (design.Second is { } phase)
        {
            foreach (var key in (string[])["replicates", "weights", "pps", "nest"])
                if (n.Has(key)) n.Problem(n.PlaceOf(key), $"{key} is not offered with a second phase.");
            if (design.Units.Count > 1 || design.Fpc.Count > 1) n.Problem(phase.Place, "a sample of two phases has one stage in each: name one unit and one fpc at most.");
        }
        n.NothingElse();
        return design;
    }

    private static PlanSecondPhase SecondPhase(PlanNode n)
    {
        var phase = new PlanSecondPhase(n.Text("drawn"), n.TextOrNull("unit"), n.TextOrNull("strata"), n.TextOrNull("weight"), n.TextOrNull("fpc"), n.Place);
        n.NothingElse();
        return phase;
    }

    private static PlanReplicates Replicates(PlanNode n)
    {
        var type = n.Named("type", ReplicationType.Other, required: true);
        var made = new PlanReplicates(type, n.TextOrNull("prefix"), n.Texts("columns"), n.Whole("number", 2, 10_000, 200), n.Number("rho", 0), n.Flag("mse"), n.Whole("seed", 0, int.MaxValue, 1), n.Flag("combined"), n.Number("scale", double.NaN), n.Numbers("rscales"), n.Place);
        if (made.Prefix is not null && made.Columns.Count > 0) n.Problem(n.Place, "replicates are named by prefix or by columns, not both.");
        if (made.Given && double.IsNaN(made.Scale) && type is not (ReplicationType.Brr or ReplicationType.Fay or ReplicationType.Jk1)) n.Problem(n.Place, $"given replicates of the type {type.ToString().ToLowerInvariant()} need their scale: whoever made them says it.");
        if (!made.Given && (n.Has("scale") || n.Has("rscales") || n.Has("combined"))) n.Problem(n.Place, "scale, rscales and combined belong to given replicates. Name their columns, or a prefix.");
        if (!made.Given && type == ReplicationType.Other) n.Problem(n.Place, "replicates of the type other are given: name their columns, or a prefix.");
        n.NothingElse();
        return made;
    }

    private static PlanWeightStep Step(PlanNode n)
    {
        var kind = n.Named("step", WeightStepKind.Trim, required: true);
        var step = new PlanWeightStep(kind, n.Place);
        step = kind switch
        {
            WeightStepKind.Nonresponse => step with { Responded = n.Formula("responded"), By = Some(n, "classes") },
            WeightStepKind.PostStratify => step with { Margins = [Margin(n)], Partial = n.Flag("partial") },
            WeightStepKind.Rake => step with { Margins = [.. n.Maps("margins").Select(m => { var margin = Margin(m); m.NothingElse(); return margin; })], Epsilon = n.Number("epsilon", 1), Rounds = n.Whole("rounds", 1, 10_000, 10) },
            WeightStepKind.Calibrate => step with { By = n.Texts("by"), Numbers = n.Texts("numbers"), Totals = Totals(n.Map("totals")), Distance = n.Named("distance", CalibrationDistance.Linear), Lower = n.Number("lower", double.NegativeInfinity), Upper = n.Number("upper", double.PositiveInfinity) },
            _ => step with { Lower = n.Number("lower", 0), Upper = n.Number("upper"), Strict = n.Flag("strict") },
        };
        if (kind == WeightStepKind.Rake && step.Margins.Count == 0) n.Problem(n.Place, "margins is missing here.");
        if (kind == WeightStepKind.Calibrate && step.By.Count + step.Numbers.Count == 0) n.Problem(n.Place, "by or numbers is missing here.");
        n.NothingElse();
        return step;
    }

    private static PlanMargin Margin(PlanNode n) => new(Some(n, "by"), Totals(n.Map("totals")));

    private static IReadOnlyList<string> Some(PlanNode n, string key)
    {
        var texts = n.Texts(key);
        if (texts.Count == 0) n.Problem(n.PlaceOf(key), $"{key} is missing here.");
        return texts;
    }

    private static PlanTotals Totals(PlanNode n)
    {
        // A number of people without source and year could not be judged by whoever reads the report.
        if (!n.Has("year")) n.Problem(n.Place, "year is missing here.");
        var totals = new PlanTotals(n.Text("file"), n.Words("source"), n.Whole("year", 1900, 2200, 0), n.Place);
        n.NothingElse();
        return totals;
    }
}
