using Microsoft.AspNetCore.Mvc;
using Sala.Operation;
using Sala.Web.Access;
using Sala.Web.Flood;

namespace Sala.Web.Agencies;

/// <summary>Name, password and code on one page, and one answer to every wrong combination.</summary>
[OpenToAll(Because = "nobody is signed in before; one answer for every wrong name, password and code")]
[HeldWhenFlooded]
public sealed class SignInModel(Installation sala) : WorkPage(sala)
{
    private const int Longest = 256;

    /// <summary>The browser still holds the cookie of a session that has ended.</summary>
    public bool Ended { get; private set; }
    public bool Wrong { get; private set; }
    public bool SignedOut => Request.Query.ContainsKey("out");

    /// <summary>The made-up staff, in the demonstration alone.</summary>
    public IReadOnlyList<DemonstrationPerson> Made { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        using var by = await StaffCookie.Resume(HttpContext, Sala.SignIn).ConfigureAwait(false);
        if (by is not null) return SeeOther(HomeOf(by));
        Ended = StaffCookie.Secret(Request) is not null;
        if (Ended) StaffCookie.Clear(HttpContext);
        Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? password, string? code)
    {
        var secret = await Sala.SignIn.Open(Cut(name), Cut(password), Cut(code)).ConfigureAwait(false);
        if (secret is null)
        {
            Wrong = true;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            Load();
            return Page();
        }
        StaffCookie.Set(HttpContext, secret);
        using var by = await Sala.SignIn.Resume(secret).ConfigureAwait(false);
        return SeeOther(HomeOf(by!));
    }

    public string CodeOf(DemonstrationPerson person) => person.Code(Sala.Clock.GetUtcNow());

    private void Load()
    {
        if (!Sala.IsDemonstration || Sala.Store.SqlitePath is not { } file) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (Demonstration.IsIn(folder)) Made = Demonstration.StaffOf(folder);
    }

    private static string Cut(string? typed) => typed is null ? "" : typed.Length <= Longest ? typed : typed[..Longest];
}
