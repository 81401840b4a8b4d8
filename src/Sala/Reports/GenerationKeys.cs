using System.Security.Cryptography;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The two keys of one generation of a report: one for the content and the conversation, which the reporter holds too, and one for the notes of
/// staff, which they do not. Neither opens anything without the slot of the report.
/// </summary>
internal sealed class GenerationKeys : IDisposable
{
    /// <summary>The generation that a report begins with.</summary>
    public const int First = 1;

    private readonly SecretKey conversation;
    private readonly SecretKey? staff;

    private GenerationKeys(SecretKey conversation, SecretKey? staff) => (this.conversation, this.staff) = (conversation, staff);

    public static GenerationKeys Random() => new(SecretKey.Random(), SecretKey.Random());

    /// <summary>The working key of content and conversation.</summary>
    public SecretKey Conversation(SecretKey slot) => conversation.WithSlot(slot);

    /// <summary>The working key of notes.</summary>
    /// <exception cref="InvalidOperationException">These keys were opened with a receipt.</exception>
    public SecretKey Staff(SecretKey slot) => (staff ?? throw new InvalidOperationException("A receipt opens no notes.")).WithSlot(slot);

    public byte[] SealToUnit(PublicKey intake, RecordId report, int generation) => Seal(intake, UnitBinding(report, generation), staffToo: true);

    public byte[] SealToLeads(PublicKey leads, RecordId report, int generation) => Seal(leads, LeadsBinding(report, generation), staffToo: true);

    public byte[] SealToPerson(PublicKey person, RecordId personId, RecordId report, int generation) => Seal(person, PersonBinding(personId, report, generation), staffToo: true);

    public byte[] SealToReporter(PublicKey reporter, RecordId report, int generation) => Seal(reporter, ReporterBinding(report, generation), staffToo: false);

    /// <summary>For who holds the receipt: a wrap, since the sender has the key at this moment.</summary>
    public byte[] WrapForReporter(SecretKey receiptKey, RecordId report)
    {
        var bytes = conversation.Export();
        try
        {
            return Envelope.Seal(receiptKey, ReporterBinding(report, First), bytes, Padding.Exact);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    public static GenerationKeys OpenWrap(SecretKey receiptKey, RecordId report, byte[] wrap) => FromBytes(Envelope.Open(receiptKey, ReporterBinding(report, First), wrap));

    public static GenerationKeys OpenAsReporter(KeyPair reporter, RecordId report, int generation, byte[] box) => FromBytes(SealedBox.Open(reporter, ReporterBinding(report, generation), box));

    public static GenerationKeys OpenAsUnit(KeyPair intake, RecordId report, int generation, byte[] box) => FromBytes(SealedBox.Open(intake, UnitBinding(report, generation), box));

    public static GenerationKeys OpenAsLead(KeyPair leads, RecordId report, int generation, byte[] box) => FromBytes(SealedBox.Open(leads, LeadsBinding(report, generation), box));

    public static GenerationKeys OpenAsPerson(KeyPair person, RecordId personId, RecordId report, int generation, byte[] box) =>
        FromBytes(SealedBox.Open(person, PersonBinding(personId, report, generation), box));

    private byte[] Seal(PublicKey to, Binding binding, bool staffToo)
    {
        byte[] bytes = staffToo && staff is not null ? [.. conversation.Export(), .. staff.Export()] : conversation.Export();
        try
        {
            return SealedBox.Seal(to, binding, bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static GenerationKeys FromBytes(byte[] bytes)
    {
        try
        {
            return new GenerationKeys(SecretKey.From(bytes.AsSpan(0, SecretKey.Size)), bytes.Length == 2 * SecretKey.Size ? SecretKey.From(bytes.AsSpan(SecretKey.Size)) : null);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static Binding UnitBinding(RecordId report, int generation) => new("report.keys.unit", report, generation);

    private static Binding LeadsBinding(RecordId report, int generation) => new("report.keys.leads", report, generation);

    private static Binding PersonBinding(RecordId person, RecordId report, int generation) => new($"report.keys.person.{person}", report, generation);

    private static Binding ReporterBinding(RecordId report, int generation) => new("report.keys.reporter", report, generation);

    public void Dispose()
    {
        conversation.Dispose();
        staff?.Dispose();
    }
}
