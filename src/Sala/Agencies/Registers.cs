using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>A room that a lead has seen and registered for talking with children.</summary>
public sealed class Room
{
    public required RecordId Id { get; init; }
    public required RecordId UnitId { get; init; }

    /// <summary>Its name, as colleagues say it.</summary>
    public required string Name { get; init; }

    /// <summary>The building it is in: who is in the same place may meet.</summary>
    public required string Place { get; init; }
    public required bool Private { get; init; }
    public required bool Suited { get; init; }
    public bool Closed { get; set; }
    public required byte[] Mac { get; set; }

    internal object?[] Signed => [Id, UnitId, Name, Place, Private, Suited, Closed];
}

/// <summary>What a certificate is for.</summary>
public enum CertificateKind
{
    /// <summary>Talking with children about what happened to them.</summary>
    ForensicInterview = 0,

    /// <summary>Examining children.</summary>
    Examination = 1,
}

/// <summary>That a person was trained, and until when it counts. Dates only; courses come later.</summary>
public sealed class Certificate
{
    public required RecordId PersonId { get; init; }
    public required CertificateKind Kind { get; init; }
    public required DateOnly Until { get; init; }
    public required RecordId EnteredBy { get; init; }
    public required byte[] Mac { get; set; }

    internal object?[] Signed => [PersonId, Kind, Until.DayNumber, EnteredBy];
}

/// <summary>Rooms and certificates, entered by leads, each row signed: who can write to the database makes nobody certified.</summary>
public sealed class Registers(Store store, StaffDirectory directory)
{
    /// <exception cref="NotForYouException">The person does not lead the unit.</exception>
    public async Task<RecordId> AddRoom(SignedIn by, RecordId unit, string name, string place, bool isPrivate, bool suited)
    {
        await Require(by, unit, "room.register").ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(name) || string.IsNullOrWhiteSpace(place)) throw new RefusedException("room.name", "A room needs a name and the building it is in. Nothing was changed.");
        var room = new Room { Id = RecordId.Random(), UnitId = unit, Name = name.Trim(), Place = place.Trim(), Private = isPrivate, Suited = suited, Mac = [] };
        room.Mac = directory.Mac("room/1", room.Signed);
        await store.Change(new Deed(by.PersonId, "room.register", room.Id, unit), data => { data.Rooms.Add(room); return Task.CompletedTask; }).ConfigureAwait(false);
        return room.Id;
    }

    /// <summary>Writes down until when a person's training counts. Nobody certifies themself.</summary>
    public async Task Certify(SignedIn by, RecordId unit, RecordId person, CertificateKind kind, DateOnly until)
    {
        if (person == by.PersonId) await Refuse(by, unit, "certificate.enter").ConfigureAwait(false);
        await Require(by, unit, "certificate.enter").ConfigureAwait(false);
        await store.Change(new Deed(by.PersonId, "certificate.enter", person, unit) { Detail = $"{kind} {until:yyyy-MM-dd}" }, async data =>
        {
            await data.Certificates.Where(c => c.PersonId == person && c.Kind == kind).ExecuteDeleteAsync().ConfigureAwait(false);
            var certificate = new Certificate { PersonId = person, Kind = kind, Until = until, EnteredBy = by.PersonId, Mac = [] };
            certificate.Mac = directory.Mac("certificate/1", certificate.Signed);
            data.Certificates.Add(certificate);
        }).ConfigureAwait(false);
    }

    /// <summary>The rooms in use, of all units: a child is not sent across the country because a room belongs to another team.</summary>
    public async Task<IReadOnlyList<Room>> Rooms()
    {
        await using var data = store.Read();
        return [.. (await data.Rooms.Where(r => !r.Closed).ToListAsync().ConfigureAwait(false)).Where(r => directory.Holds("room/1", r.Mac, r.Signed)).OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>Until when each person's training of a kind counts.</summary>
    public async Task<IReadOnlyDictionary<RecordId, DateOnly>> Certified(CertificateKind kind)
    {
        await using var data = store.Read();
        return (await data.Certificates.Where(c => c.Kind == kind).ToListAsync().ConfigureAwait(false)).Where(c => directory.Holds("certificate/1", c.Mac, c.Signed)).ToDictionary(c => c.PersonId, c => c.Until);
    }

    /// <summary>One room, if it is registered and in use.</summary>
    internal async Task<Room?> Room(SalaData data, RecordId? id) => id is { } wanted && await data.Rooms.AsNoTracking().SingleOrDefaultAsync(r => r.Id == wanted && !r.Closed).ConfigureAwait(false) is { } room
        && directory.Holds("room/1", room.Mac, room.Signed) ? room : null;

    /// <summary>Until when a person's training counts; null where none is entered.</summary>
    internal async Task<DateOnly?> CertifiedUntil(SalaData data, RecordId person, CertificateKind kind) =>
        await data.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == person && c.Kind == kind).ConfigureAwait(false) is { } c && directory.Holds("certificate/1", c.Mac, c.Signed) ? c.Until : null;

    private async Task Require(SignedIn by, RecordId unit, string deed)
    {
        if (!by.Has(Roles.Lead, unit)) await Refuse(by, unit, deed).ConfigureAwait(false);
    }

    private async Task Refuse(SignedIn by, RecordId unit, string deed)
    {
        await store.Refuse(new Deed(by.PersonId, deed, null, unit)).ConfigureAwait(false);
        throw new NotForYouException();
    }
}
