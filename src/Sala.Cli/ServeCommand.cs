using Sala.Operation;
using Sala.Web;

namespace Sala.Cli;

/// <summary>./sala serve: real use. Refuses to start, and says why, where a promise could not be kept.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(Arguments arguments)
    {
        var settings = Settings.Read(arguments.Only("config").Required("config"));
        var reasons = await ServeConditions.Unmet(settings, TimeProvider.System);
        if (reasons.Count > 0)
        {
            Console.Error.WriteLine("sala: not started.");
            foreach (var reason in reasons) Console.Error.WriteLine($"  - {reason}");
            return 78;
        }
        await using var sala = await Installation.Open(settings, TimeProvider.System);
        foreach (var language in sala.Country.Languages.Where(l => !sala.Country.IsOpenToChildren(l.Code)))
            Console.WriteLine($"Closed to children in {language.Name}: not reviewed yet: {string.Join(", ", sala.Country.NotReviewed(language.Code))}.");
        var app = await Server.Build(sala, new ServerOptions(settings.Listen));
        await using var _ = app;
        await app.StartAsync();
        await using var beat = await Beat.Start(sala, (job, failure) => Console.Error.WriteLine($"sala: the job {job} failed ({failure.GetType().Name}); it runs again."));
        Console.WriteLine($"Serving {settings.Listen}.");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
