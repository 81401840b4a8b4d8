using Sala.Agencies;
using Sala.Cases.Referrals;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Cases.Referrals;

/// <summary>What other units ask the own unit for.</summary>
[For(RoleGroups.Caseworkers)]
public sealed class ReceivedReferralsModel(Installation sala) : ReferralPage(sala)
{
    public IReadOnlyList<ReceivedLine> Lines { get; private set; } = [];

    public string Headline => Lines.Count(l => l.State == ReferralState.Sent) switch { 0 => T["referral.headline_none"], 1 => T["referral.headline_one"], var waiting => T.Say("referral.headline_many", ("count", N(waiting))) };

    public async Task OnGetAsync()
    {
        Lines = await Sala.Answering.Received(By).ConfigureAwait(false);
        await LoadNames().ConfigureAwait(false);
    }
}
