using CsCheck;
using Sala.Statistics.Disclosure;

namespace Sala.Statistics.Tests.Disclosure;

/// <summary>Made-up publications: indicators by overlapping domains, with readings that differ little.</summary>
public static class Publications
{
    public static Gen<(List<Statement>, int[])> Any => Gen.Int[0, int.MaxValue - 1].Select(seed =>
    {
        var random = new Random(seed);
        var people = random.Next(60, 260);
        var psus = Enumerable.Range(0, people).Select(i => i * 20 / people).ToArray();
        var domains = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        {
            var levels = random.Next(2, 5);
            return Enumerable.Range(0, people).Select(_ => Math.Min(random.Next(levels), random.Next(levels))).ToArray();
        }).ToList();
        var statements = new List<Statement>();
        for (var indicator = 0; indicator < random.Next(1, 4); indicator++)
        {
            var share = Math.Pow(random.NextDouble(), 2) * 0.5;
            var has = Enumerable.Range(0, people).Select(_ => random.NextDouble() < share).ToArray();
            var asked = Enumerable.Range(0, people).Select(_ => random.NextDouble() < 0.97).ToArray();
            Add($"i{indicator}", _ => true, "");
            for (var d = 0; d < domains.Count; d++)
            {
                var domain = domains[d];
                for (var level = 0; level < 4; level++)
                {
                    var at = level;
                    Add($"i{indicator} d{d}={level}", i => domain[i] == at, $"i{indicator} d{d}");
                }
            }

            void Add(string id, Func<int, bool> within, string line)
            {
                var counted = random.Next(5) > 0;
                statements.Add(new Statement(id, Tally.Of(people, i => within(i) && asked[i]), Tally.Of(people, i => within(i) && asked[i] && has[i]), random.Next(3), line));
                if (!counted) statements.Add(new Statement(id + " wide", Tally.Of(people, within), Tally.Of(people, i => within(i) && (has[i] || !asked[i])), random.Next(3), line + " wide"));
            }
        }
        return (statements, psus);
    });

    public static void AssertHidden(IReadOnlyList<Statement> statements, Verdict[] verdicts, int[] psus, DisclosureRules rules)
    {
        var spokenOf = statements.SelectMany(s => new[] { s.Denominator, s.Cases }).Distinct().ToList();
        var shown = statements.Where((_, i) => verdicts[i] == Verdict.Shown).SelectMany(s => new[] { s.Denominator, s.Cases }).Distinct().ToList();
        AssertHidden(spokenOf, shown, statements.SelectMany(s => new[] { s.Denominator, s.Cases, s.Others }).Distinct().ToList(), psus, rules);
    }

    public static void AssertHidden(IReadOnlyList<Tally> spokenOf, IReadOnlyList<Tally> shown, IReadOnlyList<Tally> cells, int[] psus, DisclosureRules rules)
    {
        var attack = new Attack(psus.Length, shown, spokenOf);
        var wanted = new HashSet<Tally>(cells.Concat(attack.Groups(spokenOf)));
        for (var i = 0; i < cells.Count; i++)
        {
            for (var j = 0; j < cells.Count; j++)
            {
                if (cells[i].Less(cells[j]) is { } less) wanted.Add(less);
                if (i < j) wanted.Add(cells[i].And(cells[j]));
            }
        }
        foreach (var count in wanted)
            if (count.Persons > 0 && (count.Persons < rules.Persons || count.Psus(psus) < rules.Psus))
                Assert.False(attack.Recovers(count), $"a count of {count.Total} from {count.Persons} persons follows from {shown.Count} shown counts");
    }
}
