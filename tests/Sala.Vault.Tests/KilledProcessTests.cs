using System.Diagnostics;

namespace Sala.Vault.Tests;

/// <summary>Real processes share one store and are killed at moments by chance (SIGKILL): nothing that one of them told of is lost, and store and copy agree again.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sala-killed-").FullName;

    [Fact]
    public async Task Processes_killed_while_taking_and_erasing_lose_nothing_they_told_of()
    {
        string store = Path.Combine(folder, "keys"), copy = Path.Combine(folder, "copy");
        KeyStore.Create(store, copy).Dispose();
        var told = new List<(long Slot, string Key, bool Erased)>();
        for (var round = 0; round < 3; round++)
        {
            var children = new[] { Child(), Child() };
            await Task.WhenAll(children.Select(async child =>
            {
                // Once it works, let it run for a moment that differs each time.
                var lines = "";
                for (var i = 0; i < 10; i++)
                {
                    lines += await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) + "\n";
                }
                await Task.Delay(Random.Shared.Next(20, 300), TestContext.Current.CancellationToken);
                child.Kill();
                lines += await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
                lock (told)
                {
                    told.AddRange(lines.Split('\n')[..^1].Select(line => line.Split(' ')).Where(part => part.Length == 4 && part[3] == ".")
                        .Select(part => (long.Parse(part[0], null), part[1], part[2] == "erased")));
                }
                child.Dispose();
            }));
        }

        using var again = KeyStore.Open(store, copy);
        Assert.Equal(File.ReadAllBytes(store), File.ReadAllBytes(copy));
        Assert.True(told.Count > 20, $"only {told.Count} lines");
        Assert.Equal(told.Count(line => !line.Erased), told.Where(line => !line.Erased).Select(line => line.Slot).Distinct().Count());
        var erased = told.Where(line => line.Erased).Select(line => line.Slot).ToHashSet();
        foreach (var (slot, key, _) in told.Where(line => !line.Erased))
        {
            if (erased.Contains(slot))
            {
                Assert.True(again.IsErased(slot));
            }
            else if (!again.IsErased(slot))         // the last line may have been cut off after the erasure and before it was told
            {
                Assert.Equal(key, Convert.ToHexString(again.Read(slot).Export()));
            }
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Process Child()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KilledProcessTests).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment[KeyStoreProcess.FolderVariable] = folder;
        return Process.Start(start)!;
    }
}
