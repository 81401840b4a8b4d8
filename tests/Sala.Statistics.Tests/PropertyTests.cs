using CsCheck;
using static Sala.Statistics.Tests.MadeUp;

namespace Sala.Statistics.Tests;

/// <summary>What must hold of every survey (issue 3, must hold 3).</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Weights_times_a_number_leave_means_and_their_errors_alone() => Gen.Select(Survey, Gen.Double[0.01, 1000]).Sample((people, factor) =>
    {
        var before = Estimators.Mean(Design(people), ["hours", "group"]);
        var after = Estimators.Mean(Design([.. people.Select(p => p with { Weight = p.Weight * factor })]), ["hours", "group"]);
        return Enumerable.Range(0, before.Count).All(i => Near(before.Values[i], after.Values[i]) && Near(before.StandardError(i), after.StandardError(i), 1e-7));
    });

    [Fact]
    public void One_person_a_psu_without_strata_is_the_textbook_formula() => Gen.Double[-50, 50].Array[2, 60].Sample(values =>
    {
        var data = new SurveyData([new NumericColumn("y", values), new NumericColumn("w", [.. values.Select(_ => 7.0)])]);
        var estimate = Estimators.Mean(SurveyDesign.Of(data, new DesignSpecification { Weights = "w" }), "y");
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length;
        return Near(estimate.Value, mean) && Near(estimate.StandardError, Math.Sqrt(variance), 1e-7) && estimate.DegreesOfFreedom == values.Length - 1;
    });

    [Fact]
    public void The_domain_of_everybody_is_the_whole() => Survey.Sample(people =>
    {
        var design = Design(people);
        var (whole, all) = (Estimators.Total(design, ["hours", "yes"]), Estimators.Total(design.In([.. people.Select(_ => true)]), ["hours", "yes"]));
        return Enumerable.Range(0, whole.Count).All(i => SameBits(whole.Values[i], all.Values[i]) && SameBits(whole.StandardError(i), all.StandardError(i)));
    });

    [Fact]
    public void A_domain_is_a_ratio_of_totals_and_not_a_smaller_survey() => Survey.Sample(people =>
    {
        var design = Design(people);
        if (!people.Any(p => p.Group == "a")) return true;
        var domain = Estimators.Mean(design.Where("group == \"a\""), "hours");
        var data = design.Data.With(new NumericColumn("in", [.. people.Select(p => p.Group == "a" ? 1.0 : 0)])).With(new NumericColumn("hours in", [.. people.Select(p => p.Group == "a" ? p.Hours : 0)]));
        var ratio = Estimators.Ratio(SurveyDesign.Of(data, Specification), ["hours in"], ["in"])[0];
        return Near(domain.Value, ratio.Value) && Near(domain.StandardError, ratio.StandardError, 1e-7);
    });

    [Fact]
    public void Leaving_one_psu_out_equals_linearisation_for_totals_and_nearly_for_means_of_equal_clusters() =>
        Gen.Select(Gen.Int[2, 4], Gen.Int[10, 20], Gen.Double[0, 1].Array[400]).Sample((strata, psus, noise) =>
        {
            // Equal clusters of ten, equal weights: the mean is the mean of PSU means, and linear in them.
            var people = (from h in Enumerable.Range(0, strata) from p in Enumerable.Range(0, psus) from i in Enumerable.Range(0, 10)
                          select new Person(h, h * psus + p, 3, 5 + h + noise[(h * psus + p) * 3 % noise.Length] + noise[((h * psus + p) * 10 + i) % noise.Length], 0, "a")).ToArray();
            var linear = Design(people);
            var jackknife = Replication.Of(linear, ReplicationType.Jkn);
            var (a, b) = (Estimators.Total(linear, "hours"), Estimators.Total(jackknife, "hours"));
            var (c, d) = (Estimators.Mean(linear, "hours"), Estimators.Mean(jackknife, "hours"));
            return Near(a.Value, b.Value) && Near(a.StandardError, b.StandardError, 1e-7) && Near(c.StandardError, d.StandardError, 1e-6);
        }, iter: 30);

    [Fact]
    public void Spread_from_the_estimate_is_never_below_spread_from_the_mean_of_the_replicates() => Gen.Select(Survey, Gen.Int).Sample((people, seed) =>
    {
        var design = Design(people);
        var around = Estimators.Mean(Replication.Of(design, ReplicationType.Subbootstrap, 20, mse: true, seed: seed), "hours");
        var between = Estimators.Mean(Replication.Of(design, ReplicationType.Subbootstrap, 20, mse: false, seed: seed), "hours");
        return around.StandardError >= between.StandardError * (1 - 1e-9) || double.IsNaN(around.StandardError);
    }, iter: 50);

    [Fact]
    public void Rows_in_another_order_change_no_bit() => Gen.Select(Survey, Gen.Int).Sample((people, seed) =>
    {
        var (one, two) = (Figures(people), Figures(Shuffled(people, seed)));
        return one.Length == two.Length && one.Zip(two).All(f => SameBits(f.First, f.Second));
    }, iter: 60);

    // One of everything: estimators, domains, weighting, models, tests, quantiles, replicates.
    private static double[] Figures(IReadOnlyList<Person> people)
    {
        var figures = new List<double>();
        var design = Design(people);
        void Take(Estimates e)
        {
            figures.AddRange(e.Values);
            for (var i = 0; i < e.Count; i++) for (var j = 0; j < e.Count; j++) figures.Add(e.Covariance[i, j]);
        }
        Take(Estimators.Mean(design, ["hours", "group", "yes"]));
        Take(Estimators.Total(design, ["hours", "group"]));
        Take(Estimators.Ratio(design, ["hours"], ["yes"]));
        Take(Estimators.Variance(design, ["hours", "yes"]));
        Take(Domains.Estimate(design, ["group"], d => Estimators.Mean(d, ["hours"])).Together);
        foreach (var rule in Enum.GetValues<QuantileRule>()) figures.AddRange(Quantiles.Of(design, "hours", [0.25, 0.5, 0.9], rule));
        foreach (var q in Quantiles.Of(design, "hours", [0.3, 0.5], QuantileRule.School, QuantileInterval.Beta)) figures.AddRange([q.Value, q.Interval.Lower, q.Interval.Upper]);
        foreach (var method in Enum.GetValues<ProportionMethod>())
        {
            var p = Proportions.Estimate(design, "yes", method);
            figures.AddRange([p.Value, p.Interval.Lower, p.Interval.Upper]);
        }
        if (people.Select(p => p.Group).Distinct().Count() > 1 && people.Select(p => p.Yes).Distinct().Count() == 2)
        {
            figures.AddRange(Attempt(() => IndependenceTest.Of(design, "group", "yes").Result.PValue));
            figures.AddRange(Attempt(() => GeneralizedLinearModel.Of(design, "hours ~ group + yes", Family.Gaussian).PValue(1)));
            figures.AddRange(Attempt(() => RankTests.Of(design, "hours", "group").PValue));
        }
        Take(Estimators.Mean(Replication.Of(design, ReplicationType.Jkn), ["hours"]));
        Take(Estimators.Mean(Replication.Of(design, ReplicationType.Bootstrap, 10), ["hours"]));
        var groups = people.Select(p => p.Group).Distinct().Order().ToArray();
        var cells = new PopulationCells(["group"], [.. groups.Select((g, i) => ((IReadOnlyList<string>)[g], 1000.0 + i))]);
        Take(Estimators.Mean(Weighting.PostStratify(design, cells), ["hours"]));
        Take(Estimators.Mean(Weighting.Calibrate(design, "~ 1", new Dictionary<string, double> { ["(Intercept)"] = 5000 }), ["hours"]));
        return [.. figures];
    }

    private static IEnumerable<double> Attempt(Func<double> figure)
    {
        try
        {
            return [figure()];
        }
        catch (EstimationException)
        {
            return [-1];
        }
    }
}
