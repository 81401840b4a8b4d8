using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>
/// Somebody's way through a form, page after page, back and forth: for every form but the child's report, which has its own (UnfinishedReport). Holds what a person wrote.
/// </summary>
public sealed class FormWalk(FormSession session)
{
    private const string PreferNotToSay = "99";

    public FormSession Session { get; } = session;

    /// <summary>Address of the page that is shown; empty at the end.</summary>
    public string At { get; private set; } = session.Steps.Count > 0 ? session.Steps[0].Address : "";

    public bool IsAtEnd => At.Length == 0;

    public bool HasBefore => IsAtEnd ? Session.Steps.Count > 0 : Place(At) > 0;

    /// <summary>The page that is shown; null at the end.</summary>
    public FormStep? Step => Place(At) is >= 0 and var place ? Session.Steps[place] : null;

    public Dictionary<string, string> Typed { get; private set; } = [];
    public IReadOnlyList<AnswerProblem> Refused { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Searched { get; private set; } = new Dictionary<string, string>();
    public bool HasGrown { get; private set; }

    /// <summary>The walk as it rests between two requests, beside its session.</summary>
    public WalkState Rest() => new(At, Typed, [.. Refused.Select(p => p.Question)], Searched, HasGrown);

    /// <summary>The walk as it rested. What was refused is asked of the form again, so that it is said in the language of today.</summary>
    public static FormWalk Resume(FormSession session, WalkState state)
    {
        var walk = new FormWalk(session) { Typed = new(state.Typed), Searched = state.Searched, HasGrown = state.HasGrown };
        walk.At = state.At.Length == 0 || walk.Place(state.At) >= 0 ? state.At : walk.At;
        if (walk.Step is { } step && state.Refused.Count > 0) walk.Refused = session.Take(step, state.Refused.ToDictionary(q => q, q => state.Typed.GetValueOrDefault(q) ?? ""));
        return walk;
    }

    /// <summary>The page as it is shown in a language; null at the end.</summary>
    /// <param name="today">For examples in messages.</param>
    public FormPage? Page(Language language, Texts texts, DateOnly today) => Step is not { } step ? null : new(Session, step, language, texts)
    {
        Typed = Typed, Searched = Searched, HasGrown = HasGrown, Refused = Refused.ToDictionary(p => p.Question, p => PageTurn.Message(p, language, texts, today)),
    };

    /// <summary>Does what was pressed on a page.</summary>
    /// <param name="form">What came with it; its field <c>at</c> names the page, an older one when a person went back in the browser.</param>
    /// <param name="today">For examples in messages.</param>
    public void Press(IFormCollection form, Language language, Texts texts, DateOnly today)
    {
        var at = form["at"].ToString();
        if (at.Length > 0 && Place(at) >= 0) At = at;
        Session.Language = language.Code;
        if (Page(language, texts, today) is not { } page)
        {
            if (form["do"] == "back") Back();
            return;
        }
        var posted = PostedPage.Read(form, page);
        (Typed, Refused, Searched, HasGrown) = ([], [], posted.Searched, false);
        var step = page.Step;
        var asked = page.Controls.Select(c => c.Address).ToHashSet();
        if (PageTurn.Stays(posted.Deed))
        {
            var steps = Session.Steps.Count;
            Typed = PageTurn.Stay(Session, step, posted);
            // In a form of one question a page, another thing begins on a page of its own, and the page of a removed one is gone.
            if (posted.Deed == "add" && !step.Page.IsFieldList && Session.Steps.Count > steps) Go(Place(At) + 1);
            else if (Place(At) < 0 || posted.Deed == "remove" && !step.Page.IsFieldList) Go(Math.Min(Place(At) < 0 ? 0 : Place(At), Session.Steps.Count - 1));
        }
        else if (posted.Deed == "back") Back();
        else
        {
            var typed = posted.Deed == "skip" ? page.Controls.ToDictionary(c => c.Address, Skipped) : posted.Typed;
            Refused = Session.Take(step, typed);
            Typed = Refused.ToDictionary(p => p.Question, p => typed.GetValueOrDefault(p.Question) ?? "");
            HasGrown = Refused.Count == 0 && posted.Deed == "next" && Place(step.Address) >= 0 && Page(language, texts, today)!.Controls.Any(c => !asked.Contains(c.Address));
            if (Refused.Count == 0 && posted.Deed == "end") At = "";
            else if (Refused.Count == 0 && !HasGrown) GoOn(step);
        }
    }

    /// <summary>To a page, to look at it or to change what was said there.</summary>
    public void GoTo(string at)
    {
        if (Place(at) < 0) return;
        (At, Typed, Refused, Searched, HasGrown) = (at, [], [], new Dictionary<string, string>(), false);
    }

    // "Prefer not to say" is a code of its own where the list has it; else nothing is stored.
    private string Skipped(FormPart part) =>
        part.Question.Type is QuestionType.SelectOne or QuestionType.SelectMultiple && Session.ChoicesFor(part.Address) is { Count: < 90 } offered && offered.Any(c => c.Name == PreferNotToSay) ? PreferNotToSay : "";

    private void Back() => Go((IsAtEnd ? Session.Steps.Count : Place(At)) - 1);

    private void GoOn(FormStep from)
    {
        if (Place(from.Address) is >= 0 and var place)
        {
            Go(place + 1);
            return;
        }
        // The page itself is not asked any more after its own answer.
        var next = Session.Next(from.Page);
        At = next is null ? "" : Session.Steps.First(s => s.Page == next).Address;
    }

    private void Go(int place) => At = place >= Session.Steps.Count ? "" : Session.Steps.Count == 0 ? "" : Session.Steps[Math.Max(0, place)].Address;

    private int Place(string at)
    {
        for (var i = 0; i < Session.Steps.Count; i++)
            if (Session.Steps[i].Address == at) return i;
        return -1;
    }
}

/// <summary>Where somebody is in a form, and what stands in its fields though it was not taken. Holds what a person wrote: only ever stored sealed.</summary>
/// <param name="At">Address of the page; empty at the end.</param>
/// <param name="Refused">Addresses of what was refused.</param>
public sealed record WalkState(string At, IReadOnlyDictionary<string, string> Typed, IReadOnlyList<string> Refused, IReadOnlyDictionary<string, string> Searched, bool HasGrown);
