using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>What a proportion would be, had all who turned the question or its part down said no, and had all of them said yes. In whole per cent, since
/// the two together count who turned it down.</summary>
internal static class DeclinedBounds
{
    public static Words Of(Indicator indicator, Measured all, Estimation estimation, StudyData study)
    {
        var real = study.Over(indicator.Over).Real;
        var within = indicator.Within is { } w ? PlanExpression.Compile(w, all.Frame) : null;
        var weights = all.Design.Weights.ToArray();
        // A condition that hangs on an answer which was not given leaves the person in: that answer might have been yes.
        var declined = all.States.Select((s, r) => real[r] && weights[r] != 0 && s is ItemState.Declined or ItemState.PreferNotToSay && (within is null || within(r) != 0)).ToArray();
        var tally = estimation.TallyOf(all, r => declined[r]);
        if (tally.Total == 0) return new("Nobody declined or preferred not to say.", "ไม่มีผู้ที่ปฏิเสธหรือไม่ต้องการตอบ");
        if (DisclosureControl.IsSmall(tally, study.PsuOf, study.Plan.Disclosure)) return new("Very few declined or preferred not to say.", "มีผู้ที่ปฏิเสธหรือไม่ต้องการตอบน้อยมาก");
        var counted = declined.Select((d, r) => d || all.Base[r]).ToArray();
        var (no, yes) = (Share(0), Share(1));
        return new($"Had all who declined or preferred not to say said no, it would be {no} %; had all of them said yes, {yes} %.", $"หากผู้ที่ปฏิเสธหรือไม่ต้องการตอบทุกคนตอบว่าไม่ จะเป็นร้อยละ {no} หากทุกคนตอบว่าใช่ จะเป็นร้อยละ {yes}");

        string Share(double said) => Math.Round(100 * Estimators.Mean(all.Design.In(counted), [.. all.Values.Select((v, r) => declined[r] ? said : v)]).Value, MidpointRounding.AwayFromZero).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
