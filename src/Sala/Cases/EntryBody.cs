using System.Text.Json;
using Sala.Cases.Lists;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>What was written, as it lies in its envelope.</summary>
/// <param name="Form">The form of the pack that asked, and its version; empty where there was none.</param>
/// <param name="Answers">Names and answers: of the form, or of the kind of entry (a person's <c>name</c>, <c>role</c>, <c>lives_with</c> …).</param>
/// <param name="Words">Free words; may be empty.</param>
public sealed record EntryBody(string Form, string FormVersion, IReadOnlyDictionary<string, string> Answers, string Words)
{
    /// <summary>The file of the form by its hash (<see cref="Forms.CaseForm.Hash"/>); empty where none asked.</summary>
    public string FormFile { get; init; } = "";

    public static EntryBody Of(string words) => new("", "", new Dictionary<string, string>(), words);

    public static EntryBody Of(IReadOnlyDictionary<string, string> answers, string words = "") => new("", "", answers, words);

    /// <summary>The answer under a name; empty where there is none.</summary>
    public string this[string name] => Answers.GetValueOrDefault(name, "");

    internal byte[] Seal(SecretKey working, RecordId caseId, Compartment compartment, RecordId entry, int version, EntryKind kind, RecordId person) =>
        Envelope.Seal(working, Binding(caseId, compartment, entry, version, kind, person), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Report);

    internal static EntryBody Open(SecretKey working, CaseEntry e) =>
        JsonSerializer.Deserialize<EntryBody>(Envelope.Open(working, Binding(e.CaseId, e.Compartment, e.Id, e.Version, e.Kind, e.PersonId), e.Body))!;

    /// <summary>Kind and writer too: who can write to the database makes no form into an order, and nobody else the one who opened the case.</summary>
    private static Binding Binding(RecordId caseId, Compartment compartment, RecordId entry, int version, EntryKind kind, RecordId person) => new($"case.entry.{compartment}.{kind}.{person}", entry, version, caseId);
}

/// <summary>What the host knows of a case for lists and counts: never a name, never free words of a person.</summary>
/// <param name="Pseudonym">A made-up name, by which the child is called on every list and export (rule C3).</param>
/// <param name="Codes">Coded facts of the report it began with.</param>
public sealed record CaseFacts(string Pseudonym, IReadOnlyDictionary<string, string[]> Codes)
{
    /// <summary>The short number; 0 where it has none yet.</summary>
    public int Number { get; init; }

    /// <summary>What is open and has a day, by which lists and boards go.</summary>
    public IReadOnlyList<CaseMark> Marks { get; init; } = [];

    internal byte[] Seal(SecretKey factsKey, RecordId caseId) => Envelope.Seal(factsKey, new Binding("case.facts", caseId), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Facts);

    internal static CaseFacts Open(SecretKey factsKey, RecordId caseId, byte[] blob) => JsonSerializer.Deserialize<CaseFacts>(Envelope.Open(factsKey, new Binding("case.facts", caseId), blob))!;
}
