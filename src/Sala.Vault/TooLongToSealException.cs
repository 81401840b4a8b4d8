namespace Sala.Vault;

/// <summary>A text is longer than the largest size its padding knows. Nothing was sealed.</summary>
public sealed class TooLongToSealException : Exception
{
    /// <summary>Names both lengths, in bytes, and nothing of the text.</summary>
    /// <param name="length">Length of the text.</param>
    /// <param name="largest">Longest text that fits.</param>
    public TooLongToSealException(int length, int largest)
        : base($"The text has {length} bytes; at most {largest} can be sealed in one envelope.")
    {
        Length = length;
        Largest = largest;
    }

    /// <summary>Length of the text in bytes.</summary>
    public int Length { get; }

    /// <summary>Longest text in bytes that this padding takes.</summary>
    public int Largest { get; }
}
