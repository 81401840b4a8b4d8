using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>Which room is taken when, and where a suspect is when: child and suspect are never in one building within two hours (rule I9).</summary>
internal sealed class Calendar(HostRing ring)
{
    private static readonly TimeSpan Apart = TimeSpan.FromHours(2);

    /// <summary>Writes down that a suspect of this case is in a building: one row for each day, so that who is held there for weeks is found on each of them.</summary>
    public void AddSuspect(SalaData data, RecordId caseId, string place, DateTime starts, DateTime ends)
    {
        for (var day = starts.Date; day <= ends.Date; day = day.AddDays(1)) Add(data, place, new BookingBody(caseId, null, null, true, starts, ends), day);
    }

    /// <summary>Takes the room of a step that begins.</summary>
    public void Book(SalaData data, RecordId caseId, RecordId planId, Room? room, StepPlan plan)
    {
        if (room is not null && plan is { Starts: { } starts, Ends: { } ends }) Add(data, room.Place, new BookingBody(caseId, planId, room.Id, false, starts, ends), starts);
    }

    /// <summary>Whether a suspect of one of these files is within two hours of the step in its building.</summary>
    /// <returns>Null where room or time is not known yet: then nobody looked, and what is unknown blocks.</returns>
    public async Task<bool?> IsSuspectNear(SalaData data, IReadOnlyCollection<RecordId> files, StepPlan plan, Room? room)
    {
        if (room is null || plan is not { Starts: { } starts, Ends: { } ends } || ends <= starts || ends - starts > TimeSpan.FromHours(24)) return null;
        return (await At(data, room.Place, starts, ends).ConfigureAwait(false)).Exists(b => IsNear(b, files, starts, ends));
    }

    /// <summary>Whether somebody else has the room at that time.</summary>
    public async Task<bool> IsTaken(SalaData data, RecordId planId, Room? room, StepPlan plan) =>
        room is not null && plan is { Starts: { } starts, Ends: { } ends }
        && (await At(data, room.Place, starts, ends).ConfigureAwait(false)).Exists(b => IsIn(b, room, starts, ends) && b.Plan?.Is(planId) != true);

    /// <summary>Those of the rooms that are free for that time, with no suspect of these files near.</summary>
    public async Task<IReadOnlyList<Room>> Free(SalaData data, IEnumerable<Room> rooms, IReadOnlyCollection<RecordId> files, DateTime starts, DateTime ends)
    {
        var free = new List<Room>();
        foreach (var building in rooms.GroupBy(r => r.Place))
        {
            var there = await At(data, building.Key, starts, ends).ConfigureAwait(false);
            free.AddRange(building.Where(room => !there.Exists(b => IsIn(b, room, starts, ends) || IsNear(b, files, starts, ends))));
        }
        return free;
    }

    /// <summary>Deletes what is booked for cases.</summary>
    public async Task Delete(SalaData data, IReadOnlyCollection<RecordId> cases)
    {
        var gone = cases.Select(c => c.ToString()).ToHashSet();
        var tokens = cases.Select(OfCase).ToList();
        await data.Bookings.Where(b => b.Case != null && tokens.Contains(b.Case)).ExecuteDeleteAsync().ConfigureAwait(false);
        // What was booked before bookings knew their case is opened to see; it grows no more.
        var bookings = (await data.Bookings.AsNoTracking().Where(b => b.Case == null).ToListAsync().ConfigureAwait(false)).Where(b => gone.Contains(BookingBody.Open(ring.FactsKey, b).Case.Id)).Select(b => b.Id).ToList();
        foreach (var some in bookings.Chunk(500)) await data.Bookings.Where(b => some.Contains(b.Id)).ExecuteDeleteAsync().ConfigureAwait(false);
    }

    private static bool IsIn(BookingBody booking, Room room, DateTime starts, DateTime ends) => booking.Room?.Is(room.Id) == true && booking.Within(starts, ends, TimeSpan.Zero);

    private static bool IsNear(BookingBody booking, IEnumerable<RecordId> files, DateTime starts, DateTime ends) => booking.Suspect && files.Any(booking.Case.Is) && booking.Within(starts, ends, Apart);

    private void Add(SalaData data, string place, BookingBody body, DateTime day)
    {
        var booking = RecordId.Random();
        data.Bookings.Add(new Booking { Id = booking, PlaceDay = Token(place, day), Case = OfCase(RecordId.Parse(body.Case.Id, CultureInfo.InvariantCulture)), Body = body.Seal(ring.FactsKey, booking) });
    }

    /// <summary>What is booked in a building on the day and, for what runs over midnight, on the days beside it.</summary>
    private async Task<List<BookingBody>> At(SalaData data, string place, DateTime starts, DateTime ends)
    {
        // The day before too: what began then may last into this one.
        var (first, last) = ((starts - Apart).Date.AddDays(-1), (ends + Apart).Date);
        byte[][] tokens = [.. Enumerable.Range(0, Math.Clamp((last - first).Days, 0, 10) + 1).Select(n => Token(place, first.AddDays(n)))];
        return [.. (await data.Bookings.AsNoTracking().Where(b => tokens.Contains(b.PlaceDay)).ToListAsync().ConfigureAwait(false)).Select(b => BookingBody.Open(ring.FactsKey, b))];
    }

    /// <summary>The keyed token by which the bookings of a case are found.</summary>
    internal byte[] OfCase(RecordId caseId) => BlindIndex.Token(ring.FactsKey, "booking.case", caseId.ToString());

    private byte[] Token(string place, DateTime day) => BlindIndex.Token(ring.FactsKey, "booking.place-day", $"{Names.Normal(place)} {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
}
