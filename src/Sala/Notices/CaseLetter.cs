using System.Text.Json;
using Sala.Agencies;
using Sala.Cases;
using Sala.Data;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Notices;

/// <summary>What a letter is about.</summary>
public enum LetterKind
{
    Interview = 0,
    Arrest = 1,
    Release = 2,
    Charge = 3,
    NoCharge = 4,
    Hearing = 5,
    Verdict = 6,

    /// <summary>A rule was set aside.</summary>
    Override = 7,

    /// <summary>What the child says.</summary>
    Answer = 8,

    /// <summary>Another office is asked to help.</summary>
    Referral = 9,
}

/// <summary>Somebody who will be there, as the unit wants them shown.</summary>
/// <param name="Role">A code: interviewer, psychologist, prosecutor.</param>
/// <param name="Name">A first name; may be empty.</param>
/// <param name="Person">By which the child says "not this person".</param>
public sealed record Present(string Role, string Name, string Person);

/// <summary>A letter, opened.</summary>
/// <param name="Plan">The planned step that it is about; empty for others.</param>
/// <param name="About">The letter that is answered; empty for letters of staff.</param>
/// <param name="By">Who wrote it, for staff; empty for the child.</param>
/// <param name="Facts">Of a letter of staff: starts, ends, where, happened_on, rule. Of the child: see <see cref="Wishes"/>.</param>
public sealed record LetterBody(DateTimeOffset At, LetterKind Kind, string Plan, string About, string By, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<Present> People, string Words)
{
    public string this[string name] => Facts.GetValueOrDefault(name, "");
}

/// <summary>A letter with its id.</summary>
public sealed record OpenedLetter(RecordId Id, bool FromChild, LetterBody Body);

/// <summary>
/// Words between those who work on a case and the child, as stored: one envelope, its key sealed to the pair of the receipt and to the door of the case. By day alone; the hour is sealed.
/// </summary>
public sealed class CaseLetter
{
    private const string Label = "case-letter/1";

    public required RecordId CaseId { get; init; }
    public required RecordId Id { get; init; }
    public required RecordId ReportId { get; init; }
    public required bool FromChild { get; init; }

    /// <summary>Of the door.</summary>
    public required int Generation { get; init; }
    public required ReportDay Day { get; init; }
    public required byte[] ForReceipt { get; init; }
    public required byte[] ForCase { get; init; }
    public required byte[] Body { get; init; }

    /// <summary>MAC of the directory key: a seal names no sender, so a letter that another hand put here is none.</summary>
    public required byte[] Mac { get; set; }

    private object?[] Signed => [CaseId, Id, ReportId, FromChild, Generation, Day.Number, ForReceipt, ForCase, Body];

    internal bool Holds(StaffDirectory directory) => directory.Holds(Label, Mac, Signed);

    internal static CaseLetter Seal(StaffDirectory directory, CaseDoor door, Report report, SecretKey slot, RecordId id, bool fromChild, ReportDay day, LetterBody body)
    {
        using var key = SecretKey.Random();
        using var working = key.WithSlot(slot);
        var letter = new CaseLetter
        {
            CaseId = door.CaseId, Id = id, ReportId = report.Id, FromChild = fromChild, Generation = door.Generation, Day = day,
            ForReceipt = SealedBox.SealKey(ReporterKey.Checked(directory, report), new Binding("case.letter.receipt", id, door.Generation, report.Id), key),
            ForCase = SealedBox.SealKey(door.Checked(directory), new Binding("case.letter.case", id, door.Generation, door.CaseId), key),
            Body = Envelope.Seal(working, Words(id, fromChild, door.CaseId), JsonSerializer.SerializeToUtf8Bytes(body), Padding.Message), Mac = [],
        };
        letter.Mac = directory.Mac(Label, letter.Signed);
        return letter;
    }

    internal OpenedLetter OpenWithReceipt(KeyPair reporter, SecretKey slot)
    {
        using var key = SealedBox.OpenKey(reporter, new Binding("case.letter.receipt", Id, Generation, ReportId), ForReceipt);
        return Open(key, slot);
    }

    internal OpenedLetter OpenInCase(SecretKey intake, SecretKey slot)
    {
        using var pair = CaseDoor.Pair(intake);
        using var key = SealedBox.OpenKey(pair, new Binding("case.letter.case", Id, Generation, CaseId), ForCase);
        return Open(key, slot);
    }

    private OpenedLetter Open(SecretKey key, SecretKey slot)
    {
        using var working = key.WithSlot(slot);
        return new OpenedLetter(Id, FromChild, JsonSerializer.Deserialize<LetterBody>(Envelope.Open(working, Words(Id, FromChild, CaseId), Body))!);
    }

    private static Binding Words(RecordId id, bool fromChild, RecordId caseId) => new(fromChild ? "case.letter.of-child" : "case.letter.of-staff", id, 1, caseId);
}
