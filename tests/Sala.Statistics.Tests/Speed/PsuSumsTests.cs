using System.Globalization;
using System.Text;
using CsCheck;
using static Sala.Statistics.Tests.MadeUp;

namespace Sala.Statistics.Tests.Speed;

public sealed class PsuSumsTests
{
    private static readonly OnePassPlan Plan = new() { Stratum = "stratum", Psu = "psu", Weight = "weight", Domains = ["group"], Indicators = ["yes", "hours", "a", "b", "c"] };

    private static string Csv(IReadOnlyList<Person> people, bool quoted = false)
    {
        var text = new StringBuilder("stratum,note,psu,weight,group,yes,hours,a,b,c\n");
        foreach (var p in people)
            text.Append(CultureInfo.InvariantCulture, $"{p.Stratum},{(quoted ? "\"x, \"\"y\"\"\nz\"" : "x")},{p.Psu},{p.Weight:R},{p.Group},{p.Yes},{p.Hours:R},1,0,{(p.Group == "a" ? "" : "1")}\n");
        return text.ToString();
    }

    private static PsuSums Read(string csv, OnePassPlan plan)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, csv);
            return PsuSums.ReadCsv(file, plan);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void One_pass_gives_what_the_estimators_give() => Survey.Sample(people =>
    {
        var means = Read(Csv(people), Plan).Means();
        var data = Data(people).With(new NumericColumn("a", [.. people.Select(_ => 1.0)])).With(new NumericColumn("b", [.. people.Select(_ => 0.0)]))
            .With(new NumericColumn("c", [.. people.Select(p => p.Group == "a" ? double.NaN : 1.0)]));
        var design = SurveyDesign.Of(data, Specification);
        return means.All(m =>
        {
            var domain = m.Domain.Count == 0 ? design : design.Where($"group == \"{m.Domain[0]}\"");
            if (domain.Where($"not missing({m.Indicator})").Observations == 0) return double.IsNaN(m.Mean);
            var expected = Estimators.Mean(domain, m.Indicator);
            return Near(m.Mean, expected.Value) && Near(m.StandardError, expected.StandardError, 1e-7);
        });
    }, iter: 40);

    [Fact]
    public void Order_of_rows_threads_and_quotes_change_no_bit() => Gen.Select(Survey, Gen.Int).Sample((people, seed) =>
    {
        var one = Read(Csv(people), Plan with { Threads = 1 }).Means();
        var two = Read(Csv(Shuffled(people, seed), quoted: true), Plan with { Threads = 2 }).Means();
        return one.Count == two.Count && one.Zip(two).All(m => SameBits(m.First.Mean, m.Second.Mean) && SameBits(m.First.StandardError, m.Second.StandardError));
    }, iter: 40);

    [Fact]
    public void A_file_of_many_pieces_is_read_whole()
    {
        // About five megabytes: three pieces, with rows across their edges.
        var people = Enumerable.Range(0, 120_000).Select(i => new Person(i % 4, i % 40, 1 + i % 17 * 0.1234, i % 90, i % 3 == 0 ? 1 : 0, "abc"[i % 3].ToString())).ToArray();
        var sums = Read(Csv(people), Plan with { Rows = 120_000 });
        Assert.Equal((120_000, 40, 4), (sums.Rows, sums.Psus, sums.Strata));
        Assert.Equal(people.Sum(p => p.Weight * p.Yes) / people.Sum(p => p.Weight), sums.Means()[0].Mean, 12);
    }

    [Theory]
    [InlineData(ReplicationType.Jkn), InlineData(ReplicationType.Subbootstrap), InlineData(ReplicationType.Bootstrap)]
    public void Replicates_of_the_sums_are_replicates_of_the_rows(ReplicationType type) => Survey.Sample(people =>
    {
        var means = Read(Csv(people), Plan with { Indicators = ["yes", "hours"] }).ReplicateMeans(type, 12, seed: 5);
        var replicated = Replication.Of(Design(people), type, 12, seed: 5);
        return means.Where(m => m.Domain.Count == 0).All(m => Near(m.StandardError, Estimators.Mean(replicated, m.Indicator).StandardError, 1e-7));
    }, iter: 30);

    [Fact]
    public void Post_stratified_replicates_are_solved_on_the_cells() => Survey.Sample(people =>
    {
        var groups = people.Select(p => p.Group).Distinct().Order().ToArray();
        var population = new PopulationCells(["group"], [.. groups.Select((g, i) => ((IReadOnlyList<string>)[g], 1000.0 * (i + 1)))]);
        var plan = Plan with { Domains = [], CalibrationCells = ["group"], Indicators = ["hours"] };
        var mean = Read(Csv(people), plan).ReplicateMeans(ReplicationType.Jkn, adjustment: CellAdjustment.PostStratify(population))[0];
        var general = Weighting.PostStratify(Replication.Of(Design(people), ReplicationType.Jkn), population);
        var expected = Estimators.Mean(general, "hours");
        // A replicate that leaves a cell empty cannot meet its total; both ways then weigh it zero.
        return Near(mean.Mean, expected.Value) && Near(mean.StandardError, expected.StandardError, 1e-6);
    }, iter: 30);

    [Fact]
    public void Sums_of_a_sql_engine_in_whole_numbers_are_the_same_bits() => Survey.Sample(people =>
    {
        var plan = Plan with { Indicators = ["yes", "hours"] };
        var grouped = people.GroupBy(p => (p.Stratum, p.Psu, p.Group)).Select(g => new SummedGroup([$"{g.Key.Stratum}", $"{g.Key.Psu}", g.Key.Group], g.Count(),
            [.. Parts(g.Select(p => p.Weight)), .. Parts(g.Select(p => p.Weight * p.Yes)), 0, 0, .. Parts(g.Select(p => p.Weight * p.Hours)), 0, 0]));
        var (engine, file) = (PsuSums.OfGroups(plan, grouped).Means(), Read(Csv(people), plan).Means());
        return engine.Count == file.Count && engine.Zip(file).All(m => SameBits(m.First.Mean, m.Second.Mean) && SameBits(m.First.StandardError, m.Second.StandardError));

        // As the query writes it: floor in units of 2^-20, the rest in units of 2^-62.
        static Int128[] Parts(IEnumerable<double> values) =>
            values.Aggregate(new Int128[2], (sum, v) => [sum[0] + (Int128)Math.Floor(v * 1048576), sum[1] + (Int128)Math.Floor((v * 1048576 - Math.Floor(v * 1048576)) * 4398046511104)]);
    }, iter: 40);

    [Fact]
    public void No_name_of_a_column_becomes_part_of_a_query()
    {
        string[] hostile = ["s\"; DROP TABLE survey; --", "psu') OR 1=1 --", "w'||(SELECT 1)||'", "y\\\"\u0000"];
        var plan = new OnePassPlan { Stratum = hostile[0], Psu = hostile[1], Weight = hostile[2], Indicators = [hostile[3]] };
        foreach (var engine in Enum.GetValues<SqlEngine>())
        {
            var query = new GroupQuery(plan, engine, "survey", [.. hostile.Select(h => new SqlColumn(h, SqlKind.Text))]);
            Assert.All(hostile, h => Assert.DoesNotContain(h, query.Sums + query.Faults));
            Assert.DoesNotContain("DROP", query.Sums + query.Faults);
        }
        Assert.Contains("no column \";--. The nearest is", Assert.Throws<DataException>(() => new GroupQuery(plan with { Weight = "\";--" }, SqlEngine.DuckDb, "survey", [new(hostile[0], SqlKind.Text), new(hostile[1], SqlKind.Text)])).Message);
    }
}
