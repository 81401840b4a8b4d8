using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases;
using Sala.Links;
using Sala.Operation;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Agencies;

namespace Sala.Web.Links;

/// <summary>The accounts of the accused in one case: noting them, looking them up, asking for removal, asking a platform to preserve.</summary>
[For(RoleGroups.Caseworkers), NotCompressed]
public sealed class CaseAccountsModel(Installation sala) : WorkPage(sala)
{
    public CaseView Opened { get; private set; } = null!;
    public IReadOnlyList<Account> Accounts { get; private set; } = [];
    public IReadOnlyList<PastLookUp> LookUps { get; private set; } = [];
    public IReadOnlyList<Notice> Notices { get; private set; } = [];
    public IReadOnlyList<Letter> Letters { get; private set; } = [];
    public IReadOnlyDictionary<RecordId, string> Pseudonyms { get; private set; } = new Dictionary<RecordId, string>();
    public LinkWords Words { get; private set; } = null!;

    /// <summary>The deed that was refused, so that its form stands open with what was typed.</summary>
    public string Deed { get; private set; } = "";

    [BindProperty] public IdentifierKind Kind { get; set; }
    [BindProperty] public string? Platform { get; set; }
    [BindProperty] public string? Value { get; set; }
    [BindProperty] public string? Whose { get; set; }
    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public RecordId Entry { get; set; }
    [BindProperty] public string? Purpose { get; set; }
    [BindProperty] public List<RecordId> Asked { get; set; } = [];
    [BindProperty] public DateOnly? FromDay { get; set; }
    [BindProperty] public TimeOnly? FromTime { get; set; }
    [BindProperty] public DateOnly? ToDay { get; set; }
    [BindProperty] public TimeOnly? ToTime { get; set; }
    [BindProperty] public string? Law { get; set; }
    [BindProperty] public string? Contact { get; set; }

    public Task OnGetAsync(RecordId id) => Load(id);

    public Task<IActionResult> OnPostAccountAsync(RecordId id) => On(id, "account-noted", () => Sala.Accounts.Note(By, id, Kind, Platform ?? "", Value ?? "", Whose != "other", Seen ?? ""), "#accounts");

    public Task<IActionResult> OnPostWithdrawAsync(RecordId id, int version) => On(id, "account-withdrawn", () => Sala.Accounts.Withdraw(By, id, Entry, version), "#accounts");

    public Task<IActionResult> OnPostLookUpAsync(RecordId id) => On(id, "looked-up", () => Sala.LookUps.LookUp(By, id, Entry, Purpose ?? ""), $"#account-{Entry}");

    public Task<IActionResult> OnPostTakeDownAsync(RecordId id) => On(id, "takedown-asked", () => Sala.Cases.Write(By, id, Compartment.Investigation, EntryKind.Task,
        EntryBody.Of(new Dictionary<string, string> { ["task"] = "takedown", ["about"] = Entry.ToString(), ["safety"] = "no", ["done"] = "no" })), $"#account-{Entry}");

    public Task<IActionResult> OnPostLetterAsync(RecordId id) => On(id, "letter-written", () => Sala.Preserving.Write(By, id,
        new LetterDraft(Platform ?? "", Asked, Instant(FromDay, FromTime), Instant(ToDay, ToTime), Law ?? "", Contact ?? "")), "#letters");

    public Task<IActionResult> OnPostEndedAsync(RecordId id, int version) => On(id, "letter-ended", () => Sala.Preserving.End(By, id, Entry, version), "#letters");

    /// <summary>The letter as a file, in the language that is asked for.</summary>
    public async Task<IActionResult> OnPostPrintAsync(RecordId id, string? inLanguage)
    {
        Deed = "print";
        try
        {
            var pdf = await Sala.Preserving.Print(By, id, Entry, Sala.Country.Find(inLanguage ?? "") ?? Language).ConfigureAwait(false);
            return File(pdf, "application/pdf", string.Create(CultureInfo.InvariantCulture, $"letter-{Entry.ToString()[..8]}.pdf"));
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, () => Load(id)).ConfigureAwait(false);
        }
    }

    public string Child(RecordId caseId) => Pseudonyms.GetValueOrDefault(caseId, T["links.a_case"]);

    public IEnumerable<PastLookUp> LookUpsOf(Account account) => LookUps.Where(l => l.EntryId == account.EntryId);

    public string LookedUp(PastLookUp look) => T.Say("links.looked_up", ("person", Words.Person(look.PersonId)), ("moment", Moment(look.At)));

    /// <summary>A day that is missing gives a range that is refused.</summary>
    private DateTimeOffset Instant(DateOnly? day, TimeOnly? time) => day is { } d ? FromLocal(d.ToDateTime(time ?? TimeOnly.MinValue)) : DateTimeOffset.MaxValue;

    private Task<IActionResult> On(RecordId id, string done, Func<Task> deed, string part)
    {
        Deed = RouteData.Values["handler"] as string ?? "";
        return Do(deed, $"/work/links/{id}?done={done}{part}", () => Load(id));
    }

    private async Task Load(RecordId id)
    {
        Opened = await Sala.Accounts.Read(By, id).ConfigureAwait(false);
        Accounts = [.. Sala.Accounts.Of(Opened).OrderBy(a => a.Withdrawn).ThenByDescending(a => a.At)];
        Letters = [.. Preserving.Of(Opened).OrderBy(l => l.Ended).ThenBy(l => l.EndsOn)];
        (LookUps, Notices) = await Sala.LinkedCases.Of(By, id).ConfigureAwait(false);
        Pseudonyms = (await Sala.Cases.Mine(By).ConfigureAwait(false)).ToDictionary(c => c.Id, c => c.Pseudonym);
        Words = new LinkWords(T, await Sala.People.Names().ConfigureAwait(false), (await Sala.People.Units().ConfigureAwait(false)).ToDictionary(u => u.Id));
    }
}
