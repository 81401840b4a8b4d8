using Sala.Agencies;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;
using Sala.Webhooks;

namespace Sala.Web.Webhooks;

/// <summary>An address to tell that something happened on cases of a unit.</summary>
/// <param name="Role">One profession: of parts of a case that it is not given, the address hears nothing.</param>
/// <param name="Address">https, in the public network.</param>
public sealed record WebhookToRegister(RecordId Unit, Roles Role, string Address);

/// <summary>A webhook that was registered.</summary>
/// <param name="Secret">By which the other side checks the header webhook-signature (Standard Webhooks 1.0.0). Shown once.</param>
public sealed record WebhookRegistered(RecordId Id, string Secret);

/// <summary>The webhooks that this person answers for.</summary>
public sealed record WebhookList(IReadOnlyList<WebhookLine> Webhooks);

/// <summary>What went to an address in the last thirty days, newest first.</summary>
public sealed record WebhookLog(IReadOnlyList<LoggedDelivery> Deliveries);

/// <summary>Telling other systems that something happened: never what.</summary>
internal static class WebhooksApi
{
    private static readonly ForAttribute Administrators = new(Roles.Administrator);
    private static readonly ForAttribute Answerable = new(Roles.Administrator | Roles.Lead);

    public static void MapWebhooksApi(this IEndpointRouteBuilder app)
    {
        app.Makes<WebhookToRegister, WebhookRegistered>("/api/v1/webhooks", Administrators, "Register a webhook", "After a step-up. The leads of the unit are told. What is sent is the id of a case, a kind of event and its time, signed; nothing else, to no other address.", async (call, body) =>
        {
            var (id, secret) = await call.Sala.Webhooks.Register(call.By, body.Unit, body.Role, body.Address).ConfigureAwait(false);
            return new WebhookRegistered(id, secret);
        }).Refuses(403);
        app.Reads("/api/v1/webhooks", Answerable, "List webhooks", "All for an administrator; for a lead those of their units.", async call => new WebhookList(await call.Sala.Webhooks.Mine(call.By).ConfigureAwait(false)));
        app.Reads("/api/v1/webhooks/{id}", Answerable, "Read the log of a webhook", "What was taken, what waits and what was given up.", async call => new WebhookLog(await call.Sala.Webhooks.Log(call.By, call.Id()).ConfigureAwait(false)));
        app.Does<EmptyBody>("/api/v1/webhooks/{id}/pause", Answerable, "Hold a webhook back", "Nothing is sent until it goes on.", (call, _) => call.Sala.Webhooks.Pause(call.By, call.Id(), true));
        app.Does<EmptyBody>("/api/v1/webhooks/{id}/resume", Answerable, "Let a webhook go on", "What happened meanwhile is sent.", (call, _) => call.Sala.Webhooks.Pause(call.By, call.Id(), false));
        app.Does<EmptyBody>("/api/v1/webhooks/{id}/end", Answerable, "End a webhook", "What waits is not sent.", (call, _) => call.Sala.Webhooks.End(call.By, call.Id()));
    }
}
