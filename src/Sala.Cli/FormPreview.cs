using Sala.Countries;
using Sala.Web.Forms.Preview;

namespace Sala.Cli;

/// <summary>./sala form preview: walks a form in the browser, before anybody is asked.</summary>
internal static class FormPreview
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("port");
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one form: ./sala form preview FILE [--port 5090]. Nothing was done.");
        var port = int.TryParse(arguments["port"] ?? "5090", out var p) && p is > 0 and < 65536 ? p : throw new ArgumentsException("--port is a number from 1 to 65535. Nothing was done.");
        using var app = PreviewServer.Build(file, Country.Load(CountryOf(file)), port, TimeProvider.System);
        try
        {
            app.Start();
        }
        catch (IOException taken)
        {
            throw new ArgumentsException($"Port {port} can't be used: {taken.Message} Nothing was changed. Name another with --port.");
        }
        Console.WriteLine($"The form is at http://127.0.0.1:{port}/, on this machine only. Nothing that is typed is stored. Stop with Ctrl-C.");
        app.WaitForShutdown();
        return 0;
    }

    // The pack that the form stands in; for a form from elsewhere, the first of the packs.
    private static string CountryOf(string file)
    {
        for (var folder = new FileInfo(Path.GetFullPath(file)).Directory; folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "country.yml"))) return folder.FullName;
        return Path.Combine(Home.Countries, "th");
    }
}
