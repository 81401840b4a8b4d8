using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>Presses that stay on the page: update what follows from an answer, look in a long list, add or remove one of several things.</summary>
public static class PageTurn
{
    /// <summary>Whether that button stays on the page.</summary>
    public static bool Stays(string deed) => deed is "update" or "find" or "add" or "remove";

    /// <summary>Does it. What can be taken of what was typed is kept in the session; nothing is complained of yet.</summary>
    /// <returns>What stands in the fields though it was not taken.</returns>
    public static Dictionary<string, string> Stay(FormSession session, FormStep step, PostedPage posted)
    {
        if (posted.Deed == "find") return new(posted.Typed);
        var refused = session.Take(step, posted.Typed).Select(p => p.Question).Where(posted.Typed.ContainsKey).ToDictionary(q => q, q => posted.Typed[q]);
        if (posted.Deed == "remove")
        {
            session.RemoveInstance(posted.Target);
            return []; // those behind it moved up: what was typed would stand in another's place
        }
        if (posted.Deed == "add" && posted.Target.Split(' ') is [var repeat, .. var within]) session.AddInstance(repeat, within.Length == 0 ? "" : within[0]);
        return refused;
    }

    /// <summary>What to tell about an answer that was not taken: the form's own words, else ours for how this page asks, else the engine's.</summary>
    public static string Message(AnswerProblem problem, Language language, Texts texts, DateOnly today) => problem.Code switch
    {
        AnswerCode.NotADate => texts.Say("field.not_a_day", ("example", language.Write(today))),
        AnswerCode.NotAPlace => texts["field.not_a_place"],
        _ => problem.Message(language.Code),
    };
}
