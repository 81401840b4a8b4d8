using System.Diagnostics;
using System.Globalization;
using Sala.Data.Engines;
using Sala.Statistics;
using Sala.Tests.Fixtures;
using Sala.Tests.Surveys;

namespace Sala.Tests.Engines;

/// <summary>The pass over the rows by DuckDB and by PostgreSQL, the real ones, beside the own pass: the same bits, the same refusals.</summary>
public sealed class SqlEnginePassTests
{
    private static readonly OnePassPlan Plan = new() { Stratum = "stratum", Psu = "psu", Weight = "w", Domains = ["sex", "region"], Indicators = ["y1", "y2", "hours"] };

    private static readonly Dictionary<string, string> Typed = new() { ["psu"] = "integer", ["w"] = "double precision", ["sex"] = "smallint", ["y1"] = "boolean", ["y2"] = "numeric", ["hours"] = "double precision" };

    private static void SameBits(PsuSums expected, PsuSums found)
    {
        Assert.Equal((expected.Rows, expected.Psus, expected.Strata, expected.Domains.Count), (found.Rows, found.Psus, found.Strata, found.Domains.Count));
        Same(expected.Means(), found.Means());
        Same(expected.ReplicateMeans(ReplicationType.Jkn), found.ReplicateMeans(ReplicationType.Jkn));
        Same(expected.ReplicateMeans(ReplicationType.Subbootstrap, 20, 3), found.ReplicateMeans(ReplicationType.Subbootstrap, 20, 3));

        static void Same(IReadOnlyList<DomainMean> expected, IReadOnlyList<DomainMean> found)
        {
            Assert.Equal(expected.Count, found.Count);
            foreach (var (e, f) in expected.Zip(found))
            {
                Assert.Equal((string.Join('|', e.Domain), e.Indicator), (string.Join('|', f.Domain), f.Indicator));
                Assert.Equal((BitConverter.DoubleToInt64Bits(e.Mean), BitConverter.DoubleToInt64Bits(e.StandardError)), (BitConverter.DoubleToInt64Bits(f.Mean), BitConverter.DoubleToInt64Bits(f.StandardError)));
            }
        }
    }

    [Fact]
    public void DuckDB_gives_the_bits_of_the_own_pass_from_csv_and_from_parquet()
    {
        using var folder = new TemporaryFolder();
        var table = MadeUpTable.Of(3000, 40);
        var csv = table.Csv(folder.Path);
        var own = PsuSums.ReadCsv(csv, Plan);
        SameBits(own, DuckDbPass.Read(csv, Plan));
        SameBits(own, DuckDbPass.Read(csv, Plan with { Threads = 1 }));
        SameBits(own, DuckDbPass.Read(table.Parquet(folder.Path), Plan));
        SameBits(own, DuckDbPass.Read(table.Parquet(folder.Path, "psu", "w", "sex", "y1", "y2", "hours"), Plan));
    }

    [Fact]
    public async Task PostgreSQL_gives_the_bits_of_the_own_pass_from_texts_and_from_numbers()
    {
        var postgres = await ThrowAwayPostgres.Running;
        var connection = await postgres.NewDatabase();
        try
        {
            using var folder = new TemporaryFolder();
            var table = MadeUpTable.Of(3000, 40);
            var own = PsuSums.ReadCsv(table.Csv(folder.Path), Plan);
            await table.Postgres(connection, "texts");
            await table.Postgres(connection, "numbers", Typed);
            SameBits(own, PostgresPass.Read(connection, "texts", Plan));
            SameBits(own, PostgresPass.Read(connection, "public.numbers", Plan));
        }
        finally
        {
            await postgres.Drop(connection);
        }
    }

    /// <summary>The generator of ./sala bench statistics: fifty answers, thirteen domains.</summary>
    [Fact]
    public async Task Generated_survey_data_give_the_same_bits_by_every_engine()
    {
        if (Shared.File(Path.Combine("bench", "gen_survey.c")) is not { } generator) { Assert.Skip("bench/gen_survey.c is not beside the repository."); return; }
        using var folder = new TemporaryFolder();
        var csv = folder.File("survey.csv");
        try
        {
            using var compiler = Process.Start("gcc", ["-O2", "-o", folder.File("gen"), generator, "-lm"]);
            await compiler.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("gcc is not installed.");
        }
        using (var made = Process.Start(new ProcessStartInfo(folder.File("gen"), ["4000", "100"]) { RedirectStandardOutput = true })!)
        await using (var stream = File.Create(csv)) await made.StandardOutput.BaseStream.CopyToAsync(stream, TestContext.Current.CancellationToken);
        var plan = new OnePassPlan { Stratum = "stratum", Psu = "psu", Weight = "w", Domains = ["sex", "age", "region"], Indicators = [.. Enumerable.Range(1, 50).Select(k => $"y{k}")], Rows = 4000 };
        var own = PsuSums.ReadCsv(csv, plan);
        SameBits(own, DuckDbPass.Read(csv, plan));
        var lines = File.ReadAllLines(csv);
        var table = new MadeUpTable();
        table.Names.Clear();
        table.Names.AddRange(lines[0].Split(','));
        table.Rows.AddRange(lines.Skip(1).Select(l => (string?[])l.Split(',')));
        var postgres = await ThrowAwayPostgres.Running;
        var connection = await postgres.NewDatabase();
        try
        {
            await table.Postgres(connection, "survey", table.Names.Where(n => n[0] == 'y').ToDictionary(n => n, _ => "smallint"));
            SameBits(own, PostgresPass.Read(connection, "survey", plan));
        }
        finally
        {
            await postgres.Drop(connection);
        }
    }

    public static TheoryData<string, int, string?, string> Faults => new()
    {
        { "w", 17, null, "the weight is missing. Every row needs one." },
        { "w", 17, "NA", "the weight is missing. Every row needs one." },
        { "w", 17, "-2.5", "the weight is -2.5. A weight is a finite number, zero or more." },
        { "w", 17, "NaN", "this is no number." },
        { "w", 17, "inf", "this is no number." },
        { "w", 17, "1e400", "this is no number." },
        { "w", 17, "1_000", "this is no number." },
        { "w", 17, "9e12", "the weight is 9000000000000. A weight is a finite number, zero or more." },
        { "psu", 17, null, "the PSU is missing. Every row needs one." },
        { "stratum", 17, null, "the stratum is missing. Every row needs one." },
        { "region", 17, null, "the group is missing. Every row needs one." },
        { "y1", 17, "yes", "this is no number." },
        { "hours", 17, "0x10", "this is no number." },
        { "hours", 17, "1e15", "weight times value is too large for exact sums." },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task A_cell_that_cannot_be_used_is_refused_as_by_the_own_pass(string column, int row, string? cell, string matter)
    {
        using var folder = new TemporaryFolder();
        var table = MadeUpTable.Of(60, 8);
        table.Rows[row - 1][2] = "3.5";
        table.Rows[row - 1][table.Names.IndexOf(column)] = cell;
        var csv = table.Csv(folder.Path);
        var own = Assert.Throws<DataException>(() => PsuSums.ReadCsv(csv, Plan)).Message;
        Assert.Equal($"column {column}, row {row}: {matter} Nothing was computed.", own);
        Assert.Equal(own, Assert.Throws<DataException>(() => DuckDbPass.Read(csv, Plan)).Message);
        Assert.Equal(own, Assert.Throws<DataException>(() => DuckDbPass.Read(table.Parquet(folder.Path), Plan)).Message);
        var postgres = await ThrowAwayPostgres.Running;
        var connection = await postgres.NewDatabase();
        try
        {
            await table.Postgres(connection, "survey");
            // A table has no order, so it says how many rows instead of which.
            Assert.Equal($"column {column}, one row: {matter} Nothing was computed.", Assert.Throws<DataException>(() => PostgresPass.Read(connection, "survey", Plan)).Message);
        }
        finally
        {
            await postgres.Drop(connection);
        }
    }

    [Fact]
    public async Task Unknown_columns_two_strata_too_few_rows_and_tables_that_are_not_there_are_refused()
    {
        using var folder = new TemporaryFolder();
        var table = MadeUpTable.Of(60, 8);
        table.Rows.Add([.. table.Rows[0]]);
        table.Rows[^1][0] = "elsewhere";
        var csv = table.Csv(folder.Path);
        var postgres = await ThrowAwayPostgres.Running;
        var connection = await postgres.NewDatabase();
        try
        {
            await table.Postgres(connection, "survey");
            foreach (var read in (Func<OnePassPlan, PsuSums>[])[p => PsuSums.ReadCsv(csv, p), p => DuckDbPass.Read(csv, p), p => DuckDbPass.Read(table.Parquet(folder.Path), p), p => PostgresPass.Read(connection, "survey", p)])
            {
                Assert.Equal("there is no column hour. The nearest is hours.", Assert.Throws<DataException>(() => read(Plan with { Indicators = ["hour"] })).Message);
                Assert.Equal("column sex is named for two things.", Assert.Throws<DataException>(() => read(Plan with { Indicators = ["sex"] })).Message);
                Assert.Contains("lies in stratum", Assert.ThrowsAny<DataException>(() => read(Plan)).Message);
                Assert.Equal("1000000000 rows were announced and 61 are there. The file may be cut off; nothing was computed.",
                    Assert.Throws<DataException>(() => read(Plan with { Stratum = null, Rows = 1_000_000_000 })).Message);
            }
            Assert.Contains("no table of this name", Assert.Throws<DataException>(() => PostgresPass.Read(connection, "surveys", Plan)).Message);
            Assert.Contains("cannot be reached", Assert.Throws<DataException>(() => PostgresPass.Read("Host=/nowhere;Database=x", "survey", Plan)).Message);
            Assert.Contains("no such file", Assert.Throws<DataException>(() => DuckDbPass.Read(folder.File("none.csv"), Plan)).Message);
        }
        finally
        {
            await postgres.Drop(connection);
        }
    }

    [Fact]
    public void A_file_that_is_broken_is_refused_with_the_place_and_without_its_words()
    {
        using var folder = new TemporaryFolder();
        var file = MadeUpTable.Of(60, 8).Csv(folder.Path);
        var lines = File.ReadAllLines(file);
        lines[20] = "h1,secret words,1";
        File.WriteAllLines(file, lines);
        var own = Assert.Throws<DataException>(() => PsuSums.ReadCsv(file, Plan)).Message;
        Assert.Equal(own, Assert.Throws<DataException>(() => DuckDbPass.Read(file, Plan)).Message);
        Assert.DoesNotContain("secret", own, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(MadeUpTable.Of(60, 8).Csv(folder.Path));
        bytes[bytes.AsSpan().IndexOf("ภ"u8) + 1] = 0xff;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("no UTF-8", Assert.Throws<DataException>(() => DuckDbPass.Read(file, Plan)).Message);
        File.WriteAllText(folder.File("cut.parquet"), "PAR1 secret");
        Assert.Equal("cut.parquet: this is no whole Parquet file. Write it anew. Nothing was computed.", Assert.Throws<DataException>(() => DuckDbPass.Read(folder.File("cut.parquet"), Plan)).Message);
    }

    [Theory]
    [InlineData("x\"; DROP TABLE survey; --"), InlineData("') OR 1=1; --"), InlineData("'||(SELECT version())||'"), InlineData("c1"), InlineData("k0"), InlineData("select"), InlineData("น้ำหนัก \\ {0}")]
    public async Task A_hostile_name_is_a_name(string name)
    {
        using var folder = new TemporaryFolder();
        var table = MadeUpTable.Of(400, 12);
        var expected = PsuSums.ReadCsv(table.Csv(folder.Path), Plan);
        table.Names[2] = name;
        var plan = Plan with { Weight = name };
        SameBits(expected, DuckDbPass.Read(table.Parquet(folder.Path), plan));
        // The own reader of headings takes no doubled quotes.
        if (!name.Contains('"', StringComparison.Ordinal)) SameBits(expected, DuckDbPass.Read(table.Csv(folder.Path, "o'clock; x.csv"), plan));
        var postgres = await ThrowAwayPostgres.Running;
        var connection = await postgres.NewDatabase();
        try
        {
            await table.Postgres(connection, "survey");
            await table.Postgres(connection, name.Replace(".", "", StringComparison.Ordinal));
            SameBits(expected, PostgresPass.Read(connection, name, plan));
            SameBits(expected, PostgresPass.Read(connection, "survey", plan));
        }
        finally
        {
            await postgres.Drop(connection);
        }
    }
}
