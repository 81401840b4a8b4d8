using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>From the columns that a plan names to a design of the library: how the sample was drawn, its replicates, and what was done to the weights.</summary>
internal static class StudyDesign
{
    /// <summary>The design of persons, weighted as the plan says.</summary>
    /// <exception cref="DatasetException">A cell that the design needs is empty or no number.</exception>
    /// <exception cref="ExpressionException">The plan names what the data do not have, or a step of weighting cannot be taken.</exception>
    public static SurveyDesign OfPersons(Plan plan, string file, Frame persons)
    {
        var d = plan.Design;
        var columns = Columns(d, file, persons, Number(file, persons, d.Weight, d.WeightPlace, positive: true));
        foreach (var step in d.Weights)
        {
            foreach (var by in step.By.Concat(step.Margins.SelectMany(m => m.By))) columns.Add(Levels(file, persons, by, step.Place));
            foreach (var number in step.Numbers) columns.Add(Number(file, persons, number, step.Place, positive: false));
        }
        if (d.Second is { } second) return At(second.Place, () => TwoPhase(d, second, file, persons, columns));
        var data = new SurveyData(columns.DistinctBy(c => c.Name));
        var design = d.Replicates is null ? (SurveyDesign)SurveyDesign.Of(data, Specification(d)) : At(d.Replicates.Place, () => Replicated(d, file, persons, data));
        foreach (var step in d.Weights) design = At(step.Place, () => Weighted(design, step, plan.Folder, persons));
        return design;
    }

    /// <summary>The design of rows below persons: each has the weight of its person, in the sample and in every replicate.</summary>
    public static SurveyDesign OfStack(Plan plan, string file, Frame frame, SurveyDesign persons)
    {
        var d = plan.Design;
        if (persons is ReplicateDesign { Replicates: var of })
        {
            var own = persons.Weights.ToArray();
            var factors = Enumerable.Range(0, of.Count).Select(r => frame.Person.Select(p => of.CombinedWeights ? of.Factor(r, p) : of.Factor(r, p) * own[p]).ToArray()).ToArray();
            var weight = new NumericColumn(d.Weight, [.. frame.Person.Select(p => own[p])]);
            return At(d.Replicates!.Place, () => ReplicateDesign.Of(new SurveyData([weight]), d.Weight, new ReplicateWeights(of.Type, factors, of.Scale, of.Rscales, true, of.Mse, null, of.Rho)));
        }
        // The residual that a calibration leaves is one of persons; rows below them have none of their own.
        if (d.Weights.FirstOrDefault(s => s.IsCalibration) is { } step)
            throw new ExpressionException(new(step.Place.Line, step.Place.Column, "weights that are brought to totals are carried into the variance of rows below persons by replicates only. Add replicates to the design."));
        var weights = persons.Weights.ToArray();
        return SurveyDesign.Of(new SurveyData(Columns(d, file, frame, new NumericColumn(d.Weight, [.. frame.Person.Select(p => weights[p])])).DistinctBy(c => c.Name)), Specification(d));
    }

    // Who was not drawn has no weight or population of the second phase; all have its strata, since they are drawn from.
    private static TwoPhaseDesign TwoPhase(PlanDesign d, PlanSecondPhase second, string file, Frame persons, List<Column> columns)
    {
        var drawn = Number(file, persons, second.Drawn, second.Place, positive: true);
        columns.Add(drawn);
        foreach (var levels in ((string?[])[second.Unit, second.Strata]).OfType<string>()) columns.Add(Levels(file, persons, levels, second.Place));
        foreach (var number in ((string?[])[second.Weight, second.Fpc]).OfType<string>()) columns.Add(Number(file, persons, number, second.Place, positive: true, needed: row => drawn.Values[row] != 0));
        return TwoPhaseDesign.Of(new SurveyData(columns.DistinctBy(c => c.Name)), new TwoPhaseSpecification
        {
            FirstUnits = d.Units.Count > 0 ? d.Units[0] : null,
            FirstStrata = d.Strata,
            FirstWeights = d.Weight,
            FirstFpc = d.Fpc.Count > 0 ? d.Fpc[0] : null,
            Drawn = second.Drawn,
            SecondUnits = second.Unit,
            SecondStrata = second.Strata,
            SecondWeights = second.Weight,
            SecondFpc = second.Fpc,
            LonelyPsu = d.Lonely,
        });
    }

    private static DesignSpecification Specification(PlanDesign d) => new()
    {
        Ids = [.. d.Units],
        Strata = d.Strata is { } s ? [s] : [],
        Weights = d.Weight,
        Fpc = d.Fpc,
        Nest = d.Nest,
        LonelyPsu = d.Lonely,
        Pps = d.Pps,
    };

    private static List<Column> Columns(PlanDesign d, string file, Frame frame, NumericColumn weight)
    {
        var columns = new List<Column> { weight };
        if (d.Strata is { } strata) columns.Add(Levels(file, frame, strata, d.StrataPlace));
        columns.AddRange(d.Units.Select(u => Levels(file, frame, u, d.UnitsPlace)));
        columns.AddRange(d.Fpc.Select(f => Number(file, frame, f, d.UnitsPlace, positive: true)));
        if (d is { Nest: false, Strata: { } by, Units: [var unitOf, ..] }) RequireOneStratum(file, frame, unitOf, by);
        return columns;
    }

    // The library would tell it too, with its own count of rows and the names of unit and strata: those are cells of the data.
    private static void RequireOneStratum(string file, Frame frame, string unit, string strata)
    {
        var (units, stratum) = (frame.Find(unit)!, frame.Find(strata)!);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < frame.Rows; row++)
        {
            if (first.TryAdd(units[row]!, row) || stratum[first[units[row]!]] == stratum[row]) continue;
            throw new DatasetException(file, Dataset.FileRow(frame.Person[row]), unit,
                $"the unit of this row lies in another stratum in row {Dataset.FileRow(frame.Person[first[units[row]!]])}. If its number is used anew in each stratum, say nest: true in the plan; otherwise correct the row. Nothing was done.");
        }
    }

    private static ReplicateDesign Replicated(PlanDesign d, string file, Frame persons, SurveyData data)
    {
        var r = d.Replicates!;
        if (!r.Given)
        {
            try { return Replication.Of(SurveyDesign.Of(data, Specification(d)), r.Type, r.Number, r.Rho, r.Mse, r.Seed); }
            catch (LonelyPsuException) { throw new ExpressionException(new(r.Place.Line, r.Place.Column, "a stratum has only one unit. Give the design a rule (lonely: remove, adjust or average), or merge the stratum with one like it.")); }
        }
        var names = r.Prefix is { } prefix ? persons.Named(prefix) : r.Columns;
        if (names.Count == 0) throw new ExpressionException(new(r.Place.Line, r.Place.Column, $"the data have no column whose name begins with {r.Prefix}."));
        var factors = names.Select(n => Number(file, persons, n, r.Place, positive: false).Values.ToArray()).ToArray();
        // Wolter (2007), sections 3.3, 3.5 and 4.2: what the type itself says of the scale.
        var scale = !double.IsNaN(r.Scale) ? r.Scale : r.Type == ReplicationType.Jk1 ? (names.Count - 1.0) / names.Count : 1 / (names.Count * (1 - r.Rho) * (1 - r.Rho));
        return ReplicateDesign.Of(data, d.Weight, new ReplicateWeights(r.Type, factors, scale, r.Rscales, r.Combined, r.Mse, null, r.Rho));
    }

    private static SurveyDesign Weighted(SurveyDesign design, PlanWeightStep step, string folder, Frame persons)
    {
        switch (step.Kind)
        {
            case WeightStepKind.Nonresponse:
                var answered = PlanExpression.Compile(step.Responded, persons);
                var classes = CategoricalColumn.Of(string.Join(" x ", step.By), [.. Enumerable.Range(0, design.Rows).Select(row => step.By.All(b => persons.Find(b)![row] is not null) ? string.Join(", ", step.By.Select(b => persons.Find(b)![row])) : null)]);
                return Weighting.ForNonresponse(design.With([classes]), [.. Enumerable.Range(0, design.Rows).Select(row => answered(row) is not 0 and not double.NaN)], classes.Name);
            case WeightStepKind.PostStratify:
                return Weighting.PostStratify(design, PopulationFile.Cells(folder, step.Margins[0]), step.Partial);
            case WeightStepKind.Rake:
                return Weighting.Rake(design, [.. step.Margins.Select(m => PopulationFile.Cells(folder, m))], step.Epsilon, step.Rounds);
            case WeightStepKind.Calibrate:
                return Weighting.Calibrate(design, "~ " + string.Join(" + ", step.By.Concat(step.Numbers)), PopulationFile.Totals(folder, step.Totals!), step.Distance, step.Lower, step.Upper);
            default:
                return Weighting.Trim(design, step.Lower, step.Upper, step.Strict);
        }
    }

    /// <summary>What the library refuses, told with the place in the plan that asked for it.</summary>
    public static T At<T>(Place place, Func<T> made)
    {
        try { return made(); }
        catch (DataException wrong) when (wrong is not LonelyPsuException) { throw new ExpressionException(new(place.Line, place.Column, wrong.Message)); }
    }

    private static Variable Found(Frame frame, string name, Place place) =>
        frame.Find(name) ?? throw new ExpressionException(new(place.Line, place.Column, $"the data have no column {name}{frame.Nearest(name)}."));

    private static CategoricalColumn Levels(string file, Frame frame, string name, Place place)
    {
        var variable = Found(frame, name, place);
        for (var row = 0; row < variable.Rows; row++)
            if (variable[row] is null) throw Empty(file, frame, row, name);
        return CategoricalColumn.Of(name, [.. Enumerable.Range(0, variable.Rows).Select(r => variable[r])]);
    }

    private static NumericColumn Number(string file, Frame frame, string name, Place place, bool positive, Func<int, bool>? needed = null)
    {
        var variable = Found(frame, name, place);
        for (var row = 0; row < variable.Rows; row++)
        {
            if (needed is not null && !needed(row)) continue;
            if (variable[row] is null) throw Empty(file, frame, row, name);
            if (double.IsNaN(variable.Number(row))) throw new DatasetException(file, Dataset.FileRow(frame.Person[row]), name, "the cell is no number. Nothing was done.");
            if (positive && variable.Number(row) < 0) throw new DatasetException(file, Dataset.FileRow(frame.Person[row]), name, "the number is negative. A weight is zero or more. Nothing was done.");
        }
        return new NumericColumn(name, [.. Enumerable.Range(0, variable.Rows).Select(variable.Number)]);
    }

    private static DatasetException Empty(string file, Frame frame, int row, string name) =>
        new(file, Dataset.FileRow(frame.Person[row]), name, "the cell is empty. Every row needs a value for the design. Nothing was done.");
}
