namespace Sala.Statistics;

/// <summary>One stage of sampling: which unit a row is in, which stratum a unit, how many units were drawn of how many.</summary>
internal sealed class Stage
{
    public required int[] UnitOfRow { get; init; }
    public required int[] StratumOfUnit { get; init; }
    public required string[] StratumNames { get; init; }

    /// <summary>The unit of the stage before in which a stratum lies; 0 at the first stage.</summary>
    public required int[] ParentOfStratum { get; init; }
    public required int Parents { get; init; }

    /// <summary>Units drawn, for each stratum.</summary>
    public required int[] Sampled { get; init; }

    /// <summary>Units there are in the stratum, for each unit; infinite where drawn with replacement. With Brewer n/p of the unit.</summary>
    public required double[] Population { get; init; }

    public int Units => StratumOfUnit.Length;
    public int Strata => StratumNames.Length;
}
