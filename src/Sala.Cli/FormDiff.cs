using Sala.Forms;
using Sala.Forms.Comparing;

namespace Sala.Cli;

/// <summary>./sala form diff: what a new version does to data of the old one.</summary>
internal static class FormDiff
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("out");
        if (arguments.Rest is not [var old, var now]) throw new ArgumentsException("Name two forms: ./sala form diff OLD NEW [--out mapping.csv]. Nothing was done.");
        var comparison = FormComparison.Of(Form.Read(old), Form.Read(now));
        foreach (var group in comparison.Changes.GroupBy(c => c.Effect))
        {
            Console.WriteLine(group.Key switch
            {
                Effect.Breaks => "breaks data:",
                Effect.Doubtful => "somebody has to look:",
                Effect.Carried => "carried over by the mapping:",
                _ => "safe:",
            });
            foreach (var change in group) Console.WriteLine($"  {change}");
        }
        if (comparison.Changes.Count == 0) Console.WriteLine("nothing changed");
        if (arguments["out"] is { } file)
        {
            try
            {
                File.WriteAllText(file, comparison.Mapping.ToCsv());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ArgumentsException($"{file} cannot be written. Name a file in a folder that is there with --out.");
            }
            Console.WriteLine($"written: {file}, {comparison.Mapping.Lines.Count} lines");
        }
        return comparison.BreaksData ? 1 : 0;
    }
}
