using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;
using Sala.Webhooks;

namespace Sala.Web.Webhooks;

/// <summary>One address: what went there in the last days, and holding it back or ending it.</summary>
[For(Roles.Administrator | Roles.Lead), NotCompressed]
public sealed class WebhookModel(Installation sala) : WorkPage(sala)
{
    private IReadOnlyDictionary<RecordId, string> names = new Dictionary<RecordId, string>();

    public WebhookLine Line { get; private set; } = null!;
    public IReadOnlyList<LoggedDelivery> Log { get; private set; } = [];
    public string UnitName { get; private set; } = "";

    public string Headline => Line.Paused ? T["webhooks.one_paused"] : Line.GivenUp switch { 0 => T[Line.Waiting == 0 ? "webhooks.one_well" : "webhooks.one_waiting"], 1 => T["webhooks.headline_failed_one"], var failed => T.Say("webhooks.headline_failed", ("count", N(failed))) };

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostPauseAsync(RecordId id) => Do(() => Sala.Webhooks.Pause(By, id, true), $"/work/webhooks/of/{id}?done=webhook-paused", () => Load(id));

    public Task<IActionResult> OnPostResumeAsync(RecordId id) => Do(() => Sala.Webhooks.Pause(By, id, false), $"/work/webhooks/of/{id}?done=webhook-resumed", () => Load(id));

    public Task<IActionResult> OnPostEndAsync(RecordId id) => Do(() => Sala.Webhooks.End(By, id), "/work/webhooks?done=webhook-ended", () => Load(id));

    public string NameOf(RecordId person) => names.GetValueOrDefault(person, T["staff.somebody"]);

    /// <summary>What the other side answered, how often it was tried, and when next.</summary>
    public string Answered(LoggedDelivery one) => string.Join(" ", new[]
    {
        one.Tries == 0 ? "" : one.LastStatus == 0 ? T["webhooks.no_answer"] : T.Say("webhooks.answered", ("status", $"{one.LastStatus}")),
        one.Tries > 1 ? T.Say("webhooks.tries", ("count", N(one.Tries))) : "",
        one.State == DeliveryState.Waiting && one.Tries > 0 ? T.Say("webhooks.next_try", ("when", Moment(one.NextTry))) : "",
    }.Where(w => w.Length > 0));

    private async Task Load(RecordId id)
    {
        Log = await Sala.Webhooks.Log(By, id).ConfigureAwait(false);
        Line = (await Sala.Webhooks.Mine(By).ConfigureAwait(false)).FirstOrDefault(l => l.Id == id) ?? throw new NotForYouException();
        names = await Sala.People.Names().ConfigureAwait(false);
        UnitName = (await Sala.People.Units().ConfigureAwait(false)).FirstOrDefault(u => u.Id == Line.UnitId)?.Name ?? T["staff.a_unit"];
    }
}
