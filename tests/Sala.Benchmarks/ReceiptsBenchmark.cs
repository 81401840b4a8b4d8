using System.Diagnostics;
using System.Net.Http.Json;
using Sala.Guardians;
using Sala.Measuring;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Benchmarks;

/// <summary>
/// Wrong, unknown and deleted receipts over HTTP, in the API and on the page, tried in turn: the same status, headers and bytes, and no difference in time
/// that a test of ranks tells (promise 3). A fourth kind, an unknown receipt whose answer is held back a little, must be told apart in the same run:
/// otherwise the machine is too noisy, or the measure blind, and nothing was shown.
/// </summary>
internal static class ReceiptsBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var tries = options.Number("tries", 2000);
        var lanes = options.Number("lanes", 4);
        var planted = TimeSpan.FromMilliseconds(options.Number("planted-ms", 1));
        var folder = Directory.CreateTempSubdirectory("sala-receipts-").FullName;
        try
        {
            var (there, deleted) = await Reports(folder, 40);
            await using var server = await DemoServer.Start(folder, floodControl: false);
            using var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
            using var client = new HttpClient(handler) { BaseAddress = server.Address };
            // Both kinds of report are there, or nothing would have been compared.
            var opened = (await client.PostAsJsonAsync("/api/v1/conversation", new { receipt = there[0].Digits })).IsSuccessStatusCode;
            var erased = (await client.PostAsJsonAsync("/api/v1/conversation", new { receipt = deleted[0].Digits })).IsSuccessStatusCode;
            if (!opened || erased) throw new InvalidOperationException("The reports are not as they should be: nothing was measured.");

            var held = true;
            foreach (var (name, ask) in (((string, Func<Receipt, HttpRequestMessage>)[])[("API", Api), ("page", Page)]))
                held &= await Compare(name, client, ask, there, deleted, tries, lanes, planted);
            Console.WriteLine(held ? "All bounds held." : "A bound did not hold.");
            return held ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HttpRequestMessage Api(Receipt receipt) => new(HttpMethod.Post, "/api/v1/conversation") { Content = JsonContent.Create(new { receipt = receipt.Digits }) };

    private static HttpRequestMessage Page(Receipt receipt) =>
        new(HttpMethod.Post, "/en/back") { Content = new FormUrlEncodedContent([new("do", "open"), new("code", receipt.Digits)]) };

    private static async Task<bool> Compare(
        string name, HttpClient client, Func<Receipt, HttpRequestMessage> ask, Receipt[] there, Receipt[] deleted, int tries, int lanes, TimeSpan planted)
    {
        var (turn, answers) = (0, new System.Collections.Concurrent.ConcurrentDictionary<string, int>());
        // Drawn beforehand: finding a right check takes a while, and only for a wrong one.
        Receipt[] wrong = [.. Enumerable.Range(0, 500).Select(i => GuessedReceipts.WithLocator(there[i % there.Length].Locator))];
        (string Kind, Func<Task> Act)[] kinds =
        [
            ("wrong", () => Try(wrong[Next(wrong.Length)], "wrong")),
            ("unknown", () => Try(GuessedReceipts.Chance(), "unknown")),
            ("deleted", () => Try(deleted[Next(deleted.Length)], "deleted")),
            ("held back", async () =>
            {
                await Try(GuessedReceipts.Chance(), "held back");
                // Not a timer: those are a few milliseconds late, and the smallest difference that must be told would be a large one.
                var since = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(since) < planted) Thread.SpinWait(50);
            }),
        ];
        int Next(int count) => (int)((uint)Interlocked.Increment(ref turn) % count);
        async Task Try(Receipt receipt, string kind)
        {
            using var response = await client.SendAsync(ask(receipt));
            var headers = string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}"));
            var answer = $"{(int)response.StatusCode}\n{headers}\n\n{Convert.ToHexString(await response.Content.ReadAsByteArrayAsync())}";
            answers.AddOrUpdate($"{kind}\n{answer}", 1, (_, n) => n + 1);
        }

        for (var warm = 0; warm < 40; warm++) foreach (var (_, act) in kinds) await act();
        var times = await Interleaved.Measure(tries, lanes, [.. kinds.Select(k => k.Act)]);

        var held = true;
        Console.WriteLine($"{name}: {tries} tries of each kind, {lanes} at once");
        for (var i = 0; i < kinds.Length; i++)
        {
            var sorted = times[i].Order().ToArray();
            Console.WriteLine($"  {kinds[i].Kind,-9}   p5 {At(0.05):0.00} ms   p50 {At(0.5):0.00} ms   p95 {At(0.95):0.00} ms   p99 {At(0.99):0.00} ms");
            double At(double share) => sorted[(int)(share * (sorted.Length - 1))].TotalMilliseconds;
            if (sorted[0] < Conversation.Floor)
            {
                held = false;
                Console.WriteLine($"  {kinds[i].Kind} was answered after {sorted[0].TotalMilliseconds:0.00} ms, before the floor");
            }
        }
        for (var a = 0; a < 3; a++)
        {
            for (var b = a + 1; b < 3; b++)
            {
                var difference = Difference.Between(times[a], times[b]);
                held &= difference.IsNone;
                Console.WriteLine($"  {kinds[a].Kind} and {kinds[b].Kind}: {difference}{(difference.IsNone ? "" : "   TOLD APART")}");
            }
        }
        var control = Difference.Between(times[1], times[3]);
        held &= !control.IsNone;
        Console.WriteLine($"  unknown and the same held back by {planted.TotalMilliseconds:0} ms: {control}{(control.IsNone ? "   NOT TOLD APART: nothing was shown" : ", told apart as it must be")}");

        var different = answers.Keys.Select(k => k[(k.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Distinct().Count();
        held &= different == 1;
        Console.WriteLine($"  status, headers but the date, and body: {different} different among {answers.Values.Sum()} answers");
        return held;
    }

    /// <summary>A demonstration in which half the reports are there and half are erased: told and erased two months ago, by a clock of its own.</summary>
    private static async Task<(Receipt[] There, Receipt[] Deleted)> Reports(string folder, int count)
    {
        var country = Path.Combine(Repository.Root, "countries", "th");
        var clock = new Clock(DateTimeOffset.UtcNow.AddDays(-60));
        await Demonstration.Fill(folder, country, clock, reports: false);
        await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, country), clock);
        clock.Now = clock.Now.AddMinutes(30);
        await sala.SendKeys.Turn();
        var receipts = new List<Receipt>();
        var ids = new List<RecordId>();
        for (var i = 0; i < count; i++)
        {
            var session = sala.ReportForm.Start(clock, i, new Dictionary<string, string> { ["who_for"] = "self" });
            session.Set("story", Sender.Story);
            var known = sala.Board.Rows.Select(r => r.Id).ToHashSet();
            receipts.Add((await sala.Telling.Send(new Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()))).Receipt);
            ids.Add(sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id);
        }
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == "lead");
        var secret = await sala.SignIn.Open(person.SignInName, person.Password, person.Code(clock.Now)) ?? throw new InvalidOperationException("sign-in");
        using var lead = (await sala.SignIn.Resume(secret))!;
        foreach (var id in ids.Take(count / 2))
        {
            await sala.Desk.Take(lead, id);
            await sala.Desk.Close(lead, id, "done", "We end here.");
            await sala.Erasure.Decide(lead, id, "The child asked for it.");
        }
        for (var day = 0; day < sala.Country.Retention.ErasureWaitingDays; day++)
        {
            clock.Now = clock.Now.AddDays(1);
            await new AnchorNotice(sala.Store, sala.Country, clock).Work();
        }
        await sala.Erasure.Work();
        var gone = ids.Take(count / 2).Count(id => sala.Board[id] is null);
        if (gone != count / 2) throw new InvalidOperationException($"{gone} of {count / 2} reports were erased.");
        return ([.. receipts.Skip(count / 2)], [.. receipts.Take(count / 2)]);
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
