using System.Buffers.Text;
using Sala.Agencies;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>What a setup made; what was there already is null.</summary>
/// <param name="NewRing">Path of the host ring that was made.</param>
/// <param name="BackupSeed">The seed of the backup pair, to be printed once and kept nowhere.</param>
/// <param name="BackupBefore">Folder of the backup that was made before the tables were changed.</param>
/// <param name="FirstAdministrator">One-time sign-in of the first administrator.</param>
public sealed record SetupDone(string? NewRing, string? BackupSeed, string? BackupBefore, string? FirstAdministrator);

/// <summary>Makes what is missing and leaves what is there: key files, backup pair, tables, the first administrator. May be run again at any time, after an update above all.</summary>
public static class Setup
{
    public const string AdministratorName = "administrator";

    /// <param name="configuration">The file that the settings were read from: it gets the line backup_key.</param>
    /// <exception cref="SettingsException">The ring is a demonstration's, or the configuration cannot be written.</exception>
    public static async Task<SetupDone> Run(Settings settings, string configuration, TimeProvider clock)
    {
        var newRing = File.Exists(settings.Ring) ? null : settings.Ring;
        Installation.PrepareKeys(settings, demonstration: false);
        using (var ring = HostRing.Open(settings.Ring))
        {
            if (ring.Demonstration) throw new SettingsException($"{settings.Ring} holds keys of a demonstration. Nothing was changed. Name another path, and setup makes real keys.");
        }
        var seed = settings.BackupKey.Length > 0 ? null : MakeBackupPair(settings, configuration);
        var before = await Migrate(settings, clock).ConfigureAwait(false);
        return new SetupDone(newRing, seed, before, await FirstAdministrator(settings, clock).ConfigureAwait(false));
    }

    /// <summary>The line goes into the file first: a seed on paper without its line would be a key to nothing.</summary>
    private static string MakeBackupPair(Settings settings, string configuration)
    {
        using var pair = KeyPair.Generate();
        settings.BackupKey = Base64Url.EncodeToString(pair.Public.ToByteArray());
        try
        {
            var end = File.ReadAllText(configuration).EndsWith('\n') ? "" : "\n";
            File.AppendAllText(configuration, $"{end}# The public half of the backup pair. Its seed was printed once by ./sala setup.\nbackup_key: {settings.BackupKey}\n");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{configuration}: the line backup_key could not be written ({refused.Message}). No backup pair was made. Let setup write the file, and run it again.");
        }
        return PaperKey.Print(pair.Seed);
    }

    private static async Task<string?> Migrate(Settings settings, TimeProvider clock)
    {
        using var ring = HostRing.Open(settings.Ring);
        using var slots = KeyStore.Open(settings.KeyStore, settings.KeyStoreCopy);
        await using var store = Installation.StoreOf(settings, ring, clock);
        if (!await store.NeedsMigration().ConfigureAwait(false)) return null;
        string? before = null;
        if (await store.Schema().ConfigureAwait(false) is { } schema)
        {
            before = Path.Combine(settings.Backups, $"after-{schema}-{clock.GetUtcNow():yyyyMMddTHHmmssZ}");
            await Backup.Make(store, ring, slots, Backup.KeyOf(settings), before, clock).ConfigureAwait(false);
        }
        await Installation.Migrate(store, ring).ConfigureAwait(false);
        return before;
    }

    private static async Task<string?> FirstAdministrator(Settings settings, TimeProvider clock)
    {
        await using var sala = await Installation.Open(settings, clock).ConfigureAwait(false);
        if ((await sala.People.Units().ConfigureAwait(false)).Count > 0) return null;
        var office = await sala.People.FirstUnit(sala.Country.Code).ConfigureAwait(false);
        var (_, code) = await sala.People.InviteFirst(new Profile(AdministratorName, "Administrator", ""), office, Roles.Administrator).ConfigureAwait(false);
        return code;
    }
}
