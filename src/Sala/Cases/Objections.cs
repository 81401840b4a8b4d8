using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>
/// That the child does not want a person (rule I3), as the trail tells it: who can write to the database takes none back unseen, and a grant that was put back counts for nothing.
/// </summary>
internal static class Objections
{
    public const string Deed = "child.objects";

    public static Task<bool> Against(SalaData data, RecordId caseId, RecordId person) =>
        data.AuditEntries.AnyAsync(e => e.Subject == caseId && e.Deed == Deed && !e.Refused && e.Detail == person.ToString());
}
