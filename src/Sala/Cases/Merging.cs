using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Vault;

namespace Sala.Cases;

/// <summary>That a case turned out to be a second file of the same child, and stands behind the first from now on.</summary>
public sealed class CaseMerge
{
    /// <summary>The file that stands behind.</summary>
    public required RecordId CaseId { get; init; }

    /// <summary>The file that is worked in.</summary>
    public required RecordId Into { get; init; }
    public required RecordId By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Who was given what by it, under the host's facts key: so much is taken back when the two are parted.</summary>
    public required byte[] Body { get; init; }
    public required byte[] Mac { get; set; }

    /// <summary>The label of its MAC.</summary>
    internal const string Label = "case-merge/1";

    internal object?[] Signed => [CaseId, Into, By, At, Body];
}

/// <summary>The files of one child, as far as they open for who asks.</summary>
/// <param name="Into">The file that this one stands behind; null where it stands in front.</param>
/// <param name="Behind">The files that stand behind this one.</param>
public sealed record FilesOfChild(CaseLine? Into, IReadOnlyList<CaseLine> Behind);

/// <summary>
/// Two files of one child become one to work in, and can be parted again. Nothing is moved and nothing is sealed anew: each entry stays in its file, under its keys and with its versions. Merging
/// gives who reads a part of one file the same part of the other, as far as their role goes; parting takes back just that.
/// </summary>
public sealed class Merging
{
    private const string Deed = "case.merge";
    private readonly Store store;
    private readonly CaseDesk cases;
    private readonly StaffDirectory directory;
    private readonly HostRing ring;
    private readonly TimeProvider clock;

    public Merging(Store store, CaseDesk cases, CaseErasure erasure, StaffDirectory directory, HostRing ring, TimeProvider clock)
    {
        (this.store, this.cases, this.directory, this.ring, this.clock) = (store, cases, directory, ring, clock);
        erasure.AlsoErased.Add((data, id) => data.CaseMerges.Where(m => m.CaseId == id || m.Into == id).ExecuteDeleteAsync());
    }

    /// <param name="Case">The file of which a part was given.</param>
    private sealed record GivenPart(string Case, Compartment Part, string Person);

    /// <summary>Puts one file of a child behind the other.</summary>
    /// <param name="into">The file that is worked in.</param>
    /// <param name="duplicate">The file that goes behind it.</param>
    /// <param name="reason">Why they are of one child; oversight and the leads read it.</param>
    /// <exception cref="RefusedException">No reason; the same file twice; one of them is closed or stands behind or before another already.</exception>
    /// <exception cref="NotForYouException">The person does not lead the units of both.</exception>
    public async Task Merge(SignedIn by, RecordId into, RecordId duplicate, string reason)
    {
        using var front = await RequireLead(by, into).ConfigureAwait(false);
        using var behind = await RequireLead(by, duplicate).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("merge.reason", "Say why. Nothing was changed.");
        if (into == duplicate) throw new RefusedException("merge.same", "This is the same file. Nothing was changed.");
        if (front.Case.Stage == CaseStage.Closed || behind.Case.Stage == CaseStage.Closed) throw new RefusedException("merge.closed", "A closed file is not merged. Nothing was changed. Open it again first.");
        // The trail of the other file says it too, on behalf of its own unit.
        var both = new Deed(by.PersonId, Deed, into, front.Case.UnitId) { Detail = duplicate.ToString(), Reason = reason.Trim(), Also = { new Deed(by.PersonId, Deed, duplicate, behind.Case.UnitId) { Detail = into.ToString() } } };
        await store.Change(both, async data =>
        {
            if (await data.CaseMerges.AnyAsync(m => m.CaseId == duplicate || m.Into == duplicate || m.CaseId == into).ConfigureAwait(false))
                throw new RefusedException("merge.merged", "One of these files stands behind or before another already. Nothing was changed. Part those first.");
            await RequireSameKeys(data, front).ConfigureAwait(false);
            await RequireSameKeys(data, behind).ConfigureAwait(false);
            var given = await GiveAlike(data, by, front, behind).ConfigureAwait(false);
            given.AddRange(await GiveAlike(data, by, behind, front).ConfigureAwait(false));
            var merge = new CaseMerge
            {
                CaseId = duplicate, Into = into, By = by.PersonId, At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
                Body = Envelope.Seal(ring.FactsKey, new Binding("case_merge.body", duplicate), JsonSerializer.SerializeToUtf8Bytes(given), Padding.Report), Mac = [],
            };
            merge.Mac = directory.Mac(CaseMerge.Label, merge.Signed);
            data.CaseMerges.Add(merge);
            await data.SaveChangesAsync().ConfigureAwait(false);
            await cases.Clocks.Turn(data, [into]).ConfigureAwait(false);
        }, into, duplicate).ConfigureAwait(false);
    }

    /// <summary>Parts two files that were merged: each person then reads what they read before, and what they were given by hand since.</summary>
    /// <exception cref="NotForYouException">The person does not lead the units of both, or the file stands behind none.</exception>
    public async Task Part(SignedIn by, RecordId duplicate, string reason)
    {
        using var behind = await RequireLead(by, duplicate, "case.part").ConfigureAwait(false);
        if (await Find(duplicate).ConfigureAwait(false) is not { } merge) throw await cases.Refused(by, duplicate, "case.part").ConfigureAwait(false);
        using var front = await RequireLead(by, merge.Into, "case.part").ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(reason)) throw new RefusedException("merge.reason", "Say why. Nothing was changed.");
        var both = new Deed(by.PersonId, "case.part", merge.Into, front.Case.UnitId)
        {
            Detail = duplicate.ToString(), Reason = reason.Trim(), Also = { new Deed(by.PersonId, "case.part", duplicate, behind.Case.UnitId) { Detail = merge.Into.ToString() } },
        };
        await store.Change(both, async data =>
        {
            if (await data.CaseMerges.Where(m => m.CaseId == duplicate && m.Into == merge.Into).ExecuteDeleteAsync().ConfigureAwait(false) != 1) throw new RefusedException("merge.parted", "Somebody parted these files a moment ago. Nothing was changed.");
            await cases.Clocks.Turn(data, [merge.Into, duplicate]).ConfigureAwait(false);
            foreach (var given in Given(merge))
            {
                var (of, person) = (given.Case == duplicate.ToString() ? behind : front, RecordId.Parse(given.Person, System.Globalization.CultureInfo.InvariantCulture));
                if (!await StillByMerge(data, of.Case.Id, given.Part, person).ConfigureAwait(false)) continue;
                await cases.EndAccess(data, of.Case.Id, given.Part, person, by).ConfigureAwait(false);
                await data.SaveChangesAsync().ConfigureAwait(false);
            }
        }, merge.Into, duplicate).ConfigureAwait(false);
    }

    /// <summary>The files that belong to the same child as this one, among those that open for who asks: of a file that does not open they do not hear.</summary>
    public async Task<FilesOfChild> Of(SignedIn by, RecordId id)
    {
        await using var data = store.Read();
        var merges = (await data.CaseMerges.Where(m => m.CaseId == id || m.Into == id).ToListAsync().ConfigureAwait(false)).Where(m => directory.Holds(CaseMerge.Label, m.Mac, m.Signed)).ToList();
        var lines = (await cases.Finding.Among(by, merges.SelectMany(m => new[] { m.CaseId, m.Into })).ConfigureAwait(false)).ToDictionary(l => l.Id);
        return new FilesOfChild(merges.Where(m => m.CaseId == id).Select(m => lines.GetValueOrDefault(m.Into)).FirstOrDefault(), [.. merges.Where(m => m.Into == id && lines.ContainsKey(m.CaseId)).Select(m => lines[m.CaseId])]);
    }

    /// <summary>Gives who reads a part of one file the same part of the other, where their role reads it, no objection of the child stands against them and the file does not concern them.</summary>
    private async Task<List<GivenPart>> GiveAlike(SalaData data, SignedIn by, OpenedCase from, OpenedCase to)
    {
        var now = clock.GetUtcNow();
        var holders = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == from.Case.Id && g.Holder == CaseHolder.Person && (g.Until == null || g.Until > now)).ToListAsync().ConfigureAwait(false))
            .Where(g => g.Generation == from.Case.Generation(g.Compartment) && g.HolderId != by.PersonId && !g.ByOrder && g.Through == null && CaseKeys.Holds(directory, g)).ToList();
        var have = (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == to.Case.Id && g.Holder == CaseHolder.Person).ToListAsync().ConfigureAwait(false))
            .Where(g => g.Generation == to.Case.Generation(g.Compartment)).Select(g => (g.Compartment, g.HolderId)).ToHashSet();
        var ids = holders.Select(g => g.HolderId).Distinct().ToList();
        var people = (await data.People.AsNoTracking().Where(p => ids.Contains(p.Id) && p.State == PersonState.Active).ToListAsync().ConfigureAwait(false)).ConvertAll(p => (p.Id, directory.ProfileOf(p).ShownName));
        // Both files are of one child from now on: whom either concerns, or the child of either does not want, is given nothing.
        var concerned = await cases.Conflicts.Among(data, to.Case.Id, people).ConfigureAwait(false);
        concerned.UnionWith(await cases.Conflicts.Among(data, from.Case.Id, people).ConfigureAwait(false));
        var free = people.Select(p => p.Id).Where(p => !concerned.Contains(p)).ToHashSet();
        var given = new List<GivenPart>();
        foreach (var grant in holders.Where(g => free.Contains(g.HolderId)).Where(g => !have.Contains((g.Compartment, g.HolderId))).DistinctBy(g => (g.Compartment, g.HolderId)))
        {
            if (!NeedToKnow.MayHold(await MembershipTrail.RolesOf(data, directory, grant.HolderId).ConfigureAwait(false), grant.Compartment) || await Objections.Against(data, to.Case.Id, grant.HolderId).ConfigureAwait(false)
                || await Objections.Against(data, from.Case.Id, grant.HolderId).ConfigureAwait(false)) continue;
            await cases.Give(data, to, new Deed(by.PersonId, Deed), by, grant.Compartment, grant.HolderId, Purpose, grant.Until, null).ConfigureAwait(false);
            given.Add(new GivenPart(to.Case.Id.ToString(), grant.Compartment, grant.HolderId.ToString()));
        }
        return given;
    }

    /// <summary>What stands as the purpose of a part that was given by merging; given again by hand, it has a purpose of its own and stays.</summary>
    private const string Purpose = "merged";

    private async Task<bool> StillByMerge(SalaData data, RecordId caseId, Compartment part, RecordId person) =>
        (await data.CaseGrants.AsNoTracking().Where(g => g.CaseId == caseId && g.Compartment == part && g.Holder == CaseHolder.Person && g.HolderId == person).ToListAsync().ConfigureAwait(false))
            .Exists(g => CaseKeys.Holds(directory, g) && directory.ReasonOf("case_grant.purpose", caseId, g.Purpose) == Purpose);

    private List<GivenPart> Given(CaseMerge merge) => JsonSerializer.Deserialize<List<GivenPart>>(Envelope.Open(ring.FactsKey, new Binding("case_merge.body", merge.CaseId), merge.Body))!;

    private async Task<CaseMerge?> Find(RecordId duplicate)
    {
        await using var data = store.Read();
        return await data.CaseMerges.SingleOrDefaultAsync(m => m.CaseId == duplicate).ConfigureAwait(false) is { } merge && directory.Holds(CaseMerge.Label, merge.Mac, merge.Signed) ? merge : null;
    }

    private async Task<OpenedCase> RequireLead(SignedIn by, RecordId id, string what = Deed)
    {
        var opened = await cases.Require(by, id, what).ConfigureAwait(false);
        if (by.Has(Roles.Lead, opened.Case.UnitId) && Enum.GetValues<Compartment>().All(opened.Gives)) return opened;
        opened.Dispose();
        throw await cases.Refused(by, id, what).ConfigureAwait(false);
    }

    /// <summary>Keys that were changed since the file was opened would give what nobody opens.</summary>
    internal static async Task RequireSameKeys(SalaData data, OpenedCase opened)
    {
        var now = await data.Cases.AsNoTracking().SingleOrDefaultAsync(c => c.Id == opened.Case.Id).ConfigureAwait(false);
        if (now is null || now.UnitId != opened.Case.UnitId || Enum.GetValues<Compartment>().Any(p => now.Generation(p) != opened.Case.Generation(p)))
            throw CaseDesk.Rekeyed;
    }
}
