using Sala.Cases;
using Sala.Countries;
using Sala.Vault;

namespace Sala.Web.Cases;

/// <summary>A case as a list shows it.</summary>
/// <param name="Day">The day on which it was opened.</param>
/// <param name="Behind">The file of the same child that it stands behind, where that one opens too.</param>
public sealed record CaseListed(RecordId Id, RecordId Unit, CaseStage Stage, Urgency Urgency, string Day, string Pseudonym, RecordId? Behind)
{
    public static CaseListed Of(CaseLine line) => new(line.Id, line.UnitId, line.Stage, line.Urgency, line.Day.ToString(), line.Pseudonym, line.Into);
}

/// <summary>The cases that open for this person; no other is counted.</summary>
public sealed record CaseList(int Count, IReadOnlyList<CaseListed> Cases);

/// <summary>A case as far as it opens for this person.</summary>
/// <param name="Parts">The parts that open. Of the others nothing is shown, nor that there is anything in them.</param>
/// <param name="Entries">The newest version of each, in the order in which they were begun.</param>
public sealed record CaseShown(RecordId Id, RecordId Unit, CaseStage Stage, Urgency Urgency, string Day, string Pseudonym, IReadOnlyList<Compartment> Parts, IReadOnlyList<EntryShown> Entries, IReadOnlyList<HolderShown> Holders, IReadOnlyList<RecordId> Reports)
{
    public static CaseShown Of(CaseView view) => new(view.Id, view.UnitId, view.Stage, view.Urgency, view.Day.ToString(), view.Facts.Pseudonym, view.Parts, [.. view.Entries.Select(EntryShown.Of)],
        [.. view.Holders.Select(HolderShown.Of)], view.Reports)
    {
        Number = view.Facts.Number > 0 ? CaseNumber.Write(view.Facts.Number) : "",
    };

    /// <summary>As staff say it; empty where it has none.</summary>
    public string Number { get; init; } = "";
}

/// <summary>One version of something written in a case.</summary>
/// <param name="Form">The form of the pack that asked, and its version; empty where there was none.</param>
public sealed record EntryShown(RecordId Id, int Version, Compartment Part, EntryKind Kind, RecordId Person, DateTimeOffset At, string Form, string FormVersion, IReadOnlyDictionary<string, string> Answers, string Words)
{
    public static EntryShown Of(OpenedEntry e) => new(e.Id, e.Version, e.Compartment, e.Kind, e.PersonId, e.At, e.Body.Form, e.Body.FormVersion, e.Body.Answers, e.Body.Words);
}

/// <summary>All versions of an entry, oldest first.</summary>
public sealed record EntryHistory(IReadOnlyList<EntryShown> Versions);

/// <summary>Who reads a part, and what for.</summary>
public sealed record HolderShown(RecordId Person, Compartment Part, DateTimeOffset From, DateTimeOffset? Until, string Purpose, bool ByOrder)
{
    internal static HolderShown Of(PartHolder h) => new(h.PersonId, h.Compartment, h.From, h.Until, h.Purpose, h.ByOrder);
}

/// <summary>The files of one child, as far as they open for this person.</summary>
/// <param name="Into">The file that this one stands behind.</param>
public sealed record FilesShown(CaseListed? Into, IReadOnlyList<CaseListed> Behind);

/// <summary>What was made is called so.</summary>
public sealed record Made(RecordId Id);

/// <summary>A case from a report that this person works on.</summary>
/// <param name="Pseudonym">The made-up name of the child, for lists.</param>
public sealed record CaseToOpen(RecordId Report, string Pseudonym);

/// <summary>Something new in a part of a case: a person, an incident, a note, a form, a task, an exhibit, an order or a decision. What goes through rules of its own has an address of its own.</summary>
/// <param name="Form">Name and version of the form of the pack that asked; left out where there was none.</param>
public sealed record EntryToWrite(Compartment Part, EntryKind Kind, Dictionary<string, string>? Answers = null, string Words = "", string Form = "", string FormVersion = "")
{
    internal EntryBody ToBody() => new(Form, FormVersion, Answers ?? [], Words);
}

/// <summary>A new version of an entry.</summary>
/// <param name="Version">The version that was read. If somebody wrote another since, both stand and this one is refused (409).</param>
public sealed record EntryToChange(int Version, Dictionary<string, string>? Answers = null, string Words = "", string Form = "", string FormVersion = "")
{
    internal EntryBody ToBody() => new(Form, FormVersion, Answers ?? [], Words);
}

/// <summary>Where the work on the case stands. Closing is planned as a step.</summary>
public sealed record StageToSet(CaseStage Stage);

/// <summary>A part of the case for a person.</summary>
/// <param name="Purpose">What they need it for; everybody who holds the part reads it.</param>
/// <param name="Until">When it ends by itself; left out, it is ended by hand.</param>
/// <param name="Authority">The child's consent or a lawful order, where the part is beyond the person's role (rule D3).</param>
public sealed record PartToGive(Compartment Part, RecordId Person, string Purpose, DateTimeOffset? Until = null, AuthorityShown? Authority = null);

/// <summary>By what right somebody reads beyond their role.</summary>
public sealed record AuthorityShown(AuthorityKind Kind, string Document);

/// <summary>A part whose reading ends for a person: what is written from then on is under a new key.</summary>
public sealed record PartToEnd(Compartment Part, RecordId Person);

/// <summary>The child does not want this person.</summary>
public sealed record ObjectionToRecord(RecordId Person);

/// <summary>A second file of the same child.</summary>
public sealed record FileToMerge(RecordId Duplicate, string Reason);

/// <summary>Why a file stands by itself again.</summary>
public sealed record FileToPart(string Reason);

/// <summary>What another system holds of a case: taken over whole or not at all. A step (kind plan, with its procedure among the answers) comes in as a plan that has not begun.</summary>
public sealed record CaseToImport(List<EntryToWrite> Entries);

/// <summary>What was taken over, in the order in which it was given.</summary>
public sealed record Imported(IReadOnlyList<RecordId> Entries);
