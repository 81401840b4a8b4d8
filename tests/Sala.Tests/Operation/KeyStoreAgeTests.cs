using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Operation;

public sealed class KeyStoreAgeTests
{
    [Theory, OnEachStore]
    public async Task An_old_key_store_put_back_together_with_an_old_copy_gives_no_slot_out_again(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        await sala.Stop();
        var old = Path.Combine(sala.Folder, "old-slots");
        KeyStore.CopyTo(sala.Settings.KeyStore, old);
        await sala.Start();
        // A new block is made by the process that began anew, and a report counts on one of its slots.
        await sala.Tells("Something happened.");
        var newest = await File.ReadAllBytesAsync(sala.Settings.KeyStore);
        await sala.Stop();
        foreach (var path in (string[])[sala.Settings.KeyStore, sala.Settings.KeyStoreCopy])
        {
            File.Delete(path);
            KeyStore.CopyTo(old, path);
        }

        var refused = await Assert.ThrowsAsync<KeyStoreException>(sala.Start);
        Assert.Contains("names slots that this key store does not have", refused.Message, StringComparison.Ordinal);

        File.Delete(sala.Settings.KeyStore);
        await using (var file = new FileStream(sala.Settings.KeyStore, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            await file.WriteAsync(newest);
        await sala.Start();
    }
}
