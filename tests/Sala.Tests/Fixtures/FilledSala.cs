using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Npgsql;
using Sala.Agencies;
using Sala.Operation;
using Sala.Reports;
using Sala.Tests.Countries;
using Sala.Vault;

namespace Sala.Tests.Fixtures;

/// <summary>A report that a made-up person told.</summary>
internal sealed record Told(Receipt Receipt, RecordId Id, RecordId UnitId);

/// <summary>
/// An installation over a real database with the demonstration's staff and no reports, for one test alone. It is filled once for each store and copied
/// for each test; its clock stands still until the test moves it.
/// </summary>
internal sealed class FilledSala : IAsyncDisposable
{
    /// <summary>When the made-up staff began. In Bangkok a Tuesday, ten in the morning.</summary>
    public static readonly DateTimeOffset Beginning = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<StoreKind, Lazy<Task<(string Folder, string? Database)>>> Templates = new();

    private readonly Dictionary<string, byte[]> sessions = [];
    private readonly List<SignedIn> signedIn = [];
    private readonly KeyPair backupPair = KeyPair.Generate();
    private readonly string? database;
    private WebApplication? server;

    private FilledSala(StoreKind store, string folder, string? database)
    {
        (Store, Folder, this.database) = (store, folder, database);
        Settings = SettingsIn(folder, database);
        Staff = Demonstration.StaffOf(folder);
        // It holds names and passwords in clear, which a real installation has nowhere.
        File.Delete(Path.Combine(folder, "demonstration-staff.yml"));
    }

    public StoreKind Store { get; }
    public string Folder { get; }
    public Settings Settings { get; }
    public IReadOnlyList<DemonstrationPerson> Staff { get; }
    public MovableClock Clock { get; } = new(Beginning.AddMinutes(30));
    public Installation Sala { get; private set; } = null!;

    /// <summary>The connection string of a store on PostgreSQL.</summary>
    public string? Database => database;

    public static async Task<FilledSala> On(StoreKind store)
    {
        var (folder, database) = await Templates.GetOrAdd(store, s => new(() => Fill(s))).Value;
        var copy = Directory.CreateTempSubdirectory("sala-test-").FullName;
        Copy(folder, copy);
        var filled = new FilledSala(store, copy, database is null ? null : await (await ThrowAwayPostgres.Running).NewDatabase(copyOf: database));
        filled.Sala = await Installation.Open(filled.Settings, filled.Clock);
        return filled;
    }

    /// <summary>A folder that ./sala demo continues: the made-up staff on SQLite, no reports.</summary>
    public static async Task<string> DemonstrationFolder()
    {
        var (folder, _) = await Templates.GetOrAdd(StoreKind.Sqlite, s => new(() => Fill(s))).Value;
        var copy = Directory.CreateTempSubdirectory("sala-demo-").FullName;
        Copy(folder, copy);
        return copy;
    }

    /// <summary>The server, once it serves.</summary>
    public WebApplication Server => server!;

    /// <summary>Serves pages and API over it until it is disposed.</summary>
    public async Task<Uri> Serve()
    {
        server = await global::Sala.Web.Server.Build(Sala, new global::Sala.Web.ServerOptions("http://127.0.0.1:0", FloodControl: false));
        await server.StartAsync();
        return new Uri(server.Urls.Single());
    }

    /// <summary>Ends the installation and begins it anew on the same data, as after a restart.</summary>
    public async Task Restart()
    {
        await Sala.DisposeAsync();
        Sala = await Installation.Open(Settings, Clock);
    }

    public async Task Stop()
    {
        await Sala.DisposeAsync();
        if (database is not null) NpgsqlConnection.ClearPool(new NpgsqlConnection(database));
    }

    public async Task Start() => Sala = await Installation.Open(Settings, Clock);

    /// <summary>A second installation over the same data, as another process would have.</summary>
    public Task<Installation> Twin() => Installation.Open(Settings, Clock);

    public DemonstrationPerson Person(string name) => Staff.Single(p => p.SignInName == name);

    public RecordId Id(string name)
    {
        var token = Sala.Directory.NameToken(name);
        using var data = Sala.Store.Read();
        return data.People.Single(p => p.NameToken == token).Id;
    }

    /// <summary>The unit whose name begins so.</summary>
    public async Task<RecordId> Unit(string name) => (await Sala.People.Units()).Single(u => u.Name.StartsWith(name, StringComparison.Ordinal)).Id;

    /// <summary>Signs in as a made-up person, or reads their session and roles again.</summary>
    public async Task<SignedIn> As(string name, bool steppedUp = false)
    {
        var by = sessions.TryGetValue(name, out var secret) ? await Sala.SignIn.Resume(secret) : null;
        if (by is null)
        {
            secret = await Sala.SignIn.Open(name, Person(name).Password, NextCode(name));
            Assert.True(secret is not null, $"{name} could not sign in");
            sessions[name] = secret;
            by = await Sala.SignIn.Resume(secret);
        }
        if (steppedUp && !by!.SteppedUp)
        {
            Assert.True(await Sala.SignIn.StepUp(secret!, by, Person(name).Password, NextCode(name)), $"{name} could not step up");
            by.Dispose();
            by = await Sala.SignIn.Resume(secret!);
        }
        signedIn.Add(by!);
        return by!;
    }

    /// <summary>Signs in with keys that the person got after a reset.</summary>
    public async Task<SignedIn> As(string name, string password, string totpUri)
    {
        var made = new DemonstrationPerson(name, "", "", password, System.Web.HttpUtility.ParseQueryString(new Uri(totpUri).Query)["secret"]!);
        Clock.Move(TimeSpan.FromSeconds(31));
        var secret = await Sala.SignIn.Open(name, password, made.Code(Clock.Now));
        Assert.NotNull(secret);
        Clock.Move(TimeSpan.FromSeconds(31));
        var by = await Sala.SignIn.Resume(secret);
        Assert.True(await Sala.SignIn.StepUp(secret, by!, password, made.Code(Clock.Now)));
        by!.Dispose();
        signedIn.Add(by = (await Sala.SignIn.Resume(secret))!);
        return by;
    }

    /// <summary>A code works once: the clock goes on by a step of the authenticator.</summary>
    private string NextCode(string name)
    {
        Clock.Move(TimeSpan.FromSeconds(31));
        return Person(name).Code(Clock.Now);
    }

    public Sending Sending(IEnumerable<(string Name, string Value)> answers, string way = "self", string language = "en", byte[]? client = null, byte[]? key = null)
    {
        var session = Sala.ReportForm.Start(Clock, 1, new Dictionary<string, string> { ["who_for"] = way });
        foreach (var (name, value) in answers)
        {
            var problem = session.Set(name, value);
            Assert.True(problem is null, $"{name}: {problem?.Code}");
        }
        return new Sending(session, language, client ?? RecordId.Random().ToByteArray(), key ?? RecordId.Random().ToByteArray());
    }

    /// <summary>A child tells in its own words.</summary>
    public Task<Told> Tells(string story, params (string Name, string Value)[] more) => Send(Sending([("story", story), .. more]));

    public async Task<Told> Send(Sending sending)
    {
        var before = Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        var sent = await Sala.Telling.Send(sending);
        return new Told(sent.Receipt, Sala.Board.Rows.Single(r => !before.Contains(r.Id)).Id, sent.UnitId);
    }

    /// <summary>Makes a backup while all is running.</summary>
    /// <returns>Its folder.</returns>
    public async Task<string> MakesBackup()
    {
        Settings.BackupKey = System.Buffers.Text.Base64Url.EncodeToString(backupPair.Public.ToByteArray());
        var folder = Path.Combine(Folder, $"backup-{RecordId.Random()}");
        await Backup.Make(Settings, folder, Clock);
        return folder;
    }

    /// <summary>Reads a backup back into an empty database, with the ring and key store that are there, and goes on with it.</summary>
    public async Task<Restored> Restores(string backup)
    {
        await Stop();
        if (Database is null) Settings.Database = "sqlite:" + Path.Combine(Folder, $"restored-{RecordId.Random()}.db");
        else Settings.Database = "postgres:" + await (await ThrowAwayPostgres.Running).NewDatabase();
        var restored = await Restore.Run(Settings, backup, backupPair.Seed, null, Clock);
        await Start();
        return restored;
    }

    /// <summary>Puts an older key store in the place of the newest and of its copy.</summary>
    public async Task PutBackKeyStore(string older)
    {
        await Stop();
        foreach (var path in (string[])[Settings.KeyStore, Settings.KeyStoreCopy])
        {
            File.Delete(path);
            KeyStore.CopyTo(older, path);
        }
        await Start();
    }

    /// <summary>The rows of a backup, as whoever holds the paper seed reads them.</summary>
    public byte[] Unsealed(string backup)
    {
        var manifest = BackupManifest.Read(backup, Sala.Ring);
        using var rows = new MemoryStream();
        using var file = File.OpenRead(Path.Combine(backup, BackupManifest.RowsFileName));
        SealedFile.Open(backupPair, manifest.Binding, file, rows);
        return rows.ToArray();
    }

    /// <summary>A lead decides that a closed report goes; the waiting time passes, and it goes.</summary>
    public async Task<ErasureCertificate> Erases(string lead, RecordId report)
    {
        await Sala.Erasure.Decide(await As(lead), report, "The child asked for it.");
        await Days.Pass(Sala, Clock.Move, Sala.Country.Retention.ErasureWaitingDays);
        return Assert.Single(await Sala.Erasure.Work());
    }

    /// <summary>Every file that a copy of this machine's disk would hold of it: database, write-ahead log, mails; not the host's keys.</summary>
    public async Task<IReadOnlyList<string>> Files()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).ToList();
        if (database is not null) files.AddRange(await (await ThrowAwayPostgres.Running).FilesWith(database));
        return files;
    }

    /// <summary>Writes everything that waits in memory or in the log into the files of the tables as well.</summary>
    public async Task Settle()
    {
        if (database is not null)
        {
            await (await ThrowAwayPostgres.Running).Execute("CHECKPOINT");
            return;
        }
        await using var connection = Sala.Store.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(FULL)";
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A statement as someone would run it who can write to the database and has none of its keys.</summary>
    public async Task<int> Tamper(string sql, params object[] values)
    {
        await using var connection = Sala.Store.OpenConnection();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (value, i) in values.Select((v, i) => (v, i)))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = value is RecordId id ? id.ToByteArray() : value;
            command.Parameters.Add(parameter);
        }
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var by in signedIn) by.Dispose();
        backupPair.Dispose();
        if (server is not null)
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }
        await Sala.DisposeAsync();
        if (database is not null) await (await ThrowAwayPostgres.Running).Drop(database);
        Directory.Delete(Folder, recursive: true);
    }

    private static Settings SettingsIn(string folder, string? database) =>
        Demonstration.SettingsIn(folder, Pack.ThailandFolder, database is null ? null : "postgres:" + database);

    private static async Task<(string Folder, string? Database)> Fill(StoreKind store)
    {
        var folder = Directory.CreateTempSubdirectory("sala-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var database = store == StoreKind.Sqlite ? null : await (await ThrowAwayPostgres.Running).NewDatabase();
        await Demonstration.Fill(folder, Pack.ThailandFolder, new MovableClock(Beginning), reports: false, database is null ? null : "postgres:" + database);
        if (database is not null) NpgsqlConnection.ClearPool(new NpgsqlConnection(database));
        return (folder, database);
    }

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(path, there);
        }
    }
}
