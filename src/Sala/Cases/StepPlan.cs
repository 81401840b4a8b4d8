using System.Globalization;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>Where a planned step stands.</summary>
public enum StepState
{
    Planned = 0,

    /// <summary>The rules were asked and let it begin.</summary>
    Opened = 1,
    Held = 2,
    Cancelled = 3,
}

/// <summary>
/// A planned interview, examination, line-up or hearing, a decision, the viewing of an exhibit, as it stands in an entry of a case: who, where, when, and what the officer filled in. Under the same names as the facts of
/// <see cref="Fact"/>; what Sala knows itself it does not ask, and does not take from here.
/// </summary>
public sealed record StepPlan(IReadOnlyDictionary<string, string> Answers)
{
    public Procedure Procedure => Enum.TryParse<Procedure>(this["procedure"], out var procedure) ? procedure : Procedure.Interview;

    public StepState State => Enum.TryParse<StepState>(this["state"], out var state) ? state : StepState.Planned;

    /// <summary>The registered room; null for any other place.</summary>
    public RecordId? Room => Id("room");
    public RecordId? Interviewer => Id("interviewer");
    public RecordId? Psychologist => Id("psychologist");
    public RecordId? Prosecutor => Id("prosecutor");

    /// <summary>The entry of the person the child chose; null where the child wants none or was not asked.</summary>
    public RecordId? SupporterEntry => Id("supporter_entry");

    /// <summary>The exhibit that is to be viewed.</summary>
    public RecordId? Exhibit => Id("exhibit_entry");

    /// <summary>Whether it is done in the moment in which the rules let it begin.</summary>
    public bool IsDoneAtOnce => Procedure is Procedure.Decision or Procedure.ExhibitView or Procedure.Closure;

    /// <summary>In the country's own time.</summary>
    public DateTime? Starts => Time("starts");
    public DateTime? Ends => Time("ends");

    /// <summary>Names of people who are to be there beside those with a part, one a line.</summary>
    public IReadOnlyList<string> AlsoPresent => [.. this["also_present"].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public string this[string name] => Answers.GetValueOrDefault(name, "");

    public StepPlan With(params (string Name, string Value)[] changes)
    {
        var answers = new Dictionary<string, string>(Answers);
        foreach (var (name, value) in changes) answers[name] = value;
        return new StepPlan(answers);
    }

    /// <summary>The part of the case that a step of this kind stands in.</summary>
    public static Compartment PartOf(Procedure procedure) => procedure switch
    {
        Procedure.Examination => Compartment.Care,
        Procedure.Hearing => Compartment.Legal,
        Procedure.Closure or Procedure.Decision => Compartment.Intake,
        _ => Compartment.Investigation,
    };

    private RecordId? Id(string name) => RecordId.TryParse(this[name], out var id) ? id : null;

    private DateTime? Time(string name) => DateTime.TryParseExact(this[name], "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at : null;
}
