using System.Reflection;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Promises;

public sealed class EveryPromiseTests
{
    [Fact]
    public void Each_of_the_eight_promises_has_a_test_that_runs_on_both_stores()
    {
        var kept = typeof(PromiseAttribute).Assembly.GetTypes()
            .Where(t => t.GetMethods().Any(m => m.GetCustomAttribute<OnEachStoreAttribute>() is not null))
            .Select(t => t.GetCustomAttribute<PromiseAttribute>()?.Number).ToHashSet();

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], Enumerable.Range(1, 8).Where(n => kept.Contains(n)));
    }
}
