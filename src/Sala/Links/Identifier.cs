using System.Globalization;

namespace Sala.Links;

/// <summary>What a trace of the accused is.</summary>
public enum IdentifierKind
{
    /// <summary>The name of an account at a platform.</summary>
    Handle = 0,
    Phone = 1,
    Mail = 2,

    /// <summary>An address of the web.</summary>
    Address = 3,

    /// <summary>A number of a bank, a wallet, or of an account where a platform gives numbers.</summary>
    Account = 4,

    /// <summary>Hash of an image, as a value that somebody else worked out: 256 bits of PDQ. The image itself is never here.</summary>
    Pdq = 5,
    Sha256 = 6,
    Md5 = 7,
}

/// <summary>What a reader should know before they rely on an identifier. It changes nothing in how it is compared.</summary>
[Flags]
public enum Doubts
{
    None = 0,

    /// <summary>The platform says that its names do not look so.</summary>
    OutsideRule = 1,

    /// <summary>Letters of scripts that look alike are mixed: it may be made to be mistaken for another.</summary>
    LooksAlike = 2,

    /// <summary>It held characters that nobody sees; they were left out.</summary>
    Unseen = 4,

    /// <summary>No numbering plan has such a number.</summary>
    NoSuchNumber = 8,
}

/// <summary>An identifier in the one form in which two units compare it.</summary>
/// <param name="Place">The platform, for a handle; empty otherwise.</param>
/// <param name="Normal">The form that is compared; normalising it again changes nothing.</param>
public sealed record Identifier(IdentifierKind Kind, string Place, string Normal, Doubts Doubts)
{
    /// <summary>Raised when the way of normalising changes: what was made by another way is never taken for equal.</summary>
    private const int Way = 1;

    /// <summary>What its keyed token is made for: equal words of two kinds, or at two platforms, give two tokens.</summary>
    internal string Purpose => string.Create(CultureInfo.InvariantCulture, $"link.{Kind}/{Way}/{Place}");
}
