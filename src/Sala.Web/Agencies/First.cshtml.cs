using Microsoft.AspNetCore.Mvc;
using Sala.Agencies;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Flood;

namespace Sala.Web.Agencies;

/// <summary>The one-time sign-in: the person's own pair, authenticator and recovery key are made, and shown once.</summary>
[OpenToAll(Because = "whoever was named holds a one-time sign-in and nothing else")]
[HeldWhenFlooded]
public sealed class FirstModel(Installation sala) : WorkPage(sala)
{
    public FirstKeys? Keys { get; private set; }
    public bool Wrong { get; private set; }
    public string Name { get; private set; } = "";
    public string Code { get; private set; } = "";

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? code, string? password, string? again)
    {
        (Name, Code) = (name ?? "", code ?? "");
        try
        {
            if (password != again) throw new RefusedException("password.differs", "The two passwords differ. Nothing was changed.");
            Keys = await Sala.SignIn.First(Name, Code, password ?? "").ConfigureAwait(false);
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
