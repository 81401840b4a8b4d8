using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Data;
using Sala.Vault;

namespace Sala.Webhooks;

/// <summary>A webhook as administrators and the leads of its unit see it.</summary>
/// <param name="Paused">Held back.</param>
/// <param name="Waiting">How many events are on their way.</param>
/// <param name="GivenUp">How many were not taken.</param>
public sealed record WebhookLine(RecordId Id, RecordId UnitId, Roles Role, string Address, RecordId RegisteredBy, DateTimeOffset At, bool Paused, int Waiting, int GivenUp);

/// <summary>One event on its way, as it stands in the log.</summary>
/// <param name="Case">Null for who does not lead the unit.</param>
/// <param name="LastStatus">Of the last answer; 0 where none came.</param>
public sealed record LoggedDelivery(RecordId Id, RecordId? Case, string Event, DateTimeOffset At, DeliveryState State, int Tries, DateTimeOffset NextTry, int LastStatus);

/// <summary>Address and secret, as they are sealed.</summary>
internal sealed record WebhookBody(string Address, byte[] Secret);

/// <summary>Registering and ending webhooks. An administrator registers one, after password and code were given again; the leads of the unit are told, read its log, and can end it.</summary>
public sealed class WebhookDesk
{
    private const int SecretSize = 32;

    /// <summary>So many addresses a unit has at most.</summary>
    private const int Most = 10;

    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly Conflicts conflicts;
    private readonly HostRing ring;
    private readonly TimeProvider clock;

    public WebhookDesk(Store store, StaffDirectory directory, CaseErasure erasure, Conflicts conflicts, HostRing ring, TimeProvider clock)
    {
        (this.store, this.directory, this.conflicts, this.ring, this.clock) = (store, directory, conflicts, ring, clock);
        erasure.AlsoErased.Add((data, id) => data.WebhookDeliveries.Where(d => d.CaseId == id).ExecuteDeleteAsync());
    }

    /// <summary>Registers an address.</summary>
    /// <param name="role">One profession that works on cases.</param>
    /// <returns>The id, and the secret by which the other side knows us: shown once.</returns>
    /// <exception cref="RefusedException">No step-up; no unit that works on cases; no single role that does; an address that is not https or points inward; too many.</exception>
    /// <exception cref="NotForYouException">The person is no administrator.</exception>
    public async Task<(RecordId Id, string Secret)> Register(SignedIn by, RecordId unit, Roles role, string address)
    {
        if (!by.Has(Roles.Administrator)) throw await Refused(by, "webhook.register", null).ConfigureAwait(false);
        by.RequireStepUp();
        if (!Enum.IsDefined(role) || (role & RoleGroups.Caseworkers) == 0) throw new RefusedException("webhook.role", "Choose one role that works on cases. Nothing was changed.");
        if (Destination.Read(address, ring.Demonstration) is not { } to) throw new RefusedException("webhook.address", "The address has to begin with https and to lie in the public network. Nothing was changed.");
        var (id, secret) = (RecordId.Random(), RandomNumberGenerator.GetBytes(SecretSize));
        await store.Change(new Deed(by.PersonId, "webhook.register", id, unit) { Detail = role.ToString() }, async data =>
        {
            if (await data.Units.SingleOrDefaultAsync(u => u.Id == unit).ConfigureAwait(false) is not { Reads: true }) throw new RefusedException("webhook.unit", "Choose a unit that works on cases. Nothing was changed.");
            var there = await data.Webhooks.Where(w => w.UnitId == unit).ToListAsync().ConfigureAwait(false);
            if (there.Exists(w => w.Holds(directory) && w.Role == role && Open(w).Address == to.AbsoluteUri)) throw new RefusedException("webhook.same", "This address is told already, for this role. Nothing was changed. Its secret was shown once; end it and register it again if the secret is lost.");
            if (there.Count >= Most) throw new RefusedException("webhook.many", "The unit has as many addresses as it may have. Nothing was changed. End one first.");
            var hook = new Webhook
            {
                Id = id, UnitId = unit, Role = role, RegisteredBy = by.PersonId, At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
                Body = Envelope.Seal(ring.DirectoryKey, new Binding("webhook.body", id), JsonSerializer.SerializeToUtf8Bytes(new WebhookBody(to.AbsoluteUri, secret)), Padding.Message),
                After = await data.AuditHeads.Select(h => h.Number).SingleAsync().ConfigureAwait(false), Paused = false, Mac = [],
            };
            hook.Sign(directory);
            data.Webhooks.Add(hook);
            var leads = (await data.Memberships.Where(m => m.UnitId == unit && (m.Roles & Roles.Lead) != 0).ToListAsync().ConfigureAwait(false)).Where(directory.Holds).Select(m => m.PersonId);
            await Outbox.Add(data, leads, clock.GetUtcNow()).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return (id, $"whsec_{Convert.ToBase64String(secret)}");
    }

    /// <summary>The webhooks that this person answers for: all for an administrator, those of their units for a lead.</summary>
    public async Task<IReadOnlyList<WebhookLine>> Mine(SignedIn by)
    {
        var (all, units) = (by.Has(Roles.Administrator), by.UnitsWith(Roles.Lead).ToList());
        await using var data = store.Read();
        var hooks = (await data.Webhooks.Where(w => all || units.Contains(w.UnitId)).OrderBy(w => w.At).ToListAsync().ConfigureAwait(false)).Where(w => w.Holds(directory)).ToList();
        var ids = hooks.ConvertAll(h => h.Id);
        var hidden = await conflicts.Concerning(data, by).ConfigureAwait(false);
        var counts = (await data.WebhookDeliveries.Where(d => ids.Contains(d.WebhookId) && d.State != DeliveryState.Delivered && !hidden.Contains(d.CaseId)).GroupBy(d => new { d.WebhookId, d.State }).Select(g => new { g.Key.WebhookId, g.Key.State, Count = g.Count() }).ToListAsync().ConfigureAwait(false))
            .ToDictionary(c => (c.WebhookId, c.State), c => c.Count);
        return hooks.ConvertAll(h => new WebhookLine(h.Id, h.UnitId, h.Role, Open(h).Address, h.RegisteredBy, h.At, h.Paused, counts.GetValueOrDefault((h.Id, DeliveryState.Waiting)), counts.GetValueOrDefault((h.Id, DeliveryState.GivenUp))));
    }

    /// <summary>What went to an address in the last days, newest first; without what went there of a case that concerns who asks. Which case it was, a lead of the unit reads.</summary>
    /// <exception cref="NotForYouException">There is no such webhook for this person.</exception>
    public async Task<IReadOnlyList<LoggedDelivery>> Log(SignedIn by, RecordId id)
    {
        var hook = await Require(by, id, "webhook.log").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "webhook.log", id, hook.UnitId), _ => Task.CompletedTask).ConfigureAwait(false);
        await using var data = store.Read();
        var hidden = await conflicts.Concerning(data, by).ConfigureAwait(false);
        var log = await data.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == id && !hidden.Contains(d.CaseId)).OrderByDescending(d => d.At).Take(200).ToListAsync().ConfigureAwait(false);
        var leads = by.Has(Roles.Lead, hook.UnitId);
        return log.ConvertAll(d => new LoggedDelivery(d.Id, leads ? d.CaseId : null, d.Event, d.At, d.State, d.Tries, d.NextTry, d.LastStatus));
    }

    /// <summary>Holds a webhook back, or lets it go on: what happened meanwhile is sent then.</summary>
    /// <exception cref="NotForYouException">There is no such webhook for this person.</exception>
    public async Task Pause(SignedIn by, RecordId id, bool paused)
    {
        var deed = paused ? "webhook.pause" : "webhook.resume";
        var unit = (await Require(by, id, deed).ConfigureAwait(false)).UnitId;
        await store.Change(new Deed(by.PersonId, deed, id, unit), async data =>
        {
            if (await data.Webhooks.SingleOrDefaultAsync(w => w.Id == id).ConfigureAwait(false) is not { } hook || !hook.Holds(directory)) throw new RefusedException("webhook.ended", "Somebody ended this a moment ago. Nothing was changed.");
            hook.Paused = paused;
            hook.Sign(directory);
        }).ConfigureAwait(false);
    }

    /// <summary>Ends a webhook: what waits is not sent.</summary>
    /// <exception cref="NotForYouException">There is no such webhook for this person.</exception>
    public async Task End(SignedIn by, RecordId id)
    {
        var hook = await Require(by, id, "webhook.end").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "webhook.end", id, hook.UnitId), async data =>
        {
            await data.WebhookDeliveries.Where(d => d.WebhookId == id).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.Webhooks.Where(w => w.Id == id).ExecuteDeleteAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal WebhookBody Open(Webhook hook) => JsonSerializer.Deserialize<WebhookBody>(Envelope.Open(ring.DirectoryKey, new Binding("webhook.body", hook.Id), hook.Body))!;

    private async Task<Webhook> Require(SignedIn by, RecordId id, string what)
    {
        await using var data = store.Read();
        var hook = await data.Webhooks.SingleOrDefaultAsync(w => w.Id == id).ConfigureAwait(false);
        return hook is not null && hook.Holds(directory) && (by.Has(Roles.Administrator) || by.Has(Roles.Lead, hook.UnitId)) ? hook : throw await Refused(by, what, id).ConfigureAwait(false);
    }

    private async Task<NotForYouException> Refused(SignedIn by, string what, RecordId? id)
    {
        await store.Refuse(new Deed(by.PersonId, what, id)).ConfigureAwait(false);
        return new NotForYouException();
    }
}
