using System.Globalization;

namespace Sala.Vault;

/// <summary>A receipt in words: the same thirty digits as a number in base p, the largest prime not above the length of the list (1,021 of 1,024), most significant word first,
/// then a check word: the sum of each word's place in the list times its position, counted from 1, modulo p. As p is a prime, one wrong word
/// or two swapped ones always change the sum; of other slips, the two check digits inside catch 96 in 97 once more.</summary>
internal static class ReceiptWords
{
    private const int MostSteps = 20_000;
    private static readonly UInt128 Numbers = UInt128.Parse("1" + new string('0', Receipt.DigitCount), CultureInfo.InvariantCulture);

    public static string[] Write(Receipt receipt, WordList list)
    {
        var places = new int[Count(list)];
        var rest = receipt.Number;
        for (var i = places.Length - 2; i >= 0; i--)
        {
            (rest, var place) = UInt128.DivRem(rest, (uint)list.Prime);
            places[i] = (int)place;
        }
        places[^1] = Check(places.AsSpan(..^1), list.Prime);
        return Array.ConvertAll(places, place => list[place]);
    }

    public static ReceiptReading Read(string typed, ReadOnlySpan<WordList> lists)
    {
        var normal = WordList.Normalise(typed);
        var first = ReceiptReading.Of(ReceiptSlip.UnknownWord, 1);
        for (var i = 0; i < lists.Length; i++)
        {
            var reading = ReadIn(normal, lists[i]);
            if (reading.IsReceipt)
            {
                return reading;
            }
            // The slip that the child hears is that of the list which went further.
            if (i == 0 || first is { Slip: ReceiptSlip.UnknownWord, Place: 1 })
            {
                first = reading;
            }
        }
        return first;
    }

    private static ReceiptReading ReadIn(string normal, WordList list)
    {
        var typed = Split(normal);
        var count = Count(list);
        if (typed.Count != count)
        {
            // Thai is written without spaces, and a space may slip into a word: look for the one way to read it.
            return Rejoined(string.Concat(typed), list) is { } receipt ? ReceiptReading.Of(receipt)
                : typed.FindIndex(word => list.PlaceOfNormal(word) < 0) is var unknown and >= 0 ? ReceiptReading.Of(ReceiptSlip.UnknownWord, unknown + 1)
                : ReceiptReading.Of(typed.Count < count ? ReceiptSlip.TooShort : ReceiptSlip.TooLong);
        }
        Span<int> places = stackalloc int[count];
        for (var i = 0; i < count; i++)
        {
            places[i] = list.PlaceOfNormal(typed[i]);
            if (places[i] < 0)
            {
                return ReceiptReading.Of(ReceiptSlip.UnknownWord, i + 1);
            }
        }
        return OfPlaces(places, list.Prime) is { } read ? ReceiptReading.Of(read) : ReceiptReading.Of(ReceiptSlip.CheckFails);
    }

    private static Receipt? OfPlaces(ReadOnlySpan<int> places, int prime)
    {
        UInt128 number = 0;
        foreach (var place in places[..^1])
        {
            if (place >= prime)
            {
                return null;
            }
            number = (number * (uint)prime) + (uint)place;
        }
        return number < Numbers && Check(places[..^1], prime) == places[^1] ? Receipt.OfNumber(number) : null;
    }

    private static int Check(ReadOnlySpan<int> places, int prime)
    {
        var sum = 0;
        for (var i = 0; i < places.Length; i++)
        {
            sum = (sum + ((i + 1) * places[i])) % prime;
        }
        return sum;
    }

    private static int Count(WordList list)
    {
        var words = 1;
        for (UInt128 reach = 1; reach < Numbers; reach *= (uint)list.Prime)
        {
            words++;
        }
        return words;
    }

    private static List<string> Split(string normal)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= normal.Length; i++)
        {
            if (i == normal.Length || CopiedText.IsSeparator(normal[i]))
            {
                if (i > start)
                {
                    words.Add(normal[start..i]);
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static Receipt? Rejoined(string letters, WordList list)
    {
        var places = new int[Count(list)];
        if (letters.Length < places.Length || letters.Length > places.Length * list.LongestWord)
        {
            return null;
        }
        var found = new List<Receipt>();
        var steps = 0;
        Follow(0, 0);
        return found.Count == 1 && steps < MostSteps ? found[0] : null;

        void Follow(int at, int word)
        {
            if (word == places.Length)
            {
                if (at == letters.Length && OfPlaces(places, list.Prime) is { } receipt)
                {
                    found.Add(receipt);
                }
                return;
            }
            for (var length = 1; length <= list.LongestWord && at + length <= letters.Length && steps < MostSteps; length++)
            {
                steps++;
                places[word] = list.PlaceOfNormal(letters.AsSpan(at, length));
                if (places[word] >= 0)
                {
                    Follow(at + length, word + 1);
                }
            }
        }
    }
}
