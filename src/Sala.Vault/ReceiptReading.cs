using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sala.Vault;

/// <summary>What <see cref="Receipt.Read"/> made of what was typed: a receipt, or a slip.</summary>
public sealed class ReceiptReading
{
    private const int LongestTyped = 2000;

    private ReceiptReading(Receipt? receipt, ReceiptSlip? slip, int? place)
    {
        Receipt = receipt;
        Slip = slip;
        Place = place;
    }

    /// <summary>The receipt; null after a slip. It may still be one that was never given.</summary>
    public Receipt? Receipt { get; }

    /// <summary>The slip; null where a receipt was read.</summary>
    public ReceiptSlip? Slip { get; }

    /// <summary>For <see cref="ReceiptSlip.UnknownWord"/>, which word, counted from 1; otherwise null.</summary>
    public int? Place { get; }

    /// <summary>Whether a receipt was read.</summary>
    [MemberNotNullWhen(true, nameof(Receipt))]
    [MemberNotNullWhen(false, nameof(Slip))]
    public bool IsReceipt => Receipt is not null;

    /// <summary>Always "sealed".</summary>
    public override string ToString() => "sealed";

    internal static ReceiptReading Of(Receipt receipt) => new(receipt, null, null);

    internal static ReceiptReading Of(ReceiptSlip slip, int? place = null) => new(null, slip, place);

    internal static ReceiptReading Of(string? typed, ReadOnlySpan<WordList> lists)
    {
        if (string.IsNullOrEmpty(typed))
        {
            return Of(ReceiptSlip.Empty);
        }
        if (typed.Length > LongestTyped)
        {
            return Of(ReceiptSlip.TooLong);
        }
        UInt128 number = 0;
        var digits = 0;
        var others = 0;
        foreach (var rune in typed.EnumerateRunes())
        {
            if (Rune.IsDigit(rune))
            {
                number = digits < Receipt.DigitCount ? (number * 10) + (uint)Rune.GetNumericValue(rune) : number;
                digits++;
            }
            else if (!(rune.IsBmp && CopiedText.IsSeparator((char)rune.Value)))
            {
                others++;
            }
        }
        return (digits, others) switch
        {
            (0, 0) => Of(ReceiptSlip.Empty),
            (0, _) => ReceiptWords.Read(typed, lists),
            (_, > 0) => Of(ReceiptSlip.UnknownCharacter),
            ( < Receipt.DigitCount, _) => Of(ReceiptSlip.TooShort),
            ( > Receipt.DigitCount, _) => Of(ReceiptSlip.TooLong),
            _ => Receipt.OfNumber(number) is { } receipt ? Of(receipt) : Of(ReceiptSlip.CheckFails),
        };
    }
}
