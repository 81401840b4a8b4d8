using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases.Referrals;

/// <summary>What happens to a referral without anybody: silence becomes an alarm, and the help ends after its last day.</summary>
public sealed class ReferralClock(Store store, Referring referring, StaffDirectory directory, TimeProvider clock)
{
    /// <summary>Run each ten minutes; several processes may.</summary>
    /// <returns>How many alarms were raised, and how many referrals ended.</returns>
    public async Task<(int Silent, int Ended)> Work()
    {
        var now = clock.GetUtcNow();
        var (silent, ended) = (0, 0);
        await using var data = store.Read();
        var late = await data.Referrals.Where(r => r.State == ReferralState.Sent && !r.SilenceTold && r.AnswerBy <= now).OrderBy(r => r.AnswerBy).Take(200).ToListAsync().ConfigureAwait(false);
        foreach (var row in late.Where(r => r.Holds(directory)))
        {
            silent += await Quietly(() => store.Change(new Deed(null, "referral.silent", row.CaseId, row.FromUnit) { Detail = row.Id.ToString(), AlsoUnit = row.ToUnit }, async d =>
            {
                (await referring.InState(d, row.Id, ReferralState.Sent).ConfigureAwait(false)).SilenceTold = true;
                await referring.Tell(d, row.CaseId, row.FromUnit).ConfigureAwait(false);
                if (row.ToUnit is { } unit) await referring.Tell(d, row.CaseId, unit).ConfigureAwait(false);
                await Outbox.Add(d, [row.SentBy], now).ConfigureAwait(false);
            })).ConfigureAwait(false);
        }
        var over = await data.Referrals.Where(r => r.State == ReferralState.Accepted && r.EndsOn != null).ToListAsync().ConfigureAwait(false);
        foreach (var row in over.Where(r => r.Holds(directory) && EndOf(r.EndsOn!.Value, referring.Zone) <= now))
        {
            ended += await Quietly(() => store.Change(new Deed(null, "referral.end", row.CaseId, row.FromUnit) { Detail = row.Id.ToString(), AlsoUnit = row.ToUnit }, d => referring.End(d, row.Id, null), row.CaseId)).ConfigureAwait(false);
        }
        return (silent, ended);
    }

    /// <summary>Answered or ended by somebody else, or by another process, a moment ago: then there is nothing to do.</summary>
    private static async Task<int> Quietly(Func<Task> deed)
    {
        try
        {
            await deed().ConfigureAwait(false);
            return 1;
        }
        catch (RefusedException)
        {
            return 0;
        }
    }

    /// <summary>The end of a day in the country.</summary>
    internal static DateTimeOffset EndOf(ReportDay day, TimeZoneInfo zone)
    {
        var next = day.Date.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(next, zone.GetUtcOffset(next));
    }
}
