using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Cases.Referrals;

/// <summary>One referral, for the unit that was asked: read, accept or decline, give to colleagues, end.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class ReceivedReferralModel(Installation sala) : ReferralPage(sala)
{
    public ReceivedReferral Opened { get; private set; } = null!;
    public IReadOnlyList<Colleague> Colleagues { get; private set; } = [];

    [BindProperty] public string? Words { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Purpose { get; set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public async Task<IActionResult> OnPostAcceptAsync(RecordId id)
    {
        try
        {
            var opened = await Sala.Answering.Read(By, id).ConfigureAwait(false);
            await Sala.Answering.Accept(By, id, Words ?? "").ConfigureAwait(false);
            return SeeOther(opened.Row.Kind == ReferralKind.Transfer ? $"/work/cases/{opened.CaseId}?done=referral-taken-over" : $"/work/referrals/{id}?done=referral-accepted");
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id)).ConfigureAwait(false);
        }
    }

    public Task<IActionResult> OnPostDeclineAsync(RecordId id) => On(id, "referral-declined", () => Sala.Answering.Decline(By, id, Reason ?? "", Words ?? ""));

    public Task<IActionResult> OnPostGiveAsync(RecordId id, Compartment part, RecordId person) => On(id, "referral-given", () => Sala.Answering.Give(By, id, part, person, Purpose ?? ""));

    public Task<IActionResult> OnPostRevokeAsync(RecordId id, Compartment part, RecordId person) => On(id, "referral-revoked", () => Sala.Answering.Revoke(By, id, part, person));

    public Task<IActionResult> OnPostEndAsync(RecordId id) => On(id, "referral-ended", () => Sala.Answering.End(By, id));

    private Task<IActionResult> On(RecordId id, string done, Func<Task> deed) => Do(deed, $"/work/referrals/{id}?done={done}", () => Load(id));

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Answering.Read(By, id).ConfigureAwait(false);
        await LoadNames().ConfigureAwait(false);
        if (Opened.Answers && Opened.Row.State == ReferralState.Accepted && Opened.Row.ToUnit is { } unit)
            Colleagues = [.. (await Sala.People.In(By, unit).ConfigureAwait(false)).Where(c => c.Id != By.PersonId && c.State == PersonState.Active && c.Memberships.Any(m => m.UnitId == unit && m.ConfirmedKey == c.KeyNumber && Opened.Facts.Parts.Any(p => NeedToKnow.MayHold(m.Roles, p))))];
    }
}
