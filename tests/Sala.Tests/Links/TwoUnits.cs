using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Links;
using Sala.Tests.Cases;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Links;

/// <summary>A case in each of two units of two agencies, each with an officer who reads its investigation part.</summary>
internal sealed class TwoUnits : IAsyncDisposable
{
    private TwoUnits(CaseTeam team) => Team = team;

    public CaseTeam Team { get; }
    public CaseDesk Cases => Team.Filled.Sala.Cases;
    public AccountBook Book => Team.Filled.Sala.Accounts;
    public LookUps Accounts => Team.Filled.Sala.LookUps;
    public RecordId Case => Team.Case;
    public RecordId Unit { get; private set; }
    public SignedIn Officer { get; private set; } = null!;
    public string OfficerPassword => "a-password-of-officer";
    public string OfficerTotp { get; private set; } = "";
    public RecordId OtherCase { get; private set; }
    public RecordId OtherUnit { get; private set; }
    public SignedIn OtherOpener { get; private set; } = null!;
    public SignedIn Other { get; private set; } = null!;

    public static async Task<TwoUnits> On(StoreKind store)
    {
        var two = new TwoUnits(await CaseTeam.On(store));
        var sala = two.Team.Filled;
        (two.Unit, two.OtherUnit) = (await sala.Unit("Children"), await sala.Unit("Online"));
        (two.Officer, two.OfficerTotp) = await two.Someone("officer", two.Unit);
        await two.Cases.Give(two.Team.Lead, two.Case, Compartment.Investigation, two.Officer.PersonId, "investigates");
        (two.Other, _) = await two.Someone("other", two.OtherUnit);
        two.OtherOpener = await sala.As("responder2");
        two.OtherCase = await two.Opened(two.OtherOpener, "Dao", "TH-50");
        await two.Cases.Give(await sala.As("lead"), two.OtherCase, Compartment.Investigation, two.Other.PersonId, "investigates");
        return two;
    }

    /// <summary>One more case of the first unit, given to its officer.</summary>
    public async Task<RecordId> FurtherCase(string pseudonym)
    {
        var id = await Opened(Team.Opener, pseudonym, "TH-10");
        await Cases.Give(Team.Lead, id, Compartment.Investigation, Officer.PersonId, "investigates");
        return id;
    }

    public Task<RecordId> Notes(SignedIn by, RecordId caseId, string written, IdentifierKind kind = IdentifierKind.Handle) => Book.Note(by, caseId, kind, "tiktok", written, ofAccused: true, "");

    public Task<IReadOnlyList<PastLookUp>> Seen(SignedIn by, RecordId caseId) => Accounts.Of(by, [caseId], new HashSet<RecordId> { caseId });

    private async Task<RecordId> Opened(SignedIn by, string pseudonym, string area)
    {
        var told = await Team.Filled.Tells("He wrote to me.", ("province", area));
        await Team.Filled.Sala.Desk.Take(by, told.Id);
        return await Cases.Open(by, told.Id, pseudonym);
    }

    private async Task<(SignedIn By, string TotpUri)> Someone(string name, RecordId unit)
    {
        var sala = Team.Filled;
        var signIn = $"team-{name}";
        var (id, code) = await sala.Sala.People.Invite(await sala.As("admin"), new Profile(signIn, name, ""), unit, Roles.Investigator);
        var password = $"a-password-of-{name}";
        var keys = await sala.Sala.SignIn.First(signIn, code, password);
        await sala.Sala.UnitKeys.LetIn(await sala.As("lead"), unit, id);
        return (await sala.As(signIn, password, keys!.TotpUri), keys.TotpUri);
    }

    public ValueTask DisposeAsync() => Team.DisposeAsync();
}

internal static class Trail
{
    /// <summary>How many tries of a deed were refused.</summary>
    public static async Task<int> Refusals(this FilledSala sala, string deed)
    {
        await using var data = sala.Sala.Store.Read();
        return await data.AuditEntries.CountAsync(e => e.Refused && e.Deed == deed, TestContext.Current.CancellationToken);
    }
}
