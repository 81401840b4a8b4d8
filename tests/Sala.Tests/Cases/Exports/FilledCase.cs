using System.Text;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Countries;
using Sala.Links;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Exports;

/// <summary>A case with people, an incident, an account, an exhibit and notes, its opener, and an officer who reads intake and investigation.</summary>
internal sealed class FilledCase : IAsyncDisposable
{
    private readonly string totp;

    private FilledCase(CaseTeam team, string totp) => (Team, this.totp) = (team, totp);

    public CaseTeam Team { get; }
    public RecordId Case => Team.Case;
    public CaseDesk Cases => Team.Cases;
    public Exporting Exporting => Team.Filled.Sala.Exporting;
    public SignedIn Officer { get; private set; } = null!;
    public static Language English => Pack.Thailand.Language("en");
    public static Language Thai => Pack.Thailand.Language("th");

    public static async Task<FilledCase> On(StoreKind store)
    {
        var team = await CaseTeam.On(store);
        var sala = team.Filled;
        var (id, code) = await sala.Sala.People.Invite(await sala.As("admin"), new Profile("team-officer", "Officer K", ""), await sala.Unit("Children"), Roles.Investigator);
        var keys = await sala.Sala.SignIn.First("team-officer", code, "a-password-of-officer");
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), await sala.Unit("Children"), id);
        var filled = new FilledCase(team, keys!.TotpUri) { Officer = await sala.As("team-officer", "a-password-of-officer", keys.TotpUri) };
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await team.Cases.Give(team.Lead, team.Case, part, id, "investigates");
        return filled;
    }

    /// <summary>The officer with password and a new code given again just now.</summary>
    public Task<SignedIn> SteppedUp() => Team.Filled.As("team-officer", "a-password-of-officer", totp);

    /// <summary>The officer with a session in which it is long ago.</summary>
    public async Task<SignedIn> NotSteppedUp()
    {
        var sala = Team.Filled;
        sala.Clock.Move(TimeSpan.FromSeconds(31));
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(System.Web.HttpUtility.ParseQueryString(new Uri(totp).Query)["secret"]!)).ComputeTotp(sala.Clock.Now.UtcDateTime);
        return (await sala.Sala.SignIn.Resume((await sala.Sala.SignIn.Open("team-officer", "a-password-of-officer", code))!))!;
    }

    public Task<RecordId> Person(string name, string role, string phone = "") => Cases.Write(Team.Opener, Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person(name, role, phone: phone));

    public Task<RecordId> Note(string words, Compartment part = Compartment.Investigation) => Cases.Write(part == Compartment.Intake ? Team.Opener : Officer, Case, part, EntryKind.Note, EntryBody.Of(words));

    public Task<RecordId> Writes(EntryKind kind, string words, params (string Name, string Value)[] answers) =>
        Cases.Write(Officer, Case, Compartment.Investigation, kind, EntryBody.Of(answers.ToDictionary(a => a.Name, a => a.Value), words));

    public Task<RecordId> Account(string value, IdentifierKind kind = IdentifierKind.Handle, bool ofAccused = true) => Team.Filled.Sala.Accounts.Note(Officer, Case, kind, kind == IdentifierKind.Handle ? "tiktok" : "", value, ofAccused, "");

    /// <summary>What a reader copies out of a PDF.</summary>
    public static string TextOf(byte[] pdf)
    {
        var file = Path.Combine("/dev/shm", $"sala-test-{Guid.NewGuid():N}.pdf");
        File.WriteAllBytes(file, pdf);
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/pdftotext", ["-enc", "UTF-8", "-raw", file, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            return process.StandardOutput.ReadToEnd();
        }
        finally
        {
            File.Delete(file);
        }
    }

    public ValueTask DisposeAsync() => Team.DisposeAsync();
}
