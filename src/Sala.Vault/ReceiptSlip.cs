namespace Sala.Vault;

/// <summary>Why what was typed is no receipt. Each is known without looking anything up.</summary>
public enum ReceiptSlip
{
    /// <summary>Nothing was typed.</summary>
    Empty,

    /// <summary>Digits or words are missing.</summary>
    TooShort,

    /// <summary>There are too many digits or words.</summary>
    TooLong,

    /// <summary>Among digits there is something that is none.</summary>
    UnknownCharacter,

    /// <summary>A word is on none of the lists; <see cref="ReceiptReading.Place"/> says which.</summary>
    UnknownWord,

    /// <summary>The number of digits or words is right, but one of them is wrong or two are swapped.</summary>
    CheckFails,
}
