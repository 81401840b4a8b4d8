using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>What earlier plans showed of persons who are counted again. Persons are the same by their place in the file, or by a column that tells them;
/// those who are in the earlier data only are kept, since what was shown of them can be subtracted too.</summary>
internal sealed class EarlierPublications
{
    private readonly int _rows;

    private EarlierPublications(int rows, int[] psuOf, IReadOnlyList<Tally> shown, IReadOnlyList<Words> said) => (_rows, PsuOf, Shown, Said) = (rows, psuOf, shown, said);

    /// <summary>For each person of any of the data the number of their PSU; those of the present data first.</summary>
    public int[] PsuOf { get; }

    public IReadOnlyList<Tally> Shown { get; }

    /// <summary>With which publications these numbers were held together, and with which not.</summary>
    public IReadOnlyList<Words> Said { get; }

    /// <exception cref="PlanException">The persons of an earlier plan cannot be told.</exception>
    public static EarlierPublications Of(Plan plan, StudyData study)
    {
        var (persons, psus) = (new Dictionary<(string Column, string Key), int>(), new Dictionary<string, int>(StringComparer.Ordinal));
        var psuOf = study.PsuNames.Select(name => Number(psus, name)).ToList();
        var (shown, said) = (new List<byte[]>(), new List<Words>());
        foreach (var earlier in plan.Earlier)
        {
            var earlierPlan = Plan.Read(Path.Combine(plan.Folder, earlier.Plan));
            if (earlierPlan.Study is { } other && plan.Study is { } own && (other != own || earlierPlan.Year != plan.Year))
            {
                said.Add(new($"Not held together with {earlier.Plan}: it is of {other}, {earlierPlan.Year}, another sample.", $"ไม่ได้เทียบกับ {earlier.Plan} เพราะเป็นของ {other} ปี {earlierPlan.Year + 543} ซึ่งเป็นตัวอย่างอื่น"));
                continue;
            }
            // Where the plan names no data of its own for it, it is of the data at hand, wherever their file is.
            var before = earlier.Data is { } named ? Estimation.Read(earlierPlan, Path.Combine(plan.Folder, named), null) : Estimation.Of(earlierPlan, study.Data, null);
            var place = Places(plan, earlier, study, before, persons, psus, psuOf);
            foreach (var tally in Estimation.Run(before, null).Shown.SelectMany(s => new[] { s.Denominator, s.Cases }).Distinct())
            {
                var times = new byte[psuOf.Count];
                for (var row = 0; row < place.Length; row++) times[place[row]] = tally[row];
                shown.Add(times);
            }
            said.Add(new($"Held together with {earlier.Plan}, version {before.Plan.Version}: no small number can be worked out from both.", $"เทียบกับ {earlier.Plan} รุ่น {before.Plan.Version} แล้ว ไม่สามารถคำนวณจำนวนน้อยจากทั้งสองฉบับได้"));
        }
        return new EarlierPublications(study.Data.Rows, [.. psuOf], [.. shown.Select(t => new Tally(Grown(t, psuOf.Count)))], said);
    }

    /// <summary>A statement over the persons of all the data.</summary>
    public Statement Over(Statement own) => PsuOf.Length == _rows ? own : own with { Denominator = Grown(own.Denominator), Cases = Grown(own.Cases) };

    private Tally Grown(Tally own) => new([.. Enumerable.Range(0, PsuOf.Length).Select(p => p < _rows ? own[p] : (byte)0)]);

    private static byte[] Grown(byte[] times, int persons)
    {
        Array.Resize(ref times, persons);
        return times;
    }

    // For each row of the earlier data its place among all persons.
    private static int[] Places(Plan plan, EarlierPlan earlier, StudyData study, StudyData before, Dictionary<(string, string), int> persons, Dictionary<string, int> psus, List<int> psuOf)
    {
        if (earlier.Key is not { } key)
        {
            if (before.Data.Rows == study.Data.Rows) return [.. Enumerable.Range(0, before.Data.Rows)];
            throw Wrong($"the data of {earlier.Plan} have {before.Data.Rows} rows, these have {study.Data.Rows}. Name the column that tells persons in both (key), or, if they are of another sample, give study and year in both plans.");
        }
        var now = Keys(study);
        for (var row = 0; row < now.Length; row++) persons[(key, now[row])] = row;
        return [.. Keys(before).Select((k, row) =>
        {
            if (persons.TryGetValue((key, k), out var known)) return known;
            psuOf.Add(Number(psus, before.PsuNames[row]));
            return persons[(key, k)] = psuOf.Count - 1;
        })];

        string[] Keys(StudyData of)
        {
            var variable = of.Data.Find(key) ?? throw Wrong($"{of.Data.File} has no column {key}.");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var row = 0; row < variable.Rows; row++)
                if (variable[row] is not { } cell || !seen.Add(cell)) throw Wrong($"{of.Data.File}, row {Datasets.Dataset.FileRow(row)}: {key} is empty or stands twice. A column that tells persons has one value for each.");
            return [.. Enumerable.Range(0, variable.Rows).Select(row => variable[row]!)];
        }

        PlanException Wrong(string matter) => new(plan.File, [new(earlier.Place.Line, earlier.Place.Column, matter)]);
    }

    private static int Number(Dictionary<string, int> numbers, string name) => numbers.TryGetValue(name, out var n) ? n : numbers[name] = numbers.Count;
}
