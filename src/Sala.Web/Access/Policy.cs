using Sala.Agencies;

namespace Sala.Web.Access;

/// <summary>Who may come to an endpoint. Each endpoint declares one; one without does not start (Server.RequirePolicies).</summary>
public interface IAccessPolicy
{
    /// <summary>Whether this person, or nobody (null), may.</summary>
    bool Allows(SignedIn? by);

    /// <summary>As it stands in the committed table of access.</summary>
    string InWords { get; }
}

/// <summary>Anyone may, without an account; the reason stands in the committed table.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenToAllAttribute : Attribute, IAccessPolicy
{
    public required string Because { get; init; }

    public bool Allows(SignedIn? by) => true;

    public string InWords => $"all: {Because}";
}

/// <summary>Staff who hold one of the roles in any unit; what they may see of which unit, the domain decides.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ForAttribute(Roles roles) : Attribute, IAccessPolicy
{
    public Roles Roles { get; } = roles;

    public bool Allows(SignedIn? by) => by is not null && by.Has(Roles);

    public string InWords => Roles.ToString();
}

/// <summary>Everybody who is signed in, whatever the role, also before a lead has let them in.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ForStaffAttribute : Attribute, IAccessPolicy
{
    public bool Allows(SignedIn? by) => by is not null;

    public string InWords => "any staff";
}
