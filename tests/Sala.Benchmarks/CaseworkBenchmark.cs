using System.Diagnostics;
using System.Globalization;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Links;
using Sala.Measuring;
using Sala.Operation;
using Sala.Vault;

namespace Sala.Benchmarks;

/// <summary>
/// Cases of a whole country on SQLite and on PostgreSQL: open, search, board and tasks under 100 ms p95, a look-up under 10 ms, 100 writes a second with their audit entries, the nightly clocks
/// over all cases in five minutes. The databases are made once and kept in <c>.sala/bench</c>.
/// </summary>
internal static class CaseworkBenchmark
{
    private const string Made = "made-2";

    public static async Task<int> Run(Options options)
    {
        var count = options.Number("cases", 1_000_000);
        var real = Math.Min(count, options.Number("sealed", 20_000));
        var (tries, only) = (options.Number("tries", 300), options["on"]);
        var good = true;
        if (only is null or "sqlite") good &= await On("SQLite", null, new Scale(real / 4, real - (real / 4), count - real), tries);
        if (only is null or "postgres")
        {
            await using var postgres = await OwnPostgres.Start(Path.Combine(Kept("PostgreSQL", count), "server"));
            if (postgres is null) Console.WriteLine("PostgreSQL: not measured, it is not installed (Debian: apt-get install postgresql-15).");
            good &= postgres is not null && await On("PostgreSQL", postgres.ConnectionString, new Scale(real / 4, real - (real / 4), count - real), tries);
        }
        Console.WriteLine(good ? "all bounds held" : "not all bounds held");
        return good ? 0 : 1;
    }

    private static string Kept(string name, int count) => Path.Combine(Repository.Root, ".sala", "bench", $"casework-{name.ToLowerInvariant()}-{count.ToString(CultureInfo.InvariantCulture)}");

    private static async Task<bool> On(string name, string? postgres, Scale scale, int tries)
    {
        var (kept, clock) = (Kept(name, scale.All), new Measured.Ahead());
        var (country, folder, made) = (Path.Combine(kept, "country"), Path.Combine(kept, "data"), Path.Combine(kept, Made));
        if (Directory.Exists(country)) Directory.Delete(country, recursive: true);
        Measured.CopyWithoutLimit(Path.Combine(Repository.Root, "countries", "th"), country);
        var database = postgres is null ? null : "postgres:" + postgres;
        if (!File.Exists(made)) await Make(name, kept, made, folder, country, database, scale, clock);
        await Installation.Prepare(Demonstration.SettingsIn(folder, country, database), demonstration: true, clock);
        await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, country, database), clock);
        var ids = (await File.ReadAllLinesAsync(made)).Select(line => RecordId.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        var (held, ofUnit) = (ids[..Math.Min(scale.OfOfficer, scale.OfUnit)], ids[..scale.OfUnit]);
        using var officer = await Measured.SignIn(sala, clock, folder, "investigator");
        using var lead = await Measured.SignIn(sala, clock, folder, "head");
        var bounds = new Bounds(name, tries);

        await bounds.Time("open, by an officer", 100, i => sala.Cases.Read(officer, held[i % held.Length]));
        await bounds.Time("open, by a lead of the unit", 100, i => sala.Cases.Read(lead, ofUnit[i * 7919 % ofUnit.Length]));
        await bounds.Time("not there", 100, async _ => await Refused(() => sala.Cases.Read(officer, RecordId.Random())));
        await bounds.Time("not for the asker", 100, async i => await Refused(() => sala.Cases.Read(officer, ids[scale.OfUnit + (i % Math.Max(1, scale.OfOther))])));
        await bounds.Time("list of an officer", 100, _ => sala.Cases.Mine(officer));
        await bounds.Time($"list of a lead of {scale.OfUnit:N0}", 100, _ => sala.Cases.Mine(lead));

        await bounds.Time("search by a fact, an officer", 100, i => sala.Cases.Finding.Page(officer, new CaseFilter(Facts: Kind(i))));
        await bounds.Time("search by a fact, a lead", 100, i => sala.Cases.Finding.Page(lead, new CaseFilter(Facts: Kind(i))));
        await bounds.Time("board, an officer", 100, _ => sala.Cases.Finding.ByStage(officer));
        await bounds.Time("board, a lead", 100, _ => sala.Cases.Finding.ByStage(lead));
        await bounds.Time("tasks, an officer", 100, _ => sala.Cases.Finding.Tasks(officer));
        await bounds.Time("tasks, a lead", 100, _ => sala.Cases.Finding.Tasks(lead));

        var entry = await sala.Accounts.Note(officer, held[0], IdentifierKind.Handle, "tiktok", "nobody knows this one", true, "");
        await bounds.Time("link look-up, whole deed", 10, _ => sala.LookUps.LookUp(officer, held[0], entry, "measured"));
        await bounds.Writes("notes with their audit entries", 100, TimeSpan.FromSeconds(10), i => sala.Cases.Write(officer, held[i % held.Length], Compartment.Investigation, EntryKind.Note, EntryBody.Of("measured")));
        await NextNight(sala);
        var turned = 0;
        await bounds.Once("the night's clocks", TimeSpan.FromMinutes(5), async () => turned = await sala.Course.Work());
        Console.WriteLine($"{name}: of {scale.All:N0} cases the clocks of {turned:N0} turned tonight; each is looked at at least every sixty days");
        return bounds.Held && turned > 0;
    }

    // A kept database was measured before: what would turn tomorrow turns tonight.
    private static async Task NextNight(Installation sala)
    {
        await using var connection = sala.Store.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE case_clock SET turns = turns - 1 WHERE turns IS NOT NULL";
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Make(string name, string kept, string made, string folder, string country, string? database, Scale scale, Measured.Ahead clock)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(kept);
        var begun = Stopwatch.GetTimestamp();
        await Demonstration.Fill(folder, country, TimeProvider.System, reports: false, database);
        await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, country, database), clock);
        using var lead = await Measured.SignIn(sala, clock, folder, "head");
        var people = (await sala.People.Names()).ToDictionary(p => p.Value, p => p.Key);
        var staff = Demonstration.StaffOf(folder).ToDictionary(p => p.SignInName, p => people[p.ShownName]);
        var other = (await sala.People.Units()).Single(u => u.Name.StartsWith("Online crimes", StringComparison.Ordinal)).Id;
        var ids = await new CasesAtScale(sala, clock, 7).Fill(scale, lead.Memberships.Single(m => (m.Roles & Roles.HeadOfUnit) != 0).UnitId, other, staff["responder"],
            [(staff["investigator"], Compartment.Investigation), (staff["socialworker"], Compartment.Care)],
            n => { if (n % 50_000 == 0 || n == scale.All) Console.WriteLine($"{name}: {n:N0} of {scale.All:N0} cases written, {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s"); });
        await File.WriteAllLinesAsync(made, ids.Select(i => i.ToString()));
    }

    private static Dictionary<string, string> Kind(int i) => new() { ["kind"] = (i % 4) switch { 0 => "sexual_talk", 1 => "picture_asked", 2 => "picture_shared", _ => "threats" } };

    private static async Task Refused(Func<Task> deed)
    {
        try
        {
            await deed();
        }
        catch (NotForYouException)
        {
            return;
        }
        throw new InvalidOperationException("A case opened for whom it must not.");
    }
}
