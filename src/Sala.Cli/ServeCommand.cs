using Sala.Operation;
using Sala.Web;
using Sala.Web.Operation;

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
        await using var watch = new Watch(sala, Console.Out);
        foreach (var language in sala.Country.Languages.Where(l => !sala.Country.IsOpenToChildren(l.Code))) watch.Log.Closed(language.Code, sala.Country.NotReviewed(language.Code));
        var app = await Server.Build(sala, new ServerOptions(settings.Listen, Watch: watch));
        await using var _ = app;
        await app.StartAsync();
        await using var beat = await Beat.Start(sala, watch.JobFailed);
        watch.Log.Started(settings.Listen);
        await app.WaitForShutdownAsync();
        watch.Log.Stopped();
        return 0;
    }
}
