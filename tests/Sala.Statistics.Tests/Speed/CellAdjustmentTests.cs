using System.Globalization;
using System.Text;
using CsCheck;
using static Sala.Statistics.Tests.MadeUp;

namespace Sala.Statistics.Tests.Speed;

/// <summary>Weights of replicates adjusted on cells are those adjusted on rows.</summary>
public sealed class CellAdjustmentTests
{
    private sealed record Design(string[] Stratum, string[] Psu, double[] Weight, string[] Sex, string[] Age, double[] Score, double[] Hours, double[] Yes, string[] Part)
    {
        public int Rows => Psu.Length;

        public SurveyData Data => new(
        [
            CategoricalColumn.Of("stratum", Stratum), CategoricalColumn.Of("psu", Psu), new NumericColumn("weight", Weight), CategoricalColumn.Of("sex", Sex), CategoricalColumn.Of("age", Age),
            new NumericColumn("score", Score), new NumericColumn("hours", Hours), new NumericColumn("yes", Yes), CategoricalColumn.Of("part", Part),
        ]);

        public PsuSums Sums()
        {
            var text = new StringBuilder("stratum,psu,weight,sex,age,score,hours,yes,part\n");
            for (var i = 0; i < Rows; i++) text.Append(CultureInfo.InvariantCulture, $"{Stratum[i]},{Psu[i]},{Weight[i]:R},{Sex[i]},{Age[i]},{Score[i]:R},{Hours[i]:R},{Yes[i]},{Part[i]}\n");
            var file = Path.GetTempFileName();
            try
            {
                File.WriteAllText(file, text.ToString());
                return PsuSums.ReadCsv(file, new OnePassPlan { Stratum = "stratum", Psu = "psu", Weight = "weight", Domains = ["part"], CalibrationCells = ["sex", "age", "score"], Indicators = ["hours", "yes"] });
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    // Three to five PSUs a stratum, each with people of every sex and age, so that no replicate is without a cell.
    private static readonly Gen<Design> Designs =
        from strata in Gen.Int[1, 4]
        from psus in Gen.Int[3, 5]
        from each in Gen.Int[6, 14]
        from seed in Gen.Int
        select Made(strata, psus, each, seed);

    private static Design Made(int strata, int psus, int each, int seed)
    {
        var random = new Random(seed);
        var rows = (from h in Enumerable.Range(0, strata)
                    from p in Enumerable.Range(0, psus)
                    from i in Enumerable.Range(0, each)
                    select (H: $"h{h}", P: $"p{h}_{p}", W: 1 + 50 * random.NextDouble(), Sex: i % 2 == 0 ? "f" : "m", Age: (i / 2 % 3).ToString(CultureInfo.InvariantCulture), Score: (double)random.Next(4),
                        Hours: 30 * random.NextDouble() - 4, Yes: (double)random.Next(2), Part: "xyz"[random.Next(3)].ToString())).ToArray();
        return new Design([.. rows.Select(r => r.H)], [.. rows.Select(r => r.P)], [.. rows.Select(r => r.W)], [.. rows.Select(r => r.Sex)], [.. rows.Select(r => r.Age)], [.. rows.Select(r => r.Score)],
            [.. rows.Select(r => r.Hours)], [.. rows.Select(r => r.Yes)], [.. rows.Select(r => r.Part)]);
    }

    // Known numbers that are the sample's own, moved by up to a fifth.
    private static PopulationCells Margin(Design design, string name, Func<Design, string[]> of, double all) => new([name],
        [.. of(design).Zip(design.Weight).GroupBy(p => p.First).OrderBy(g => g.Key, StringComparer.Ordinal).Select((g, i) => (g.Key, People: g.Sum(p => p.Second) * (1 + 0.2 * (i % 2)))).ToArray() is var cells
            ? cells.Select(c => ((IReadOnlyList<string>)[c.Key], c.People * all / cells.Sum(x => x.People))) : []]);

    private static bool Same(Design design, ReplicationType type, CellAdjustment cells, Func<SurveyDesign, SurveyDesign> rows)
    {
        var means = design.Sums().ReplicateMeans(type, 10, seed: 7, mse: true, cells);
        var adjusted = rows(Replication.Of(SurveyDesign.Of(design.Data, Specification), type, 10, seed: 7, mse: true));
        return means.All(m =>
        {
            var expected = Estimators.Mean(m.Domain.Count == 0 ? adjusted : adjusted.Where($"part == \"{m.Domain[0]}\""), m.Indicator);
            return Near(m.Mean, expected.Value, 1e-9) && Near(m.StandardError, expected.StandardError, 1e-9);
        });
    }

    [Theory]
    [InlineData(ReplicationType.Jkn), InlineData(ReplicationType.Subbootstrap)]
    public void Raked_replicates_on_cells_are_raked_replicates_on_rows(ReplicationType type) => Designs.Sample(design =>
    {
        PopulationCells[] margins = [Margin(design, "sex", d => d.Sex, 5000), Margin(design, "age", d => d.Age, 5000)];
        return Same(design, type, CellAdjustment.Rake(margins, 1e-9, 200), d => Weighting.Rake(d, margins, 1e-9, 200));
    }, iter: 40);

    [Theory]
    [InlineData(CalibrationDistance.Linear), InlineData(CalibrationDistance.Raking), InlineData(CalibrationDistance.Logit)]
    public void Calibrated_replicates_on_cells_are_calibrated_replicates_on_rows(CalibrationDistance distance) => Designs.Sample(design =>
    {
        // A population near the sample, so that every replicate can reach it within the bounds.
        var all = design.Weight.Sum();
        var totals = new Dictionary<string, double>
        {
            ["(Intercept)"] = all * 1.02,
            ["sexm"] = design.Sex.Zip(design.Weight).Where(p => p.First == "m").Sum(p => p.Second) * 1.03,
            ["score"] = design.Score.Zip(design.Weight).Sum(p => p.First * p.Second) * 1.01,
        };
        var (lower, upper) = distance == CalibrationDistance.Logit ? (0.02, 12.0) : (double.NegativeInfinity, double.PositiveInfinity);
        try
        {
            return Same(design, ReplicationType.Jkn, CellAdjustment.Calibrate("~ sex + score", totals, ["score"], distance, lower, upper), d => Weighting.Calibrate(d, "~ sex + score", totals, distance, lower, upper));
        }
        catch (CalibrationException)
        {
            // What one way refuses the other refuses.
            return Refuses(() => design.Sums().ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.Calibrate("~ sex + score", totals, ["score"], distance, lower, upper)))
                && Refuses(() => Weighting.Calibrate(Replication.Of(SurveyDesign.Of(design.Data, Specification), ReplicationType.Jkn), "~ sex + score", totals, distance, lower, upper));
        }
    }, iter: 40);

    [Fact]
    public void Post_stratification_by_some_of_the_cells_is_that_of_the_rows() => Designs.Sample(design =>
    {
        var population = Margin(design, "age", d => d.Age, 9000);
        return Same(design, ReplicationType.Bootstrap, CellAdjustment.PostStratify(population), d => Weighting.PostStratify(d, population));
    }, iter: 40);

    [Fact]
    public void Margins_that_are_not_reached_and_cells_that_nobody_knows_are_refused()
    {
        var sums = Made(2, 3, 8, 1).Sums();
        var sex = new PopulationCells(["sex"], [(["f"], 100), (["m"], 100)]);
        var age = new PopulationCells(["age"], [(["0"], 150), (["1"], 40), (["2"], 10)]);
        Assert.Contains("raking did not settle", Assert.Throws<CalibrationException>(() => sums.ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.Rake([sex, age], 1e-12, 1))).Message);
        Assert.Contains("the sample has people in sex m", Assert.Throws<CalibrationException>(() => sums.ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.PostStratify(new PopulationCells(["sex"], [(["f"], 100)])))).Message);
        Assert.Contains("no column town", Assert.Throws<DataException>(() => sums.ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.PostStratify(new PopulationCells(["town"], [(["f"], 100)])))).Message);
        Assert.Contains("\"f\", which is no number", Assert.Throws<DesignException>(() => sums.ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.Calibrate("~ sex", new Dictionary<string, double>(), ["sex"]))).Message);
    }

    private static bool Refuses(Action act)
    {
        try
        {
            act();
            return false;
        }
        catch (CalibrationException)
        {
            return true;
        }
    }
}
