using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>The lowest and highest of a proportion over kinds. It is no interval, and grows with the number of kinds; so each kind, or the pooled
/// figure, stands beside it.</summary>
internal static class KindRanges
{
    public static IEnumerable<EstimateRow> Of(KindRange range, Estimation estimation)
    {
        var kinds = estimation.Kinds(range.Each).Select(kind =>
        {
            var measured = estimation.Measure($"{range.Id}_{kind}", range.Item.Replace("{k}", kind, StringComparison.Ordinal), range.Value.For(kind), range.Within?.For(kind), "", range.Place);
            var row = new EstimateRow { Indicator = range.Id, Kind = NumberKind.Proportion, Label = range.Label, Base = range.Base, Domain = "kind", Level = kind, LevelLabel = range.Kinds[kind], DomainLabel = new("kind", "ประเภท") };
            // Kinds overlap: they make no line that adds up to a total.
            return estimation.Estimated(row, measured, measured.Base, range.Unnamed ? 0 : 90, "", harmless: false);
        }).ToList();
        var published = kinds.Where(k => k.Rows >= range.Persons && k.Psus >= range.Psus).ToList();
        if (!range.Unnamed)
            foreach (var kind in kinds) yield return kind;
        var pooled = estimation.Overall(range.Pooled);
        var note = new Words(
            $"A range over {published.Count} kinds is no confidence interval; it grows with the number of kinds. {kinds.Count - published.Count} kinds have too few answers to be in it.",
            $"ช่วงค่าของ {published.Count} ประเภทไม่ใช่ช่วงความเชื่อมั่น และกว้างขึ้นตามจำนวนประเภท มี {kinds.Count - published.Count} ประเภทที่มีคำตอบน้อยเกินกว่าจะนำมารวม");
        if (published.Count < 2)
        {
            yield return new EstimateRow { Indicator = range.Id, Figure = range.Figure, Kind = NumberKind.Range, Label = range.Label, Base = range.Base, Verdict = Verdict.FewAsked, Notes = [note] };
            yield break;
        }
        var (lowest, highest) = (published.MinBy(k => k.Value)!, published.MaxBy(k => k.Value)!);
        var whole = new EstimateRow
        {
            Indicator = range.Id,
            Figure = range.Figure,
            Kind = NumberKind.Range,
            Label = range.Label,
            Base = range.Base,
            Value = lowest.Value,
            Highest = highest.Value,
            Rows = pooled.Rows,
            Psus = pooled.Psus,
            Strata = pooled.Strata,
            DegreesOfFreedom = Math.Min(lowest.DegreesOfFreedom, highest.DegreesOfFreedom),
            Interval = lowest.Interval,
            Notes = [note],
        };
        if (!range.Unnamed)
        {
            yield return whole with { Low = lowest.Low, High = highest.High };
            yield break;
        }
        var hidden = RangeOverKinds.HidesEachKind([.. published.Select(k => k.Rows)], Percent(lowest.Value), Percent(highest.Value), Percent(pooled.Value));
        yield return whole with { Coarse = true, Interval = "", Verdict = hidden ? Verdict.Shown : Verdict.SmallCell };
    }

    private static int Percent(double share) => (int)Math.Round(100 * share, MidpointRounding.AwayFromZero);
}
