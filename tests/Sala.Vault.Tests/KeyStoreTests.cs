namespace Sala.Vault.Tests;

public sealed class KeyStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sala-keys-").FullName;
    private string Store => Path.Combine(folder, "keys");
    private string Copy => Path.Combine(folder, "copy");

    [Fact]
    public void An_erased_slot_is_gone_from_store_and_copy_and_for_every_process()
    {
        using var store = KeyStore.Create(Store, Copy);
        using var other = KeyStore.Open(Store, Copy);
        var slot = store.Take();
        using var key = other.Read(slot);
        Assert.NotEqual(slot, other.Take());
        other.Erase(slot);
        Assert.Throws<ErasedException>(() => store.Read(slot));
        Assert.True(store.IsErased(slot));
        Assert.Equal(File.ReadAllBytes(Store), File.ReadAllBytes(Copy));
        Assert.Equal(-1, File.ReadAllBytes(Store).AsSpan().IndexOf(key.Export()));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
