using Xunit.v3;

namespace Sala.Tests.Promises;

/// <summary>The number of the promise (docs/threat-model.md) that the tests of a class hold.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PromiseAttribute(int number) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("promise", $"{Number}")];
}
