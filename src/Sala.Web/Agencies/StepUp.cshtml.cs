using Microsoft.AspNetCore.Mvc;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>Password and a new code again, before an export or a break-glass; then back to where one was.</summary>
[ForStaff]
public sealed class StepUpModel(Installation sala) : WorkPage(sala)
{
    public string To { get; private set; } = "/work";
    public bool Wrong { get; private set; }

    public void OnGet(string? to) => To = Local(to);

    public async Task<IActionResult> OnPostAsync(string? password, string? code, string? to)
    {
        To = Local(to);
        if (await Sala.SignIn.StepUp(StaffCookie.Secret(Request)!, By, password ?? "", code ?? "").ConfigureAwait(false)) return SeeOther(To);
        Wrong = true;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>Only our own pages for staff: an address from elsewhere could lead away.</summary>
    private string Local(string? to) =>
        to is not null && Url.IsLocalUrl(to) && (to == "/work" || to.StartsWith("/work/", StringComparison.Ordinal) || to.StartsWith("/work?", StringComparison.Ordinal)) && !to.Any(char.IsControl) ? to : HomeOf(By);
}
