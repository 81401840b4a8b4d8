using System.Text.Json;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Api;

/// <summary>A field of the query that a call asks for; it may be left out.</summary>
internal sealed record QueryField(string Name, string Description);

/// <summary>An empty object: the call takes nothing but its address.</summary>
public sealed record EmptyBody;

/// <summary>
/// The ways in which staff's part of the API is written down: reading (GET), and deeds (POST). A handler binds, calls one method of the domain and shows what came of it; the rules are the domain's.
/// </summary>
internal static class StaffApi
{
    /// <summary>Shows something.</summary>
    public static RouteHandlerBuilder Reads<TShown>(this IEndpointRouteBuilder app, string route, IAccessPolicy policy, string summary, string description, Func<StaffCall, Task<TShown>> read) =>
        app.MapGet(route, (HttpContext context, Installation sala) => StaffCall.Answer(context, sala, async call => await call.Json(200, await read(call).ConfigureAwait(false)).ConfigureAwait(false)))
            .Described(policy, route, summary, description).Produces<TShown>();

    /// <summary>Makes something, and says what it is called.</summary>
    public static RouteHandlerBuilder Makes<TBody, TShown>(this IEndpointRouteBuilder app, string route, IAccessPolicy policy, string summary, string description, Func<StaffCall, TBody, Task<TShown>> deed) where TBody : class =>
        app.MapPost(route, (HttpContext context, Installation sala) => StaffCall.Answer(context, sala, call =>
            call.Do<TBody>(201, async body => JsonSerializer.SerializeToUtf8Bytes(await deed(call, body).ConfigureAwait(false), ApiFormat.Options)))).Described(policy, route, summary, description).Takes<TBody>().Produces<TShown>(StatusCodes.Status201Created);

    /// <summary>Does something of which there is nothing to show.</summary>
    public static RouteHandlerBuilder Does<TBody>(this IEndpointRouteBuilder app, string route, IAccessPolicy policy, string summary, string description, Func<StaffCall, TBody, Task> deed) where TBody : class =>
        app.MapPost(route, (HttpContext context, Installation sala) => StaffCall.Answer(context, sala, call => call.Do<TBody>(204, async body =>
        {
            await deed(call, body).ConfigureAwait(false);
            return [];
        }))).Described(policy, route, summary, description).Takes<TBody>().Produces(StatusCodes.Status204NoContent);

    /// <summary>Looks for something that stands in no address: it is sent, and answered anew each time.</summary>
    public static RouteHandlerBuilder Seeks<TBody, TShown>(this IEndpointRouteBuilder app, string route, IAccessPolicy policy, string summary, string description, Func<StaffCall, TBody, Task<TShown>> look) where TBody : class =>
        app.MapPost(route, (HttpContext context, Installation sala) => StaffCall.Answer(context, sala, async call =>
        {
            if (await call.Body<TBody>().ConfigureAwait(false) is { } body) await call.Json(200, await look(call, body).ConfigureAwait(false)).ConfigureAwait(false);
        })).Described(policy, route, summary, description).Takes<TBody>().Produces<TShown>();

    /// <summary>Hands out a file.</summary>
    public static RouteHandlerBuilder Gives<TBody>(this IEndpointRouteBuilder app, string route, IAccessPolicy policy, string summary, string description, string[] mediaTypes, Func<StaffCall, TBody, Task<(byte[] Bytes, string MediaType, string Name)>> deed) where TBody : class =>
        app.MapPost(route, (HttpContext context, Installation sala) => StaffCall.Answer(context, sala, async call =>
        {
            if (await call.Body<TBody>().ConfigureAwait(false) is not { } body) return;
            var (bytes, mediaType, name) = await deed(call, body).ConfigureAwait(false);
            await call.File(bytes, mediaType, name).ConfigureAwait(false);
        })).Described(policy, route, summary, description).Takes<TBody>().Refuses(403).Produces<byte[]>(StatusCodes.Status200OK, mediaTypes[0], mediaTypes[1..]);

    /// <summary>Names the fields of the query.</summary>
    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder endpoint, params ReadOnlySpan<(string Name, string Description)> fields)
    {
        foreach (var (name, description) in fields) endpoint.WithMetadata(new QueryField(name, description));
        return endpoint.Refuses(422);
    }

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses) endpoint.Produces<Problem>(status, Problem.MediaType);
        return endpoint;
    }

    private static RouteHandlerBuilder Takes<TBody>(this RouteHandlerBuilder endpoint) where TBody : class => endpoint.Accepts<TBody>("application/json").Refuses(400, 409, 413, 415, 422);

    private static RouteHandlerBuilder Described(this RouteHandlerBuilder endpoint, IAccessPolicy policy, string route, string summary, string description) =>
        endpoint.WithSummary(summary).WithDescription(description).WithTags(route.Split('/')[3]).WithMetadata(policy).Refuses(401, 404);
}
