using System.Globalization;
using System.Text.Json;
using Sala.Vault;

namespace Sala.Links;

/// <summary>A case that holds the same identifier.</summary>
internal sealed record FoundCase(string Case, string Entry)
{
    public RecordId CaseId => Id(Case);

    public RecordId EntryId => Id(Entry);

    public static RecordId Id(string text) => RecordId.Parse(text, CultureInfo.InvariantCulture);
}

/// <param name="Case">The case of who asked.</param>
/// <param name="Entry">The account in it.</param>
/// <param name="Purpose">What it was looked up for, in the officer's words.</param>
/// <param name="Found">What the asker was told of.</param>
/// <param name="Locked">What they were not told of, since the case concerns themself: only oversight hears of it.</param>
/// <param name="Filler">Makes every body one size.</param>
internal sealed record LookUpBody(string Case, string Entry, string Purpose, IReadOnlyList<FoundCase> Found, IReadOnlyList<FoundCase> Locked, string Filler)
{
    /// <summary>More than this are neither shown nor told: so many cases with one account are a task for people who talk.</summary>
    public const int Most = 12;

    /// <summary>As many signs of a purpose are kept.</summary>
    public const int LongestPurpose = 200;

    public static string OneSize => new('-', 1024);

    public byte[] Seal(SecretKey factsKey, RecordId id) => Envelope.Seal(factsKey, new Binding("link.lookup", id), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Message);

    public static LookUpBody Open(SecretKey factsKey, LinkLookUp row) => JsonSerializer.Deserialize<LookUpBody>(Envelope.Open(factsKey, new Binding("link.lookup", row.Id), row.Body))!;
}

/// <param name="Case">The case of the unit that is told.</param>
/// <param name="Entry">The account in it.</param>
/// <param name="AskingUnit">Whom to talk to.</param>
/// <param name="AskingPerson">Whom to talk to.</param>
internal sealed record NoticeBody(string Case, string Entry, string AskingUnit, string AskingPerson)
{
    public byte[] Seal(SecretKey factsKey, RecordId id) => Envelope.Seal(factsKey, new Binding("link.notice", id), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Message);

    public static NoticeBody Open(SecretKey factsKey, LinkNotice row) => JsonSerializer.Deserialize<NoticeBody>(Envelope.Open(factsKey, new Binding("link.notice", row.Id), row.Body))!;
}
