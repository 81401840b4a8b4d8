using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Operation;
using Sala.Reports;
using Sala.Tests.Countries;
using Sala.Vault;

namespace Sala.Tests.Security;

/// <summary>The demonstration's staff on SQLite, without reports, for one test alone: filled once, copied for each test. The clock moves only where a test moves it.</summary>
internal sealed class SmallSala : TimeProvider, IAsyncDisposable
{
    private static readonly DateTimeOffset Beginning = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<Task<string>> Template = new(Fill);

    private readonly string folder;
    private readonly IReadOnlyList<DemonstrationPerson> staff;
    private readonly List<SignedIn> signedIn = [];
    private DateTimeOffset now = Beginning.AddMinutes(30);

    private SmallSala(string folder) => (this.folder, staff) = (folder, Demonstration.StaffOf(folder));

    public Installation Sala { get; private set; } = null!;

    public string MailFolder => Path.Combine(folder, "mail");

    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;

    public static async Task<SmallSala> Open()
    {
        var template = await Template.Value;
        var copy = Directory.CreateTempSubdirectory("sala-security-").FullName;
        foreach (var path in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(copy, Path.GetRelativePath(template, path));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(path, there);
        }
        var small = new SmallSala(copy);
        small.Sala = await Installation.Open(Demonstration.SettingsIn(copy, Pack.ThailandFolder), small);
        return small;
    }

    public DemonstrationPerson Person(string name) => staff.Single(p => p.SignInName == name);

    public RecordId Id(string name)
    {
        var token = Sala.Directory.NameToken(name);
        using var data = Sala.Store.Read();
        return data.People.Single(p => p.NameToken == token).Id;
    }

    public async Task<RecordId> Unit(string name) => (await Sala.People.Units()).Single(u => u.Name.StartsWith(name, StringComparison.Ordinal)).Id;

    public async Task<SignedIn> As(string name, bool steppedUp = false) => await As(name, Person(name).Password, Person(name).TotpSecret, steppedUp);

    /// <summary>Names a person and lets them sign in for the first time.</summary>
    public async Task<(RecordId Id, string Totp)> Newcomer(string name, RecordId unit, Roles roles)
    {
        var (id, code) = await Sala.People.Invite(await As("admin"), new Profile(name, name, ""), unit, roles);
        return (id, await First(name, code));
    }

    /// <summary>The first sign-in with a one-time code, whoever has it.</summary>
    public async Task<string> First(string name, string code)
    {
        var keys = await Sala.SignIn.First(name, code, PasswordOf(name));
        return global::System.Web.HttpUtility.ParseQueryString(new Uri(keys!.TotpUri).Query)["secret"]!;
    }

    public Task<SignedIn> As(string name, string totp, bool steppedUp = false) => As(name, PasswordOf(name), totp, steppedUp);

    public async Task<Sent> Tells(string story, params (string Name, string Value)[] more)
    {
        var session = Sala.ReportForm.Start(this, 1, new Dictionary<string, string> { ["who_for"] = "self" });
        foreach (var (name, value) in more.Prepend(("story", story))) Assert.Null(session.Set(name, value));
        return await Sala.Telling.Send(new Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
    }

    /// <summary>Tells, and the id that the child never sees.</summary>
    public async Task<(Sent Sent, RecordId Id)> Told(string story, params (string Name, string Value)[] more)
    {
        var before = Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        var sent = await Tells(story, more);
        return (sent, Sala.Board.Rows.Single(r => !before.Contains(r.Id)).Id);
    }

    /// <summary>What someone does who can write to the database and has none of its keys.</summary>
    public Task Tamper(Func<SalaData, Task> change) => Sala.Store.Keep(change);

    public static byte[] Key() => RecordId.Random().ToByteArray();

    public async ValueTask DisposeAsync()
    {
        foreach (var by in signedIn) by.Dispose();
        await Sala.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<SignedIn> As(string name, string password, string totp, bool steppedUp)
    {
        var person = new DemonstrationPerson(name, "", "", password, totp);
        Move(TimeSpan.FromSeconds(31));
        var secret = await Sala.SignIn.Open(name, password, person.Code(now));
        Assert.True(secret is not null, $"{name} could not sign in");
        var by = (await Sala.SignIn.Resume(secret))!;
        if (steppedUp)
        {
            Move(TimeSpan.FromSeconds(31));
            Assert.True(await Sala.SignIn.StepUp(secret, by, password, person.Code(now)));
            by.Dispose();
            by = (await Sala.SignIn.Resume(secret))!;
        }
        signedIn.Add(by);
        return by;
    }

    private static string PasswordOf(string name) => $"a-password-of-{name}";

    private static async Task<string> Fill()
    {
        var folder = Directory.CreateTempSubdirectory("sala-security-template-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await Demonstration.Fill(folder, Pack.ThailandFolder, new Still(), reports: false);
        return folder;
    }

    private sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Beginning;
    }
}
