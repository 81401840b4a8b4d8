using System.Collections.Frozen;
using System.Text;

namespace Sala.Vault;

/// <summary>A list of words to write numbers with, for people who remember and copy words more easily than digits. The order of the list is its meaning:
/// changing it changes every receipt and fingerprint written with it.</summary>
public sealed class WordList
{
    private readonly string[] words;
    private readonly FrozenDictionary<string, int> places;

    private WordList(string[] words, FrozenDictionary<string, int> places)
    {
        this.words = words;
        this.places = places;
        Prime = LargestPrimeUpTo(words.Length);
        LongestWord = words.Max(word => word.Length);
    }

    /// <summary>Number of words: 1,024 or a larger power of two.</summary>
    public int Count => words.Length;

    /// <summary>The word at a place, in its normal form.</summary>
    /// <param name="place">From 0.</param>
    public string this[int place] => words[place];

    /// <summary>Receipts count in this base: with a prime, one check word notices every wrong word and every swap.</summary>
    internal int Prime { get; }

    internal int LongestWord { get; }

    /// <summary>Takes a list of words.</summary>
    /// <param name="words">1,024 words, or 2,048, 4,096, …; each of letters and their marks alone, distinct after normalising (Unicode NFKC, lower case).</param>
    /// <exception cref="ArgumentException">The number is no such power of two, or a word is empty, has other characters, or comes twice; the message names its line.</exception>
    public static WordList Load(IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var normal = words.Select(Normalise).ToArray();
        if (normal.Length < 1024 || (normal.Length & (normal.Length - 1)) != 0)
        {
            throw new ArgumentException($"A word list has 1,024 words or a larger power of two, not {normal.Length}.", nameof(words));
        }
        var places = new Dictionary<string, int>(normal.Length, StringComparer.Ordinal);
        for (var i = 0; i < normal.Length; i++)
        {
            if (normal[i].Length == 0 || normal[i].EnumerateRunes().Any(rune => !IsOfWord(rune)))
            {
                throw new ArgumentException($"Word {i + 1} of the list is empty or has something other than letters.", nameof(words));
            }
            if (!places.TryAdd(normal[i], i))
            {
                throw new ArgumentException($"Word {i + 1} of the list is the same as word {places[normal[i]] + 1}.", nameof(words));
            }
        }
        return new WordList(normal, places.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Place of a word, in any case, or -1.</summary>
    /// <param name="word">The word without anything around it.</param>
    public int IndexOf(string word) => places.GetValueOrDefault(Normalise(word), -1);

    internal int PlaceOfNormal(ReadOnlySpan<char> normal) =>
        places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(normal, out var place) ? place : -1;

    internal static string Normalise(string text) =>
        CopiedText.Whole(text).Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC);

    private static bool IsOfWord(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static int LargestPrimeUpTo(int number)
    {
        while (!IsPrime(number))
        {
            number--;
        }
        return number;
    }

    private static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }
        return number > 1;
    }
}
