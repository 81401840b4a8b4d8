using Sala.Audit;
using Sala.Operation;

namespace Sala.Cli;

/// <summary>./sala audit: the anchor to be held by someone outside, and the walk of the trail against it.</summary>
internal static class AuditCommand
{
    public static async Task<int> Anchor(Arguments arguments)
    {
        await using var sala = await Installation.Open(Settings.Read(arguments.Only("config").Required("config")), TimeProvider.System);
        Console.WriteLine(await AuditAnchor.Of(sala.Store));
        return 0;
    }

    public static async Task<int> Verify(Arguments arguments)
    {
        arguments.Only("config", "anchor");
        var anchor = arguments["anchor"] is { } file ? ReadAnchor(file) : null;
        await using var sala = await Installation.Open(Settings.Read(arguments.Required("config")), TimeProvider.System);
        var (entries, problems) = await AuditTrail.Check(sala.Store, anchor);
        foreach (var problem in problems) Console.WriteLine(problem);
        if (problems.Count > 0) return 1;
        Console.WriteLine($"{entries} entries, none deleted, changed, inserted or reordered{(anchor is null ? " (held against no anchor: that needs --anchor)" : $" up to the anchor at {anchor.Number}")}.");
        return 0;
    }

    public static AuditAnchor ReadAnchor(string file)
    {
        if (!File.Exists(file)) throw new ArgumentsException($"There is no file {file}. Nothing was done.");
        try
        {
            return AuditAnchor.Parse(File.ReadAllText(file));
        }
        catch (FormatException wrong)
        {
            throw new ArgumentsException(wrong.Message);
        }
    }
}
