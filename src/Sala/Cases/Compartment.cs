using Sala.Agencies;

namespace Sala.Cases;

/// <summary>A part of a case with a key of its own.</summary>
public enum Compartment
{
    /// <summary>What was told, who the people are, what the child wants.</summary>
    Intake = 0,

    /// <summary>Accounts, incidents, exhibits, interviews.</summary>
    Investigation = 1,

    /// <summary>Needs, safety, health, counselling.</summary>
    Care = 2,

    /// <summary>Charges, hearings, orders, compensation.</summary>
    Legal = 3,
}

/// <summary>Which part of a case a role may be given, without a consent of the child or an order of a court (rule D3).</summary>
public static class NeedToKnow
{
    private static readonly Dictionary<Compartment, Roles> Given = new()
    {
        [Compartment.Intake] = RoleGroups.Readers | Roles.Investigator | Roles.Prosecutor | Roles.SocialWorker | Roles.ChildsLawyer,
        [Compartment.Investigation] = Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor,
        [Compartment.Care] = Roles.SocialWorker | Roles.Psychologist | Roles.Clinician,
        [Compartment.Legal] = Roles.Prosecutor | Roles.Court | Roles.ChildsLawyer,
    };

    /// <summary>Whether one of the roles is given this part as a matter of course.</summary>
    public static bool MayHold(Roles roles, Compartment compartment) => (roles & Given[compartment]) != 0;

    /// <summary>The roles that are given this part as a matter of course.</summary>
    public static Roles Of(Compartment compartment) => Given[compartment];
}
