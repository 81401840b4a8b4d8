using Sala.Statistics;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>A proportion times a number of people from elsewhere, with the uncertainty of both.</summary>
/// <remarks>Delta method for a product of independent estimates: relative variances add (Goodman 1960, J. Am. Stat. Assoc. 55, 708-713, to first order).
/// The interval is on the log scale.</remarks>
internal static class PopulationTotals
{
    public static EstimateRow Of(PlanPopulation figure, EstimateRow share)
    {
        var people = figure.Number * figure.Share;
        var own = Square(share.StandardError / share.Value);
        var others = Square(figure.NumberError / figure.Number) + Square(figure.ShareError / figure.Share);
        var t = new Estimate("t", 0, 1, share.DegreesOfFreedom).Interval().Upper;
        var (total, spread) = (share.Value * people, t * Math.Sqrt(own + others));
        var exact = t * Math.Sqrt(own);
        var notes = new List<Words>
        {
            new($"Number of people: {figure.Number:N0} (standard error {figure.NumberError:N0}), {figure.NumberYear}, ages {figure.NumberAge}. Source: {figure.NumberSource.En}",
                $"จำนวนคน: {figure.Number:N0} (ความคลาดเคลื่อนมาตรฐาน {figure.NumberError:N0}) ปี {figure.NumberYear + 543} อายุ {figure.NumberAge} ที่มา: {figure.NumberSource.Th}"),
            new($"Share of them in the survey's population: {100 * figure.Share:0.0} % (standard error {100 * figure.ShareError:0.0}). Source: {figure.ShareSource.En}",
                $"สัดส่วนที่อยู่ในประชากรของการสำรวจ: {100 * figure.Share:0.0} % (ความคลาดเคลื่อนมาตรฐาน {100 * figure.ShareError:0.0}) ที่มา: {figure.ShareSource.Th}"),
            new($"Were that number exact, the interval would be {Rounded(total * Math.Exp(-exact)):N0} to {Rounded(total * Math.Exp(exact)):N0}.",
                $"หากจำนวนนั้นแน่นอน ช่วงจะเป็น {Rounded(total * Math.Exp(-exact)):N0} ถึง {Rounded(total * Math.Exp(exact)):N0}"),
        };
        if (figure.NumberYear != figure.SurveyYear)
            notes.Add(new($"Warning: the number is of {figure.NumberYear}, the survey of {figure.SurveyYear}.", $"คำเตือน: จำนวนเป็นของปี {figure.NumberYear + 543} แต่การสำรวจเป็นของปี {figure.SurveyYear + 543}"));
        if (figure.NumberAge != figure.SurveyAge)
            notes.Add(new($"Warning: the number is of ages {figure.NumberAge}, the survey of ages {figure.SurveyAge}.", $"คำเตือน: จำนวนเป็นของอายุ {figure.NumberAge} แต่การสำรวจเป็นของอายุ {figure.SurveyAge}"));
        return share with
        {
            Indicator = figure.Id,
            Figure = figure.Figure,
            Kind = NumberKind.Population,
            Label = figure.Label,
            Value = total,
            StandardError = total * Math.Sqrt(own + others),
            Low = total * Math.Exp(-spread),
            High = total * Math.Exp(spread),
            Interval = "log",
            Warnings = default,
            Statement = null,
            Notes = notes,
        };
    }

    /// <summary>To the nearest thousand: more would be read as known.</summary>
    public static double Rounded(double people) => people >= 10_000 ? Math.Round(people / 1_000, MidpointRounding.AwayFromZero) * 1_000 : Math.Round(people / 10, MidpointRounding.AwayFromZero) * 10;

    private static double Square(double value) => value * value;
}
