namespace Sala.Forms;

/// <summary>What a part of a page is.</summary>
public enum FormPartKind
{
    /// <summary>A question, a note, or a value to read.</summary>
    Question,

    /// <summary>Questions that belong together.</summary>
    Group,

    /// <summary>Questions asked once for each of several things: holds its instances.</summary>
    Repeat,

    /// <summary>One of the several things.</summary>
    Instance,
}

/// <summary>Something that stands on a page of a session now, with what stands in it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Question">The row of the survey sheet.</param>
/// <param name="Address">Its name, with its place where it stands in a repeat. For a repeat, the address of the instance that it stands in; empty at the top.</param>
/// <param name="Parts">What stands in it, in the order of the form; empty for a question.</param>
public sealed record FormPart(FormPartKind Kind, Question Question, string Address, IReadOnlyList<FormPart> Parts)
{
    /// <summary>For a repeat: the person may add an instance. For an instance: the person may remove it.</summary>
    public bool MayChange { get; init; }

    /// <summary>For an instance: its place among its siblings, from 1; else 0.</summary>
    public int Place { get; init; }

    /// <summary>For an instance: how many there are; else 0.</summary>
    public int Count { get; init; }

    /// <summary>The questions in it at any depth; itself, if it is one.</summary>
    public IEnumerable<FormPart> Questions => Kind == FormPartKind.Question ? [this] : Parts.SelectMany(p => p.Questions);
}
