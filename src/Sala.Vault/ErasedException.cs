namespace Sala.Vault;

/// <summary>The slot was erased: whatever was sealed with it can never be opened again from this key store.</summary>
public sealed class ErasedException : Exception
{
    /// <summary>Names the slot, which is no secret.</summary>
    /// <param name="slot">Number of the slot.</param>
    public ErasedException(long slot) : base($"Slot {slot} was erased.") => Slot = slot;

    /// <summary>Number of the slot.</summary>
    public long Slot { get; }
}
