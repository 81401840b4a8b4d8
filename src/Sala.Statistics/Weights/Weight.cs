namespace Sala.Statistics;

/// <summary>How many people of the population one person asked stands for: finite and never negative.</summary>
public readonly record struct Weight
{
    /// <summary>A weight.</summary>
    /// <exception cref="DesignException">The value is negative, infinite or no number.</exception>
    public Weight(double value) => Value = double.IsFinite(value) && value >= 0 ? value : throw new DesignException(Messages.WeightNotFinite(value));

    /// <summary>The number of people.</summary>
    public double Value { get; }

    /// <summary>The number as text.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
