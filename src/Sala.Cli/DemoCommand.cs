using System.Diagnostics;
using Sala.Operation;
using Sala.Web;

namespace Sala.Cli;

/// <summary>./sala demo: everything with made-up data, in one process on this machine.</summary>
internal static class DemoCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        arguments.Only("port", "data", "flood-control");
        var begun = Stopwatch.StartNew();
        var port = int.TryParse(arguments["port"] ?? "5080", out var p) && p is > 0 and < 65536 ? p : throw new ArgumentsException("--port is a number from 1 to 65535. Nothing was done.");
        var flood = (arguments["flood-control"] ?? "on") switch { "on" => true, "off" => false, _ => throw new ArgumentsException("--flood-control is on or off. Nothing was done.") };
        var folder = Path.GetFullPath(arguments["data"] ?? Path.Combine(Home.Countries, "..", ".sala", "demo"));
        var country = Path.Combine(Home.Countries, "th");
        if (!Demonstration.IsIn(folder))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !Demonstration.WasBegunIn(folder))
                throw new ArgumentsException($"{folder} holds something else. Nothing was changed. Name an empty folder.");
            Console.WriteLine($"Filling {folder} with made-up data.");
            await Demonstration.Fill(folder, country, TimeProvider.System, cases: true);
        }
        var settings = Demonstration.SettingsIn(folder, country);
        // A folder of an earlier version goes on with the tables of this one.
        await Installation.Prepare(settings, demonstration: true, TimeProvider.System);
        settings.Listen = $"http://127.0.0.1:{port}";
        await using var sala = await Installation.Open(settings, TimeProvider.System);
        var app = await Server.Build(sala, new ServerOptions(settings.Listen, flood));
        await using var _ = app;
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken)
        {
            throw new ArgumentsException($"Port {port} can't be used: {taken.Message} Nothing was changed. Name another with --port.");
        }
        await using var beat = await Beat.Start(sala, (job, failure) => Console.Error.WriteLine($"sala: the job {job} failed ({failure.GetType().Name}); it runs again."));
        Console.WriteLine($"""

            Sala, demonstration with made-up data. Nothing here is real; nobody reads what is written.

              A child tells      {settings.Listen}/th   {settings.Listen}/en
              Staff answer       {settings.Listen}/work

            Sign-ins (the code changes every 30 seconds; the sign-in page of the demonstration shows it too):
            """);
        var now = DateTimeOffset.UtcNow;
        foreach (var person in Demonstration.StaffOf(folder))
            Console.WriteLine($"  {person.SignInName,-12} {person.Password,-26} code {person.Code(now)}   {person.Role}");
        Console.WriteLine($"\nAnswering after {begun.Elapsed.TotalSeconds:0.0} s. Stop with Ctrl-C.");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
