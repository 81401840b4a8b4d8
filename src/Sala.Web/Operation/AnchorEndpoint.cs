using Sala.Agencies;
using Sala.Audit;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Operation;

/// <summary>Count and head of the audit trail as a file, for guardians and oversight to keep outside: ./sala audit verify --anchor takes it as it is.</summary>
internal static class AnchorEndpoint
{
    public const string Route = "/work/anchor";

    public static void Map(WebApplication app, Installation sala) =>
        app.MapGet(Route, async () =>
        {
            var anchor = await AuditAnchor.Of(sala.Store).ConfigureAwait(false);
            return Results.File(System.Text.Encoding.ASCII.GetBytes(anchor + "\n"), "text/plain", $"anchor-{anchor.Number}.txt");
        }).WithMetadata(new ForAttribute(Roles.Guardian | Roles.Oversight));
}
