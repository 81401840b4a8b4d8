namespace Sala.Safeguards;

/// <summary>What a rule may stand before: a step of the work on a case that touches the child, or the words about the child.</summary>
public enum Procedure
{
    /// <summary>The child is asked about what happened.</summary>
    Interview,

    /// <summary>The child is examined by a clinician.</summary>
    Examination,

    /// <summary>The child testifies, or is in the building for it.</summary>
    Hearing,

    /// <summary>The child is shown people, to say who it was.</summary>
    LineUp,

    /// <summary>Somebody views an exhibit, which lies outside Sala.</summary>
    ExhibitView,

    /// <summary>Words or a list leave Sala.</summary>
    Export,

    /// <summary>The child, or who stands by the child, is told of a step.</summary>
    Notice,

    /// <summary>Somebody opens a note of another compartment.</summary>
    NoteReading,

    /// <summary>Something is decided about the child.</summary>
    Decision,

    /// <summary>The case is closed.</summary>
    Closure,

    /// <summary>The case as a whole, looked at every day: clocks and counters.</summary>
    Course,
}
