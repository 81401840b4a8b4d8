using System.Runtime.CompilerServices;

namespace Sala.Vault.Tests;

/// <summary>What a child process of <see cref="KilledProcessTests"/> does instead of running tests: takes slots and erases every second one,
/// telling of each after the call returned.</summary>
internal static class KeyStoreProcess
{
    public const string FolderVariable = "SALA_KEY_STORE_UNDER_TEST";

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            return;
        }
        using var store = KeyStore.Open(Path.Combine(folder, "keys"), Path.Combine(folder, "copy"));
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        output.WriteLine("works");
        for (var i = 0; ; i++)
        {
            var slot = store.Take();
            using var key = store.Read(slot);
            output.WriteLine($"{slot} {Convert.ToHexString(key.Export())} taken .");
            if (i % 2 == 0)
            {
                store.Erase(slot);
                output.WriteLine($"{slot} - erased .");
            }
        }
    }
}
