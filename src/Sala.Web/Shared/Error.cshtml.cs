using Sala.Help;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Reports;

namespace Sala.Web;

/// <summary>What went wrong, in plain words and in the reader's language; whose fault it is not.</summary>
[OpenToAll(Because = "says what went wrong; holds nothing")]
public sealed class ErrorModel(Installation sala, ServiceDirectory directory) : ChildPage(sala, directory)
{
    private int Status => HttpContext.Items[typeof(ErrorPages)] is int status ? status : StatusCodes.Status404NotFound;

    protected override string Elsewhere => "";

    public bool IsFile => HttpContext.Items.ContainsKey(BodyGate.RefusedFile);

    /// <summary>The text that says it.</summary>
    public string Key => IsFile ? "image.headline" : Status switch
    {
        404 or 405 => "errors.missing",
        413 => "errors.too_big",
        429 or 503 => "errors.wait",
        >= 500 => "errors.broken",
        _ => "errors.unreadable",
    };

    public void OnGet() => Response.StatusCode = Status;
}
