using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>
/// Whether the key store is older than the database beside it. Where store and copy were both put back from an old disk, neither knows: their next block would be given
/// the numbers of one that was lost, and a slot that a report counts on would belong to two.
/// </summary>
internal static class KeyStoreAge
{
    /// <summary>What to do; null where every slot that the database names is there.</summary>
    public static async Task<string?> Problem(Store store, KeyStore slots)
    {
        await using var data = store.Read();
        long?[] taken =
        [
            await data.Reports.MaxAsync(r => (long?)r.Slot).ConfigureAwait(false),
            await data.Cases.MaxAsync(c => (long?)c.Slot).ConfigureAwait(false),
            await data.People.Where(p => p.State != PersonState.Removed).MaxAsync(p => (long?)p.Slot).ConfigureAwait(false),
        ];
        var highest = taken.Max() ?? -1;
        return highest < slots.Capacity ? null : "the database names slots that this key store does not have. An older one was put here, its copy too. Put the newest back. Until then nothing is taken, or new slots would get the numbers of lost ones.";
    }
}
