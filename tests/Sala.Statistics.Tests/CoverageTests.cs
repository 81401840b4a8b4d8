using Sala.Measuring;

namespace Sala.Statistics.Tests;

public sealed class CoverageTests
{
    // The long run is ./sala bench coverage; 600 samples tell 95 % from 92 %.
    [Fact]
    public void The_default_interval_holds_the_truth_as_often_as_it_says()
    {
        foreach (var result in CoverageSimulation.Run(600, seed: 20261124).Where(r => r.Method == Proportions.DefaultMethod))
            Assert.True(result.Covers >= 0.925, $"{result.Truth}: {result.Covers}");
    }
}
