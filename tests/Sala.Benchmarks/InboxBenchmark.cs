using System.Diagnostics;
using Sala.Countries;
using Sala.Data;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Benchmarks;

/// <summary>The inbox and a search on coded facts over 100,000 reports: under 100 ms p95.</summary>
internal static class InboxBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var count = options.Number("reports", 100_000);
        var folder = Directory.CreateTempSubdirectory("sala-inbox-").FullName;
        try
        {
            var country = Path.Combine(Repository.Root, "countries", "th");
            await Demonstration.Fill(folder, country, TimeProvider.System, reports: false);
            await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, country), TimeProvider.System);
            var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == "responder");
            var secret = await sala.SignIn.Open(person.SignInName, person.Password, person.Code(DateTimeOffset.UtcNow)) ?? throw new InvalidOperationException("sign-in");
            using var by = (await sala.SignIn.Resume(secret))!;
            Fill(sala, by.Memberships[0].UnitId, count);

            var areas = sala.Country.Areas.Select(a => a.Code).ToArray();
            var times = new List<double>();
            for (var i = 0; i < 300; i++)
            {
                var filter = (i % 3) switch
                {
                    0 => new InboxFilter(),
                    1 => new InboxFilter(Facts: new Dictionary<string, string> { ["kind"] = "threats", ["area"] = areas[i % areas.Length] }),
                    _ => new InboxFilter(InboxShow.Open, Number: $"R-{i:X4}"),
                };
                var begun = Stopwatch.GetTimestamp();
                await sala.Inbox.Page(by, filter, 1 + i % 40);
                times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
            times.Sort();
            Console.WriteLine($"inbox and search over {count:N0} reports, 300 tries: p50 {times[150]:0.0} ms, p95 {times[285]:0.0} ms, worst {times[^1]:0.0} ms; memory {Environment.WorkingSet / 1048576} MiB");
            return times[285] < 100 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Puts rows on the board as reading them from the database would.</summary>
    private static void Fill(Installation sala, RecordId unit, int count)
    {
        var random = new Random(7);
        string[] kinds = ["sexual_talk", "picture_asked", "picture_shared", "threats"], ages = ["9_11", "12_13", "14_15", "16_17"], apps = ["line", "facebook", "tiktok"];
        var areas = sala.Country.Areas;
        var today = ReportDay.From(DateOnly.FromDateTime(DateTime.UtcNow)).Number;
        for (var i = 0; i < count; i++)
        {
            var facts = new CodedFacts(new Dictionary<string, string[]>
            {
                ["kind"] = [kinds[random.Next(kinds.Length)], "no_name_for_it"], ["age_band"] = [ages[random.Next(ages.Length)]],
                ["platform"] = [apps[random.Next(apps.Length)]], ["area"] = [areas[random.Next(areas.Count)].Code], ["language"] = ["th"],
            });
            sala.Board.Put(new Report
            {
                Id = RecordId.Random(), Locator = i, Country = "TH", UnitId = unit, State = (ReportState)random.Next(5), Urgency = (Urgency)random.Next(3), Day = new ReportDay(today - random.Next(700)),
                Deadline = random.Next(50) == 0 ? FiveMinutes.Containing(DateTimeOffset.UtcNow.AddMinutes(random.Next(90))) : null,
                Slot = 0, Salt = [], ReporterPublic = [], ReporterMac = [], ReporterWrap = [], Content = [], Facts = [],
            }, facts);
        }
    }
}
