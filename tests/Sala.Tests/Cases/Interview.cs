using Sala.Agencies;
using Sala.Cases;
using Sala.Operation;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>A case with a team, a registered room and a plan before which every rule holds.</summary>
internal sealed class Interview : IAsyncDisposable
{
    public required CaseTeam Team { get; init; }
    public required SignedIn Officer { get; init; }
    public required SignedIn Psychologist { get; init; }
    public required StepPlan Good { get; init; }
    public SignedIn Head => Team.Lead;
    public RecordId Case => Team.Case;
    public Planning Planning => Team.Filled.Sala.Planning;
    public Registers Registers => Team.Filled.Sala.Registers;
    public CaseDesk Cases => Team.Cases;
    public Installation Sala => Team.Filled.Sala;

    /// <summary>A second file of the same child, which stands behind the first from now on; who reads a part of one reads it of the other.</summary>
    public async Task<RecordId> Merged()
    {
        var second = await Second();
        await Sala.Merging.Merge(Head, Case, second, "the same birthday and school");
        return second;
    }

    /// <summary>A second file of the same unit, which has nothing to do with the first.</summary>
    public async Task<RecordId> Second()
    {
        var told = await Team.Filled.Tells("Again.");
        await Sala.Desk.Take(Team.Opener, told.Id);
        return await Cases.Open(Team.Opener, told.Id, "Fah");
    }

    /// <summary>The rules that keep a step from beginning.</summary>
    public async Task<IEnumerable<string>> Blocking(SignedIn by, RecordId id, StepPlan plan) =>
        (await Planning.Look(by, id, await Planning.Plan(by, id, plan))).Findings.Blocking.Select(b => b.Rule.Id);

    public Task<RecordId> Writes(RecordId id, string name, string role, string livesWith = "none", string phone = "") =>
        Cases.Write(Team.Opener, id, Compartment.Intake, EntryKind.Person, CaseTeam.Person(name, role, livesWith, phone));

    public static async Task<Interview> On(StoreKind store)
    {
        var team = await CaseTeam.On(store);
        var unit = await team.Filled.Unit("Children");
        // One person of two professions, so that the head, who leads, reads the part in which interviews are planned.
        var (officer, psychologist, prosecutor) = (await team.Someone("suda", Roles.Investigator), await team.Someone("ploy", Roles.Psychologist), await team.Someone("wan", Roles.Prosecutor));
        await team.Filled.Sala.People.SetRoles(await team.Filled.As("admin"), team.Lead.PersonId, unit, Roles.HeadOfUnit | Roles.Lead | Roles.Investigator);
        await team.Filled.Sala.UnitKeys.LetIn(await team.Filled.As("lead"), unit, team.Lead.PersonId);
        var head = await team.Filled.As("head");
        team.Replace(head);
        foreach (var part in (Compartment[])[Compartment.Intake, Compartment.Investigation]) await team.Cases.Give(head, team.Case, part, officer.PersonId, "investigates");
        await team.Cases.Give(head, team.Case, Compartment.Care, psychologist.PersonId, "counsels");
        var registers = team.Filled.Sala.Registers;
        var room = await registers.AddRoom(head, unit, "Room 2", "Children's house", true, true);
        await registers.Certify(head, unit, officer.PersonId, CertificateKind.ForensicInterview, new DateOnly(2027, 5, 3));
        var aunt = await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person("Aunt Noi", "supporter"));
        return new Interview
        {
            Team = team, Officer = officer, Psychologist = psychologist,
            Good = new StepPlan(new Dictionary<string, string>
            {
                ["procedure"] = "Interview", ["room"] = room.ToString(), ["starts"] = "2026-12-01T10:00", ["ends"] = "2026-12-01T11:00",
                ["interviewer"] = officer.PersonId.ToString(), ["psychologist"] = psychologist.PersonId.ToString(), ["prosecutor"] = prosecutor.PersonId.ToString(), ["prosecutor_required"] = "yes",
                ["supporter"] = "named", ["supporter_entry"] = aunt.ToString(), ["child_age"] = "13", ["rights_told_on"] = "2026-11-24", ["rights_version"] = "3", ["rights_language"] = "th",
                ["gender_wished"] = "woman", ["gender_given"] = "woman", ["language_wished"] = "th", ["language_given"] = "th", ["interpreter_named"] = "no", ["minutes_without_break"] = "30",
                ["stop_agreed"] = "yes", ["exam_day"] = "no", ["question_plan"] = "Tell me what happened.",
            }),
        };
    }

    public ValueTask DisposeAsync() => Team.DisposeAsync();
}
