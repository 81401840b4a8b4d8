using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Data;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>A filled Sala with people of several professions in the children's unit and one case.</summary>
internal sealed class CaseTeam : IAsyncDisposable
{
    public const string Story = "He has pictures of me.";

    private readonly FilledSala sala;
    private readonly Dictionary<string, string> totps = [];

    private CaseTeam(FilledSala sala) => this.sala = sala;

    public FilledSala Filled => sala;
    public CaseDesk Cases => sala.Sala.Cases;
    public CaseFinding Finding => sala.Sala.Cases.Finding;

    /// <summary>A day so many days from today, as forms write it.</summary>
    public string Today(int plus) => ReportDay.Of(sala.Clock.GetUtcNow(), sala.Sala.Country.TimeZone).Date.AddDays(plus).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>One more case of the opener.</summary>
    public async Task<RecordId> Opened(string pseudonym, params (string Name, string Value)[] answers)
    {
        var told = await sala.Tells("He wrote to me.", answers);
        await sala.Sala.Desk.Take(Opener, told.Id);
        return await Cases.Open(Opener, told.Id, pseudonym);
    }

    public SignedIn Opener { get; private set; } = null!;
    public SignedIn Lead { get; private set; } = null!;
    public RecordId Case { get; private set; }
    public RecordId Report { get; private set; }

    /// <summary>Of who told.</summary>
    public Receipt Receipt { get; private set; } = null!;

    public static async Task<CaseTeam> On(StoreKind store, string way = "self")
    {
        var sala = await FilledSala.On(store);
        var team = new CaseTeam(sala) { Opener = await sala.As("responder"), Lead = await sala.As("head") };
        var told = await sala.Send(sala.Sending([("story", Story)], way));
        team.Receipt = told.Receipt;
        team.Report = told.Id;
        await sala.Sala.Desk.Take(team.Opener, told.Id);
        team.Case = await team.Cases.Open(team.Opener, told.Id, "Mali");
        return team;
    }

    /// <summary>Somebody of a profession, let in by a lead of the children's unit.</summary>
    public async Task<SignedIn> Someone(string name, Roles roles)
    {
        var unit = await sala.Unit("Children");
        var signIn = $"team-{name}";
        var (id, code) = await sala.Sala.People.Invite(await sala.As("admin"), new Profile(signIn, name, ""), unit, roles);
        var password = $"a-password-of-{name}";
        var keys = await sala.Sala.SignIn.First(signIn, code, password);
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), unit, id);
        totps[name] = keys!.TotpUri;
        return await sala.As(signIn, password, keys.TotpUri);
    }

    /// <summary>The authenticator of somebody of <see cref="Someone"/>, to sign in again after a restart.</summary>
    public string TotpOf(string name) => totps[name];

    /// <summary>The lead, signed in anew after their roles changed.</summary>
    public void Replace(SignedIn lead) => Lead = lead;

    public static EntryBody Person(string name, string role, string livesWith = "none", string phone = "") =>
        EntryBody.Of(new Dictionary<string, string> { ["name"] = name, ["role"] = role, ["lives_with"] = livesWith, ["phone"] = phone });

    public ValueTask DisposeAsync() => sala.DisposeAsync();
}
