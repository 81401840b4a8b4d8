using Sala.Operation;

namespace Sala.Web.Reports;

/// <summary>Leaving quickly: ends the visit on our side, then goes to the neutral page of the pack. After it, the way back leads there too.</summary>
public static class Leaving
{
    public static async Task Leave(HttpContext context, Visits visits, Installation sala, string language)
    {
        await visits.End(context).ConfigureAwait(false);
        Left.Mark(context);
        context.Response.Redirect(sala.Country.Language(language).LeaveTo.AbsoluteUri);
    }
}
