using Microsoft.AspNetCore.Mvc;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>What staff see when something is not there for them, or went wrong.</summary>
[OpenToAll(Because = "says that something is not there, to whoever asked")]
public sealed class ErrorModel(Installation sala) : WorkPage(sala)
{
    public string Kind { get; private set; } = "missing";

    public IActionResult OnGet()
    {
        var status = HttpContext.Items[typeof(WorkErrors)] as int? ?? StatusCodes.Status404NotFound;
        Response.StatusCode = status;
        Kind = status switch { 401 => "ended", 404 or 405 => "missing", 413 => "too_big", 503 => "wait", >= 500 => "broken", _ => "unreadable" };
        return Page();
    }
}
