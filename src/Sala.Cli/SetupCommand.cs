using Sala.Operation;

namespace Sala.Cli;

/// <summary>./sala setup: keys, backup pair, tables and the first administrator.</summary>
internal static class SetupCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var file = arguments.Only("config").Required("config");
        var done = await Setup.Run(Settings.Read(file), file, TimeProvider.System);
        if (done.NewRing is { } ring) Console.WriteLine($"Made the host ring {ring} (0600). Print it once and lock the paper away: it is in no backup.");
        if (done.BackupSeed is { } seed)
        {
            Console.WriteLine($"""
                Made the backup pair. Its public half is now the line backup_key of {file}.
                The seed below opens every backup. It is shown this once and kept nowhere: write it on paper, twice, and lock the papers away in two places.

                  {seed}

                """);
        }
        if (done.BackupBefore is { } before) Console.WriteLine($"Brought the tables up to date. As they were before they are in {before}, sealed to the backup pair.");
        if (done.FirstAdministrator is { } code)
        {
            Console.WriteLine($"""
                First administrator, one sign-in, within 72 hours, at /work/first:
                  name           {Setup.AdministratorName}
                  one-time code  {code}
                """);
        }
        if (done is { NewRing: null, BackupSeed: null, BackupBefore: null, FirstAdministrator: null }) Console.WriteLine("Everything is in place. Nothing was changed.");
        return 0;
    }
}
