using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// The short number by which staff speak of a case: eight digits drawn at random and a check digit, so that a slip of the pen names no other case. It tells neither when nor in which order cases were opened.
/// </summary>
/// <remarks>The check digit finds every single wrong digit and every two that changed places: Damm (2004), Totally anti-symmetric quasigroups for all orders n not 2, 6; the table of order 10.</remarks>
public static class CaseNumber
{
    private const int Drawn = 100_000_000;

    private static readonly byte[,] Damm =
    {
        { 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 }, { 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 }, { 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 }, { 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 }, { 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 },
        { 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 }, { 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 }, { 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 }, { 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 }, { 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
    };

    /// <summary>A number that no case here has.</summary>
    internal static async Task<int> Draw(SalaData data)
    {
        while (true)
        {
            var number = WithCheck(RandomNumberGenerator.GetInt32(1, Drawn));
            if (!await data.Cases.AnyAsync(c => c.Number == number).ConfigureAwait(false)) return number;
        }
    }

    /// <summary>The digits with their check digit behind them.</summary>
    internal static int WithCheck(int digits) => digits * 10 + Check(digits.ToString("D8", CultureInfo.InvariantCulture));

    /// <summary>As it is written and said: C-123-456-789.</summary>
    public static string Write(int number)
    {
        var digits = number.ToString("D9", CultureInfo.InvariantCulture);
        return $"C-{digits[..3]}-{digits[3..6]}-{digits[6..]}";
    }

    /// <summary>Reads a number as staff type it, with or without letter and dashes.</summary>
    /// <returns>Null where it is no case number, or a digit of it is wrong.</returns>
    public static int? Read(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(char.IsDigit).Select(c => (char)('0' + (int)char.GetNumericValue(c))));
        return digits.Length == 9 && !(typed ?? "").Any(c => char.IsLetter(c) && c is not ('C' or 'c')) && Check(digits) == 0 ? int.Parse(digits, CultureInfo.InvariantCulture) : null;
    }

    private static int Check(string digits) => digits.Aggregate(0, (interim, digit) => Damm[interim, digit - '0']);

    /// <summary>Gives a number to each case that was opened before there were numbers.</summary>
    internal static async Task GiveToAll(Store store, HostRing ring)
    {
        while (await store.Keep(Some).ConfigureAwait(false)) { }

        async Task<bool> Some(SalaData data)
        {
            var rows = await data.Cases.Where(c => c.Number == null).Take(200).ToListAsync().ConfigureAwait(false);
            foreach (var row in rows)
            {
                row.Number = await Draw(data).ConfigureAwait(false);
                row.Facts = (CaseFacts.Open(ring.FactsKey, row.Id, row.Facts) with { Number = row.Number.Value }).Seal(ring.FactsKey, row.Id);
                await data.SaveChangesAsync().ConfigureAwait(false);
            }
            return rows.Count > 0;
        }
    }
}
