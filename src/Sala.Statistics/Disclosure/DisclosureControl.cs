namespace Sala.Statistics.Disclosure;

/// <summary>Decides which statements of a publication are shown, so that no count under the minimum can be read, or worked out by adding and subtracting
/// what is shown here and was shown before.</summary>
/// <remarks>Primary suppression by threshold, then complementary suppression until no protected count lies in the row space of the shown ones. Linked
/// tables, margins and overlapping domains need no rule of their own: all counts are over the same persons. Hundepool et al. (2012), chapter 4;
/// Cox (1980), J. Am. Stat. Assoc. 75, 377-385. The choice of what to give up is greedy: low priority first, then the smallest denominator.</remarks>
public static class DisclosureControl
{
    /// <summary>A verdict for each statement.</summary>
    /// <param name="statements">What the publication would show, all of it, in any order.</param>
    /// <param name="psuOf">For each person the number of their PSU.</param>
    /// <param name="rules">The minimum.</param>
    /// <param name="earlier">Counts that were shown before of the same persons. They can't be taken back.</param>
    /// <exception cref="ArgumentException">Tallies of different length; a case outside its denominator.</exception>
    /// <exception cref="AlreadyDisclosedException">Counts shown before give away a small count by themselves, so nothing withheld here would help.</exception>
    public static Verdict[] Decide(IReadOnlyList<Statement> statements, int[] psuOf, DisclosureRules rules, IReadOnlyList<Tally>? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(psuOf);
        ArgumentNullException.ThrowIfNull(rules);
        rules.Checked();
        var verdicts = statements.Select(s => Primary(s, psuOf, rules)).ToArray();
        var all = statements.SelectMany(s => new[] { s.Denominator, s.Cases }).Concat(earlier ?? []).Distinct().ToList();
        var (groupOf, atoms) = SpanOfCounts.Group(psuOf.Length, all);
        var named = SmallCounts(statements, rules, psuOf);
        while (true)
        {
            var shown = new List<(Tally Count, int Owner)>();
            foreach (var count in earlier ?? []) shown.Add((count, -1));
            for (var s = 0; s < statements.Count; s++)
                if (verdicts[s] == Verdict.Shown) shown.AddRange([(statements[s].Denominator, s), (statements[s].Cases, s)]);
            var span = new SpanOfCounts(atoms, [.. shown.Select(s => s.Count)]);
            var found = named.Concat(SumsOfWithheld(statements, verdicts, rules, psuOf)).Select(span.Follows).FirstOrDefault(f => f is not null)
                ?? SmallGroup(span, groupOf, psuOf, rules);
            if (found is null) return verdicts;
            var owners = found.Select(i => shown[i].Owner).Where(o => o >= 0).Distinct().ToList();
            if (owners.Count == 0) throw new AlreadyDisclosedException();
            verdicts[owners.OrderBy(o => statements[o].Priority).ThenBy(o => statements[o].Denominator.Total).ThenByDescending(o => o).First()] = Verdict.ProtectsAnother;
        }
    }

    /// <summary>Whether a count stands for some persons, but fewer than the minimum or from too few PSUs.</summary>
    public static bool IsSmall(Tally count, int[] psuOf, DisclosureRules rules)
    {
        ArgumentNullException.ThrowIfNull(count);
        ArgumentNullException.ThrowIfNull(rules);
        return count.Persons > 0 && (count.Persons < rules.Persons || count.Psus(psuOf) < rules.Psus);
    }

    private static Verdict Primary(Statement s, int[] psuOf, DisclosureRules rules)
    {
        var others = s.Others;
        if (s.Denominator.Persons < rules.Denominator || IsSmall(s.Denominator, psuOf, rules)) return Verdict.FewAsked;
        if (s.NoCell) return Verdict.Shown;
        if (others.Total == 0) return Verdict.Everyone;
        return IsSmall(s.Cases, psuOf, rules) || IsSmall(others, psuOf, rules) ? Verdict.SmallCell : Verdict.Shown;
    }

    // Every small count that the tables speak of: cells, what lacks in them, and what lies between two counts of which one holds the other.
    // Any two counts cut each other, so their intersection is one too.
    private static List<Tally> SmallCounts(IReadOnlyList<Statement> statements, DisclosureRules rules, int[] psuOf)
    {
        var cells = statements.Where(s => !s.NoCell).SelectMany(s => new[] { s.Cases, s.Others }).Concat(statements.Select(s => s.Denominator)).Distinct().ToList();
        var small = new HashSet<Tally>(cells.Where(c => IsSmall(c, psuOf, rules)));
        for (var i = 0; i < cells.Count; i++)
        {
            for (var j = 0; j < cells.Count; j++)
            {
                if (i == j) continue;
                if (cells[i].Total > cells[j].Total && IsSmall(cells[i], cells[j], (a, b) => b > a ? -1 : a - b, psuOf, rules)) small.Add(cells[i].Less(cells[j])!);
                if (i < j && IsSmall(cells[i], cells[j], Math.Min, psuOf, rules)) small.Add(cells[i].And(cells[j]));
            }
        }
        return [.. small];
    }

    // The same question of what two counts make together, left as soon as the answer is no: most pairs are neither nested nor small.
    private static bool IsSmall(Tally one, Tally other, Func<int, int, int> together, int[] psuOf, DisclosureRules rules)
    {
        var (persons, psus) = (0, new HashSet<int>());
        for (var i = 0; i < one.Length; i++)
        {
            var times = together(one[i], other[i]);
            if (times < 0) return false; // not nested
            if (times == 0) continue;
            persons++;
            if (psus.Count < rules.Psus) psus.Add(psuOf[i]);
            if (persons >= rules.Persons && psus.Count >= rules.Psus) return false;
        }
        return persons > 0 && (persons < rules.Persons || psus.Count < rules.Psus);
    }

    // Two withheld neighbours of a line: their sum follows from the total, so it must not be small either.
    private static IEnumerable<Tally> SumsOfWithheld(IReadOnlyList<Statement> statements, Verdict[] verdicts, DisclosureRules rules, int[] psuOf)
    {
        foreach (var line in statements.Select((s, i) => (Statement: s, Verdict: verdicts[i])).Where(s => s.Statement.Line.Length > 0 && s.Verdict != Verdict.Shown && !s.Statement.NoCell).GroupBy(s => s.Statement.Line))
        {
            Tally? sum = null;
            foreach (var (statement, _) in line) sum = sum is null ? statement.Cases : sum.Plus(statement.Cases) ?? sum;
            if (sum is not null && IsSmall(sum, psuOf, rules)) yield return sum;
        }
    }

    private static List<int>? SmallGroup(SpanOfCounts span, int[] groupOf, int[] psuOf, DisclosureRules rules)
    {
        foreach (var (atoms, from) in span.WholeGroups())
            if (IsSmall(Tally.Of(groupOf.Length, i => atoms[groupOf[i]]), psuOf, rules)) return from;
        return null;
    }
}

/// <summary>What was published before gives away a small count whatever is withheld now.</summary>
public sealed class AlreadyDisclosedException : Exception
{
    /// <summary>With the library's own words.</summary>
    public AlreadyDisclosedException() : base("Counts that were published before give away a count under the minimum by themselves. Withhold the earlier tables, or raise no question to them here.") { }

    /// <summary>With other words.</summary>
    public AlreadyDisclosedException(string message) : base(message) { }

    /// <summary>With other words and a cause.</summary>
    public AlreadyDisclosedException(string message, Exception inner) : base(message, inner) { }
}
