using System.Globalization;
using System.Text;
using Npgsql;

namespace Sala.Tests.Engines;

/// <summary>A survey as texts, to be written as a file and as a table.</summary>
internal sealed class MadeUpTable
{
    public List<string> Names { get; } = ["stratum", "psu", "w", "sex", "region", "y1", "y2", "hours"];
    public List<string?[]> Rows { get; } = [];

    /// <summary>Labels that are numbers, 07 beside 7, and in Thai; answers that are missing; weights of many digits.</summary>
    public static MadeUpTable Of(int rows, int psus, int seed = 1)
    {
        var (random, table) = (new Random(seed), new MadeUpTable());
        string[] regions = ["7", "07", "ภาคเหนือ", "o'clock \"x\""];
        for (var i = 0; i < rows; i++)
        {
            var psu = random.Next(psus);
            table.Rows.Add([$"h{psu % 4}", psu.ToString(CultureInfo.InvariantCulture), (random.NextDouble() * 400).ToString("R", CultureInfo.InvariantCulture), random.Next(1, 3).ToString(CultureInfo.InvariantCulture), regions[random.Next(4)],
                random.Next(5) == 0 ? null : random.Next(2).ToString(CultureInfo.InvariantCulture), random.Next(2).ToString(CultureInfo.InvariantCulture),
                random.Next(9) == 0 ? null : (random.NextDouble() * 60 - 5).ToString("R", CultureInfo.InvariantCulture)]);
        }
        return table;
    }

    public string Csv(string folder, string name = "survey.csv")
    {
        static string Cell(string? text) => text is null ? "" : text.AsSpan().IndexOfAny(",\"\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var text = new StringBuilder().AppendJoin(',', Names.Select(Cell)).Append('\n');
        foreach (var row in Rows) text.AppendJoin(',', row.Select(Cell)).Append('\n');
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text.ToString());
        return file;
    }

    public string Parquet(string folder, params string[] numbers)
    {
        var file = Path.Combine(folder, "survey.parquet");
        File.WriteAllBytes(file, Sala.Surveys.Datasets.ParquetFile.Write(Names, [.. Rows.Select(r => (IReadOnlyList<string?>)r)], numbers.ToHashSet(StringComparer.Ordinal)));
        return file;
    }

    /// <summary>The rows in another order; the types of columns as they are given, text where they are not.</summary>
    public async Task Postgres(string connection, string table, IReadOnlyDictionary<string, string>? types = null)
    {
        static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync();
        await using (var create = new NpgsqlCommand($"CREATE TABLE {Quoted(table)} ({string.Join(", ", Names.Select(n => $"{Quoted(n)} {types?.GetValueOrDefault(n) ?? "text"}"))})", database)) await create.ExecuteNonQueryAsync();
        await using var copy = await database.BeginTextImportAsync($"COPY {Quoted(table)} FROM STDIN (FORMAT csv)");
        foreach (var row in Enumerable.Reverse(Rows)) await copy.WriteAsync(string.Join(',', row.Select(c => c is null ? "" : $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
    }
}
