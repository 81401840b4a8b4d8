using Sala.Vault;

namespace Sala.Measuring;

/// <summary>Receipts as somebody would type who guesses: of the right form, with a right check, and nobody was given them.</summary>
internal static class GuessedReceipts
{
    /// <summary>A locator and a secret of chance.</summary>
    public static Receipt Chance()
    {
        using var key = SecretKey.Random();
        return Receipt.Derive(key, [1], RecordId.Random().ToByteArray(), 0);
    }

    /// <summary>The locator of a report that is there, with a secret of chance.</summary>
    public static Receipt WithLocator(int locator)
    {
        for (; ; )
        {
            var digits = string.Concat(Chance().Digits.Where(char.IsAsciiDigit));
            // One in a hundred has the check that the other locator asks for; the others are slips, which are noticed before anything is looked up.
            for (var check = 0; check < 100; check++)
            {
                if (Receipt.Read($"{locator:00000000}{digits[8..28]}{check:00}").Receipt is { } receipt) return receipt;
            }
        }
    }
}
