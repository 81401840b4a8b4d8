using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases;

/// <summary>Cases for programs that act for a member of staff: the same deeds as the pages, the same refusals, each in the trail.</summary>
internal static class CasesApi
{
    private const string One = "/api/v1/cases/{id}";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);
    private static readonly ForAttribute Leads = new(Roles.Lead);

    public static void MapCasesApi(this IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/cases", Caseworkers, "List cases", "Those that open for this person, the urgent first.", async call =>
        {
            var lines = await call.Sala.Cases.Mine(call.By).ConfigureAwait(false);
            return new CaseList(lines.Count, [.. lines.Select(CaseListed.Of)]);
        });
        app.Makes<CaseToOpen, Made>("/api/v1/cases", Caseworkers, "Open a case from a report", "By who works on the report. What was told is sealed anew under the intake part.",
            async (call, body) => new Made(await call.Sala.Cases.Open(call.By, body.Report, body.Pseudonym).ConfigureAwait(false)));
        app.Reads(One, Caseworkers, "Read a case", "As far as it opens for this person. The reading is in the trail.",
            async call => CaseShown.Of(await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false)));
        app.Does<StageToSet>($"{One}/stage", Caseworkers, "Move a case on", "Closing is planned as a step, so that nothing is left open.", (call, body) => call.Sala.Cases.SetStage(call.By, call.Id(), body.Stage));
        app.Makes<CaseToImport, Imported>($"{One}/import", Caseworkers, "Take over what another system holds of a case", "All of it or nothing. What is refused is named by its place. A step comes in as a plan that has not begun.",
            async (call, body) => new Imported(await call.Sala.CaseImport.Run(call.By, call.Id(), [.. body.Entries.Select(e => new ImportedEntry(e.Part, e.Kind, e.ToBody()))]).ConfigureAwait(false)));
        MapEntries(app);
        MapHolders(app);
        MapFiles(app);
        app.Gives<CaseToExport>($"{One}/exports", Caseworkers, "Take a case out", "As PDF, or for investigators as a CASE/UCO graph; with pseudonyms (rule C3), for a purpose, after a step-up.", ["application/pdf", "application/ld+json"], async (call, body) =>
            Handed(await call.Sala.Exporting.Case(call.By, call.Id(), body.Form == CaseExportForm.Graph ? ExportForm.Graph : ExportForm.Pdf, body.Purpose, call.Language).ConfigureAwait(false)));
        app.Gives<ListToExport>("/api/v1/exports", Caseworkers, "Take the list of cases out", "As CSV or as an Excel workbook, safe from formulas; with pseudonyms (rule C3), for a purpose, after a step-up.",
            ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"], async (call, body) =>
            Handed(await call.Sala.Exporting.List(call.By, body.Form == ListExportForm.Excel ? ExportForm.Excel : ExportForm.Csv, body.Purpose, call.Language).ConfigureAwait(false)));
    }

    private static void MapEntries(IEndpointRouteBuilder app)
    {
        app.Makes<EntryToWrite, Made>($"{One}/entries", Caseworkers, "Write into a case", "What goes through rules of its own (a step, an account, an objection, a grant) has an address of its own and is refused here.",
            async (call, body) => new Made(await call.Sala.Cases.Write(call.By, call.Id(), body.Part, body.Kind, body.ToBody()).ConfigureAwait(false)));
        app.Reads($"{One}/entries/{{entry}}", Caseworkers, "Read an entry with its earlier versions", "Oldest first.",
            async call => new EntryHistory([.. (await call.Sala.Cases.History(call.By, call.Id(), call.Id("entry")).ConfigureAwait(false)).Select(EntryShown.Of)]));
        app.Does<EntryToChange>($"{One}/entries/{{entry}}", Caseworkers, "Change an entry", "What stood before stays as a version. Who comes second is refused (409), and nothing is overwritten.",
            (call, body) => call.Sala.Cases.Change(call.By, call.Id(), call.Id("entry"), body.Version, body.ToBody()));
    }

    private static void MapHolders(IEndpointRouteBuilder app)
    {
        app.Does<PartToGive>($"{One}/grants", Caseworkers, "Give a part of a case", "By who leads the unit or opened the case.",
            (call, body) => call.Sala.Cases.Give(call.By, call.Id(), body.Part, body.Person, body.Purpose, body.Until, body.Authority is { } a ? new Authority(a.Kind, a.Document) : null));
        app.Does<PartToEnd>($"{One}/grants/end", Caseworkers, "End a person's reading of a part", "What is written from then on is under a new key.", (call, body) => call.Sala.Cases.Revoke(call.By, call.Id(), body.Part, body.Person));
        app.Does<ObjectionToRecord>($"{One}/objections", Caseworkers, "Write down that the child does not want a person", "Their access ends at once, and they stand on no team (rule I3).", (call, body) => call.Sala.Planning.RecordObjection(call.By, call.Id(), body.Person));
    }

    private static void MapFiles(IEndpointRouteBuilder app)
    {
        app.Reads($"{One}/files", Caseworkers, "Other files of the same child", "As far as they open for this person.", async call =>
        {
            await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false);
            var files = await call.Sala.Merging.Of(call.By, call.Id()).ConfigureAwait(false);
            return new FilesShown(files.Into is { } into ? CaseListed.Of(into) : null, [.. files.Behind.Select(CaseListed.Of)]);
        });
        app.Does<FileToMerge>($"{One}/merge", Leads, "Put a second file of the same child behind this one", "Nothing is moved; it can be parted again.", (call, body) => call.Sala.Merging.Merge(call.By, call.Id(), body.Duplicate, body.Reason));
        app.Does<FileToPart>($"{One}/part", Leads, "Part this file from the one that it stands behind", "Each reads then what they read before.", (call, body) => call.Sala.Merging.Part(call.By, call.Id(), body.Reason));
    }

    private static (byte[] Bytes, string MediaType, string Name) Handed(Exported exported) => (exported.Bytes, exported.MediaType, exported.FileName);
}

/// <summary>How a case leaves.</summary>
public enum CaseExportForm
{
    Pdf,
    Graph,
}

/// <summary>How the list leaves.</summary>
public enum ListExportForm
{
    Csv,
    Excel,
}

/// <summary>A case that is taken out, and what for.</summary>
public sealed record CaseToExport(CaseExportForm Form, string Purpose);

/// <summary>The list that is taken out, and what for.</summary>
public sealed record ListToExport(ListExportForm Form, string Purpose);
