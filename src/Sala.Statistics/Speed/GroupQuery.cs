using System.Globalization;

namespace Sala.Statistics;

/// <summary>The engines whose spelling is known.</summary>
public enum SqlEngine
{
    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>PostgreSQL.</summary>
    PostgreSql,
}

/// <summary>What stands in a column of a table.</summary>
public enum SqlKind
{
    /// <summary>Texts, read as the cells of a CSV file are; every kind that is none of the others is turned into texts first.</summary>
    Text,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Truth values: 1 and 0.</summary>
    Truth,

    /// <summary>Floating-point numbers of 64 bits.</summary>
    Floating,
}

/// <summary>A column of a table: its name, which never becomes part of a query, and what stands in it.</summary>
public readonly record struct SqlColumn(string Name, SqlKind Kind);

/// <summary>
/// The queries by which a SQL engine does the pass over the rows of a <see cref="OnePassPlan"/>: one that sums by PSU, domain and calibration cell, and one
/// that finds the first cell that cannot be used.
/// </summary>
/// <remarks>Columns are called c0, c1, ... by their place: names come from files and could hold anything. Sums are made in whole numbers as in
/// <see cref="PsuSums"/> (units of 2^-20 and 2^-62), so that they round nothing and the engine's order of rows changes no bit.</remarks>
public sealed class GroupQuery
{
    private const string Limit = "8000000000000"; // ExactCell.Largest
    private const int KindsOfFault = 4;

    private readonly OnePassPlan plan;
    private readonly SqlEngine engine;
    private readonly ColumnRoles roles;

    /// <summary>The queries for a table.</summary>
    /// <param name="plan">What to gather.</param>
    /// <param name="engine">Whose spelling.</param>
    /// <param name="source">The table, quoted, or a function that gives one. It is put into the queries as it is: never from a file.</param>
    /// <param name="columns">All columns of the table in their order.</param>
    /// <exception cref="DataException">The table lacks a column of the plan, or one is named for two things; said as for a file.</exception>
    public GroupQuery(OnePassPlan plan, SqlEngine engine, string source, IReadOnlyList<SqlColumn> columns)
    {
        this.plan = plan;
        this.engine = engine;
        roles = ColumnRoles.Of([.. columns.Select(c => c.Name)], plan);
        Keys = (plan.Stratum is null ? 0 : 1) + 1 + plan.Domains.Count + plan.CalibrationCells.Count;
        var keys = string.Join(", ", Enumerable.Range(0, Keys).Select(k => $"k{k}"));
        var sums = string.Concat(Enumerable.Range(0, plan.Indicators.Count).Select(i => $",\n  {Parts($"w * y{i}")}, {Parts("w", $" FILTER (WHERE y{i} IS NULL)")}"));
        Sums = $"{Read(source, columns, placed: false)}SELECT {keys}, COUNT(*), COUNT(*) FILTER (WHERE f > 0), {Parts("w")}{sums}\nFROM judged GROUP BY {keys}";
        // Numbering rows keeps an engine to one thread: only to find a fault.
        var read = Read(source, columns, placed: engine == SqlEngine.DuckDb);
        Faults = engine == SqlEngine.DuckDb
            ? $"{read}SELECT f, r, w0 FROM judged WHERE f > 0 ORDER BY r LIMIT 1"
            : $"{read}SELECT f, COUNT(*), MIN(w0) FROM judged WHERE f > 0 GROUP BY f ORDER BY f LIMIT 1";
    }

    /// <summary>Number of keys at the head of each row of <see cref="Sums"/>; then come the count, the number of rows that cannot be used, and
    /// <see cref="PartCount"/> whole numbers.</summary>
    public int Keys { get; }

    /// <summary>Number of parts at the end of each row of <see cref="Sums"/>; where one is NULL it is 0.</summary>
    public int PartCount => 2 + 4 * plan.Indicators.Count;

    /// <summary>One row for each PSU, domain and calibration cell.</summary>
    public string Sums { get; }

    /// <summary>At most one row: what is wrong, where, and the weight in question. Where is a row counted from 1 in DuckDB, which reads a file in its
    /// order; in PostgreSQL, whose tables have none, the number of rows that are wrong in this way.</summary>
    public string Faults { get; }

    /// <summary>The refusal for a row of <see cref="Faults"/>, in the words of the pass over a file.</summary>
    public DataException Refusal(int fault, long where, double weight)
    {
        var column = fault / KindsOfFault < roles.Names.Length ? roles.Names[fault / KindsOfFault] : plan.Indicators[fault / KindsOfFault - roles.Names.Length];
        var matter = (Fault)(fault % KindsOfFault) switch
        {
            Fault.Missing => Messages.MissingCell(RowGatherer.NameOf(roles.Roles[fault / KindsOfFault])),
            Fault.NoNumber => Messages.NoNumber(),
            Fault.Outside => Messages.WeightOutside(weight),
            _ => Messages.ProductTooLarge(),
        };
        return new DataException(engine == SqlEngine.DuckDb ? Messages.CellFault(where, column, matter) : Messages.RowsFault(where, column, matter));
    }

    private enum Fault { TooLarge, Missing, NoNumber, Outside }

    private static string Code(int column, Fault fault) => (column * KindsOfFault + (int)fault).ToString(CultureInfo.InvariantCulture);

    // given: keys as texts, numbers as doubles, and what a cell that is no number looked like. judged: with the number of the row's first fault, and only sound numbers.
    private string Read(string source, IReadOnlyList<SqlColumn> columns, bool placed)
    {
        var (given, faults, numbers) = (new List<string>(), new List<string>(), new List<string>());
        for (var c = 0; c < columns.Count; c++)
        {
            var (role, index) = (roles.Roles[c], roles.Index[c]);
            if (role == ColumnRoles.Role.Ignored) continue;
            if (role is ColumnRoles.Role.Weight or ColumnRoles.Role.Indicator)
            {
                var name = role == ColumnRoles.Role.Weight ? "w0" : $"v{index}";
                given.Add($"{Number(c, columns[c].Kind)} AS {name}");
                given.Add($"{Present(c, columns[c].Kind, role)} AS p{c}");
                if (role == ColumnRoles.Role.Weight) faults.Add($"WHEN NOT p{c} THEN {Code(c, Fault.Missing)}");
                faults.Add($"WHEN p{c} AND {name} IS NULL THEN {Code(c, Fault.NoNumber)}");
                if (role == ColumnRoles.Role.Weight) faults.Add($"WHEN NOT (w0 >= 0 AND w0 < {Limit}) THEN {Code(c, Fault.Outside)}");
                numbers.Add($"CASE WHEN f = 0 THEN {name} END AS {(role == ColumnRoles.Role.Weight ? "w" : $"y{index}")}");
            }
            else
            {
                var key = role switch
                {
                    ColumnRoles.Role.Stratum => 0,
                    ColumnRoles.Role.Psu => plan.Stratum is null ? 0 : 1,
                    ColumnRoles.Role.Domain => (plan.Stratum is null ? 1 : 2) + index,
                    _ => (plan.Stratum is null ? 1 : 2) + plan.Domains.Count + index,
                };
                given.Add($"{Label(c, columns[c].Kind)} AS k{key}");
                faults.Add($"WHEN k{key} IS NULL THEN {Code(c, Fault.Missing)}");
            }
        }
        // Only after every cell of the row is known to be one, as in the pass over a file.
        for (var i = 0; i < plan.Indicators.Count; i++) faults.Add($"WHEN ABS(w0 * v{i}) >= {Limit} THEN {Code(columns.Count + i, Fault.TooLarge)}");
        var keys = string.Concat(Enumerable.Range(0, Keys).Select(k => $"k{k}, "));
        var names = string.Join(", ", columns.Select((_, c) => $"c{c}"));
        var (row, r) = placed ? (", ROW_NUMBER() OVER () AS r", "r, ") : ("", "");
        // PostgreSQL would write each expression out wherever its name is used, and then work it out that often; OFFSET keeps the steps apart.
        var apart = engine == SqlEngine.PostgreSql ? " OFFSET 0" : "";
        return $"""
            WITH given AS (SELECT {string.Join(",\n  ", given)}{row} FROM {source} AS t({names}){apart}),
            found AS (SELECT *, CASE {string.Join("\n  ", faults)} ELSE 0 END AS f FROM given{apart}),
            judged AS (SELECT {keys}{r}f, w0, {string.Join(",\n  ", numbers)} FROM found{apart})

            """;
    }

    private static string Text(int c) => $"CAST(c{c} AS TEXT)";

    private static string Label(int c, SqlKind kind) => kind switch
    {
        SqlKind.Truth => $"CAST(CAST(c{c} AS INTEGER) AS TEXT)",
        SqlKind.Whole => Text(c),
        // 7.0 is the label 7, whoever writes it.
        SqlKind.Floating => $"CASE WHEN c{c} = FLOOR(c{c}) AND ABS(c{c}) < 1e15 THEN CAST(CAST(c{c} AS BIGINT) AS TEXT) WHEN c{c} = c{c} AND c{c} < CAST('Infinity' AS FLOAT8) THEN {Text(c)} END",
        _ => $"NULLIF({Text(c)}, '')",
    };

    // Whether anything stands in the cell.
    private static string Present(int c, SqlKind kind, ColumnRoles.Role role) => kind switch
    {
        SqlKind.Text => $"COALESCE({Text(c)} NOT IN ('', 'NA'), FALSE)",
        // NaN is how such a column says that an answer is missing; a weight that is NaN is wrong.
        SqlKind.Floating when role == ColumnRoles.Role.Indicator => $"COALESCE(c{c} <> CAST('NaN' AS FLOAT8), FALSE)",
        _ => $"(c{c} IS NOT NULL)",
    };

    private string Number(int c, SqlKind kind) => kind switch
    {
        SqlKind.Whole => $"CAST(c{c} AS FLOAT8)",
        SqlKind.Truth => $"CAST(CAST(c{c} AS INTEGER) AS FLOAT8)",
        SqlKind.Floating => $"CASE WHEN c{c} > CAST('-Infinity' AS FLOAT8) AND c{c} < CAST('Infinity' AS FLOAT8) THEN c{c} END",
        _ => $"CASE WHEN {Text(c)} = '0' THEN CAST(0 AS FLOAT8) WHEN {Text(c)} = '1' THEN CAST(1 AS FLOAT8) WHEN {IsNumber(Text(c))} THEN CAST({Text(c)} AS FLOAT8) END",
    };

    // A number as this library reads it, short enough that no engine's conversion can overflow: what is beyond is beyond the sums too.
    private string IsNumber(string text)
    {
        const string pattern = @"\s*[+-]?([0-9]{1,50}\.?[0-9]{0,50}|\.[0-9]{1,50})([eE][+-]?([0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]))?\s*";
        return engine == SqlEngine.DuckDb ? $"regexp_full_match({text}, '{pattern}')" : $"{text} ~ '^{pattern}$'";
    }

    // Floor and remainder of a double by a power of two are exact, and so are sums of whole numbers.
    private static string Parts(string value, string filter = "") =>
        $"SUM(CAST(FLOOR(({value}) * 1048576) AS BIGINT)){filter}, SUM(CAST(FLOOR((({value}) * 1048576 - FLOOR(({value}) * 1048576)) * 4398046511104) AS BIGINT)){filter}";
}
