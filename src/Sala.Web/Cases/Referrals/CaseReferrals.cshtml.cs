using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Cases.Referrals;
using Sala.Help;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Cases.Referrals;

/// <summary>The referrals of one case, for the unit that leads it: what was asked, and asking another unit, with what it will see before anything goes.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class CaseReferralsModel(Installation sala) : ReferralPage(sala)
{
    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyList<SentReferral> Sent { get; private set; } = [];
    public IReadOnlyList<Unit> Others { get; private set; } = [];
    public bool MaySend { get; private set; }
    public bool MayTransfer => By.Has(Roles.Lead, Opened.UnitId);

    /// <summary>Null until a purpose and a kind of body were chosen, and where the pack has no rule for them.</summary>
    public WhatGoes? Goes { get; private set; }

    [BindProperty(SupportsGet = true)] public string? Purpose { get; set; }
    [BindProperty(SupportsGet = true)] public string? Body { get; set; }
    [BindProperty] public RecordId Unit { get; set; }
    [BindProperty] public string? EndsOn { get; set; }
    [BindProperty] public string? Remains { get; set; }
    [BindProperty] public string? Service { get; set; }

    /// <summary>A name stood in what was to be printed.</summary>
    public bool Blocked { get; private set; }

    public IReadOnlyList<Service> Bodies => Sala.PaperReferral.Bodies;

    /// <summary>What was typed, by the form's own names.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    /// <summary>The questions of a transfer: whom it concerns and why; the rest goes with the file.</summary>
    public static readonly IReadOnlyList<string> AskedOfTransfer = ["purpose", "summary", "child_assent", "ground", "ground_document", "child_told"];

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostSendAsync(RecordId id) => On(id, "referral-sent", () => Sala.Referring.Send(By, id, Asking(ReferralKind.Referral)));

    public Task<IActionResult> OnPostPaperAsync(RecordId id) => On(id, "referral-sent", () => Sala.PaperReferral.Write(By, id, Asking(ReferralKind.Paper) with { Service = Service ?? "" }));

    /// <summary>The paper as a file, or this page again with why not.</summary>
    public async Task<IActionResult> OnPostPrintAsync(RecordId id, RecordId referral)
    {
        try
        {
            var paper = await Sala.PaperReferral.Print(By, id, referral, Language).ConfigureAwait(false);
            return File(paper.Bytes, paper.MediaType, paper.FileName);
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id)).ConfigureAwait(false);
        }
        catch (ExportBlockedException)
        {
            Blocked = true;
            await Load(id).ConfigureAwait(false);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    public Task<IActionResult> OnPostRecordAsync(RecordId id, RecordId referral, string? by, string? on, string? reason, bool accepted) => On(id, "referral-recorded",
        () => Sala.Referring.Record(By, referral, accepted, new ReferralAnswer(accepted ? "" : reason ?? "", "", by?.Trim() ?? "", DayOf(on))));

    public Task<IActionResult> OnPostTransferAsync(RecordId id) => On(id, "referral-sent", () => Sala.Referring.Send(By, id, Asking(ReferralKind.Transfer)));

    public Task<IActionResult> OnPostWithdrawAsync(RecordId id, RecordId referral) => On(id, "referral-withdrawn", () => Sala.Referring.Withdraw(By, referral));

    public Task<IActionResult> OnPostEndAsync(RecordId id, RecordId referral) => On(id, "referral-ended", () => Sala.Referring.End(By, referral));

    private ReferralRequest Asking(ReferralKind kind) => new(kind, Unit, kind == ReferralKind.Transfer ? "" : Purpose ?? "", Body ?? "", Typed,
        DayOf(EndsOn), kind == ReferralKind.Transfer ? Remains ?? "" : "");

    private static DateOnly? DayOf(string? typed) => DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Whom it went to: a unit, or a body of the directory.</summary>
    public string ToWhom(SentReferral sent) => sent.Row.ToUnit is { } unit ? UnitName(unit) : Bodies.FirstOrDefault(s => s.Code == sent.Facts.Service)?.Name ?? sent.Facts.Service;

    private Task<IActionResult> On(RecordId id, string done, Func<Task> deed)
    {
        Typed = Referring.Asked.ToDictionary(n => n, n => Request.Form[$"a-{n}"].ToString());
        return Do(deed, $"/work/cases/{id}/referrals?done={done}", () => Load(id));
    }

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Cases.Read(By, id).ConfigureAwait(false);
        Sent = await Sala.Referring.Of(By, id).ConfigureAwait(false);
        MaySend = await Sala.Referring.MaySend(By, id).ConfigureAwait(false);
        await LoadNames().ConfigureAwait(false);
        if (!MaySend || Opened.Stage == CaseStage.Closed) return;
        Others = [.. (await Sala.People.Units().ConfigureAwait(false)).Where(u => u.Reads && !u.Closed && u.Epoch > 0 && u.Id != Opened.UnitId)];
        if (!string.IsNullOrEmpty(Purpose) && !string.IsNullOrEmpty(Body)) Goes = await Sala.Referring.Preview(By, id, Purpose, Body).ConfigureAwait(false);
    }
}
