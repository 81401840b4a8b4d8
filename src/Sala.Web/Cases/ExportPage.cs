using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Cases.Exports;
using Sala.Operation;
using Sala.Safeguards;
using Sala.Web.Agencies;

namespace Sala.Web.Cases;

/// <summary>What both pages have by which something leaves: a purpose, and which rule stood against it and where.</summary>
public abstract class ExportPage(Installation sala) : WorkPage(sala)
{
    [BindProperty] public string? Purpose { get; set; }

    /// <summary>The rules that stood against it; empty when none did.</summary>
    public IReadOnlyList<Finding> Blocking { get; private set; } = [];

    /// <summary>Where a name stands: never the name.</summary>
    public IReadOnlyList<NamePlace> Places { get; private set; } = [];

    public string InWords(NamePlace place) => place.EntryId is not { } entry ? T[place.CaseId is null ? "export.in_list_purpose" : "export.in_purpose"]
        : T.Say("export.in_entry", ("kind", T[$"export.{place.Kind!.Value.ToString().ToLowerInvariant()}"]), ("part", T[$"part.{place.Part!.Value.ToString().ToLowerInvariant()}"]), ("number", entry.ToString()[..8].ToUpperInvariant()));

    /// <summary>The file, or this page again with why not and all that was typed.</summary>
    protected async Task<IActionResult> Take(Func<Task<Exported>> export, Func<Task> again)
    {
        try
        {
            var exported = await export().ConfigureAwait(false);
            return File(exported.Bytes, exported.MediaType, exported.FileName);
        }
        catch (RefusedException refused)
        {
            return await Refused(refused, again).ConfigureAwait(false);
        }
        catch (ExportBlockedException blocked)
        {
            (Blocking, Places) = (blocked.Findings.Blocking, blocked.Places);
            await again().ConfigureAwait(false);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }
}
