namespace Sala.Statistics;

/// <summary>Base weights, from their column or from the recorded sampling fractions.</summary>
internal static class WeightReader
{
    public static double[] Read(SurveyData data, string column)
    {
        var values = data.Numeric(column).Array;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i])) throw new DesignException(Messages.MissingValue(column, i, "weight"));
            if (!double.IsFinite(values[i]) || values[i] < 0) throw new DesignException(Messages.NegativeWeight(column, i, values[i]));
        }
        return values;
    }

    /// <summary>The product over the stages of units there are by units drawn. Horvitz and Thompson (1952), JASA 47, 663-685.</summary>
    public static double[] FromFractions(Stage[] stages, DesignSpecification specification, int rows)
    {
        if (specification.Fpc.Count == 0) throw new DesignException(Messages.NoWeightsNoFpc());
        var weights = new double[rows];
        Array.Fill(weights, 1.0);
        foreach (var stage in stages)
            for (var i = 0; i < rows; i++)
            {
                var unit = stage.UnitOfRow[i];
                weights[i] *= stage.Population[unit] / stage.Sampled[stage.StratumOfUnit[unit]];
            }
        for (var i = 0; i < rows; i++)
            if (!double.IsFinite(weights[i])) throw new DesignException(Messages.NoWeightsNoFpc());
        return weights;
    }
}
