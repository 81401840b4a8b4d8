using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The lane of children's key work (Argon2id): as many at once as there are cores, in the order of coming, so that many senders make each other wait a
/// little and never fill the machine. Staff sign-in has a lane of its own.
/// </summary>
internal static class ReceiptLane
{
    private static readonly SemaphoreSlim Places = new(Environment.ProcessorCount);

    public static async Task<ReceiptKeys> OpenKeys(Receipt receipt, byte[] salt, SecretKey pepper)
    {
        await Places.WaitAsync().ConfigureAwait(false);
        try
        {
            return receipt.OpenKeys(salt, pepper);
        }
        finally
        {
            Places.Release();
        }
    }
}
