using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Reports;

/// <summary>The address without a language: which one?</summary>
[OpenToAll(Because = "a child needs no account")]
public sealed class FrontModel(Installation sala, ServiceDirectory directory) : ChildPage(sala, directory)
{
    protected override bool IsEntrance => true;
}
