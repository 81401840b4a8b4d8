namespace Sala.Statistics;

/// <summary>The variables of a calibration with their known totals. The rows are people, or calibration cells with the weights of all in them.</summary>
internal sealed class CalibrationModel
{
    private readonly string[] names;
    private readonly double[] totals;
    private readonly CalibrationDistance distance;
    private readonly double lower;
    private readonly double upper;

    private CalibrationModel(double[][] columns, string[] names, double[] totals, CalibrationDistance distance, double lower, double upper) =>
        (Columns, this.names, this.totals, this.distance, this.lower, this.upper) = (columns, names, totals, distance, lower, upper);

    /// <summary>The columns that are constraints.</summary>
    public double[][] Columns { get; }

    public static CalibrationModel Of(SurveyData data, string formula, IReadOnlyDictionary<string, double> totals, CalibrationDistance distance, double lower, double upper)
    {
        if (distance == CalibrationDistance.Logit && !(double.IsFinite(lower) && double.IsFinite(upper))) throw new CalibrationException(Messages.LogitNeedsBounds());
        if (!(lower < 1 && upper > 1)) throw new CalibrationException(Messages.BoundsAroundOne(lower, upper));
        var matrix = ModelMatrix.Of(data, Formula.Read(formula), null);
        foreach (var extra in totals.Keys) if (!matrix.Names.Contains(extra)) throw new CalibrationException(Messages.PopulationUnknownNames(extra));
        var kept = new List<int>();
        for (var k = 0; k < matrix.Names.Count; k++)
        {
            if (!totals.TryGetValue(matrix.Names[k], out var total)) throw new CalibrationException(Messages.PopulationNames(matrix.Names[k]));
            for (var i = 0; i < data.Rows; i++) if (double.IsNaN(matrix.Columns[k][i])) throw new DesignException(Messages.MissingCalibrationVariable(matrix.Names[k], i));
            // A level that nobody has, in sample and population alike, is no constraint.
            if (!(total == 0 && Array.TrueForAll(matrix.Columns[k], v => v == 0))) kept.Add(k);
        }
        string[] names = [.. kept.Select(k => matrix.Names[k])];
        return new CalibrationModel([.. kept.Select(k => matrix.Columns[k])], names, [.. names.Select(n => totals[n])], distance, lower, upper);
    }

    /// <summary>The weights that reach the totals.</summary>
    public double[] Weights(double[] weights) => [.. Calibrating.Factors(Columns, names, weights, totals, distance, lower, upper).Select((g, i) => weights[i] * g)];
}
