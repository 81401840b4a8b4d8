using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>Someone leaves a unit: what was sealed to them is deleted, their reports are the leads' to give to someone else, and new words are sealed to a new pair.</summary>
public sealed class Departure(Store store, UnitKeys unitKeys, KeyStore slots)
{
    /// <summary>Takes a person out of a unit.</summary>
    /// <exception cref="NotForYouException">Neither an administrator nor a lead of the unit asks.</exception>
    /// <exception cref="RefusedException">The unit would be left with fewer than two leads, or a group without a guardian.</exception>
    public async Task Remove(SignedIn by, RecordId unit, RecordId person)
    {
        if (!by.Has(Roles.Administrator) && !by.Has(Roles.Lead, unit))
        {
            await store.Refuse(new Deed(by.PersonId, "unit.remove", person, unit)).ConfigureAwait(false);
            throw new NotForYouException();
        }
        RecordId[] left;
        await using (var read = store.Read())
            left = await read.Reports.Where(r => r.UnitId == unit && r.AssignedTo == person).Select(r => r.Id).ToArrayAsync().ConfigureAwait(false);
        var slot = await store.Change(new Deed(by.PersonId, "unit.remove", person, unit), async data =>
        {
            if (!await data.Memberships.AnyAsync(m => m.UnitId == unit && m.PersonId == person).ConfigureAwait(false))
                throw new RefusedException("unit.no-member", "This person is not named in the unit. Nothing was changed.");
            await data.KeyGrants.Where(g => g.Holder == HolderKind.Person && g.HolderId == person && data.Reports.Any(r => r.Id == g.ReportId && r.UnitId == unit)).ExecuteDeleteAsync().ConfigureAwait(false);
            await data.Reports.Where(r => r.UnitId == unit && r.AssignedTo == person).ExecuteUpdateAsync(s => s.SetProperty(r => r.AssignedTo, (RecordId?)null)).ConfigureAwait(false);
            return await unitKeys.TakeOut(data, unit, person, by.PersonId).ConfigureAwait(false);
        }, left).ConfigureAwait(false);
        if (slot is { } zero) slots.Erase(zero);
    }
}
