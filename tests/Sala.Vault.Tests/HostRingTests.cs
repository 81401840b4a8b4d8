namespace Sala.Vault.Tests;

public sealed class HostRingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sala-ring-").FullName;
    private string Ring => Path.Combine(folder, "ring.json");

    [Fact]
    public void A_ring_open_to_others_is_refused_and_the_message_says_what_to_do()
    {
        HostRing.Create(Ring, demonstration: true).Dispose();
        File.SetUnixFileMode(Ring, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var refusal = Assert.Throws<HostRingException>(() => HostRing.Open(Ring));
        Assert.Contains("0640", refusal.Message);
        Assert.Contains("chmod 600", refusal.Message);
    }

    [Fact]
    public void A_renewed_key_leaves_the_older_version_readable()
    {
        using var before = HostRing.Create(Ring, demonstration: false);
        HostRing.Renew(Ring, RingKey.Facts);
        using var after = HostRing.Open(Ring);
        Assert.Equal(2, after.VersionOf(RingKey.Facts));
        Assert.True(after.Get(RingKey.Facts, 1).Matches(before.FactsKey));
        Assert.False(after.FactsKey.Matches(before.FactsKey));
        Assert.Equal(before.Dispatcher.Public, after.Dispatcher.Public);
        Assert.False(after.Demonstration);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
