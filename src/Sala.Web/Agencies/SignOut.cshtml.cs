using Microsoft.AspNetCore.Mvc;
using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Agencies;

/// <summary>Ends the session.</summary>
[ForStaff]
public sealed class SignOutModel(Installation sala) : WorkPage(sala)
{
    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Sala.SignIn.End(StaffCookie.Secret(Request)!, By).ConfigureAwait(false);
        StaffCookie.Clear(HttpContext);
        return SeeOther("/work/sign-in?out");
    }
}
