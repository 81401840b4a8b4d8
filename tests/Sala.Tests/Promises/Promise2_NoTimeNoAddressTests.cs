using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Measuring;
using Sala.Reports;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 2: no address, user agent or precise time of a reporter is stored; days and slots of five minutes stand in clear, and nothing tells the order of sending.</summary>
[Promise(2)]
public sealed class Promise2_NoTimeNoAddressTests
{
    /// <summary>Three instants at which nothing else happens, each with its own second, millisecond and tick. By chance alone four bytes of one stand somewhere now and then; of all three, never.</summary>
    private static readonly DateTimeOffset[] Instants =
    [
        new DateTimeOffset(2026, 11, 24, 4, 7, 19, TimeSpan.Zero).AddTicks(3_718_293),
        new DateTimeOffset(2026, 11, 24, 4, 8, 41, TimeSpan.Zero).AddTicks(6_194_857),
        new DateTimeOffset(2026, 11, 24, 4, 9, 53, TimeSpan.Zero).AddTicks(8_265_391),
    ];

    [Theory, OnEachStore]
    public async Task The_instant_of_sending_writing_and_drafting_stands_nowhere_in_any_encoding(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var own = new HashSet<string>((await sala.Files()).Where(f => !f.Contains("demonstration", StringComparison.Ordinal)));
        foreach (var instant in Instants)
        {
            sala.Clock.Now = instant;
            await sala.Sala.SendKeys.Turn();
            var told = await sala.Tells("He comes today.", ("safety_now", "meeting_today"));
            await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", RecordId.Random().ToByteArray());
            await sala.Sala.Conversation.Danger(told.Receipt, RecordId.Random().ToByteArray());
            await sala.Sala.Conversation.Withdraw(told.Receipt);
            Assert.Null(await sala.Sala.Conversation.Open(GuessedReceipts.Chance()));
            await sala.Sala.Drafts.Write(Drafts.NewSecret(), "half a sentence");
            await sala.Sala.Conversation.ForgetReceipt(told.Receipt);
            await sala.Sala.Escalation.Work();
        }
        await sala.Settle();
        var files = await sala.Files();

        Assert.Empty(StandingFor(Instants, files));

        // Until it is acknowledged the deadline stands there in its slot, which is the one exception; a backup has not even that.
        var slots = Instants.Select(i => FiveMinutes.NotBefore(i + TimeSpan.FromMinutes(15))).ToList();
        await using var data = sala.Sala.Store.Read();
        Assert.All(await data.Reports.ToListAsync(), r => Assert.Contains(r.Deadline!.Value, slots));
        var backup = Path.Combine(sala.Folder, "unsealed");
        await File.WriteAllBytesAsync(backup, sala.Unsealed(await sala.MakesBackup()));
        Assert.Empty(StandingFor(Instants, [backup]));
        Assert.All(slots, s => Assert.Empty(ByteSearch.Find([backup], [("slot", Encoding.ASCII.GetBytes($"{s.Number}"))])));

        // A staff deed at the same instants is found: the search sees what is there.
        foreach (var instant in Instants)
        {
            sala.Clock.Now = instant;
            await sala.Sala.Store.Refuse(new Deed(null, "test"));
        }
        await sala.Settle();
        Assert.NotEmpty(StandingFor(Instants, await sala.Files()));
    }

    [Fact]
    public void The_search_finds_each_encoding_of_a_time()
    {
        var file = Path.GetTempFileName();
        foreach (var which in EncodingsOf(Instants[0]).Select(e => e.Name).Distinct())
        {
            File.WriteAllBytes(file, [.. new byte[7], .. Instants.SelectMany(i => EncodingsOf(i).Single(e => e.Name == which).Bytes), .. new byte[5]]);
            Assert.Contains(which, StandingFor(Instants, [file]));
        }
        File.Delete(file);
    }

    [Theory, OnEachStore]
    public async Task Once_a_day_has_closed_nothing_stored_is_in_the_order_of_sending_nor_where_it_lies(StoreKind store)
    {
        const int count = 200;
        await using var sala = await FilledSala.On(store);
        var inOrder = new List<RecordId>();
        for (var i = 0; i < count; i++)
        {
            // One in ten is long, so that it does not fit where the short ones lie.
            var told = await sala.Tells(i % 10 == 9 ? new string('x', 6000) : "Something happened.");
            inOrder.Add(told.Id);
            if (i % 4 == 0) await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", RecordId.Random().ToByteArray());
        }
        var open = await Places(sala, inOrder);
        sala.Clock.Move(TimeSpan.FromDays(1));
        await sala.Sala.AuditDays.CloseDays();
        var closed = await Places(sala, inOrder);
        await sala.Restart();
        Assert.Equal(count, sala.Sala.Board.Rows.Count);
        await using (var data = sala.Sala.Store.Read()) Assert.Empty(await Audit.AuditDays.Broken(data));

        TestContext.Current.TestOutputHelper?.WriteLine($"day open: {Lines(open)}\nday closed: {Lines(closed)}");
        // Of 200 in chance order, rho beyond 0.3 comes once in 40,000 times; of 50 messages, beyond 0.55.
        Assert.All(closed, m => Assert.True(Math.Abs(m.Value) < (m.Key.Contains("messages", StringComparison.Ordinal) ? 0.55 : 0.3), $"{m.Key}: rho = {m.Value:0.000}"));
        // The measure sees the order while the day is open, as the threat model says of the live machine.
        Assert.Contains(open, m => Math.Abs(m.Value) > 0.9);
    }

    private static string Lines(Dictionary<string, double> measured) => string.Join(", ", measured.Select(m => $"{m.Key} {m.Value:0.000}"));

    /// <summary>Spearman's rho with the order of sending, of every number that is stored with a report and of the place of each of its rows.</summary>
    private static async Task<Dictionary<string, double>> Places(FilledSala sala, List<RecordId> sent)
    {
        await sala.Settle();
        await using var data = sala.Sala.Store.Read();
        var reports = (await data.Reports.ToListAsync()).ToDictionary(r => r.Id);
        var deeds = (await data.ReporterDeeds.ToListAsync()).ToDictionary(d => Convert.ToHexString(d.Digest));
        var messages = (await data.Messages.ToListAsync()).ToDictionary(m => m.ReportId);
        var inOrder = sent.Select(id => reports[id]).ToList();
        var deedOf = inOrder.Select(r => deeds[Convert.ToHexString(Audit.AuditTrail.Digest(r.Content))]).ToList();
        var messageOf = inOrder.Where(r => messages.ContainsKey(r.Id)).Select(r => messages[r.Id]).ToList();
        var measured = new Dictionary<string, double>
        {
            ["ids of reports"] = Spearman(inOrder.Select(r => AsNumber(r.Id.ToByteArray()))),
            ["first 48 bits of ids"] = Spearman(inOrder.Select(r => AsNumber(r.Id.ToByteArray()[..6]))),
            ["locators"] = Spearman(inOrder.Select(r => (double)r.Locator)),
            ["salts"] = Spearman(inOrder.Select(r => AsNumber(r.Salt))),
            ["slots of the key store"] = Spearman(inOrder.Select(r => (double)r.Slot)),
            ["ids of deeds in the audit"] = Spearman(deedOf.Select(d => AsNumber(d.Id.ToByteArray()))),
            ["ids of messages"] = Spearman(messageOf.Select(m => AsNumber(m.Id.ToByteArray()))),
        };
        var place = sala.Store == StoreKind.Sqlite ? await PlacesInFile(sala) : null;
        measured["place of reports"] = Spearman(place is null ? await Heap(sala, "report", inOrder.Select(r => r.Id)) : inOrder.Select(r => place(r.Content.AsSpan(0, 48).ToArray())));
        measured["place of deeds"] = Spearman(place is null ? await Heap(sala, "reporter_deed", deedOf.Select(d => d.Id)) : deedOf.Select(d => place(d.Digest)));
        measured["place of messages"] = Spearman(place is null ? await Heap(sala, "message", messageOf.Select(m => m.Id)) : messageOf.Select(m => place(m.Body[..48])));
        // The index on locators, as SQLite holds it: locator, then id.
        if (place is not null) measured["place of locators in their index"] = Spearman(inOrder.Select(r => place([.. Locator(r.Locator), .. r.Id.ToByteArray()])));
        return measured;
    }

    private static byte[] Locator(int locator)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, locator);
        return [.. bytes.AsSpan().TrimStart((byte)0)];
    }

    private static async Task<Func<byte[], double>> PlacesInFile(FilledSala sala)
    {
        var file = await File.ReadAllBytesAsync(sala.Sala.Store.SqlitePath!);
        return bytes => file.AsSpan().IndexOf(bytes) is var at and >= 0 ? at : throw new InvalidOperationException("A row is not where it is looked for.");
    }

    /// <summary>Block and line of the newest version of each row.</summary>
    private static async Task<IEnumerable<double>> Heap(FilledSala sala, string table, IEnumerable<RecordId> ids)
    {
        var places = new Dictionary<RecordId, double>();
        await using var connection = sala.Sala.Store.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, row_number() OVER (ORDER BY ctid) FROM {table}";
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) places[RecordId.From((byte[])rows[0])] = rows.GetInt64(1);
        return [.. ids.Select(id => places[id])];
    }

    [Theory, OnEachStore]
    public async Task Address_and_user_agent_of_a_reporter_stand_nowhere(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = await sala.Serve() };
        string[] told = ["Zqmxvagent/7.31", "198.51.100.237", "203.0.113.199", "2001:db8:7a3f::9e1d", "zq-XK", "https://zqmxvreferrer.example/", "zqmxvcookie"];
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", told[0]);
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", $"{told[1]}, {told[2]}");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Forwarded", $"for=\"[{told[3]}]\"");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", told[4]);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Referer", told[5]);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", $"other={told[6]}");
        foreach (var page in (string[])["/en", "/th", "/en/tell", "/en/come-back", $"/en/nothing-{told[6]}"]) (await client.GetAsync(page)).Dispose();
        using var answer = await client.PostAsJsonAsync("/api/v1/reports", new { language = "en", idempotencyKey = RecordId.Random().ToString(), answers = new { story = "Something happened." } });
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var receipt = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("receipt").GetString();
        (await client.PostAsJsonAsync("/api/v1/conversation/messages", new { receipt, idempotencyKey = RecordId.Random().ToString(), words = "Are you there?" })).EnsureSuccessStatusCode();
        await sala.Settle();

        var files = await sala.Files();
        // The sender's own address, as bytes and as text; PostgreSQL's own host is a socket, so that it is nobody else's.
        foreach (var text in told.Append("127.0.0.1").Append("::ffff:127.0.0.1"))
            Assert.Empty(ByteSearch.Find(store == StoreKind.Postgres && text.EndsWith("127.0.0.1", StringComparison.Ordinal) ? files.Where(f => f.Contains("/base/", StringComparison.Ordinal)) : files, text));
        Assert.Empty(ByteSearch.Find(files.Where(f => f.Contains("sala.db", StringComparison.Ordinal) || f.Contains("/base/", StringComparison.Ordinal)), [("address in IPv6", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1])]));
    }

    [Fact]
    public void No_code_of_the_domain_asks_another_clock_or_makes_ids_with_a_time()
    {
        var forbidden = new Regex(@"DateTime(Offset)?\.(Utc)?Now|DateTime\.Today|CreateVersion7|TimeProvider\.System|GetTimestamp|Environment\.TickCount|Guid\.NewGuid");
        var allowed = new Dictionary<string, string>
        {
            ["Conversation.cs"] = "how long a refusal took; compared, never stored",
            ["Beat.cs"] = "when a recurring job runs first; in memory",
        };
        var found = Directory.EnumerateFiles(Path.Combine(Pack.Root, "src", "Sala"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal) && !allowed.ContainsKey(Path.GetFileName(f)))
            .SelectMany(f => File.ReadLines(f).Select((line, i) => (f, i, line))).Where(l => forbidden.IsMatch(l.line)).Select(l => $"{l.f}:{l.i + 1} {l.line.Trim()}");
        Assert.Empty(found);
    }

    /// <summary>The encodings in which all of these instants stand in the files.</summary>
    private static IReadOnlyList<string> StandingFor(DateTimeOffset[] instants, IEnumerable<string> files)
    {
        var all = files.ToList();
        IEnumerable<string>? inAll = null;
        foreach (var instant in instants)
        {
            var names = EncodingsOf(instant).Where(e => e.Bytes.Length > 0).ToList();
            var found = ByteSearch.Find(all, [.. names]).Select(f => f[(f.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]).ToHashSet();
            inAll = inAll is null ? found : inAll.Intersect(found);
        }
        return [.. inAll!];
    }

    private static List<(string Name, byte[] Bytes)> EncodingsOf(DateTimeOffset at)
    {
        var (seconds, ms) = (at.ToUnixTimeSeconds(), at.ToUnixTimeMilliseconds());
        var micros = at.UtcTicks / 10 - DateTimeOffset.UnixEpoch.Ticks / 10;
        var numbers = new (string Name, long Value)[]
        {
            ("unix seconds", seconds), ("unix milliseconds", ms), ("unix microseconds", micros), ("unix nanoseconds", micros * 1000), (".NET ticks", at.UtcTicks), ("FILETIME", at.ToFileTime()),
            ("PostgreSQL microseconds", micros - 946_684_800_000_000), ("PostgreSQL seconds", seconds - 946_684_800), ("NTP seconds", seconds + 2_208_988_800),
            ("UUIDv1 ticks", at.UtcTicks - new DateTimeOffset(1582, 10, 15, 0, 0, 0, TimeSpan.Zero).UtcTicks),
        };
        var encodings = new List<(string, byte[])>();
        var eight = new byte[8].AsSpan();
        foreach (var (name, value) in numbers)
        {
            BinaryPrimitives.WriteInt64BigEndian(eight, value);
            // Without leading zeros: as SQLite stores it, as the first 48 bits of an id begin, and within any longer form.
            var big = eight.TrimStart((byte)0).ToArray();
            encodings.Add(($"{name}, big-endian", big));
            encodings.Add(($"{name}, little-endian", [.. big.Reverse()]));
            encodings.Add(($"{name}, decimal", Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture))));
            encodings.Add(($"{name}, hex", Encoding.ASCII.GetBytes(Convert.ToHexString(big))));
            encodings.Add(($"{name}, hex small", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(big))));
            encodings.Add(($"{name}, varint", Varint(value)));
            encodings.Add(($"{name}, LEB128", Leb128(value)));
            BinaryPrimitives.WriteDoubleBigEndian(eight, value);
            encodings.Add(($"{name}, double", eight.ToArray()));
            encodings.Add(($"{name}, double little-endian", [.. eight.ToArray().Reverse()]));
        }
        foreach (var (zone, local) in ((string, DateTimeOffset)[])[("UTC", at), ("Bangkok", at.ToOffset(TimeSpan.FromHours(7)))])
        {
            foreach (var format in (string[])["HH:mm:ss", "yyyyMMddHHmmss", "yyyyMMddTHHmmss", "HHmmss.fff", "h:mm:ss tt"])
                encodings.Add(($"{format} in {zone}", Encoding.ASCII.GetBytes(local.ToString(format, CultureInfo.InvariantCulture))));
        }
        encodings.Add(("ULID", Encoding.ASCII.GetBytes(Crockford(ms))));
        encodings.Add(("MIME date", Encoding.ASCII.GetBytes(at.ToString("dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture))));
        return encodings;
    }

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte> { (byte)(value & 0x7F) };
        while ((value >>= 7) != 0) bytes.Insert(0, (byte)((value & 0x7F) | 0x80));
        return [.. bytes];
    }

    private static byte[] Leb128(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)((value & 0x7F) | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static string Crockford(long ms) => string.Concat(Enumerable.Range(0, 10).Reverse().Select(i => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(int)((ms >> (5 * i)) & 31)]));

    private static double AsNumber(byte[] bytes) => bytes.Take(8).Aggregate(0.0, (n, b) => n * 256 + b);

    /// <summary>Spearman (1904), Am. J. Psychol. 15, 72-101: correlation of the ranks with the order in which the values come.</summary>
    private static double Spearman(IEnumerable<double> values)
    {
        var list = values.ToList();
        var rank = list.Select((v, i) => (v, i)).OrderBy(x => x.v).Select((x, r) => (x.i, r)).ToDictionary(x => x.i, x => x.r);
        double n = list.Count;
        return 1 - 6 * Enumerable.Range(0, list.Count).Sum(i => Math.Pow(rank[i] - i, 2)) / (n * (n * n - 1));
    }
}
