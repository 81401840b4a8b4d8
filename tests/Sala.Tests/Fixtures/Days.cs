using Sala.Guardians;
using Sala.Operation;

namespace Sala.Tests.Fixtures;

/// <summary>Days that pass as they do on a machine that runs: each with its beat, which leaves an entry in the trail.</summary>
internal static class Days
{
    public static async Task Pass(Installation sala, Action<TimeSpan> move, int days)
    {
        for (var day = 0; day < days; day++)
        {
            move(TimeSpan.FromDays(1));
            await new AnchorNotice(sala.Store, sala.Country, sala.Clock).Work();
        }
    }
}
