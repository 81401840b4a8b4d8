using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;
using Sala.Tests.Countries;

namespace Sala.Tests.Surveys;

/// <summary>The sample study, estimated once for all tests.</summary>
public sealed class Sample
{
    private static readonly Dictionary<string, Lazy<Sample>> Made = new[] { "children", "caregivers" }.ToDictionary(p => p, p => new Lazy<Sample>(() => new Sample(p)));

    private Sample(string part)
    {
        Plan = Plan.Read(PlanFile(part));
        Findings = Estimation.Run(Plan, null, null);
        Estimates = [.. EstimatesFile.Rows(Findings).Select(r => EstimatesFile.Heading.Zip(r).ToDictionary(c => c.First, c => c.Second ?? ""))];
        Html = ReportPage.Write(Findings);
    }

    public static Sample Children => Made["children"].Value;
    public static Sample Caregivers => Made["caregivers"].Value;
    public static string Folder => Path.Combine(Pack.Root, "samples", "disrupting-harm-th");
    public static string PlanFile(string part) => Path.Combine(Folder, $"plan-{part}.yml");

    internal Plan Plan { get; }
    internal Findings Findings { get; }
    public IReadOnlyList<Dictionary<string, string>> Estimates { get; }
    public string Html { get; }

    internal IEnumerable<Statement> Shown => Findings.Shown;
}
