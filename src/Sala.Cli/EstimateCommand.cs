using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Sample;

namespace Sala.Cli;

/// <summary>./sala estimate: from a data file and a plan to a publication. ./sala estimate sample: the made-up data of the sample.</summary>
internal static class EstimateCommand
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("data", "out", "emit");
        if (arguments.Rest is ["sample", var sample]) return Sample(sample);
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one plan: ./sala estimate PLAN.yml --data FILE --out DIR. Nothing was done.");
        var plan = Plan.Read(file);
        var findings = Estimation.Run(plan, arguments["data"], new Progress());
        if (arguments["out"] is { } o) { Directory.CreateDirectory(o); File.WriteAllBytes(Path.Combine(o, "estimates.csv"), CsvFile.Write(EstimatesFile.Heading, EstimatesFile.Rows(findings))); }
        return 0;
    }

    private static int Sample(string folder)
    {
        if (!Directory.Exists(folder)) throw new ArgumentsException($"There is no folder {folder}. Nothing was done.");
        File.WriteAllBytes(Path.Combine(folder, "simulated-children.csv"), MadeUpStudy.Children(Path.Combine(Home.Countries, "th", "forms")));
        Console.WriteLine($"Made-up data written to {folder}.");
        return 0;
    }

    private sealed class Progress : IProgress<string>
    {
        public void Report(string value) => Console.Error.WriteLine($"sala: {value}");
    }
}
