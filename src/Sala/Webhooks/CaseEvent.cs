using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;

namespace Sala.Webhooks;

/// <summary>
/// What of the trail is an event for another system, and from which part of a case. A deed that is not named here is told to nobody; of a deed whose part is not known only those hear who may hold every part.
/// </summary>
internal static class CaseEvent
{
    private static readonly Dictionary<string, string> Named = new()
    {
        ["case.open"] = "case.opened", ["case.stage"] = "case.stage-changed", ["case.close"] = "case.closed", ["case.merge"] = "case.merged", ["case.part"] = "case.parted",
        ["child.tell"] = "child.told", ["child.objects"] = "child.objected", ["link.told"] = "link.asked",
    };

    /// <summary>Of the case as a whole; what else happens is of the part that stands in the trail.</summary>
    private static readonly HashSet<string> OfIntake = ["case.open", "case.stage", "case.close", "case.merge", "case.part", "child.tell", "child.objects"];

    /// <summary>The kind of event for a role; null where this role does not hear of it.</summary>
    public static string? For(Roles role, AuditEntry entry)
    {
        if (entry.Refused || entry.Subject is null) return null;
        var kind = Named.GetValueOrDefault(entry.Deed) ?? (entry.Deed.StartsWith("case.write-", StringComparison.Ordinal) ? "case.written" : entry.Deed.StartsWith("case.change-", StringComparison.Ordinal) ? "case.changed" : null);
        if (kind is null) return null;
        IEnumerable<Compartment> parts = OfIntake.Contains(entry.Deed) ? [Compartment.Intake] : entry.Deed == "link.told" ? [Compartment.Investigation]
            : Enum.TryParse<Compartment>(entry.Detail.Split(' ')[0], out var part) && Enum.IsDefined(part) ? [part] : Enum.GetValues<Compartment>();
        return parts.All(p => NeedToKnow.MayHold(role, p)) ? kind : null;
    }
}
