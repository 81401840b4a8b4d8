using Sala.Audit;
using Sala.Operation;
using Sala.Vault;

namespace Sala.Cli;

/// <summary>./sala backup and ./sala restore. The seed comes from paper by a file or the standard input, never by an argument: those show in the list of processes.</summary>
internal static class BackupCommand
{
    public static async Task<int> Make(Arguments arguments)
    {
        var folder = FolderOf(arguments.Only("config", "data", "key-store"));
        var (settings, seed) = SettingsOf(arguments);
        seed?.Dispose();
        var made = await Backup.Make(settings, folder, TimeProvider.System);
        Console.WriteLine($"{made.Rows} rows, {made.Bytes} bytes, sealed in {made.Folder}. Written, read back, hashed.\n{made.Anchor}");
        if (arguments["key-store"] is { } copy)
        {
            KeyStoreCopy.Replace(settings.KeyStore, Path.GetFullPath(copy), folder);
            Console.WriteLine($"The newest key store is in {copy}. Keep no older one, and never with the backup.");
        }
        return 0;
    }

    public static async Task<int> Restore(Arguments arguments)
    {
        var folder = FolderOf(arguments.Only("config", "data", "seed", "anchor"));
        var (settings, seed) = SettingsOf(arguments);
        using var key = seed ?? ReadSeed(arguments["seed"]);
        var anchor = arguments["anchor"] is { } file ? AuditCommand.ReadAnchor(file) : null;
        var done = await Sala.Operation.Restore.Run(settings, folder, key, anchor, TimeProvider.System);
        Console.WriteLine($"""
            {done.Rows} rows read back.
            {done.ErasedReports} reports, {done.ErasedCases} cases and {done.RemovedPeople} people had an erased slot in the newest key store: they stay erased.
            All sessions have ended. New epochs begin; a lead of each unit now confirms its members one by one, under People.
            """);
        foreach (var unit in done.WaitingUnits) Console.WriteLine($"{unit}: no new epoch, since it has fewer than two leads, or no guardians. It takes no reports until it has.");
        if (done.TrailProblem is not { } problem) return 0;
        Console.WriteLine($"The audit trail of this backup is NOT whole: {problem}");
        return 1;
    }

    private static string FolderOf(Arguments arguments) =>
        arguments.Rest is [var folder] ? Path.GetFullPath(folder) : throw new ArgumentsException("Name one folder for the backup. Nothing was done.");

    private static (Settings, SecretKey?) SettingsOf(Arguments arguments) => (arguments["config"], arguments["data"]) switch
    {
        ({ } config, null) => (Settings.Read(config), null),
        (null, { } data) when Demonstration.WasBegunIn(Path.GetFullPath(data)) => Demonstration.WithBackupPair(Path.GetFullPath(data), Path.Combine(Home.Countries, "th")),
        (null, { } data) => throw new ArgumentsException($"{data} holds no demonstration. Nothing was done."),
        _ => throw new ArgumentsException("Name either --config FILE or, for a demonstration, --data DIR. Nothing was done."),
    };

    private static SecretKey ReadSeed(string? file)
    {
        if (file is null && !Console.IsInputRedirected) Console.Error.Write("The seed of the backup pair, from paper (it can be seen while you type): ");
        if (file is not null && !File.Exists(file)) throw new ArgumentsException($"There is no file {file}. Nothing was done.");
        return PaperKey.TryRead(file is null ? Console.In.ReadLine() : File.ReadAllText(file))
            ?? throw new ArgumentsException("This is no whole seed: a symbol is missing or wrong. Nothing was done. Compare it with the paper.");
    }
}
