using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Totals, ratios, variances and contrasts of indicators. Each states the counts that it could give away, as the shares do that it is made of.</summary>
internal static class NumberRows
{
    public static IEnumerable<EstimateRow> Of(PlanNumber number, Estimation estimation, StudyData study)
    {
        var indicator = estimation.IndicatorOf(number.Of);
        var (over, under) = (estimation.MeasuredOf(number.Of), number.Under is { } u ? estimation.MeasuredOf(u) : null);
        var counted = under is null ? over.Base : [.. over.Base.Select((b, r) => b && under.Base[r])];
        var shares = !indicator.Mean;
        var row = new EstimateRow
        {
            Indicator = number.Id,
            Kind = number.What switch { NumberOf.Total => NumberKind.Total, NumberOf.Ratio => NumberKind.Ratio, NumberOf.Variance => NumberKind.Variance, _ => NumberKind.Contrast },
            Label = number.Label,
            Base = indicator.Base,
            Shares = shares,
            Interval = "t",
            Digits = shares && number.What == NumberOf.Contrast ? study.Plan.Decimals + 2 : number.Decimals,
            Unit = number.What switch { NumberOf.Total => shares ? "number" : "total", NumberOf.Ratio => "ratio", NumberOf.Variance => "variance", _ => shares ? "difference of proportions" : "difference" },
        };
        if (number.What == NumberOf.Contrast)
        {
            yield return Contrast(row, number, estimation, study, over);
            yield break;
        }
        yield return One(row, counted, 10);
        foreach (var domain in number.By.Select(b => study.Plan.Domains.First(d => d.Id == b)))
        {
            var groups = Estimation.Groups(domain, over);
            for (var level = 0; level < domain.Levels.Count; level++)
                yield return One(row with { Domain = domain.Id, Level = domain.Levels[level].Code, DomainLabel = domain.Label, LevelLabel = domain.Levels[level].Label }, [.. counted.Select((c, r) => c && groups.Codes[r] == level)], 1);
        }

        EstimateRow One(EstimateRow row, bool[] within, int priority)
        {
            var described = estimation.Described(row with { Shares = shares && number.What != NumberOf.Variance }, over, within, priority, harmless: indicator.Harmless);
            if (described.Rows == 0) return described;
            // A ratio of two shares and one of them tell the other.
            if (under is not null && !estimation.IndicatorOf(number.Under!).Mean)
                described = described with { Also = [estimation.Described(described with { Indicator = $"{number.Id}/{number.Under}", Shares = true, Level = row.Level }, under, within, priority, harmless: estimation.IndicatorOf(number.Under!).Harmless).Statement!] };
            return estimation.Combined(described, sets =>
            {
                var y = new NumericColumn("y", sets(number.Of));
                return number.What switch
                {
                    NumberOf.Total => Estimators.Total(over.Design.With([y]).In(within), "y"),
                    NumberOf.Ratio => StudyDesign.At(number.Place, () => Estimators.Ratio(over.Design.With([y, new NumericColumn("x", sets(number.Under!))]).In(within), ["y"], ["x"])[0]),
                    _ => Estimators.Variance(over.Design.With([y]).In(within), ["y"])[0],
                };
            }, number.Under is null ? [number.Of] : [number.Of, number.Under], number.What == NumberOf.Total && shares);
        }
    }

    private static EstimateRow Contrast(EstimateRow row, PlanNumber number, Estimation estimation, StudyData study, Measured all)
    {
        var domain = study.Plan.Domains.First(d => d.Id == number.By[0]);
        var groups = Estimation.Groups(domain, all);
        var levels = domain.Levels.Select((l, k) => (l.Label, Index: k, Coefficient: number.Coefficients.GetValueOrDefault(l.Code))).Where(l => l.Coefficient != 0).ToList();
        var within = all.Base.Select((b, r) => b && levels.Exists(l => l.Index == groups.Codes[r])).ToArray();
        var harmless = estimation.IndicatorOf(number.Of).Harmless;
        var described = estimation.Described(row with { Domain = domain.Id, DomainLabel = domain.Label }, all, within, 1, harmless: harmless);
        // What it gives away are the counts of its groups.
        var parts = levels.ConvertAll(l => estimation.Described(row with { Indicator = $"{number.Id}/{domain.Levels[l.Index].Code}" }, all, [.. all.Base.Select((b, r) => b && groups.Codes[r] == l.Index)], 1, harmless: harmless));
        described = described with { Statement = parts[0].Statement, Also = [.. parts.Skip(1).Select(p => p.Statement!)] };
        if (parts.Exists(p => p.Rows == 0)) return described with { Verdict = Verdict.FewAsked };
        var made = estimation.Combined(described, sets =>
        {
            var design = all.Design.With([new NumericColumn("y", sets(number.Of)), groups]).In(within);
            var means = Domains.Estimate(design, [groups.Name], d => Estimators.Mean(d, ["y"]));
            return means.Together.Contrast([.. means.Groups.Select(g => number.Coefficients.GetValueOrDefault(g[0]))]);
        }, [number.Of], atLeastNothing: false);
        string Sum(string language) => string.Join(' ', levels.Select((l, k) => $"{(l.Coefficient < 0 ? "−" : k == 0 ? "" : "+")} {(Math.Abs(l.Coefficient) == 1 ? "" : Math.Abs(l.Coefficient).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture) + " × ")}{l.Label.In(language)}".Trim()));
        return made with { Notes = [new(Sum("en"), Sum("th")), .. made.Notes] };
    }
}
