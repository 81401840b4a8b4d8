using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Sala.Tests.Fixtures;

/// <summary>The two databases that every promise is kept on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory once on each store; a second column may list what else differs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEachStoreAttribute(params object[] cases) : DataAttribute
{
    public override bool SupportsDiscoveryEnumeration() => true;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var rows = from store in Enum.GetValues<StoreKind>()
                   from row in cases.Length == 0 ? [[store]] : cases.Select(c => new object[] { store, c })
                   select (ITheoryDataRow)new TheoryDataRow(row);
        return new([.. rows]);
    }
}
