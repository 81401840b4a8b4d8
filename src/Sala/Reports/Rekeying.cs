using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>Who can open a report from now on.</summary>
/// <param name="People">Persons with a grant.</param>
/// <param name="LeadsOf">The unit whose leads pair it is sealed to as well.</param>
internal sealed record NewHolders(IReadOnlyCollection<RecordId> People, RecordId LeadsOf);

/// <summary>
/// Seals a report anew under fresh keys: answers, conversation and notes. The old keys open nothing any more, so a colleague who could read the
/// report while it waited, or a unit that gave it away, cannot go on reading.
/// </summary>
internal sealed class Rekeying(StaffDirectory directory, UnitKeys unitKeys, TimeProvider clock)
{
    public async Task Rekey(SalaData data, OpenedReport opened, NewHolders holders, RecordId by, string purpose)
    {
        // A message that the child writes meanwhile waits, and is then sealed under the new keys.
        await opened.Lock(data).ConfigureAwait(false);
        var report = await data.Reports.SingleAsync(r => r.Id == opened.Report.Id).ConfigureAwait(false);
        var old = report.Generation;
        var next = old + 1;
        using var keys = GenerationKeys.Random();
        using var conversation = keys.Conversation(opened.Slot);
        using var staff = keys.Staff(opened.Slot);

        var content = ReportContent.Open(opened.Conversation, report.Id, report.ContentGeneration, report.Content);
        report.Content = content.Seal(conversation, report.Id, next);
        report.ContentGeneration = next;
        foreach (var message in await data.Messages.Where(m => m.ReportId == report.Id).ToListAsync().ConfigureAwait(false))
        {
            message.Body = MessageBody.Open(opened.Conversation, report.Id, message.Id, message.Generation, message.Body).Seal(conversation, report.Id, message.Id, next);
            message.Generation = next;
        }
        foreach (var note in await data.Notes.Where(n => n.ReportId == report.Id).ToListAsync().ConfigureAwait(false))
        {
            note.Body = NoteBody.Seal(staff, note.Id, next, NoteBody.Open(opened.Staff, note.Id, note.Generation, note.Body));
            note.Generation = next;
        }

        report.Generation = next;
        report.StandingMac = ReportStanding.Of(report).Mac(directory);
        report.IntakeSeal = null;
        await data.KeyGrants.Where(g => g.ReportId == report.Id).ExecuteDeleteAsync().ConfigureAwait(false);
        data.KeyGrants.Add(Grant(report.Id, next, HolderKind.Reporter, report.Id, 0, keys.SealToReporter(ReporterKey.Checked(directory, report), report.Id, next), by, "conversation"));
        await SealToHolders(data, report, keys, holders, by, purpose).ConfigureAwait(false);
    }

    /// <summary>Seals the present keys to further persons, without new keys.</summary>
    public async Task Share(SalaData data, OpenedReport opened, RecordId person, RecordId by, string purpose, DateTimeOffset? until = null)
    {
        await opened.Lock(data).ConfigureAwait(false);
        var (report, generation) = (opened.Report, opened.Report.Generation);
        await data.KeyGrants.Where(g => g.ReportId == report.Id && g.Generation == generation && g.Holder == HolderKind.Person && g.HolderId == person).ExecuteDeleteAsync().ConfigureAwait(false);
        data.KeyGrants.Add(Grant(report.Id, generation, HolderKind.Person, person, 0,
            opened.Keys.SealToPerson(await KeyOf(data, person, null).ConfigureAwait(false), person, report.Id, generation), by, purpose, until));
    }

    private async Task SealToHolders(SalaData data, Report report, GenerationKeys keys, NewHolders holders, RecordId by, string purpose)
    {
        foreach (var person in holders.People.Distinct())
        {
            var box = keys.SealToPerson(await KeyOf(data, person, holders.LeadsOf).ConfigureAwait(false), person, report.Id, report.Generation);
            data.KeyGrants.Add(Grant(report.Id, report.Generation, HolderKind.Person, person, 0, box, by, purpose));
        }
        var epoch = await unitKeys.Present(data, holders.LeadsOf).ConfigureAwait(false);
        data.KeyGrants.Add(Grant(report.Id, report.Generation, HolderKind.Leads, holders.LeadsOf, epoch.Number,
            keys.SealToLeads(PublicKey.From(epoch.LeadsPublic), report.Id, report.Generation), by, "lead"));
    }

    /// <summary>The key of a person who reads in this unit, or in any: one that a lead compared. A newcomer's, or one made after a reset, may be anybody's.</summary>
    private async Task<PublicKey> KeyOf(SalaData data, RecordId person, RecordId? unit)
    {
        var p = directory.Checked(await data.People.SingleAsync(x => x.Id == person).ConfigureAwait(false));
        if (p.State != PersonState.Active) throw new RefusedException("person.no-key", "This person has no key yet. Nothing was changed. Choose another, or wait until they have signed in.");
        var memberships = await MembershipTrail.Known(data, person, await data.Memberships.AsNoTracking().Where(m => m.PersonId == person).ToListAsync().ConfigureAwait(false)).ConfigureAwait(false);
        if (!memberships.Exists(m => (unit is null || m.UnitId == unit) && (m.Roles & RoleGroups.Readers) != 0 && m.ConfirmedBy is not null && m.ConfirmedKey == p.KeyNumber && directory.Holds(m)))
            throw new RefusedException("report.assign-unit", "This person does not answer reports in the unit, or a lead has still to let them in. Nothing was changed.");
        return PublicKey.From(p.PublicKey);
    }

    private KeyGrant Grant(RecordId report, int generation, HolderKind holder, RecordId holderId, int epoch, byte[] box, RecordId by, string purpose, DateTimeOffset? until = null)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (until is { } end) until = DateTimeOffset.FromUnixTimeMilliseconds(end.ToUnixTimeMilliseconds());
        var grant = new KeyGrant
        {
            ReportId = report, Generation = generation, Holder = holder, HolderId = holderId, Epoch = epoch, Sealed = box, GivenBy = by, From = from, Until = until, Purpose = purpose, Mac = [],
        };
        grant.Mac = directory.Mac("grant/1", grant.Signed);
        return grant;
    }
}

/// <summary>The words of a note.</summary>
internal static class NoteBody
{
    public static byte[] Seal(SecretKey staff, RecordId note, int generation, string words) =>
        Envelope.Seal(staff, new Binding("note.body", note, generation), System.Text.Encoding.UTF8.GetBytes(words), Padding.Message);

    public static string Open(SecretKey staff, RecordId note, int generation, byte[] body) =>
        System.Text.Encoding.UTF8.GetString(Envelope.Open(staff, new Binding("note.body", note, generation), body));
}
