using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Operation;

/// <summary>For who watches over the machine: that the process lives, and that it can do its work. No name, no number of anything that a person told.</summary>
internal static class HealthEndpoints
{
    private const string Live = "/healthz";
    private const string Ready = "/readyz";

    public static bool Are(PathString path) => path == Live || path == Ready;

    public static void Map(WebApplication app, Installation sala)
    {
        app.MapGet(Live, () => Results.Text("live\n")).WithMetadata(new OpenToAllAttribute { Because = "says only that the process lives" });
        app.MapGet(Ready, async () =>
        {
            var state = await Readiness.Of(sala).ConfigureAwait(false);
            return Results.Text(state.ToString(), statusCode: state.CanServe ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).WithMetadata(new OpenToAllAttribute { Because = "says only whether the database answers and whether a unit takes reports" });
    }
}
