namespace Sala.Vault.Tests;

public class CoreDumpsTests
{
    [Fact] // promise 6
    public void No_core_file_can_be_written_afterwards()
    {
        Assert.True(CoreDumps.Disable());
        var limit = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal));
        Assert.Equal(["0", "0", "bytes"], limit["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
