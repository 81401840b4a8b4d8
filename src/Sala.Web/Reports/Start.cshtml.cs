using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Reports;

/// <summary>The first page: danger, four ways in, back with a code, how it is kept.</summary>
[OpenToAll(Because = "a child needs no account")]
public sealed class StartModel(Installation sala, ServiceDirectory directory) : ChildPage(sala, directory)
{
    protected override bool IsEntrance => true;
}
