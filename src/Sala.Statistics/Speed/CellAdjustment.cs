namespace Sala.Statistics;

/// <summary>An adjustment of weights to what is known of the population, solved on the calibration cells of a <see cref="OnePassPlan"/> and solved anew
/// on them for each replicate: rows of one cell have one factor, so that the rows are not needed again.</summary>
/// <remarks>The same solvers as <see cref="Weighting"/> uses on rows: there a row is a person, here a cell with the weight of all in it.</remarks>
public sealed class CellAdjustment
{
    private readonly IReadOnlySet<string> numbers;
    private readonly Func<SurveyData, double[], Func<double[], double[]>> solver;

    private CellAdjustment(IEnumerable<string> numbers, Func<SurveyData, double[], Func<double[], double[]>> solver) =>
        (this.numbers, this.solver) = (numbers.ToHashSet(StringComparer.Ordinal), solver);

    /// <summary>Brings the number of people in each cell to the known one, as <see cref="Weighting.PostStratify"/>.</summary>
    /// <param name="population">By calibration cells of the plan: all their variables or some.</param>
    public static CellAdjustment PostStratify(PopulationCells population) => new([], (data, weights) =>
    {
        var cells = population.CellOfRow(data, weights, false);
        return w => RakedWeights.ToCells(w, cells, population.People);
    });

    /// <summary>Brings the cells of several tables to the known ones by turns, as <see cref="Weighting.Rake"/>.</summary>
    /// <param name="margins">By calibration cells of the plan.</param>
    /// <param name="epsilon">Largest change of a cell that counts as settled: people, or below 1 a part of all people.</param>
    /// <param name="rounds">Most rounds; where they do not suffice the margins are not met and nothing is computed.</param>
    public static CellAdjustment Rake(IReadOnlyList<PopulationCells> margins, double epsilon = 1, int rounds = 10) => new([], (data, weights) =>
    {
        var raked = new RakedWeights(data, weights, margins, epsilon, rounds);
        raked.Of(weights);
        return raked.Settled ? raked.Of : throw new CalibrationException(Messages.RakingNotSettled(rounds));
    });

    /// <summary>Brings totals of variables to known ones with the least change of weights, as <see cref="Weighting.Calibrate"/>.</summary>
    /// <param name="formula">Over calibration cells of the plan.</param>
    /// <param name="totals">The known total of each column of the model by its name, <c>(Intercept)</c> for the number of people.</param>
    /// <param name="numbers">Calibration cells that are numbers; the others are categories.</param>
    /// <param name="distance">How change is measured.</param>
    /// <param name="lower">Smallest factor.</param>
    /// <param name="upper">Largest factor.</param>
    public static CellAdjustment Calibrate(string formula, IReadOnlyDictionary<string, double> totals, IReadOnlyCollection<string>? numbers = null,
        CalibrationDistance distance = CalibrationDistance.Linear, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity) =>
        new(numbers ?? [], (data, _) => CalibrationModel.Of(data, formula, totals, distance, lower, upper).Weights);

    /// <summary>For the weights of the cells, or of a replicate, the factor of each cell.</summary>
    internal Func<double[], double[]> Factors(PsuSums sums, double[] weights)
    {
        var variables = sums.Plan.CalibrationCells;
        var data = new SurveyData(variables.Select((name, v) => numbers.Contains(name)
            ? (Column)new NumericColumn(name, [.. sums.Cells.Select(c => Number(name, c[v]))])
            : CategoricalColumn.Of(name, [.. sums.Cells.Select(c => (string?)c[v])])));
        var solve = solver(data, weights);
        return w =>
        {
            var after = solve(w);
            for (var c = 0; c < after.Length; c++)
            {
                after[c] = w[c] == 0 ? 0 : after[c] / w[c];
                if (!double.IsFinite(after[c])) throw new CalibrationException(Messages.CalibrationSingular());
            }
            return after;
        };
    }

    private static double Number(string column, string level) =>
        double.TryParse(level, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number : throw new DesignException(Messages.NotNumeric(column, level));
}
