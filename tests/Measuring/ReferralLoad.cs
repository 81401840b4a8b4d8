using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Operation;
using Sala.Vault;

namespace Sala.Measuring;

/// <summary>
/// One case that one agency refers to another, over and over, through the pages, while two people write into it: a load under which the program is killed. Afterwards <see cref="Problems"/> says what is
/// half or lost.
/// </summary>
internal sealed partial class ReferralLoad(RecordId caseId, RecordId otherUnit)
{
    private readonly ConcurrentBag<string> written = [];
    private int sent, answered, ended, refused;

    public RecordId Case => caseId;

    /// <summary>How often each deed was acknowledged; <c>Refused</c> counts those who were told that somebody else was quicker.</summary>
    public (int Sent, int Answered, int Ended, int Written, int Refused) Acknowledged => (sent, answered, ended, written.Count, refused);

    /// <summary>Opens the case, in the demonstration of a folder that no process has open.</summary>
    public static async Task<ReferralLoad> Prepare(Installation sala, Func<string, Task<SignedIn>> signIn)
    {
        var opener = await signIn("responder");
        var session = sala.ReportForm.Start(sala.Clock, 1);
        foreach (var (name, value) in new[] { ("who_for", "self"), ("story", "He wrote to me."), ("province", "TH-10") })
            if (session.Set(name, value) is { } problem) throw new InvalidOperationException($"{name}: {problem.Code}");
        var before = sala.Board.Rows.Select(r => r.Id).ToHashSet();
        await sala.Telling.Send(new Reports.Sending(session, "en", RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        var report = sala.Board.Rows.Single(r => !before.Contains(r.Id)).Id;
        await sala.Desk.Take(opener, report);
        var id = await sala.Cases.Open(opener, report, "Mali");
        await sala.Cases.Write(opener, id, Compartment.Intake, EntryKind.Person, EntryBody.Of(new Dictionary<string, string> { ["name"] = "Malee Sukjai", ["role"] = "child" }));
        return new ReferralLoad(id, (await sala.People.Units()).Single(u => u.Name.StartsWith("Online", StringComparison.Ordinal)).Id);
    }

    /// <summary>Until the program is gone: the lead sends and ends, the other agency answers, two people write.</summary>
    /// <param name="sender">A browser in which the lead of the children's unit is signed in.</param>
    /// <param name="receiver">One of the lead of the second unit.</param>
    /// <param name="writer">One of who opened the case.</param>
    public Task Run(HttpClient sender, HttpClient receiver, HttpClient writer) => Task.WhenAll(UntilGone(() => Sends(sender)), UntilGone(() => Answers(receiver)), UntilGone(() => Writes(writer)), UntilGone(() => Writes(sender)));

    /// <summary>Until the load of this start has sent, answered or ended something and written: a program that has just begun is slow.</summary>
    public async Task IsUnderWay()
    {
        var (deeds, words) = (sent + answered + ended, written.Count);
        for (var i = 0; i < 1200 && (sent + answered + ended <= deeds || written.Count <= words); i++) await Task.Delay(50);
    }

    private static async Task UntilGone(Func<Task> deed)
    {
        while (true)
        {
            try
            {
                await deed();
            }
            catch (Exception gone) when (gone is HttpRequestException { StatusCode: null } or IOException or TaskCanceledException)
            {
                return;
            }
        }
    }

    private async Task Sends(HttpClient browser)
    {
        var page = await browser.GetStringAsync($"/work/cases/{caseId}/referrals");
        if (Ends().Match(page) is { Success: true } open)
        {
            // Most are left to be answered before they are taken back.
            if (open.Groups[1].Value == "withdraw" && Random.Shared.Next(4) > 0) return;
            if (await Post(browser, $"/work/cases/{caseId}/referrals/{open.Groups[1].Value}", ("referral", open.Groups[2].Value))) Interlocked.Increment(ref ended);
        }
        else if (await Post(browser, $"/work/cases/{caseId}/referrals/send", ("purpose", "protection"), ("body", "police"), ("unit", otherUnit.ToString()), ("a-summary", "A child needs protection."), ("a-child_assent", "yes"))) Interlocked.Increment(ref sent);
    }

    private async Task Answers(HttpClient browser)
    {
        // Those that wait stand first.
        if (Received().Match(await browser.GetStringAsync("/work/referrals")) is not { Success: true } first) return;
        var accepts = Random.Shared.Next(5) > 0;
        if (await Post(browser, $"/work/referrals/{first.Groups[1].Value}/{(accepts ? "accept" : "decline")}", ("reason", "area"), ("words", "so"))) Interlocked.Increment(ref answered);
    }

    private async Task Writes(HttpClient browser)
    {
        var words = $"note {Guid.NewGuid():N}";
        if (await Post(browser, $"/work/cases/{caseId}/note", ("part", "Intake"), ("words", words))) written.Add(words);
    }

    private async Task<bool> Post(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var answer = await browser.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) Interlocked.Increment(ref refused);
        else if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"{path}: {answer.StatusCode}");
        return answer.StatusCode == HttpStatusCode.SeeOther;
    }

    /// <summary>What is half or lost in the database that the kill left.</summary>
    /// <param name="lead">Of the children's unit: holds every key of the case.</param>
    public async Task<IReadOnlyList<string>> Problems(Installation sala, SignedIn lead)
    {
        var problems = new List<string>();
        await using var data = sala.Store.Read();
        if ((await AuditTrail.Verify(data, null)).Problem is { } broken) problems.Add(broken);
        var trail = await data.AuditEntries.Where(e => e.Subject == caseId && !e.Refused && e.Deed.StartsWith("referral.")).ToListAsync();
        var file = await data.Cases.SingleAsync(c => c.Id == caseId);
        var (grants, keys, entries) = (await data.CaseGrants.Where(g => g.CaseId == caseId).ToListAsync(), await data.ReferralKeys.ToListAsync(), await data.ReferralEntries.ToListAsync());
        foreach (var row in await data.Referrals.Where(r => r.CaseId == caseId).ToListAsync())
        {
            void Must(bool holds, string what)
            {
                if (!holds) problems.Add($"{row.State} {row.Id}: {what}");
            }

            int Entries(string deed, RecordId unit) => trail.Count(e => e.Deed == deed && e.UnitId == unit && e.Detail.StartsWith(row.Id.ToString(), StringComparison.Ordinal));
            var (open, helps) = (keys.Exists(k => k.ReferralId == row.Id && k.Of == ReferralKeyOf.Letter), grants.Where(g => g.Through == row.Id).ToList());
            Must(row.Holds(sala.Directory), "it is not signed");
            Must(open == (row.State is ReferralState.Sent or ReferralState.Accepted), "the key of the letter");
            Must(entries.Exists(e => e.ReferralId == row.Id) == (row.State is ReferralState.Sent or ReferralState.Accepted), "what goes along");
            Must((row.State == ReferralState.Accepted) == helps.Exists(g => g.Compartment == Compartment.Intake && g.Generation == file.IntakeGeneration && g.HolderId == otherUnit), "the key of the part");
            Must(row.State == ReferralState.Accepted || helps.Count == 0, "a grant is left");
            foreach (var unit in (RecordId[])[row.FromUnit, otherUnit])
            {
                Must(Entries("referral.send", unit) == 1, "its sending is not once in the trail");
                Must(Entries("referral.accept", unit) + Entries("referral.decline", unit) == (row.AnsweredAt is null ? 0 : 1), "its answer is not once in the trail");
                Must(Entries("referral.end", unit) + Entries("referral.withdraw", unit) == (row.EndedAt is null ? 0 : 1), "its end is not once in the trail");
            }
        }
        var notes = (await sala.Cases.Read(lead, caseId)).Of(EntryKind.Note).Select(n => n.Body.Words).ToHashSet();
        problems.AddRange(written.Where(w => !notes.Contains(w)).Select(w => $"lost: {w}"));
        if (notes.Count != await data.CaseEntries.CountAsync(e => e.CaseId == caseId && e.Kind == EntryKind.Note)) problems.Add("a note opens with no key of the lead");
        var rows = await data.Referrals.CountAsync(r => r.CaseId == caseId);
        if (rows < sent) problems.Add($"{sent} were acknowledged as sent, {rows} are there");
        return problems;
    }

    [GeneratedRegex("""referrals/(end|withdraw)"><input type="hidden" name="referral" value="([0-9a-f]{32})">""")]
    private static partial Regex Ends();

    [GeneratedRegex("""href="/work/referrals/([0-9a-f]{32})">""")]
    private static partial Regex Received();
}
