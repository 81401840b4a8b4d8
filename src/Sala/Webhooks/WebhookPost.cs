using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Webhooks;

/// <summary>
/// Puts what happened on cases into rows, and works them off: signed, without a word of the case, tried again after longer and longer waits. The signature is that of Standard Webhooks 1.0.0: HMAC-SHA256 over
/// id, time and body, so that receivers find a library for it.
/// </summary>
public sealed class WebhookPost : IDisposable
{
    /// <summary>How long until the next try, by how often it was tried; after the last, it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(24)];

    /// <summary>How long the log is kept.</summary>
    public const int LogDays = 30;

    private const int AtOnce = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Store store;
    private readonly StaffDirectory directory;
    private readonly WebhookDesk desk;
    private readonly TimeProvider clock;
    private readonly HttpClient client;

    public WebhookPost(Store store, StaffDirectory directory, WebhookDesk desk, HostRing ring, TimeProvider clock)
    {
        (this.store, this.directory, this.desk, this.clock) = (store, directory, desk, clock);
        client = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would lead where nobody looked, and a proxy or a cookie would tell of us.
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancel) => Destination.Connect(context.DnsEndPoint, ring.Demonstration, cancel),
        }) { Timeout = Patience };
    }

    /// <summary>One beat: what happened since the last one becomes rows, and what is due is sent.</summary>
    /// <returns>How many were taken by the other side.</returns>
    public async Task<int> Work()
    {
        await using var data = store.Read();
        var hooks = (await data.Webhooks.ToListAsync().ConfigureAwait(false)).Where(h => h.Holds(directory) && !h.Paused).ToList();
        foreach (var hook in hooks) await PutIn(data, hook).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var taken = 0;
        foreach (var hook in hooks)
        {
            var due = await data.WebhookDeliveries.Where(d => d.WebhookId == hook.Id && d.State == DeliveryState.Waiting && d.NextTry <= now).OrderBy(d => d.At).Take(AtOnce).ToListAsync().ConfigureAwait(false);
            foreach (var delivery in due)
            {
                var went = await Try(hook, delivery).ConfigureAwait(false);
                if (went) taken++;
                // Where the first is not taken, the others would wait as long for the same answer: they are due again at the next beat.
                else break;
            }
        }
        await store.Keep(d => d.WebhookDeliveries.Where(x => x.State != DeliveryState.Waiting && x.At < now.AddDays(-LogDays)).ExecuteDeleteAsync()).ConfigureAwait(false);
        return taken;
    }

    /// <summary>What of the trail of the unit's cases this address hears of. Rows and the place in the trail move in one transaction.</summary>
    private async Task PutIn(SalaData data, Webhook hook)
    {
        for (var after = hook.After; ;)
        {
            var entries = await data.AuditEntries.Where(e => e.Number > after && e.UnitId == hook.UnitId && !e.Refused).OrderBy(e => e.Number).Take(AtOnce).ToListAsync().ConfigureAwait(false);
            if (entries.Count == 0) return;
            var (from, last) = (after, entries[^1].Number);
            await store.Keep(async d =>
            {
                // Whoever moves the place on writes the rows: another process finds it moved.
                if (await d.Webhooks.Where(w => w.Id == hook.Id && w.After == from).ExecuteUpdateAsync(s => s.SetProperty(w => w.After, last)).ConfigureAwait(false) == 0) return;
                foreach (var entry in entries)
                    if (CaseEvent.For(hook.Role, entry) is { } kind && await d.Cases.AnyAsync(c => c.Id == entry.Subject).ConfigureAwait(false)) d.WebhookDeliveries.Add(new WebhookDelivery
                    {
                        WebhookId = hook.Id, Id = RecordId.From(directory.Mac("webhook.delivery/1", hook.Id, entry.Number).AsSpan(0, RecordId.Size)), CaseId = entry.Subject!.Value, Event = kind, At = entry.At,
                        State = DeliveryState.Waiting, Tries = 0, NextTry = clock.GetUtcNow(), LastStatus = 0,
                    });
            }).ConfigureAwait(false);
            after = last;
        }
    }

    private async Task<bool> Try(Webhook hook, WebhookDelivery delivery)
    {
        var (tries, now) = (delivery.Tries + 1, clock.GetUtcNow());
        // Taken first, so that two processes never send it at once; a crash here costs one try.
        var next = tries <= Waits.Count ? now + Waits[tries - 1] : now;
        if (await store.Keep(d => d.WebhookDeliveries.Where(x => x.WebhookId == hook.Id && x.Id == delivery.Id && x.Tries == delivery.Tries && x.State == DeliveryState.Waiting
            // Held back or ended since the beat began.
            && d.Webhooks.Any(w => w.Id == hook.Id && !w.Paused))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Tries, tries).SetProperty(x => x.NextTry, next))).ConfigureAwait(false) == 0) return false;
        var status = await Send(desk.Open(hook), delivery, now).ConfigureAwait(false);
        var state = status is >= 200 and < 300 ? DeliveryState.Delivered : tries > Waits.Count ? DeliveryState.GivenUp : DeliveryState.Waiting;
        await store.Keep(d => d.WebhookDeliveries.Where(x => x.WebhookId == hook.Id && x.Id == delivery.Id && x.State == DeliveryState.Waiting)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.State, state).SetProperty(x => x.LastStatus, status))).ConfigureAwait(false);
        return state == DeliveryState.Delivered;
    }

    /// <summary>Sends one; what comes back is not read but for its status.</summary>
    private async Task<int> Send(WebhookBody to, WebhookDelivery delivery, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["case"] = delivery.CaseId.ToString(), ["event"] = delivery.Event, ["at"] = delivery.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) });
        var (id, time) = (delivery.Id.ToString(), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(Signature(to.Secret, id, time, body))}");
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
            return (int)answer.StatusCode;
        }
        catch (Exception none) when (none is HttpRequestException or OperationCanceledException or IOException or System.Net.Sockets.SocketException)
        {
            return 0;
        }
    }

    /// <summary>HMAC-SHA256 over id.time.body (Standard Webhooks 1.0.0, "Signature scheme").</summary>
    internal static byte[] Signature(byte[] secret, string id, string time, byte[] body) => HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes($"{id}.{time}."), .. body]);

    public void Dispose() => client.Dispose();
}
