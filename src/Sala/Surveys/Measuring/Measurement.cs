using Sala.Data;
using Sala.Vault;

namespace Sala.Surveys.Measuring;

/// <summary>Where a measurement stands.</summary>
public enum MeasurementState
{
    /// <summary>The data are here, and nothing was found in them yet.</summary>
    Brought = 0,
    Running = 1,
    Done = 2,

    /// <summary>The plan could not be carried out; why is sealed with it.</summary>
    Failed = 3,
}

/// <summary>
/// Data of a survey that somebody brought, and what a plan found in them. Both are sealed under one key, and that key to the one who brought them: nobody else opens a row of it.
/// </summary>
public sealed class Measurement
{
    public required RecordId Id { get; init; }

    /// <summary>Who brought the data.</summary>
    public required RecordId PersonId { get; init; }

    /// <summary>The slot of the key store without which the key opens nothing.</summary>
    public required long Slot { get; init; }

    /// <summary>The key, sealed to the person's pair.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The plan of the last run, as its file is called.</summary>
    public required string Plan { get; set; }
    public required MeasurementState State { get; set; }

    /// <summary>Counts the runs: what an earlier one still writes counts for nothing.</summary>
    public required int Run { get; set; }

    /// <summary>How far the run is.</summary>
    public required StudyWork Work { get; set; }
    public required int Done { get; set; }
    public required int Of { get; set; }

    /// <summary>When the run last said that it goes on: one that is silent was cut off.</summary>
    public required DateTimeOffset AliveAt { get; set; }

    /// <summary>What the file is called and how large it is, under the key.</summary>
    public required byte[] Head { get; init; }

    /// <summary>What came of the last run, or why nothing did, under the key; empty before.</summary>
    public required byte[] Outcome { get; set; }
    public required ReportDay Day { get; init; }
    public required ReportDay EraseOn { get; init; }

    /// <summary>MAC of the directory key: who can write to the database puts no other key, and so no other data, in its place.</summary>
    public required byte[] Mac { get; set; }

    internal object?[] Signed => [Id, PersonId, Slot, Key, Day.Number, EraseOn.Number];
}

/// <summary>Of what a piece is a piece.</summary>
public enum PieceKind
{
    Data = 0,
    Outcome = 1,
}

/// <summary>A piece of the data or of the outcome, under the key of the measurement.</summary>
public sealed class MeasurementPiece
{
    public required RecordId MeasurementId { get; init; }
    public required PieceKind Kind { get; init; }

    /// <summary>The run whose outcome it is; 0 for the data.</summary>
    public required int Run { get; init; }
    public required int Number { get; init; }
    public required byte[] Sealed { get; init; }
}
