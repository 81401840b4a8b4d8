using Sala.Agencies;
using Sala.Cases;
using Sala.Vault;

namespace Sala.Tests.Cases.Matrix;

/// <summary>Somebody of the staff, as the test drew them.</summary>
/// <param name="Roles">What counts for them, by unit: "A" is the children's unit, "B" the second. Who was not let in, was reset or left has none.</param>
/// <param name="OverHttp">Has a real session.</param>
internal sealed record Somebody(string Name, IReadOnlyDictionary<string, Roles> Roles, SignedIn By, bool OverHttp)
{
    public Roles All => Roles.Values.Aggregate(global::Sala.Agencies.Roles.None, (all, r) => all | r);
}

/// <summary>How a person came to a part of a case, or seems to have.</summary>
internal enum Scope
{
    /// <summary>No grant at all.</summary>
    Stranger,
    Given,
    GivenUntilLater,
    Ended,
    ByOrder,

    /// <summary>Who can write to the database made it a grant by order; its MAC is that of the narrower one.</summary>
    Forged,

    /// <summary>It was revoked, the part has a new key, and who can write to the database put the old row back.</summary>
    PutBack,
    LeadsTheUnit,
    LeadsAnotherUnit,
    Conflict,
    Objected,

    /// <summary>The row of the case was changed by another hand.</summary>
    TamperedCase,
    ErasedCase,
    NoSuchCase,
}

/// <summary>A case as the test drew it: all that the oracle knows.</summary>
internal sealed class DrawnCase
{
    public required RecordId Id { get; init; }
    public required int Number { get; init; }
    public required string Unit { get; init; }
    public required Somebody Opener { get; init; }
    public Dictionary<(Somebody, Compartment), Scope> Grants { get; } = [];
    public HashSet<Somebody> Named { get; } = [];
    public HashSet<Somebody> Unwanted { get; } = [];
    public bool Tampered { get; set; }
    public bool Erased { get; set; }
    public bool There { get; init; } = true;
    public bool Closed { get; set; }

    /// <summary>The other file of the same child, if there is one.</summary>
    public DrawnCase? Twin { get; set; }

    /// <summary>Stands behind its twin.</summary>
    public bool Behind { get; set; }

    /// <summary>Parts whose key was changed once.</summary>
    public HashSet<Compartment> Rekeyed { get; } = [];
    public Dictionary<Compartment, RecordId> Notes { get; } = [];

    /// <summary>The words of a part that nobody else may see.</summary>
    public string Mark(Compartment part) => $"MARK-{Number}-{part}-";
}

/// <summary>
/// Who may see what, restated plainly from docs/decisions/cases-parts-and-who-gives-them.md and rule D3: it knows what was drawn and calls nothing of the program.
/// </summary>
internal static class Oracle
{
    private const Roles Readers = Roles.Responder | Roles.DutyDeputy | Roles.HeadOfUnit | Roles.Lead;
    private const Roles Caseworkers = Readers | Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor | Roles.Court | Roles.ChildsLawyer | Roles.SocialWorker | Roles.Psychologist | Roles.Clinician | Roles.Teacher | Roles.Supporter;

    public static bool RoleReads(Roles roles, Compartment part) => (roles & part switch
    {
        Compartment.Intake => Readers | Roles.Investigator | Roles.Prosecutor | Roles.SocialWorker | Roles.ChildsLawyer,
        Compartment.Investigation => Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor,
        Compartment.Care => Roles.SocialWorker | Roles.Psychologist | Roles.Clinician,
        _ => Roles.Prosecutor | Roles.Court | Roles.ChildsLawyer,
    }) != 0;

    public static bool IsCaseworker(Somebody who) => (who.All & Caseworkers) != 0;

    public static bool Leads(Somebody who, DrawnCase of) => (who.Roles.GetValueOrDefault(of.Unit) & Roles.Lead) != 0;

    public static bool InConflict(Somebody who, DrawnCase of) => of.Named.Contains(who) || of.Twin?.Named.Contains(who) == true;

    /// <summary>The child does not want them, said in whichever file of the child.</summary>
    public static bool IsUnwanted(Somebody who, DrawnCase of) => of.Unwanted.Contains(who) || of.Twin?.Unwanted.Contains(who) == true;

    private static bool Shut(Somebody who, DrawnCase of) => !of.There || of.Tampered || of.Erased || IsUnwanted(who, of) || InConflict(who, of);

    public static IReadOnlyList<Compartment> Reads(Somebody who, DrawnCase of) => Shut(who, of) ? [] : [.. Enum.GetValues<Compartment>().Where(part => of.Grants.GetValueOrDefault((who, part)) switch
    {
        Scope.Given or Scope.GivenUntilLater when RoleReads(who.All, part) => true,
        Scope.ByOrder when IsCaseworker(who) => true,
        _ => Leads(who, of) && RoleReads(who.All, part),
    })];

    /// <summary>Whether a part is theirs to give: they hold its key, and lead the unit or opened the case.</summary>
    public static bool Gives(Somebody who, DrawnCase of, Compartment part) => Reads(who, of).Count > 0 && (Leads(who, of) || (of.Opener == who && Reads(who, of).Contains(part)));

    /// <summary>Under what name the pair stands in the matrix.</summary>
    public static Scope ScopeOf(Somebody who, DrawnCase of, Compartment part) =>
        !of.There ? Scope.NoSuchCase : of.Tampered ? Scope.TamperedCase : of.Erased ? Scope.ErasedCase : IsUnwanted(who, of) ? Scope.Objected : InConflict(who, of) ? Scope.Conflict
        : of.Grants.TryGetValue((who, part), out var scope) ? scope : Leads(who, of) ? Scope.LeadsTheUnit : who.Roles.Values.Any(r => (r & Roles.Lead) != 0) ? Scope.LeadsAnotherUnit : Scope.Stranger;
}
