namespace Sala.Statistics;

/// <summary>What the whole population would show, had everyone the same level of one variable and all else as it is.</summary>
/// <remarks>Graubard and Korn (1999), Biometrics 55, 652-659: the covariance adds that of the coefficients and that of the others' composition.
/// Agrees with svypredmeans of R survey.</remarks>
public static class PredictiveMargins
{
    /// <summary>The predictive margin of each level of a categorical variable of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="variable">A categorical variable among its terms.</param>
    /// <returns>One estimate for each level, on the scale of the response.</returns>
    /// <exception cref="EstimationException">The variable is not in the model, or not categorical.</exception>
    public static Estimates Of(GeneralizedLinearModel model, string variable)
    {
        var design = model.Coefficients.Design;
        if (!model.Formula.Terms.Any(t => t.Contains(variable)) || design.Data[variable] is not CategoricalColumn column)
            throw new EstimationException(Messages.NoSuchTerm(variable, model.Formula.Text));
        var weights = model.Coefficients.UsableWeights;
        var used = Enumerable.Range(0, design.Rows).Where(i => weights[i] != 0).ToHashSet();
        var levels = column.Levels.Select((_, l) => l).Where(l => used.Any(i => column.Array[i] == l)).ToArray();
        var functions = model.Functions;
        var people = ReproducibleSum.Of(weights);
        var fits = new double[levels.Length][];
        var slopes = new double[levels.Length][];
        for (var g = 0; g < levels.Length; g++)
        {
            var codes = (int[])column.Array.Clone();
            for (var i = 0; i < codes.Length; i++) if (used.Contains(i)) codes[i] = levels[g];
            // The matrix keeps the columns of the fit: levels are those of the rows used in it.
            var moved = ModelMatrix.Of(design.Data.With(new CategoricalColumn(variable, codes, column.Levels)), model.Formula, null);
            var columns = model.Matrix.Names.Select(n => moved.Columns[moved.Names.ToList().IndexOf(n)]).ToArray();
            fits[g] = new double[design.Rows];
            var slope = new double[design.Rows];
            for (var i = 0; i < design.Rows; i++)
            {
                if (weights[i] == 0) continue;
                double predictor = 0;
                for (var k = 0; k < columns.Length; k++) predictor += columns[k][i] * model.Coefficients.Values[k];
                fits[g][i] = functions.ToMean(predictor);
                slope[i] = functions.Slope(predictor);
            }
            slopes[g] = [.. columns.Select(c => ReproducibleSum.Of([.. slope.Select((s, i) => weights[i] == 0 ? 0 : weights[i] * s * c[i])]) / people)];
        }
        var names = levels.Select(l => column.Levels[l]).ToArray();
        var complete = weights.Select(w => w != 0).ToArray();
        var means = design.In(complete).Evaluate(new MeanStatistic(Variables.Of(names, fits, false)));
        var covariance = new CovarianceMatrix(levels.Length);
        for (var a = 0; a < levels.Length; a++)
            for (var b = 0; b < levels.Length; b++)
            {
                var added = means.Covariance[a, b];
                for (var j = 0; j < slopes[a].Length; j++)
                    for (var k = 0; k < slopes[b].Length; k++) added += slopes[a][j] * model.Coefficients.Covariance[j, k] * slopes[b][k];
                covariance[a, b] = added;
            }
        return new Estimates(design, names, [.. means.Values], covariance, weights);
    }
}
