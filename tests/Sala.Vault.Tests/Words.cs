namespace Sala.Vault.Tests;

internal static class Words
{
    /// <summary>1,024 made-up words of consonant and vowel pairs.</summary>
    public static WordList List { get; } = WordList.Load(
        from first in "bdfgklmnprstvwxz" from vowel in "aeio" from second in "bdfgklmnprstvwxz" select $"{first}{vowel}{second}u");
}
