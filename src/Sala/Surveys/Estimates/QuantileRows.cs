using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>Quantiles of a number. A quantile is the answer of one person, so it is rounded, and shown only where enough persons lie on either side of it.</summary>
internal static class QuantileRows
{
    public static IEnumerable<EstimateRow> Of(PlanQuantile quantile, Estimation estimation, StudyData study)
    {
        var all = estimation.Measure(quantile.Id, quantile.Item, quantile.Value, quantile.Within, quantile.Over, quantile.Place);
        foreach (var row in Groups(null, default, all.Base)) yield return row;
        foreach (var domain in quantile.By.Select(b => study.Plan.Domains.First(d => d.Id == b)))
        {
            var groups = Estimation.Groups(domain, all);
            for (var level = 0; level < domain.Levels.Count; level++)
                foreach (var row in Groups(domain, domain.Levels[level], [.. all.Base.Select((b, r) => b && groups.Codes[r] == level)])) yield return row;
        }

        IEnumerable<EstimateRow> Groups(Domain? domain, (string Code, Words Label) level, bool[] within)
        {
            var blank = new EstimateRow { Indicator = quantile.Id, Kind = NumberKind.Quantile, Label = quantile.Label, Base = quantile.Base, Domain = domain?.Id ?? "", Level = level.Code ?? "", DomainLabel = domain?.Label, LevelLabel = level.Label, Digits = quantile.Decimals };
            // Its denominator is a count that the table shows; it is written for each, and is one count.
            var described = estimation.Described(blank, all, within, domain is null ? 10 : 1);
            if (described.Statement!.Denominator.Total == 0)
            {
                foreach (var p in quantile.At) yield return described with { Probability = p };
                yield break;
            }
            var design = all.Design.With([new NumericColumn("y", all.Values)]).In(within);
            foreach (var q in StudyDesign.At(quantile.Place, () => Quantiles.Of(design, "y", quantile.At, quantile.Rule, quantile.Interval)))
            {
                var few = Few(v => v <= q.Value) || Few(v => v >= q.Value);
                yield return described with { Probability = q.Probability, Value = q.Value, StandardError = q.StandardError, Low = q.Interval.Lower, High = q.Interval.Upper, Interval = quantile.Interval.ToString().ToLowerInvariant(), Verdict = few ? Verdict.SmallCell : Verdict.Shown };
            }

            bool Few(Func<double, bool> side) => DisclosureControl.IsSmall(estimation.TallyOf(all, r => within[r] && side(all.Values[r])), study.PsuOf, study.Plan.Disclosure);
        }
    }
}
