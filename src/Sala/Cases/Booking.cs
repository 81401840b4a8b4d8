using System.Text.Json;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>That a room is taken, or that a suspect is in a building: by day and building in a keyed token; hours, room and case lie sealed under the facts key.</summary>
public sealed class Booking
{
    public required RecordId Id { get; init; }

    /// <summary>Keyed token of building and day: finds what may meet, and tells neither.</summary>
    public required byte[] PlaceDay { get; init; }

    /// <summary>Keyed token of the case, by which the booking goes with it; null in what was booked before there was one.</summary>
    public byte[]? Case { get; init; }
    public required byte[] Body { get; init; }
}

/// <param name="Suspect">The suspect of the case is there; else the child.</param>
/// <param name="Plan">The planned step it belongs to; none for a suspect.</param>
internal sealed record BookingBody(RecordIdText Case, RecordIdText? Plan, RecordIdText? Room, bool Suspect, DateTime Starts, DateTime Ends)
{
    public byte[] Seal(SecretKey factsKey, RecordId id) => Envelope.Seal(factsKey, new Binding("booking.body", id), JsonSerializer.SerializeToUtf8Bytes(this), Padding.Message);

    public static BookingBody Open(SecretKey factsKey, Booking b) => JsonSerializer.Deserialize<BookingBody>(Envelope.Open(factsKey, new Binding("booking.body", b.Id), b.Body))!;

    public bool Within(DateTime starts, DateTime ends, TimeSpan apart) => Starts < ends + apart && starts < Ends + apart;
}

/// <summary>A record's id in JSON.</summary>
internal sealed record RecordIdText(string Id)
{
    public static implicit operator RecordIdText(RecordId id) => new(id.ToString());

    public bool Is(RecordId id) => Id == id.ToString();
}
