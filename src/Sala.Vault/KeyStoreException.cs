namespace Sala.Vault;

/// <summary>The key store cannot be used as it is. The message names the file, the matter and the next step, and no secret.</summary>
public sealed class KeyStoreException : Exception
{
    /// <summary>Says what is the matter.</summary>
    /// <param name="message">File, matter, next step.</param>
    /// <param name="innerException">What the system said, if anything.</param>
    public KeyStoreException(string message, Exception? innerException = null) : base(message, innerException) { }
}
