namespace Sala.Forms.Checking;

/// <summary>One thing that a check looks for. Ids stay as they are from version to version.</summary>
/// <param name="Id">Words with hyphens: <c>unknown-choice</c>.</param>
/// <param name="IsError">Whether the form cannot do what is written; else its author may want to look again.</param>
/// <param name="Meaning">What is found.</param>
public sealed record CheckRule(string Id, bool IsError, string Meaning)
{
    /// <summary>The form cannot be read as it stands.</summary>
    public static CheckRule Unreadable { get; } = new("unreadable", true, "The form cannot be run as it stands: a type, name, list, bracket or rule is not understood, or rules wait for each other.");

    /// <summary>Something that the reader passes over.</summary>
    public static CheckRule Doubtful { get; } = new("doubtful", false, "Something is passed over or may not mean what it seems to: a path that leads nowhere, a column that is not known.");

    /// <summary>A comparison that can never come out as written.</summary>
    public static CheckRule TypeMismatch { get; } = new("type-mismatch", true, "A number, day or time is compared with a text that it can never equal, or the order of texts is asked for.");

    /// <summary>A day beside a plain number.</summary>
    public static CheckRule DateWithNumber { get; } = new("date-with-number", false, "A date is compared with a plain number, which counts as days since 1970-01-01.");

    /// <summary>Several answers beside one code.</summary>
    public static CheckRule MultipleWithEquals { get; } = new("multiple-with-equals", false, "A select_multiple is compared with =, which holds only where that code alone is chosen.");

    /// <summary>Truth beside the words true and false.</summary>
    public static CheckRule TruthAsText { get; } = new("truth-as-text", false, "True or false is compared with a text, where every text but the empty one counts as true.");

    /// <summary>A group or note in a rule.</summary>
    public static CheckRule GroupAsValue { get; } = new("group-as-value", false, "A rule asks for the value of a group or note, which has none.");

    /// <summary>A code that no list has.</summary>
    public static CheckRule UnknownChoice { get; } = new("unknown-choice", true, "A rule compares an answer with a code that its list does not have.");

    /// <summary>A column that no list has.</summary>
    public static CheckRule UnknownColumn { get; } = new("unknown-column", true, "A choice filter asks for a column that the choices do not have.");

    /// <summary>Relevance that never holds.</summary>
    public static CheckRule NeverRelevant { get; } = new("never-relevant", false, "A relevance can never hold, by itself.");

    /// <summary>A question that nobody comes to.</summary>
    public static CheckRule Unreachable { get; } = new("unreachable", false, "A relevance can never hold together with that of its groups and of the questions that it needs an answer to.");

    /// <summary>A required question that nobody comes to.</summary>
    public static CheckRule RequiredNeverAsked { get; } = new("required-never-asked", false, "A required question, or one in the group, is never asked.");

    /// <summary>A constraint that takes nothing.</summary>
    public static CheckRule ConstraintNeverMet { get; } = new("constraint-never-met", true, "No answer meets the constraint.");

    /// <summary>A repeat without instances.</summary>
    public static CheckRule RepeatNever { get; } = new("repeat-never", false, "A repeat_count can never be above zero.");

    /// <summary>A choice that no filter lets through.</summary>
    public static CheckRule ChoiceNeverOffered { get; } = new("choice-never-offered", false, "No choice filter can ever offer the choice.");

    /// <summary>A list that nothing uses.</summary>
    public static CheckRule ListUnused { get; } = new("list-unused", false, "No question and no rule uses the list.");

    /// <summary>Two choices with one label.</summary>
    public static CheckRule LabelsAlike { get; } = new("labels-alike", false, "Two choices that are offered together have the same label.");

    /// <summary>A code that means two things.</summary>
    public static CheckRule CodeChangesMeaning { get; } = new("code-changes-meaning", false, "Two lists, or two languages of a list, have two labels the other way round.");

    /// <summary>Nothing to read.</summary>
    public static CheckRule LabelMissing { get; } = new("label-missing", false, "A question that is shown, or a choice, has no label in any language.");

    /// <summary>Nothing to read in one language.</summary>
    public static CheckRule TranslationMissing { get; } = new("translation-missing", false, "A text is there in one language and missing in another.");

    /// <summary>All rules.</summary>
    public static IReadOnlyList<CheckRule> All { get; } =
    [
        Unreadable, Doubtful, TypeMismatch, DateWithNumber, MultipleWithEquals, TruthAsText, GroupAsValue, UnknownChoice, UnknownColumn, NeverRelevant, Unreachable,
        RequiredNeverAsked, ConstraintNeverMet, RepeatNever, ChoiceNeverOffered, ListUnused, LabelsAlike, CodeChangesMeaning, LabelMissing, TranslationMissing,
    ];
}

/// <summary>One place in a form that a rule of the check speaks of.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Problem">Where, what, and how to mend it.</param>
public sealed record Finding(CheckRule Rule, FormProblem Problem)
{
    /// <summary>The line that a program shows: <c>survey, row 14, relevant: … [unknown-choice]</c></summary>
    public override string ToString() => $"{Problem} [{Rule.Id}]";
}
