using System.Text.Json;
using Sala.Vault;

namespace Sala.Cases.Forms;

/// <summary>A form that somebody is filling in on a case, until they save it or throw it away: readable by that person alone, and only as long as they read the part.</summary>
public sealed class CaseDraft
{
    public required RecordId CaseId { get; init; }
    public required RecordId Id { get; init; }
    public required RecordId PersonId { get; init; }
    public required Compartment Compartment { get; init; }
    public required int Generation { get; set; }
    public required byte[] Body { get; set; }

    internal Binding Binding => new($"case.draft.{Compartment}.{PersonId}", Id, 1, CaseId);
}

/// <summary>What a draft holds.</summary>
/// <param name="Form">Hash of the form.</param>
/// <param name="Entry">The entry that is changed; empty for a new one.</param>
/// <param name="Version">The version that was read before the change; 0 for a new one.</param>
/// <param name="Session">The session of the form.</param>
/// <param name="Page">Where in the form the person is, and what they typed that was not taken: the page's own text.</param>
public sealed record DraftBody(string Form, string Entry, int Version, string Session, string Page)
{
    internal byte[] Seal(SecretKey working, CaseDraft of) => Envelope.Seal(working, of.Binding, JsonSerializer.SerializeToUtf8Bytes(this), Padding.Report);

    internal static DraftBody Open(SecretKey working, CaseDraft of) => JsonSerializer.Deserialize<DraftBody>(Envelope.Open(working, of.Binding, of.Body))!;
}
