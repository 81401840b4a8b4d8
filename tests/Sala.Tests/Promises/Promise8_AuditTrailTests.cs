using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Data;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 8: the audit trail shows any deleted, changed, inserted or reordered entry up to an anchor to whoever holds that anchor.</summary>
[Promise(8)]
public sealed class Promise8_AuditTrailTests
{
    [Theory, OnEachStore]
    public async Task Each_field_of_an_entry_that_is_changed_is_seen(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var anchor = await Deeds(sala);
        var number = anchor.Number - 3;
        var changes = new (string Column, object Value)[]
        {
            ("at", 1_700_000_000_000L), ("person_id", RecordId.Random()), ("deed", "other"), ("refused", true), ("subject", RecordId.Random()),
            ("unit_id", RecordId.Random()), ("detail", "other"), ("reason", new byte[] { 1 }), ("digest", new byte[32]), ("hash", new byte[32]),
        };
        Assert.Equal(typeof(AuditEntry).GetProperties().Length - 1, changes.Length);

        foreach (var (column, value) in changes)
        {
            var row = await Entry(sala, number);
            Assert.Equal(1, await sala.Tamper($"UPDATE audit_entry SET \"{column}\" = @p0 WHERE number = @p1", value, number));
            var verdict = await Verify(sala, anchor);
            Assert.True(verdict.Broken == number, $"{column}: {verdict}");
            await Replace(sala, number, row);
        }
        Assert.Null((await Verify(sala, anchor)).Problem);
    }

    [Theory, OnEachStore]
    public async Task A_deleted_inserted_or_reordered_entry_is_seen(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var anchor = await Deeds(sala);
        var number = anchor.Number - 4;
        var (row, next) = (await Entry(sala, number), await Entry(sala, number + 1));

        await sala.Tamper("DELETE FROM audit_entry WHERE number = @p0", number);
        Assert.Equal(number, (await Verify(sala, anchor)).Broken);

        // The gap closed by moving on what follows.
        for (var n = number + 1; n <= anchor.Number; n++) await sala.Tamper("UPDATE audit_entry SET number = @p0 WHERE number = @p1", n - 1, n);
        Assert.Equal(number, (await Verify(sala, anchor)).Broken);
        for (var n = anchor.Number; n > number; n--) await sala.Tamper("UPDATE audit_entry SET number = @p0 WHERE number = @p1", n, n - 1);
        await Replace(sala, number, row);
        Assert.Null((await Verify(sala, anchor)).Problem);

        // Two change places.
        await Replace(sala, number, With(next, number));
        await Replace(sala, number + 1, With(row, number + 1));
        Assert.Equal(number, (await Verify(sala, anchor)).Broken);
        await Replace(sala, number, row);
        await Replace(sala, number + 1, next);

        // One more at the end, its hash made as the program makes it.
        var last = await Entry(sala, anchor.Number);
        var more = With(row, anchor.Number + 1);
        await Replace(sala, more.Number, Hashed(more, last.Hash));
        Assert.NotNull((await Verify(sala, anchor)).Problem);
    }

    [Theory, OnEachStore]
    public async Task An_end_that_was_cut_off_and_a_trail_written_anew_are_seen_by_who_holds_the_anchor(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var anchor = AuditAnchor.Parse((await Deeds(sala)).ToString());
        var rows = await All(sala);

        await sala.Tamper("DELETE FROM audit_entry WHERE number > @p0", anchor.Number - 2);
        Assert.NotNull((await Verify(sala, null)).Problem);
        await Head(sala, anchor.Number - 2, rows[(int)anchor.Number - 3].Hash);
        Assert.NotNull((await Verify(sala, anchor)).Problem);
        Assert.Null((await Verify(sala, null)).Problem); // Without the anchor nobody can tell: this is what it is for.

        // All of it made anew from the first entry on, one deed left out, every hash right.
        await sala.Tamper("DELETE FROM audit_entry WHERE number > @p0", 0L);
        var before = AuditTrail.Beginning;
        var number = 0L;
        foreach (var row in rows.Where(r => r.Number != 5).Append(rows[0]))
        {
            var made = Hashed(With(row, ++number), before);
            before = made.Hash;
            await Replace(sala, number, made);
        }
        await Head(sala, number, before);
        Assert.Equal(anchor.Number, number);
        Assert.Null((await Verify(sala, null)).Problem);
        Assert.Equal(anchor.Number, (await Verify(sala, anchor)).Broken);
    }

    [Theory, OnEachStore]
    public async Task What_reporters_did_on_a_closed_day_can_not_be_changed_unseen(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("Something happened.");
        await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", RecordId.Random().ToByteArray());
        Assert.Equal(0, await sala.Sala.AuditDays.CloseDays()); // the day is not over
        sala.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await sala.Sala.AuditDays.CloseDays());
        Assert.Equal(0, await sala.Sala.AuditDays.CloseDays());
        var anchor = await Anchor(sala);
        await using var data = sala.Sala.Store.Read();
        Assert.Empty(await AuditDays.Broken(data));
        var deeds = await data.ReporterDeeds.ToListAsync();
        Assert.Equal(["report.message", "report.sent"], deeds.Select(d => d.Deed).Order());

        foreach (var change in (string[])["digest = @p0", "deed = 'report.danger'", "id = @p0", "day = day - 1"])
        {
            await sala.Tamper($"UPDATE reporter_deed SET {change} WHERE id = @p1", change.StartsWith("id", StringComparison.Ordinal) ? RecordId.Random() : new byte[32], deeds[0].Id);
            Assert.Single(await AuditDays.Broken(data));
            await sala.Tamper("DELETE FROM reporter_deed");
            Assert.Single(await AuditDays.Broken(data));
            await sala.Sala.Store.Keep(d => { d.ReporterDeeds.AddRange(deeds); return Task.CompletedTask; });
            Assert.Empty(await AuditDays.Broken(data));
        }
        await sala.Tamper("INSERT INTO reporter_deed (day, id, deed, digest) VALUES (@p0, @p1, 'report.sent', @p2)", deeds[0].Day, RecordId.Random(), new byte[32]);
        Assert.Single(await AuditDays.Broken(data));

        // Leaving out the day's sum itself breaks the chain.
        await sala.Tamper("DELETE FROM audit_entry WHERE number = @p0", anchor.Number);
        Assert.NotNull((await Verify(sala, anchor)).Problem);
    }

    [Theory, OnEachStore]
    public async Task A_report_sent_in_the_last_instant_of_a_day_does_not_break_it(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var midnight = new DateTimeOffset(2026, 11, 24, 17, 0, 0, TimeSpan.Zero); // in Bangkok
        sala.Clock.Now = midnight.AddSeconds(-1);
        await sala.Tells("Before midnight.");

        // Another process closes days in the next instant, while this sending, of yesterday by its clock, is still on its way.
        sala.Clock.Now = midnight.AddSeconds(1);
        await sala.Sala.AuditDays.CloseDays();
        sala.Clock.Now = midnight.AddSeconds(-1);
        await sala.Tells("On its way.");
        sala.Clock.Now = midnight.AddHours(2);
        await sala.Sala.AuditDays.CloseDays();

        await using var data = sala.Sala.Store.Read();
        Assert.Empty(await AuditDays.Broken(data));
    }

    /// <summary>Deeds of staff, one of them refused and one with a reason.</summary>
    private static async Task<AuditAnchor> Deeds(FilledSala sala)
    {
        var told = await sala.Tells("Something happened.");
        var (worker, other) = (await sala.As("responder"), await sala.As("responder2"));
        await sala.Sala.Desk.Read(worker, told.Id);
        await Assert.ThrowsAsync<Agencies.NotForYouException>(() => sala.Sala.Desk.Read(other, told.Id));
        await sala.Sala.Desk.Take(worker, told.Id);
        await sala.Sala.Desk.SetUrgency(worker, told.Id, Sala.Countries.Urgency.High, "a reason");
        await sala.Sala.Desk.AddNote(worker, told.Id, "a note");
        await sala.Sala.Desk.Close(worker, told.Id, "a reason", "We end here.");
        return await Anchor(sala);
    }

    private static async Task<AuditAnchor> Anchor(FilledSala sala)
    {
        await using var data = sala.Sala.Store.Read();
        return await AuditAnchor.Of(data);
    }

    private static async Task<AuditVerdict> Verify(FilledSala sala, AuditAnchor? anchor)
    {
        await using var data = sala.Sala.Store.Read();
        return await AuditTrail.Verify(data, anchor);
    }

    private static async Task<List<AuditEntry>> All(FilledSala sala)
    {
        await using var data = sala.Sala.Store.Read();
        return await data.AuditEntries.OrderBy(e => e.Number).ToListAsync();
    }

    private static async Task<AuditEntry> Entry(FilledSala sala, long number) => (await All(sala)).Single(e => e.Number == number);

    private static Task Replace(FilledSala sala, long number, AuditEntry entry) => sala.Sala.Store.Keep(async data =>
    {
        await data.AuditEntries.Where(e => e.Number == number).ExecuteDeleteAsync();
        data.AuditEntries.Add(entry);
    });

    private static Task<int> Head(FilledSala sala, long number, byte[] hash) => sala.Tamper("UPDATE audit_head SET number = @p0, hash = @p1", number, hash);

    private static AuditEntry With(AuditEntry e, long number, byte[]? hash = null) => new()
    {
        Number = number, At = e.At, PersonId = e.PersonId, Deed = e.Deed, Refused = e.Refused, Subject = e.Subject,
        UnitId = e.UnitId, Detail = e.Detail, Reason = e.Reason, Digest = e.Digest, Hash = hash ?? e.Hash,
    };

    private static AuditEntry Hashed(AuditEntry e, byte[] before) => With(e, e.Number, AuditTrail.HashOf(e, before));
}
