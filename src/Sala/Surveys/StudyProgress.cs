namespace Sala.Surveys;

/// <summary>What is being done with a study.</summary>
public enum StudyWork
{
    Reading = 0,

    /// <summary>Every row is put through the form: who was asked what.</summary>
    Routing = 1,
    Estimating = 2,

    /// <summary>Disclosure control.</summary>
    Deciding = 3,
    Writing = 4,
}

/// <summary>How far it is.</summary>
/// <param name="Words">For the command line.</param>
/// <param name="Done">Of <paramref name="Of"/>; both 0 where it is not counted.</param>
public readonly record struct StudyProgress(StudyWork Work, string Words, int Done = 0, int Of = 0);
