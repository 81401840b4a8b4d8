namespace Sala.Statistics;

/// <summary>What a fit leaves behind.</summary>
internal sealed record FittedModel(double[] Coefficients, double[] Predictor, double[] Mean, double[] WorkingWeights, double[,] Unscaled, double Deviance, bool Converged);

/// <summary>The coefficients of a model as a function of the weights.</summary>
internal sealed class ModelStatistic(IReadOnlyList<string> names, IReadOnlyList<double[]> columns, double[] response, FamilyFunctions family, bool[]? complete, double meanWeight) : Statistic
{
    public override IReadOnlyList<string> Names => names;
    public override bool[]? Complete => complete;

    /// <summary>The fit to the whole sample, once it was made.</summary>
    public FittedModel? OfSample { get; private set; }

    public override double[] Value(ReadOnlySpan<double> weights)
    {
        // Weights with mean 1, as svyglm scales them: the deviance, and with it the end of the iteration, depends on it.
        var fit = Iterate(weights, meanWeight, null);
        OfSample = fit;
        return fit.Coefficients;
    }

    public override double[] Replicate(ReadOnlySpan<double> weights, double[] value)
    {
        try
        {
            return Iterate(weights, ReproducibleSum.Of(weights), value).Coefficients;
        }
        catch (EstimationException)
        {
            // A replicate may lack a level; it then has no estimate and is left out of the variance.
            return [.. Enumerable.Repeat(double.NaN, columns.Count)];
        }
    }

    public override double[][] Influence(ReadOnlySpan<double> weights, double[] value)
    {
        var fit = OfSample!;
        var n = response.Length;
        var influence = new double[columns.Count][];
        for (var k = 0; k < influence.Length; k++) influence[k] = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (weights[i] == 0) continue;
            var score = (response[i] - fit.Mean[i]) / family.Slope(fit.Predictor[i]) * (fit.WorkingWeights[i] / weights[i]);
            for (var k = 0; k < influence.Length; k++)
            {
                double sum = 0;
                for (var j = 0; j < influence.Length; j++) sum += fit.Unscaled[k, j] * columns[j][i];
                influence[k][i] = sum * score;
            }
        }
        return influence;
    }

    private FittedModel Iterate(ReadOnlySpan<double> weights, double scale, double[]? start)
    {
        var n = response.Length;
        var w = new double[n];
        for (var i = 0; i < n; i++) w[i] = weights[i] / scale;
        var predictor = new double[n];
        var mean = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (w[i] == 0) continue;
            predictor[i] = start is null ? family.ToPredictor(family.StartingMean(response[i], w[i])) : Linear(start, i);
            mean[i] = family.ToMean(predictor[i]);
        }
        var deviance = Deviance(w, mean);
        var coefficients = start ?? new double[columns.Count];
        var working = new double[n];
        var target = new double[n];
        var unscaled = new double[columns.Count, columns.Count];
        var converged = false;
        for (var step = 0; step < 25 && !converged; step++)
        {
            for (var i = 0; i < n; i++)
            {
                if (w[i] == 0) continue;
                var slope = family.Slope(predictor[i]);
                target[i] = predictor[i] + (response[i] - mean[i]) / slope;
                working[i] = w[i] * slope * slope / family.Variance(mean[i]);
            }
            unscaled = Solving.Inverse(Solving.CrossProducts(columns, working), out var dependent) ?? throw new EstimationException(Messages.ModelSingular(names[Math.Max(dependent, 0)]));
            coefficients = Solve(unscaled, working, target);
            for (var i = 0; i < n; i++)
            {
                if (w[i] == 0) continue;
                predictor[i] = Linear(coefficients, i);
                mean[i] = family.ToMean(predictor[i]);
            }
            var before = deviance;
            deviance = Deviance(w, mean);
            converged = Math.Abs(deviance - before) / (Math.Abs(deviance) + 0.1) < 1e-8;
        }
        return new FittedModel(coefficients, predictor, mean, working, unscaled, deviance, converged);
    }

    // Solved twice: the second time for what the first left, so that the last digits do not depend on the inverse.
    private double[] Solve(double[,] inverse, double[] working, double[] target)
    {
        var coefficients = new double[columns.Count];
        for (var pass = 0; pass < 2; pass++)
        {
            var rest = new double[target.Length];
            for (var i = 0; i < rest.Length; i++) if (working[i] != 0) rest[i] = target[i] - Linear(coefficients, i);
            var right = new double[columns.Count];
            for (var k = 0; k < right.Length; k++)
            {
                var column = columns[k];
                var products = new double[rest.Length];
                for (var i = 0; i < products.Length; i++) products[i] = working[i] == 0 ? 0 : working[i] * column[i] * rest[i];
                right[k] = ReproducibleSum.Of(products);
            }
            var change = Solving.Times(inverse, right);
            for (var k = 0; k < coefficients.Length; k++) coefficients[k] += change[k];
        }
        return coefficients;
    }

    private double Linear(double[] coefficients, int row)
    {
        double sum = 0;
        for (var k = 0; k < coefficients.Length; k++) sum += columns[k][row] * coefficients[k];
        return sum;
    }

    private double Deviance(double[] weights, double[] mean)
    {
        var terms = new double[weights.Length];
        for (var i = 0; i < terms.Length; i++) if (weights[i] != 0) terms[i] = weights[i] * family.Deviance(response[i], mean[i]);
        return ReproducibleSum.Of(terms);
    }
}
