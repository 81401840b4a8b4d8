using Sala.Data;
using Sala.Vault;

namespace Sala.Surveys.Measuring;

/// <summary>One line of the list.</summary>
public sealed record MeasurementLine(RecordId Id, MeasurementState State, string Plan, ReportDay Day, ReportDay EraseOn);

/// <summary>A measurement as its owner sees it: never a row of the data.</summary>
/// <param name="CutOff">The run fell silent: the program was stopped meanwhile. It can be begun anew.</param>
/// <param name="Files">What may be downloaded.</param>
/// <param name="Numbers">How many numbers were found, and how many of them disclosure control withheld.</param>
/// <param name="Problem">Why the plan could not be carried out; empty otherwise.</param>
public sealed record MeasurementView(
    RecordId Id, MeasurementState State, bool CutOff, string Plan, StudyWork Work, int Done, int Of, string File, int Rows, int Columns, ReportDay Day, ReportDay EraseOn,
    IReadOnlyList<string> Files, int Numbers, int Withheld, string Problem);

/// <summary>What the data are, as it is sealed with them.</summary>
internal sealed record DataHead(string File, int Rows, int Columns, int Pieces);

/// <summary>What came of a run.</summary>
internal sealed record Outcome(int Pieces, int Numbers, int Withheld, string[] Files, string Problem);
