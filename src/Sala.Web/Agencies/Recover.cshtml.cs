using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Flood;

namespace Sala.Web.Agencies;

/// <summary>A lost password or telephone: the printed recovery key sets new ones. The pair stays, so what was readable stays readable.</summary>
[OpenToAll(Because = "whoever lost the password holds the printed recovery key; one answer for every wrong one")]
[HeldWhenFlooded]
public sealed class RecoverModel(Installation sala) : WorkPage(sala)
{
    public FirstKeys? Keys { get; private set; }
    public bool Wrong { get; private set; }
    public string Name { get; private set; } = "";

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? key, string? password, string? again)
    {
        Name = name ?? "";
        try
        {
            if (password != again) throw new RefusedException("password.differs", "The two passwords differ. Nothing was changed.");
            Keys = await Sala.SignIn.Recover(Name, key ?? "", password ?? "").ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            Refuse(refused);
            return Page();
        }
        Wrong = Keys is null;
        if (Wrong) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
