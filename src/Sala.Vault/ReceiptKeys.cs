namespace Sala.Vault;

/// <summary>What a receipt opens: the wrap of the report's key, and the reporter's own pair, to which later keys of the conversation are sealed.</summary>
public sealed class ReceiptKeys : IDisposable
{
    internal ReceiptKeys(SecretKey wrap, KeyPair pair)
    {
        Wrap = wrap;
        Pair = pair;
    }

    /// <summary>Wraps the report's key for the reporter.</summary>
    public SecretKey Wrap { get; }

    /// <summary>The reporter's own pair.</summary>
    public KeyPair Pair { get; }

    /// <summary>Always "sealed".</summary>
    public override string ToString() => "sealed";

    /// <summary>Wipes both.</summary>
    public void Dispose()
    {
        Wrap.Dispose();
        Pair.Dispose();
    }
}
