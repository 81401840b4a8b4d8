using System.Collections.Concurrent;
using Sala.Countries;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Lists;

/// <summary>A set of the parts of a case.</summary>
[Flags]
public enum Parts
{
    None = 0,
    Intake = 1 << Compartment.Intake,
    Investigation = 1 << Compartment.Investigation,
    Care = 1 << Compartment.Care,
    Legal = 1 << Compartment.Legal,
}

internal static class PartsOfCase
{
    public static Parts Only(this Compartment part) => (Parts)(1 << (int)part);

    public static bool Has(this Parts parts, Compartment part) => (parts & part.Only()) != 0;
}

/// <summary>One case as the board holds it: what stands in clear, and its coded facts, opened.</summary>
internal sealed class CaseRow
{
    public required RecordId Id { get; init; }
    public required RecordId UnitId { get; init; }
    public required CaseStage Stage { get; init; }
    public required Urgency Urgency { get; init; }
    public required ReportDay Day { get; init; }
    public required int Number { get; init; }
    public required string Pseudonym { get; init; }
    public required ushort[] Codes { get; init; }

    /// <summary>Empty for most; then one array for all of them.</summary>
    public required CaseMark[] Marks { get; init; }

    /// <summary>The newest key of each part.</summary>
    public required (int Intake, int Investigation, int Care, int Legal) Generations { get; init; }

    /// <summary>The file of the same child that this one stands behind.</summary>
    public RecordId? Into { get; init; }

    /// <summary>Counts up with each row that came to its unit: what was looked at once is not looked at again.</summary>
    public long Serial { get; set; }

    public int Generation(Compartment part) => part switch { Compartment.Intake => Generations.Intake, Compartment.Investigation => Generations.Investigation, Compartment.Care => Generations.Care, _ => Generations.Legal };

    public bool IsClosed => Stage == CaseStage.Closed;

    /// <summary>The same case with further marks: those of the files that stand behind it.</summary>
    public CaseRow With(IEnumerable<CaseMark> further) => new()
    {
        Id = Id, UnitId = UnitId, Stage = Stage, Urgency = Urgency, Day = Day, Number = Number, Pseudonym = Pseudonym, Codes = Codes, Marks = [.. Marks, .. further], Generations = Generations, Into = Into, Serial = Serial,
    };
}

/// <summary>Facts and codes as small numbers: a million cases have a few hundred different ones between them.</summary>
internal sealed class CodeTable
{
    private readonly ConcurrentDictionary<(string Fact, string Code), ushort> numbers = new();
    private readonly ConcurrentDictionary<string, ushort[]> same = new();
    private readonly Lock adding = new();

    /// <summary>The codes of a case; the same array for all cases with the same codes.</summary>
    public ushort[] Of(IReadOnlyDictionary<string, string[]> facts)
    {
        var codes = facts.SelectMany(f => f.Value.Select(code => Number(f.Key, code))).Where(n => n != 0).Distinct().Order().ToArray();
        // More combinations than this are held as they come: the table of them must not outgrow what it saves.
        return same.Count > 100_000 ? codes : same.GetOrAdd(string.Create(codes.Length, codes, static (text, from) => { for (var i = 0; i < text.Length; i++) text[i] = (char)from[i]; }), codes);
    }

    /// <summary>The number of a code; null where no case has it.</summary>
    public ushort? Find(string fact, string code) => numbers.TryGetValue((fact, code), out var number) ? number : null;

    /// <summary>The numbers of all codes of a fact that some case has.</summary>
    public HashSet<ushort> All(string fact) => [.. numbers.Where(n => n.Key.Fact == fact).Select(n => n.Value)];

    /// <summary>0 where the table is full: such a code is found by opening the case alone.</summary>
    private ushort Number(string fact, string code)
    {
        if (numbers.TryGetValue((fact, code), out var known)) return known;
        lock (adding)
        {
            if (numbers.TryGetValue((fact, code), out known)) return known;
            if (numbers.Count >= ushort.MaxValue - 1) return 0;
            return numbers[(fact, code)] = (ushort)(numbers.Count + 1);
        }
    }
}
