using Sala.Agencies;
using Sala.Audit;
using Sala.Operation;

namespace Sala.Cli;

/// <summary>./sala setup: keys, database and the first administrator.</summary>
internal static class SetupCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var settings = Settings.Read(arguments.Only("config").Required("config"));
        var isNew = !File.Exists(settings.Ring);
        await Installation.Prepare(settings, demonstration: false, TimeProvider.System);
        Console.WriteLine(isNew ? $"Made the host ring {settings.Ring} (0600). Print it once and lock the paper away; it is in no backup." : $"The host ring {settings.Ring} is there.");
        await using var sala = await Installation.Open(settings, TimeProvider.System);
        if (sala.IsDemonstration) throw new ArgumentsException($"{settings.Ring} holds keys of a demonstration. Nothing was changed. Name another path, and setup makes real keys.");
        if ((await sala.People.Units()).Count > 0)
        {
            Console.WriteLine("The database is up to date. Its units and people were left as they are.");
            return 0;
        }
        var office = await sala.People.FirstUnit(sala.Country.Code);
        var (_, code) = await sala.People.InviteFirst(new Profile("administrator", "Administrator", ""), office, Roles.Administrator);
        Console.WriteLine($"""
            First administrator, one sign-in, within 72 hours, at /work/first:
              name           administrator
              one-time code  {code}
            """);
        return 0;
    }
}
