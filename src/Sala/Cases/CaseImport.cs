using System.Globalization;
using Sala.Agencies;
using Sala.Data;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>One thing that another system holds of a case.</summary>
public sealed record ImportedEntry(Compartment Part, EntryKind Kind, EntryBody Body);

/// <summary>Some of what was to be taken over is not taken; nothing of it was written.</summary>
/// <param name="faults">Which ones, counted from 0, and why by the code of the refusal.</param>
public sealed class ImportRefusedException(IReadOnlyList<(int Place, string Code, string Message)> faults) : Exception($"{faults.Count} of the entries are not taken. Nothing was written.")
{
    public IReadOnlyList<(int Place, string Code, string Message)> Faults { get; } = faults;
}

/// <summary>
/// Takes over what another system holds of a case: all of it or nothing, in one transaction. It is asked what writing by hand is asked; a step comes in as a plan that has not begun, whatever the other system says of it, so
/// that it can begin here only past the rules; and what has a way of its own (a grant, an objection, an override, an account) does not come in by this one.
/// </summary>
public sealed class CaseImport(CaseDesk cases)
{
    /// <summary>So many at once.</summary>
    public const int Most = 500;

    private static readonly EntryKind[] Taken = [EntryKind.Person, EntryKind.Incident, EntryKind.Note, EntryKind.Form, EntryKind.Task, EntryKind.Exhibit, EntryKind.Order];
    private static readonly Procedure[] Steps = [Procedure.Interview, Procedure.Examination, Procedure.Hearing, Procedure.Closure];

    /// <summary>Writes all of it.</summary>
    /// <returns>The ids, in the order in which they were given.</returns>
    /// <exception cref="ImportRefusedException">Some are not taken; nothing was written.</exception>
    /// <exception cref="NotForYouException">One of the parts does not open for this person.</exception>
    public Task<IReadOnlyList<RecordId>> Run(SignedIn by, RecordId id, IReadOnlyList<ImportedEntry> entries)
    {
        if (entries.Count is 0 or > Most) throw new RefusedException("import.many", $"Between 1 and {Most} entries can be taken over at once. Nothing was written.");
        var planned = entries.Select(e => e.Kind == EntryKind.Plan ? AsPlan(e) : e).ToList();
        return cases.Do(by, id, [.. planned.Select(e => e.Part).Distinct()], "case.import", async (data, opened, deed) =>
        {
            deed.Detail = planned.Count.ToString(CultureInfo.InvariantCulture);
            var faults = planned.Select((e, place) => (place, Fault: Fault(e))).Where(f => f.Fault is not null).Select(f => (f.place, f.Fault!.Code, f.Fault.Message)).ToList();
            if (faults.Count > 0) throw new ImportRefusedException(faults);
            foreach (var kind in planned.Select(e => e.Kind).Distinct()) await CaseDesk.RequireOpenFor(data, id, kind).ConfigureAwait(false);
            var written = new List<RecordId>();
            var ciphertexts = new List<byte[]>();
            foreach (var entry in planned)
            {
                written.Add(RecordId.Random());
                await cases.Add(data, opened, deed, written[^1], 1, entry.Part, entry.Kind, by.PersonId, entry.Body).ConfigureAwait(false);
                ciphertexts.Add(deed.Ciphertext!);
                // The tokens of names are asked for again with the next one.
                if (entry.Kind == EntryKind.Person) await data.SaveChangesAsync().ConfigureAwait(false);
            }
            deed.Ciphertext = [.. ciphertexts.SelectMany(c => c)];
            return (IReadOnlyList<RecordId>)written;
        });
    }

    private static bool IsStep(ImportedEntry entry) => Array.Exists(Steps, s => s.ToString() == entry.Body["procedure"]);

    private static ImportedEntry AsPlan(ImportedEntry entry)
    {
        if (!IsStep(entry)) return entry;
        var plan = new StepPlan(entry.Body.Answers).With(("state", nameof(StepState.Planned)), ("opened_rules", ""));
        return entry with { Part = StepPlan.PartOf(plan.Procedure), Body = EntryBody.Of(plan.Answers) };
    }

    private static RefusedException? Fault(ImportedEntry entry)
    {
        try
        {
            if (entry.Kind == EntryKind.Plan ? !IsStep(entry) : !Taken.Contains(entry.Kind))
                return new RefusedException("import.kind", "Things of this kind are not taken over. Nothing was written. Write it here, where its rules are asked.");
            EntryCodes.Require(entry.Kind, entry.Body);
            EntryCodes.RequireNoFile(entry.Body);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused;
        }
    }
}
