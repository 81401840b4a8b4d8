namespace Sala.Statistics;

/// <summary>Data that cannot be used: the message names row and column and what to do. Nothing was computed.</summary>
public class DataException : Exception
{
    /// <summary>An error with a place and a next step.</summary>
    public DataException(string message) : base(message) { }
}

/// <summary>A design that contradicts its data or itself: a PSU in two strata, a missing or negative weight, sampling of more than there is.</summary>
public class DesignException : DataException
{
    /// <summary>An error with a place and a next step.</summary>
    public DesignException(string message) : base(message) { }
}

/// <summary>A stratum has one PSU and the design names no rule for it.</summary>
public sealed class LonelyPsuException : DesignException
{
    internal LonelyPsuException(string stratum, int stage) : base(Messages.LonelyPsu(stratum, stage)) => Stratum = stratum;

    /// <summary>The stratum concerned.</summary>
    public string Stratum { get; }
}

/// <summary>Weights that cannot be brought to the wanted totals.</summary>
public sealed class CalibrationException : DataException
{
    /// <summary>An error that says which total is missed and by how much.</summary>
    public CalibrationException(string message) : base(message) { }
}

/// <summary>An estimate that cannot be made from these rows, with the reason.</summary>
public sealed class EstimationException : DataException
{
    /// <summary>An error with its reason.</summary>
    public EstimationException(string message) : base(message) { }
}
