namespace Sala.Vault.Tests;

public sealed class HostRingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sala-ring-").FullName;

    private string Ring => Path.Combine(folder, "ring.json");

    [Fact]
    public void A_ring_is_readable_by_its_owner_alone_from_the_beginning()
    {
        HostRing.Create(Ring, demonstration: true).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ring));
        using var ring = HostRing.Open(Ring);
        Assert.True(ring.Demonstration);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, "0640"), InlineData(UnixFileMode.OtherRead, "0604"), InlineData(UnixFileMode.OtherWrite, "0602"), InlineData(UnixFileMode.GroupExecute, "0610")]
    public void A_ring_open_to_others_is_refused_and_the_message_says_what_to_do(UnixFileMode more, string mode)
    {
        HostRing.Create(Ring, demonstration: false).Dispose();
        File.SetUnixFileMode(Ring, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        var refusal = Assert.Throws<HostRingException>(() => HostRing.Open(Ring));
        Assert.Contains(Ring, refusal.Message);
        Assert.Contains(mode, refusal.Message);
        Assert.Contains("chmod 600", refusal.Message);
    }

    [Fact]
    public void A_ring_is_never_overwritten()
    {
        using var ring = HostRing.Create(Ring, demonstration: false);
        var text = File.ReadAllText(Ring);
        Assert.Throws<HostRingException>(() => HostRing.Create(Ring, demonstration: false));
        Assert.Equal(text, File.ReadAllText(Ring));
    }

    [Fact]
    public void A_renewed_key_leaves_the_older_version_readable_and_all_others_as_they_were()
    {
        using var before = HostRing.Create(Ring, demonstration: false);
        HostRing.Renew(Ring, RingKey.Facts);
        HostRing.Renew(Ring, RingKey.Dispatcher);
        using var after = HostRing.Open(Ring);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Ring));
        Assert.Equal(2, after.VersionOf(RingKey.Facts));
        Assert.True(after.Get(RingKey.Facts, 1).Matches(before.FactsKey));
        Assert.False(after.FactsKey.Matches(before.FactsKey));
        Assert.Equal(before.Dispatcher.Public, after.GetDispatcher(1).Public);
        Assert.NotEqual(before.Dispatcher.Public, after.Dispatcher.Public);
        Assert.True(after.Pepper.Matches(before.Pepper) && after.LinkKey.Matches(before.LinkKey) && after.DirectoryKey.Matches(before.DirectoryKey));
        Assert.Throws<HostRingException>(() => before.Get(RingKey.Facts, 2));
        Assert.Equal([Ring], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_slip_in_typing_a_ring_back_from_paper_is_named_by_its_key()
    {
        using var ring = HostRing.Create(Ring, demonstration: false);
        var printed = PaperKey.Print(ring.DirectoryKey);
        Replace(printed, printed[..^1] + (printed[^1] == '7' ? '8' : '7'));
        var refusal = Assert.Throws<HostRingException>(() => HostRing.Open(Ring));
        Assert.Contains("Directory 1", refusal.Message);
        Replace(printed[..^1], "");
        Assert.DoesNotContain(printed[..8], Assert.Throws<HostRingException>(() => HostRing.Open(Ring)).ToString());
    }

    [Fact]
    public void What_is_no_ring_is_refused_without_quoting_it()
    {
        foreach (var text in new[] { "", "null", "[]", "{}", "{\"format\":\"sala host ring\",\"formatVersion\":1}", "{\"format\":\"sala host ring\",\"formatVersion\":1,\"keys\":{\"Pepper\":null}}",
            "{\"format\":\"sala host ring\",\"formatVersion\":1,\"keys\":{\"Pepper\":{\"x\":\"hunter2\"}}}", "hunter2", "\0\0\0" })
        {
            File.Delete(Ring);
            using (File.Open(Ring, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
            }
            File.WriteAllText(Ring, text);
            Assert.DoesNotContain("hunter2", Assert.Throws<HostRingException>(() => HostRing.Open(Ring)).ToString());
        }
        Assert.Throws<HostRingException>(() => HostRing.Open(Ring + ".missing"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Replace(string text, string by)
    {
        var before = File.ReadAllText(Ring);
        Assert.Contains(text, before);
        File.WriteAllText(Ring, before.Replace(text, by, StringComparison.Ordinal));
    }
}
