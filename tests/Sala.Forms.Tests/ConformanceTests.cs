using Sala.Conformance;

namespace Sala.Forms.Tests;

public class ConformanceTests
{
    [Fact]
    public void Public_XLSForms_mean_the_same_here_as_to_pyxform()
    {
        var outcomes = FormsConformance.Outcomes(SharedFixtures.XlsFormsOrSkip).ToList();
        Assert.Empty(outcomes.Where(o => o.Differences.Count > 0).SelectMany(o => o.Differences.Select(d => $"{o.File}: {d}")));
        Assert.Equal(93, outcomes.Count);
    }
}
