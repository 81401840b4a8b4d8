using Sala.Conformance;

namespace Sala.Statistics.Tests;

public sealed class ConformanceTests
{
    [Fact]
    public void Every_case_of_the_survey_reference_agrees()
    {
        using var output = new StringWriter();
        var code = StatisticsConformance.Run(Repository.Shared("fixtures", "survey"), output);
        Assert.True(code == 0, output.ToString());
        Assert.EndsWith(" passed, 0 failed", output.ToString().TrimEnd());
    }
}
