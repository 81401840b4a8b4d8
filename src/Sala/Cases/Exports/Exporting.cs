using System.Globalization;
using System.Security.Cryptography;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Forms;
using Sala.Printing;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Cases.Exports;

/// <summary>
/// What leaves Sala of a case or of the list: for a purpose, after password and code were given again, with pseudonyms (rule C3), marked with who, when and why, and in the trail with the hash of
/// what left. It is made in memory and handed to who asked; nothing of it stays.
/// </summary>
public sealed class Exporting(Store store, CaseDesk cases, People people, SafeguardRules rules, Form reportForm, Country country, TimeProvider clock)
{
    /// <summary>As many cases leave with one list, those that burn first; it says how many there are in all.</summary>
    public const int MostListed = 5000;

    /// <summary>As many signs of a purpose are kept.</summary>
    public const int LongestPurpose = 300;

    /// <summary>In the purpose of a list a name is looked for from this many letters on: somebody in hundreds of cases is called by any shorter piece of a word, and without its case it tells of nobody.</summary>
    private const int ShortestInPurpose = 4;

    private const Roles Investigators = Roles.Investigator | Roles.DigitalAnalyst | Roles.Prosecutor;

    /// <summary>Whether a case leaves as a graph for this person.</summary>
    public static bool MayTakeGraph(SignedIn by, CaseView view) => by.Has(Investigators) && view.Parts.Contains(Compartment.Investigation);

    /// <summary>A case, as far as it opens for this person.</summary>
    /// <exception cref="ExportBlockedException">Rule C3: a name stands in it. Nobody can set that aside.</exception>
    /// <exception cref="RefusedException">No purpose, no step-up just now, or it could not be printed here.</exception>
    /// <exception cref="NotForYouException">The case, or for a graph its investigation part, does not open for this person.</exception>
    public async Task<Exported> Case(SignedIn by, RecordId id, ExportForm form, string purpose, Language language)
    {
        var what = form == ExportForm.Graph ? "export.graph" : "export.pdf";
        var view = await View(by, id, what).ConfigureAwait(false);
        if (form == ExportForm.Graph && !MayTakeGraph(by, view)) throw await cases.Refused(by, id, what).ConfigureAwait(false);
        Require(by, purpose);
        var texts = country.Texts(language.Code);
        var veiled = VeiledCase.Of(view, new Veil(view, texts), Short(purpose));
        await RequireC3(by, what, view.UnitId, [veiled], id).ConfigureAwait(false);
        var mark = Mark(by, veiled.Purpose, language);
        var names = await people.Names().ConfigureAwait(false);
        var unit = (await people.Units().ConfigureAwait(false)).FirstOrDefault(u => u.Id == view.UnitId);
        byte[] bytes;
        try
        {
            bytes = form == ExportForm.Graph
                ? new CaseGraph(veiled, mark.In(texts), clock.GetUtcNow()).Write()
                : await PrintedPage.Print(new CasePage(veiled, mark, texts, language, reportForm, clock, country.TimeZone, names, unit?.Name ?? "").Html()).ConfigureAwait(false);
        }
        catch (NotPrintedException not)
        {
            throw new RefusedException("export.not-printed", not.Message);
        }
        return await Leave(by, what, id, view.UnitId, bytes, mark, purpose, form).ConfigureAwait(false);
    }

    /// <summary>The list of cases, as it shows itself to this person.</summary>
    /// <param name="form">CSV or Excel.</param>
    /// <exception cref="ExportBlockedException">Rule C3: a name stands where a pseudonym belongs.</exception>
    public async Task<Exported> List(SignedIn by, ExportForm form, string purpose, Language language)
    {
        if (!by.Has(RoleGroups.Caseworkers))
        {
            await store.Refuse(new Deed(by.PersonId, "export.list")).ConfigureAwait(false);
            throw new NotForYouException();
        }
        Require(by, purpose);
        var (lines, total) = await cases.Finding.All(by, MostListed).ConfigureAwait(false);
        var texts = country.Texts(language.Code);
        var shortened = Harmless.Cell(Short(purpose));
        await RequireC3(by, "export.list", lines, shortened).ConfigureAwait(false);
        var mark = Mark(by, shortened, language);
        var units = (await people.Units().ConfigureAwait(false)).ToDictionary(u => u.Id, u => u.Name);
        var bytes = CaseTable.Write(form, lines, total, units, mark.In(texts), texts, language);
        return await Leave(by, "export.list", null, null, bytes, mark, purpose, form).ConfigureAwait(false);
    }

    /// <summary>Asks that the rule be set aside for an export. C3 can be set aside by nobody: the try is recorded and refused.</summary>
    /// <exception cref="OverrideRefusedException">Always, unless the country's own rules said otherwise; then it counts for nothing here all the same.</exception>
    public async Task AskOverride(SignedIn by, RecordId id, string ruleId, string reason, Language language)
    {
        var view = await View(by, id, "override.ask").ConfigureAwait(false);
        var veiled = VeiledCase.Of(view, new Veil(view, country.Texts(language.Code)), "");
        var (findings, _) = await Ask([veiled]).ConfigureAwait(false);
        await store.Refuse(new Deed(by.PersonId, "override.ask", id, view.UnitId) { Detail = findings.Rules.Any(r => r.Rule.Id == ruleId) ? ruleId : "", Reason = reason }).ConfigureAwait(false);
        findings.RequireOverride(new Override(ruleId, by.PersonId, reason, RecordId.Random()));
        throw new OverrideRefusedException(ruleId, $"{ruleId} is not set aside for an export. Nothing was exported.");
    }

    private async Task<CaseView> View(SignedIn by, RecordId id, string what)
    {
        using var opened = await cases.Require(by, id, what).ConfigureAwait(false);
        await using var data = store.Read();
        return await cases.View(data, opened).ConfigureAwait(false);
    }

    private static void Require(SignedIn by, string purpose)
    {
        if (string.IsNullOrWhiteSpace(purpose)) throw new RefusedException("export.purpose", "Say what the export is for. Nothing was exported.");
        by.RequireStepUp();
    }

    private static string Short(string purpose) => purpose.Trim() is { Length: > LongestPurpose } one ? one[..LongestPurpose] : purpose.Trim();

    private async Task<(Findings Findings, IReadOnlyList<NamePlace> Places)> Ask(IReadOnlyList<VeiledCase> leaving)
    {
        var places = new List<NamePlace>();
        await using var data = store.Read();
        foreach (var one in leaving) places.AddRange(ExportCheck.Places(one, cases.Conflicts, await Conflicts.Of(data, one.View.Id).ConfigureAwait(false)));
        return (Check(places, leaving.All(v => v.Veil.Child.Length > 0)), places);
    }

    private Findings Check(List<NamePlace> places, bool pseudonyms) => rules.Check(Procedure.Export, new Dictionary<string, string>
    {
        ["pseudonym_used"] = pseudonyms ? "yes" : "no", ["names_found"] = places.Count.ToString(CultureInfo.InvariantCulture),
    });

    internal async Task RequireC3(SignedIn by, string what, RecordId unit, IReadOnlyList<VeiledCase> leaving, RecordId id)
    {
        var (findings, places) = await Ask(leaving).ConfigureAwait(false);
        if (findings.MayGoOn) return;
        await store.Refuse(new Deed(by.PersonId, what, id, unit) { Detail = Blocked(findings) }).ConfigureAwait(false);
        throw new ExportBlockedException(findings, places);
    }

    private async Task RequireC3(SignedIn by, string what, IReadOnlyList<CaseLine> lines, string purpose)
    {
        var places = new List<NamePlace>();
        await using (var data = store.Read())
        {
            var (sought, inPurpose) = (ExportCheck.Sought(purpose, cases.Conflicts, ShortestInPurpose), false);
            foreach (var some in lines.Chunk(500))
            {
                var tokens = await Conflicts.OfEach(data, [.. some.Select(l => l.Id)]).ConfigureAwait(false);
                places.AddRange(some.Where(l => ExportCheck.HasName(l.Pseudonym, cases.Conflicts, tokens[l.Id])).Select(l => new NamePlace(l.Id, null, null, null)));
                inPurpose |= tokens.Values.Any(sought.Overlaps);
            }
            // Not in which cases: else who guesses names in a purpose would be told where they stand.
            if (inPurpose) places.Insert(0, new NamePlace(null, null, null, null));
        }
        var findings = Check(places, lines.All(l => Harmless.Cell(l.Pseudonym).Length > 0));
        if (findings.MayGoOn) return;
        await store.Refuse(new Deed(by.PersonId, what) { Detail = Blocked(findings) }).ConfigureAwait(false);
        throw new ExportBlockedException(findings, places);
    }

    private static string Blocked(Findings findings) => string.Join(',', findings.Blocking.Select(b => b.Rule.Id));

    internal Watermark Mark(SignedIn by, string purpose, Language language)
    {
        var local = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), country.TimeZone).DateTime;
        return new Watermark(Harmless.Cell(by.Profile.ShownName), $"{language.Write(DateOnly.FromDateTime(local))} {language.Write(TimeOnly.FromDateTime(local))}", purpose, RecordId.Random());
    }

    internal async Task<Exported> Leave(SignedIn by, string what, RecordId? id, RecordId? unit, byte[] bytes, Watermark mark, string purpose, ExportForm form)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        // Before the bytes are handed out: nothing leaves that the trail does not know.
        await store.Change(new Deed(by.PersonId, what, id, unit) { Detail = $"{form} {mark.Number.ToString()[..8].ToUpperInvariant()} {hash}", Reason = purpose.Trim() }, _ => Task.CompletedTask).ConfigureAwait(false);
        var (media, ending) = form switch
        {
            ExportForm.Pdf => ("application/pdf", "pdf"),
            ExportForm.Graph => ("application/ld+json", "jsonld"),
            ExportForm.Csv => ("text/csv; charset=utf-8", "csv"),
            _ => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        };
        return new Exported(bytes, media, $"export-{mark.Number.ToString()[..8]}.{ending}", hash);
    }
}
