using Sala.Statistics.Disclosure;
using Sala.Surveys;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;
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
        var folder = arguments.Required("out");
        if (arguments["emit"] is not (null or "r")) throw new ArgumentsException("--emit takes r. Nothing was done.");
        var progress = new Progress();
        var study = Estimation.Read(Plan.Read(file), arguments["data"], progress);
        var findings = Estimation.Run(study, progress);
        var files = Publication.Files(study, findings, arguments["emit"] == "r", progress);
        Publication.Write(files, folder);
        Console.WriteLine($"{findings.Rows.Count} numbers from {findings.Persons} rows; {findings.Rows.Count(r => r.Verdict != Verdict.Shown)} withheld by disclosure control. In {folder}: {string.Join(", ", files.Select(f => f.Name))}.");
        return 0;
    }

    private static int Sample(string folder)
    {
        if (!Directory.Exists(folder)) throw new ArgumentsException($"There is no folder {folder}. Nothing was done.");
        var forms = Path.Combine(Home.Countries, "th", "forms");
        var (children, caregivers) = (MadeUpStudy.Children(forms), MadeUpStudy.Caregivers(forms));
        File.WriteAllBytes(Path.Combine(folder, "simulated-children.csv"), children);
        File.WriteAllBytes(Path.Combine(folder, "simulated-caregivers.csv"), caregivers);
        Console.WriteLine($"Made-up data written to {folder}.");
        return 0;
    }

    private sealed class Progress : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => Console.Error.WriteLine($"sala: {value.Words}");
    }
}
