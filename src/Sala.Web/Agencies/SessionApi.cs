using System.Buffers.Text;
using Sala.Agencies;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Web.Flood;

namespace Sala.Web.Agencies;

/// <summary>Name, password and the code of the authenticator.</summary>
public sealed record SignInTyped(string Name, string Password, string Code);

/// <summary>Password and a new code, before an export.</summary>
public sealed record StepUpTyped(string Password, string Code);

/// <summary>A session, as the program keeps it in memory.</summary>
/// <param name="Token">Sent as Authorization: Bearer. It opens this person's key: it is not written to a disk.</param>
/// <param name="Ends">It ends then whatever happens, and half an hour after the last call.</param>
public sealed record SessionOpened(string Token, DateTimeOffset Ends, DateTimeOffset IdleEnds);

/// <summary>
/// A program acts for a member of staff who signed in, with the same session as a browser: there is no account of a machine, since no key of a case is sealed to one.
/// </summary>
internal static class SessionApi
{
    private const int Longest = 256;
    private static readonly ForStaffAttribute AnyStaff = new();

    public static void MapSessionApi(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/session", Open).WithSummary("Sign in").WithDescription("One answer to every wrong combination. A code works once.").WithTags("session")
            .Accepts<SignInTyped>("application/json").Produces<SessionOpened>(StatusCodes.Status201Created).Refuses(400, 413, 415, 422, 503)
            .WithMetadata(new OpenToAllAttribute { Because = "nobody is signed in before; one answer for every wrong name, password and code" });
        app.Does<StepUpTyped>("/api/v1/session/step-up", AnyStaff, "Give password and a new code again", "Exports ask for it; it lasts five minutes.", async (call, typed) =>
        {
            if (!await call.Sala.SignIn.StepUp(StaffBearer.Secret(call.Request)!, call.By, Cut(typed.Password), Cut(typed.Code)).ConfigureAwait(false))
                throw new FieldNotTakenException("Password or code is wrong, or the code was used. Nothing was changed.");
        });
        app.Does<EmptyBody>("/api/v1/session/end", AnyStaff, "Sign out", "The token opens nothing from then on.", (call, _) => call.Sala.SignIn.End(StaffBearer.Secret(call.Request)!, call.By));
    }

    private static async Task Open(HttpContext context, Installation sala, SignInFlood flood)
    {
        using var body = await ApiBody.Read(context).ConfigureAwait(false);
        if (body is null) return;
        SignInTyped typed;
        try
        {
            typed = body.As<SignInTyped>();
        }
        catch (FieldNotTakenException wrong)
        {
            await Problem.Write(context, 422, "field-not-taken", wrong.Message).ConfigureAwait(false);
            return;
        }
        using var pass = await flood.Control.Enter(context.Connection.RemoteIpAddress).ConfigureAwait(false);
        if (pass is null)
        {
            context.Response.Headers.RetryAfter = "10";
            await Problem.Write(context, 503, "many-at-once", "Many are signing in from this address at this moment.").ConfigureAwait(false);
            return;
        }
        var secret = await sala.SignIn.Open(Cut(typed.Name), Cut(typed.Password), Cut(typed.Code)).ConfigureAwait(false);
        using var by = secret is null ? null : await sala.SignIn.Resume(secret).ConfigureAwait(false);
        if (by is null)
        {
            await Problem.Write(context, 422, "not-signed-in", "Name, password and code do not belong together, or the code was used.").ConfigureAwait(false);
            return;
        }
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(new SessionOpened(Base64Url.EncodeToString(secret), by.Ends, by.IdleEnds), ApiFormat.Options).ConfigureAwait(false);
    }

    private static string Cut(string typed) => typed.Length <= Longest ? typed : typed[..Longest];
}
