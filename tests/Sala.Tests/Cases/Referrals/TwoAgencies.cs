using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases.Referrals;

/// <summary>A case in the children's unit, with a social worker who cares; and the second agency, whose lead answers and whose social worker helps.</summary>
internal sealed class TwoAgencies : IAsyncDisposable
{
    private TwoAgencies(CaseTeam team) => Team = team;

    public CaseTeam Team { get; }
    public FilledSala Filled => Team.Filled;
    public CaseDesk Cases => Team.Cases;
    public Referring Referring => Filled.Sala.Referring;
    public Answering Answering => Filled.Sala.Answering;
    public RecordId Case => Team.Case;
    public RecordId Unit { get; private set; }
    public RecordId Other { get; private set; }

    /// <summary>Of the children's unit, leads it.</summary>
    public SignedIn Sender => Team.Lead;

    /// <summary>Of the children's unit, holds the care part.</summary>
    public SignedIn Carer { get; private set; } = null!;

    /// <summary>Leads the second unit alone.</summary>
    public SignedIn Receiver { get; private set; } = null!;

    /// <summary>Social worker of the second unit.</summary>
    public SignedIn Helper { get; private set; } = null!;

    public static async Task<TwoAgencies> On(StoreKind store, string way = "self")
    {
        var two = new TwoAgencies(await CaseTeam.On(store, way));
        (two.Unit, two.Other) = (await two.Filled.Unit("Children"), await two.Filled.Unit("Online"));
        two.Receiver = await two.Filled.As("responder2");
        two.Carer = await two.Team.Someone("carer", Roles.SocialWorker);
        two.Helper = await two.Someone("helper", Roles.SocialWorker);
        await two.Cases.Give(two.Sender, two.Case, Compartment.Care, two.Carer.PersonId, "cares");
        await two.Cases.Write(two.Team.Opener, two.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Malee Sukjai", "child"));
        await two.Cases.Write(two.Team.Opener, two.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Anan Jaidee", "family"));
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Form, new EntryBody("needs-assessment", "1", new Dictionary<string, string> { ["sleep"] = "badly" }, ""));
        await two.Cases.Write(two.Carer, two.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("before"));
        return two;
    }

    public static ReferralRequest Asking(RecordId unit, string purpose = "therapy", string body = "psychology", ReferralKind kind = ReferralKind.Referral, DateOnly? endsOn = null, string remains = "", params (string Name, string Value)[] more)
    {
        var answers = new Dictionary<string, string> { ["purpose"] = "Help to sleep again", ["summary"] = "A child of this age needs somebody to talk with.", ["child_assent"] = "yes", ["first_contact"] = "we" };
        foreach (var (name, value) in more) answers[name] = value;
        return new ReferralRequest(kind, unit, purpose, body, answers, endsOn, remains);
    }

    public Task<RecordId> Sends(string purpose = "therapy", string body = "psychology", DateOnly? endsOn = null) => Referring.Send(Sender, Case, Asking(Other, purpose, body, endsOn: endsOn));

    /// <summary>Sent, accepted, and the care part given to the helper.</summary>
    public async Task<RecordId> Helps(DateOnly? endsOn = null)
    {
        var id = await Sends(endsOn: endsOn);
        await Answering.Accept(Receiver, id, "Gladly.");
        await Answering.Give(Receiver, id, Compartment.Care, Helper.PersonId, "talks with the child");
        return id;
    }

    /// <summary>Somebody of a profession in the second unit.</summary>
    public async Task<SignedIn> Someone(string name, Roles roles)
    {
        var (id, code) = await Filled.Sala.People.Invite(await Filled.As("admin"), new Profile($"team-{name}", name, ""), Other, roles);
        var password = $"a-password-of-{name}";
        var keys = await Filled.Sala.SignIn.First($"team-{name}", code, password);
        await Filled.Sala.UnitKeys.LetIn(await Filled.As("lead"), Other, id);
        return await Filled.As($"team-{name}", password, keys!.TotpUri);
    }

    public async Task<IReadOnlyList<string>> Notes(SignedIn by) => [.. (await Cases.Read(by, Case)).Of(EntryKind.Note).Select(n => n.Body.Words)];

    public ValueTask DisposeAsync() => Team.DisposeAsync();
}
