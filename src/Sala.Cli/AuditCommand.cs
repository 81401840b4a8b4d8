using Sala.Audit;
using Sala.Operation;

namespace Sala.Cli;

/// <summary>./sala audit: the anchor to be held by someone outside, and the walk of the trail against it.</summary>
internal static class AuditCommand
{
    public static async Task<int> Anchor(Arguments arguments)
    {
        await using var sala = await Installation.Open(Settings.Read(arguments.Only("config").Required("config")), TimeProvider.System);
        await using var data = sala.Store.Read();
        Console.WriteLine(await AuditAnchor.Of(data));
        return 0;
    }

    public static async Task<int> Verify(Arguments arguments)
    {
        arguments.Only("config", "anchor");
        var anchor = arguments["anchor"] is { } file ? ReadAnchor(file) : null;
        await using var sala = await Installation.Open(Settings.Read(arguments.Required("config")), TimeProvider.System);
        await using var data = sala.Store.Read();
        var verdict = await AuditTrail.Verify(data, anchor);
        var days = await AuditDays.Broken(data);
        if (verdict.Problem is null && days.Count == 0)
        {
            Console.WriteLine($"{verdict.Entries} entries, none deleted, changed, inserted or reordered{(anchor is null ? " (held against no anchor: that needs --anchor)" : $" up to the anchor at {anchor.Number}")}.");
            return 0;
        }
        if (verdict.Problem is { } problem) Console.WriteLine(problem);
        foreach (var day in days) Console.WriteLine($"What reporters did on {day} is not what was chained when the day closed.");
        return 1;
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
