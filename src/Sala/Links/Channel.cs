using System.Globalization;
using System.Text;
using Sala.Countries;

namespace Sala.Links;

/// <summary>What a row of the pack's channels is about.</summary>
public enum ChannelPart
{
    /// <summary>How a child, or somebody for it, reports an account to the platform.</summary>
    Child = 0,

    /// <summary>What identifies an account there: what an officer writes down.</summary>
    Hold = 1,

    /// <summary>How police ask the platform.</summary>
    Police = 2,
}

/// <summary>A way to a platform, as its own page says it.</summary>
/// <param name="Platform">Code, as in <see cref="Platforms"/>.</param>
/// <param name="Words">By language; nobody has reviewed them.</param>
/// <param name="Address">Where to go; null where the page names none.</param>
/// <param name="KeepsDays">For how many days it says it keeps what it is asked to preserve; null where it does not say.</param>
/// <param name="Source">The page.</param>
/// <param name="Date">The day that the page bears, or on which a stored copy of it was read.</param>
/// <param name="DateOfPage">False where the page bears no day: then the day is that of the reading.</param>
public sealed record Channel(string Platform, ChannelPart Part, IReadOnlyDictionary<string, string> Words, Uri? Address, int? KeepsDays, Uri Source, DateOnly Date, bool DateOfPage);

/// <summary>The pack's channels.csv: how to reach the platforms. A row without source or date is never shown.</summary>
public sealed class Channels
{
    private const string Name = "channels.csv";

    private Channels(IReadOnlyList<Channel> all, int leftOut) => (All, LeftOut) = (all, leftOut);

    public IReadOnlyList<Channel> All { get; }

    /// <summary>Rows that are not shown, for want of a source or a date.</summary>
    public int LeftOut { get; }

    public IEnumerable<Channel> Of(string platform) => All.Where(c => c.Platform == platform);

    /// <summary>How police ask a platform; null where no page says it.</summary>
    public Channel? ForPolice(string platform) => All.FirstOrDefault(c => c.Platform == platform && c.Part == ChannelPart.Police);

    /// <exception cref="CountryException">The file has problems; all are listed.</exception>
    public static Channels Load(Country country)
    {
        var problems = new List<PackProblem>();
        var path = Path.Combine(country.Folder, Name);
        if (!File.Exists(path)) return new Channels([], 0);
        var languages = country.Languages.Select(l => l.Code).ToList();
        string[] head = ["platform", "part", .. languages.Select(l => $"words_{l}"), "address", "keeps_days", "source", "date", "date_of"];
        var rows = Rows(File.ReadAllText(path)).ToList();
        if (rows.Count == 0 || !rows[0].Cells.SequenceEqual(head)) problems.Add(new(Name, 1, $"the first line is {string.Join(',', head)}."));
        var (all, leftOut) = (new List<Channel>(), 0);
        foreach (var (line, cells) in rows.Skip(1))
        {
            if (cells.Count != head.Length)
            {
                problems.Add(new(Name, line, $"{head.Length} values are needed. A comma within a value needs double quotes around it."));
                continue;
            }
            var row = head.Zip(cells).ToDictionary(c => c.First, c => c.Second.Trim());
            if (row["source"].Length == 0 || row["date"].Length == 0) leftOut++;
            else if (Read(row, languages, line, problems) is { } channel) all.Add(channel);
        }
        return problems.Count == 0 ? new Channels(all, leftOut) : throw new CountryException(country.Folder, problems);
    }

    private static Channel? Read(Dictionary<string, string> row, IReadOnlyList<string> languages, int line, List<PackProblem> problems)
    {
        var before = problems.Count;
        void Problem(string what) => problems.Add(new(Name, line, what));
        if (Platforms.Find(row["platform"]) is null) Problem("platform: none of this code is known.");
        if (!Enum.TryParse<ChannelPart>(row["part"], ignoreCase: true, out var part) || !Enum.IsDefined(part)) Problem("part: child, hold or police.");
        if (languages.Any(l => row[$"words_{l}"].Length == 0)) Problem("words are needed in every language.");
        var source = Web(row["source"]);
        if (source is null) Problem("source: an address that begins with https:// or http:// is needed.");
        var address = row["address"].Length == 0 ? null : Web(row["address"]);
        if (row["address"].Length > 0 && address is null) Problem("address: an address that begins with https:// is needed, or nothing.");
        int? days = null;
        if (row["keeps_days"].Length > 0)
        {
            if (int.TryParse(row["keeps_days"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 4000) days = number;
            else Problem("keeps_days: a whole number is needed, or nothing.");
        }
        if (!DateOnly.TryParseExact(row["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) Problem("date: a day is needed, as 2026-11-24 (common era).");
        if (row["date_of"] is not ("page" or "reading")) Problem("date_of: page where the page bears the day, else reading.");
        return problems.Count > before ? null : new Channel(row["platform"], part, languages.ToDictionary(l => l, l => row[$"words_{l}"]), address, days, source!, date, row["date_of"] == "page");
    }

    private static Uri? Web(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri : null;

    /// <summary>Rows of RFC 4180: commas, double quotes where needed, with the line on which each begins.</summary>
    private static List<(int Line, IReadOnlyList<string> Cells)> Rows(string text)
    {
        var (rows, cells, cell, quoted, line, begun) = (new List<(int, IReadOnlyList<string>)>(), new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') line++;
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"': cell.Append(text[i++]); break;
                case '"': quoted = !quoted; break;
                case ',' when !quoted: Close(); break;
                case '\n' when !quoted: End(); break;
                case '\r' when !quoted: break;
                default: cell.Append(text[i]); break;
            }
        }
        End();
        return rows;

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        void End()
        {
            Close();
            if (cells.Count > 1 || cells[0].Length > 0) rows.Add((begun, cells));
            (cells, begun) = ([], line);
        }
    }
}
