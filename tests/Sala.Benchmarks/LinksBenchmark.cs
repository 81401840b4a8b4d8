using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Sala.Agencies;
using Sala.Cases;
using Sala.Data;
using Sala.Links;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Benchmarks;

/// <summary>A look-up over 1,000,000 tokens, whole deed with purpose, count, trail and commit: under 10 ms p95, on SQLite and on PostgreSQL. Found, not found and not for the asker are held beside each other.</summary>
internal static class LinksBenchmark
{
    public static async Task<int> Run(Options options)
    {
        var (count, tries) = (options.Number("tokens", 1_000_000), options.Number("tries", 300));
        var good = await On("SQLite", null, count, tries);
        await using var postgres = await OwnPostgres.Start();
        if (postgres is not null) return await On("PostgreSQL", postgres.ConnectionString, count, tries) && good ? 0 : 1;
        Console.WriteLine("PostgreSQL: not measured, it is not installed (Debian: apt-get install postgresql-15).");
        return 1;
    }

    private static async Task<bool> On(string name, string? postgres, int count, int tries)
    {
        var folder = Directory.CreateTempSubdirectory("sala-links-").FullName;
        try
        {
            var country = Path.Combine(folder, "country");
            Measured.CopyWithoutLimit(Path.Combine(Repository.Root, "countries", "th"), country);
            await Demonstration.Fill(folder + "-data", country, TimeProvider.System, reports: false, postgres is null ? null : "postgres:" + postgres);
            var settings = Demonstration.SettingsIn(folder + "-data", country, postgres is null ? null : "postgres:" + postgres);
            var clock = new Measured.Ahead();
            await using var sala = await Installation.Open(settings, clock);
            using var opener = await Measured.SignIn(sala, clock, folder + "-data", "responder");
            using var lead = await Measured.SignIn(sala, clock, folder + "-data", "lead");
            using var officer = await Measured.SignIn(sala, clock, folder + "-data", "investigator");
            var (other, locked) = (await Case(sala, opener, lead, officer, "Dao"), await Case(sala, opener, lead, officer, "Fah"));
            await sala.Accounts.Note(officer, other, IdentifierKind.Handle, "tiktok", "found", true, "");
            await sala.Accounts.Note(officer, locked, IdentifierKind.Handle, "tiktok", "locked", true, "");
            // Several cases, so that the trail of one is as long as in a year's work.
            var asked = new List<(string What, RecordId Own, RecordId Entry)>();
            for (var i = 0; i < 10; i++)
            {
                var own = await Case(sala, opener, lead, officer, $"Mali {i}");
                foreach (var what in (string[])["found", "nothing", "locked"]) asked.Add((what, own, await sala.Accounts.Note(officer, own, IdentifierKind.Handle, "tiktok", what == "nothing" ? $"nothing {i}" : what, true, "")));
            }
            // From here on the third case concerns the asker.
            await sala.Cases.Write(opener, locked, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = officer.Profile.ShownName, ["role"] = "suspect", ["lives_with"] = "none", ["phone"] = "" }));

            var begun = Stopwatch.GetTimestamp();
            Fill(sala, postgres, count);
            Console.WriteLine($"{name}: {count:N0} tokens written in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
            var times = asked.Select(a => a.What).Distinct().ToDictionary(what => what, _ => new List<double>());
            for (var i = 0; i < tries + 20; i++)
            {
                foreach (var (what, own, entry) in asked.Skip(i % 10 * 3).Take(3).OrderBy(_ => RandomNumberGenerator.GetInt32(1000)))
                {
                    var at = Stopwatch.GetTimestamp();
                    await sala.LookUps.LookUp(officer, own, entry, "measured");
                    if (i >= 20) times[what].Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                }
            }
            foreach (var (what, all) in times)
            {
                all.Sort();
                Console.WriteLine($"{name}: {what,-8} p50 {all[all.Count / 2]:0.00} ms, p95 {all[all.Count * 95 / 100]:0.00} ms, worst {all[^1]:0.0} ms");
            }
            var alone = new List<double>();
            var (table, same) = (new LinkTable(sala.Ring), new Normalising("TH").Read(IdentifierKind.Handle, "tiktok", "found"));
            await using (var data = sala.Store.Read())
            {
                for (var i = 0; i < tries; i++)
                {
                    var at = Stopwatch.GetTimestamp();
                    await table.Find(data, other, same);
                    alone.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
                }
            }
            alone.Sort();
            Console.WriteLine($"{name}: of it the table p50 {alone[tries / 2]:0.00} ms, p95 {alone[tries * 95 / 100]:0.00} ms");
            Console.WriteLine($"{name}: not for the asker against nothing: medians {Math.Abs(times["locked"][tries / 2] - times["nothing"][tries / 2]):0.00} ms apart");
            return times.Values.All(all => all[all.Count * 95 / 100] < 10);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            if (Directory.Exists(folder + "-data")) Directory.Delete(folder + "-data", recursive: true);
        }
    }

    /// <summary>Tokens of made-up accounts of made-up cases, with real pointers of one prepared kind: written in batches past the deeds, as nobody could note a million by hand.</summary>
    private static void Fill(Installation sala, string? postgres, int count)
    {
        var table = new LinkTable(sala.Ring);
        var prepared = table.Row(RecordId.Random(), RecordId.Random(), new byte[32]).Body;
        using var connection = sala.Store.OpenConnection();
        if (postgres is not null)
        {
            using (var copy = ((NpgsqlConnection)connection).BeginBinaryImport("COPY link_token (token, id, entry, body) FROM STDIN (FORMAT BINARY)"))
            {
                for (var i = 0; i < count; i++)
                {
                    copy.StartRow();
                    foreach (var value in (byte[][])[RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32), prepared]) copy.Write(value);
                }
                copy.Complete();
            }
            using var analyse = connection.CreateCommand();
            analyse.CommandText = "ANALYZE link_token";
            analyse.ExecuteNonQuery();
            return;
        }
        for (var done = 0; done < count; done += 50_000)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT INTO link_token (token, id, entry, body) VALUES (@p0, @p1, @p2, @p3)";
            var parameters = Enumerable.Range(0, 4).Select(i =>
            {
                var p = command.CreateParameter();
                p.ParameterName = $"@p{i}";
                command.Parameters.Add(p);
                return p;
            }).ToArray();
            for (var i = 0; i < Math.Min(50_000, count - done); i++)
            {
                (parameters[0].Value, parameters[1].Value, parameters[2].Value, parameters[3].Value) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(32), prepared);
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    private static async Task<RecordId> Case(Installation sala, SignedIn opener, SignedIn lead, SignedIn officer, string pseudonym)
    {
        var session = sala.ReportForm.Start(TimeProvider.System, 1);
        session.Set("story", "Made up.");
        session.Set("province", "TH-10");
        var known = sala.Board.Rows.Select(r => r.Id).ToHashSet();
        await sala.Telling.Send(new Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        var report = sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id;
        await sala.Desk.Take(opener, report);
        var id = await sala.Cases.Open(opener, report, pseudonym);
        await sala.Cases.Give(lead, id, Compartment.Investigation, officer.PersonId, "measures");
        return id;
    }
}
