namespace Sala.Statistics;

/// <summary>What to do with a stratum that has only one PSU, so that its variance cannot be estimated from itself.</summary>
/// <remarks>The names are those of R survey's option survey.lonely.psu. Lumley (2010), Complex Surveys, section 3.2.1.</remarks>
public enum LonelyPsu
{
    /// <summary>Refuse (the default): the analyst has to decide.</summary>
    Fail,

    /// <summary>The stratum adds nothing to the variance. Understates it.</summary>
    Remove,

    /// <summary>The PSU's total is compared with the mean of all PSU totals. Overstates it, the safe side.</summary>
    Adjust,

    /// <summary>The stratum adds what the others add on average.</summary>
    Average,

    /// <summary>The PSU was sure to be sampled: it adds nothing, rightly.</summary>
    Certainty,
}
