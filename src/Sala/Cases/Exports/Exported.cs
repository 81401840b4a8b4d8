using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>How a case leaves.</summary>
public enum ExportForm
{
    /// <summary>A case on paper.</summary>
    Pdf,

    /// <summary>A case as a CASE/UCO graph in JSON-LD, for investigators.</summary>
    Graph,

    /// <summary>The list as comma-separated values.</summary>
    Csv,

    /// <summary>The list as an Excel workbook.</summary>
    Excel,
}

/// <summary>A file for who asked, in memory only.</summary>
/// <param name="Sha256">As it stands in the trail, in hexadecimal.</param>
public sealed record Exported(byte[] Bytes, string MediaType, string FileName, string Sha256);

/// <summary>Rule C3 stands against it: nothing left.</summary>
/// <param name="places">The entries in which a name stands; never the name.</param>
public sealed class ExportBlockedException(Findings findings, IReadOnlyList<NamePlace> places)
    : Exception($"Nothing was exported: {string.Join("; ", findings.Blocking.SelectMany(b => b.Missing.Select(m => $"{m.Missing["en"]} ({b.Rule.Id})")))} {string.Join(" ", findings.Blocking.SelectMany(b => b.Missing.Select(m => m.Mend["en"])))}")
{
    public Findings Findings { get; } = findings;

    public IReadOnlyList<NamePlace> Places { get; } = places;
}

/// <summary>Who exported, when and what for: it stands on every page, in every list and graph.</summary>
internal sealed record Watermark(string Who, string When, string Purpose, RecordId Number)
{
    public string In(Countries.Texts texts) => texts.Say("export.mark", ("person", Who), ("when", When), ("purpose", Purpose), ("number", Number.ToString()[..8].ToUpperInvariant()));
}
