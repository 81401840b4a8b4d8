using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>What opened, and what stood in it.</summary>
internal sealed record Opened(string What, RecordId Record, byte[] Plaintext);

/// <summary>
/// Someone who holds a copy of the database and of everything that the host keeps (ring and key store), and one person's own private key, but not the program:
/// tries every key they have or find on everything that is sealed, until nothing more opens. Knows the published formats alone.
/// </summary>
internal sealed class Attacker
{
    private sealed record Closed(string What, RecordId Record, Binding Binding, byte[] Bytes);

    private readonly List<Closed> boxes = [];
    private readonly List<Closed> envelopes = [];
    private readonly Dictionary<string, SecretKey> keys = [];
    private readonly List<SecretKey> slots = [];
    private readonly List<Opened> opened = [];

    private Attacker()
    {
    }

    /// <summary>All that opens with these keys.</summary>
    public static async Task<IReadOnlyList<Opened>> Opens(SalaData data, HostRing ring, KeyStore slots, params SecretKey[] own)
    {
        var attacker = new Attacker();
        await attacker.Collect(data, slots);
        foreach (var key in (SecretKey[])[ring.Pepper, ring.FactsKey, ring.LinkKey, ring.DirectoryKey, ring.Dispatcher.Seed, ring.Pepper.Derive("sala/send-keys/1"), .. own]) attacker.Learn(key.Export());
        attacker.TryEverything();
        return attacker.opened;
    }

    private async Task Collect(SalaData data, KeyStore keyStore)
    {
        foreach (var r in await data.Reports.ToListAsync())
        {
            slots.Add(keyStore.Read(r.Slot));
            Envelope("report.content", r.Id, new("report.content", r.Id, r.ContentGeneration), r.Content);
            Envelope("report.facts", r.Id, new("report.facts", r.Id), r.Facts);
            Envelope("report.reporter_wrap", r.Id, new("report.keys.reporter", r.Id, 1), r.ReporterWrap);
            if (r.IntakeSeal is { } seal) Box("report.intake_seal", r.Id, new("report.keys.unit", r.Id, r.Generation), seal);
        }
        foreach (var g in await data.KeyGrants.ToListAsync())
        {
            var field = g.Holder switch { Reports.HolderKind.Person => $"person.{g.HolderId}", Reports.HolderKind.Leads => "leads", Reports.HolderKind.Unit => "unit", _ => "reporter" };
            Box("key_grant.sealed", g.ReportId, new($"report.keys.{field}", g.ReportId, g.Generation), g.Sealed);
        }
        foreach (var m in await data.Messages.ToListAsync()) Envelope("message.body", m.ReportId, new($"message.body.{m.ReportId}", m.Id, m.Generation), m.Body);
        foreach (var n in await data.Notes.ToListAsync()) Envelope("note.body", n.ReportId, new("note.body", n.Id, n.Generation), n.Body);
        foreach (var c in await data.FactChanges.ToListAsync()) Envelope("fact_change.before", c.ReportId, new("report.facts", c.ReportId), c.Before);
        foreach (var h in await data.HandOvers.ToListAsync())
        {
            Envelope("hand_over.reason", h.ReportId, new("note.body", h.Id, h.Generation), h.Reason);
            if (h.Sealed is { } box) Box("hand_over.sealed", h.ReportId, new("report.keys.unit", h.ReportId, h.Generation), box);
        }
        foreach (var s in await data.MemberSeeds.ToListAsync()) Box("member_seed.sealed", s.UnitId, new($"unit.seed.{s.Pair}.{s.PersonId}", s.UnitId, s.Epoch), s.Sealed);
        foreach (var e in await data.UnitEpochs.ToListAsync())
        {
            foreach (var h in e.Halves) Box("seed_half.sealed", e.UnitId, new("unit.half", e.UnitId, e.Number), h.Sealed);
        }
        foreach (var p in await data.People.ToListAsync())
        {
            if (p.State != Agencies.PersonState.Removed) slots.Add(keyStore.Read(p.Slot));
            Envelope("person.profile", p.Id, new("person.profile", p.Id), p.Profile);
            Envelope("person.wrapped_by_password", p.Id, new("person.seed.password", p.Id, p.KeyNumber), p.WrappedByPassword);
            Envelope("person.wrapped_by_recovery", p.Id, new("person.seed.recovery", p.Id, p.KeyNumber), p.WrappedByRecovery);
            Envelope("person.totp", p.Id, new("person.totp", p.Id, p.KeyNumber), p.Totp);
        }
        foreach (var s in await data.StaffSessions.ToListAsync()) Envelope("staff_session.sealed_seed", s.PersonId, new("session.seed", s.PersonId), s.SealedSeed);
        foreach (var k in await data.SendKeys.ToListAsync()) Envelope("send_key.wrapped", default, new("send-key", RecordId.From(new byte[16]), k.Version), k.Wrapped);
        foreach (var d in await data.Drafts.ToListAsync()) Envelope("draft.body", default, new("draft.body", RecordId.From(d.Token.AsSpan(0, 16))), d.Body);
        foreach (var g in await data.BreakGlassRequests.ToListAsync()) Envelope("break_glass_request.reason", g.Id, new("break-glass.reason", g.Id), g.Reason);
        foreach (var s in await data.GuardianSteps.ToListAsync()) Box("guardian_step.half", s.RequestId, new($"break-glass.half.{s.GuardiansId}", s.RequestId), s.Half);
        foreach (var e in await data.AuditEntries.Where(e => e.Reason != Array.Empty<byte>()).ToListAsync())
        {
            var number = new byte[16];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(number.AsSpan(8), e.Number);
            Envelope("audit_entry.reason", e.Subject ?? default, new("audit_entry.reason", RecordId.From(number)), e.Reason);
        }
    }

    private void Box(string what, RecordId record, Binding binding, byte[] bytes) => boxes.Add(new(what, record, binding, bytes));

    private void Envelope(string what, RecordId record, Binding binding, byte[] bytes)
    {
        if (bytes.Length > 0) envelopes.Add(new(what, record, binding, bytes));
    }

    private void TryEverything()
    {
        var tried = new HashSet<string>();
        while (keys.Keys.Except(tried).ToList() is { Count: > 0 } fresh)
        {
            foreach (var hex in fresh)
            {
                tried.Add(hex);
                using var pair = KeyPair.FromSeed(keys[hex]);
                Try(boxes, box => SealedBox.Open(pair, box.Binding, box.Bytes));
                Try(envelopes, e => Vault.Envelope.Open(keys[hex], e.Binding, e.Bytes));
                foreach (var slot in slots)
                {
                    using var working = keys[hex].WithSlot(slot);
                    Try(envelopes, e => Vault.Envelope.Open(working, e.Binding, e.Bytes));
                }
            }
        }
    }

    private void Try(List<Closed> closed, Func<Closed, byte[]> open)
    {
        foreach (var one in closed.ToList())
        {
            try
            {
                var plaintext = open(one);
                closed.Remove(one);
                opened.Add(new(one.What, one.Record, plaintext));
                // What is as long as a key, or as several, may be one.
                if (plaintext.Length % SecretKey.Size != 0 || plaintext.Length > 8 * SecretKey.Size) continue;
                for (var at = 0; at < plaintext.Length; at += SecretKey.Size) Learn(plaintext[at..(at + SecretKey.Size)]);
            }
            catch (CannotOpenException)
            {
                // Closed to this key.
            }
        }
    }

    private void Learn(byte[] key) => keys.TryAdd(Convert.ToHexString(key), SecretKey.From(key));
}
