using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Reports;

namespace Sala.Web.Help;

/// <summary>Whom to call or open now: only what the directory hands out.</summary>
[OpenToAll(Because = "help is for everyone")]
public sealed class NumbersModel(Installation sala, ServiceDirectory directory) : ChildPage(sala, directory);
