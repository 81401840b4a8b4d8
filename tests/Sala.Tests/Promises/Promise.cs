using System.Reflection;
using Sala.Tests.Fixtures;
using Xunit.v3;

namespace Sala.Tests.Promises;

/// <summary>The number of the promise (docs/threat-model.md) that the tests of a class hold.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PromiseAttribute(int number) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("promise", $"{Number}")];
}

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
