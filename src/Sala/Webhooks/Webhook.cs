using Sala.Agencies;
using Sala.Vault;

namespace Sala.Webhooks;

/// <summary>An address of another system that is told that something happened on cases of a unit: which case, what kind of thing and when; never what.</summary>
public sealed class Webhook
{
    private const string Label = "webhook/1";

    public required RecordId Id { get; init; }
    public required RecordId UnitId { get; init; }

    /// <summary>One profession: of parts of a case that it is not given, the address hears nothing.</summary>
    public required Roles Role { get; init; }

    /// <summary>Address and secret, under the directory key.</summary>
    public required byte[] Body { get; init; }
    public required RecordId RegisteredBy { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The last entry of the trail that was looked at for it.</summary>
    public required long After { get; set; }

    /// <summary>Held back: nothing is sent until it goes on.</summary>
    public required bool Paused { get; set; }

    /// <summary>MAC of the directory key: who can write to the database sends nothing anywhere else.</summary>
    public required byte[] Mac { get; set; }

    // One that is not held back is signed as it was before there was holding back.
    private object?[] Signed => Paused ? [Id, UnitId, Role, Body, RegisteredBy, At, Paused] : [Id, UnitId, Role, Body, RegisteredBy, At];

    internal void Sign(StaffDirectory directory) => Mac = directory.Mac(Label, Signed);

    internal bool Holds(StaffDirectory directory) => directory.Holds(Label, Mac, Signed);
}

/// <summary>How a delivery stands.</summary>
public enum DeliveryState
{
    Waiting = 0,
    Delivered = 1,

    /// <summary>The other side did not take it, as often as it was tried.</summary>
    GivenUp = 2,
}

/// <summary>One event on its way to one address: a row that the beat works off.</summary>
public sealed class WebhookDelivery
{
    public required RecordId WebhookId { get; init; }

    /// <summary>Follows from the address and the entry of the trail: the same event is never put in twice, and the other side can tell a repetition.</summary>
    public required RecordId Id { get; init; }
    public required RecordId CaseId { get; init; }
    public required string Event { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DeliveryState State { get; set; }
    public required int Tries { get; set; }
    public required DateTimeOffset NextTry { get; set; }

    /// <summary>Status of the last answer; 0 where none came, or the address was refused.</summary>
    public required int LastStatus { get; set; }
}
