using System.Security.Cryptography;
using System.Text.Json;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Reports;

/// <summary>What rests of an unfinished report between two requests. Holds a person's words: only ever stored sealed (<see cref="Drafts"/>).</summary>
/// <param name="Way">Who it is about: a choice of the form's question who_for.</param>
/// <param name="At">Address of the page that is asked; empty at the end, where everything can be looked through.</param>
/// <param name="LookedThrough">The end was reached once: from then on an answer leads back there and not through every page again.</param>
/// <param name="Client">What tells this sender from another.</param>
/// <param name="IdempotencyKey">Makes sending twice the same as sending once.</param>
public sealed record UnfinishedState(string Way, string At, bool LookedThrough, byte[] Client, byte[] IdempotencyKey, JsonElement Session);

/// <summary>Why an answer was not taken; the form's or the engine's own words where it is the form that refuses.</summary>
public readonly record struct Refusal(string Question, string Code, AnswerProblem Problem)
{
    public const string EmbeddedFile = "embedded_file";
}

/// <summary>A report as it is being told: one page after another, back and forth, anything passed by. The form decides what is asked; nothing is asked twice.</summary>
public sealed class UnfinishedReport
{
    /// <summary>The question of the form that the way in answers.</summary>
    public const string WayQuestion = "who_for";

    private readonly byte[] client;
    private readonly byte[] idempotencyKey;
    private bool lookedThrough;

    private UnfinishedReport(FormSession session, string way, string at, bool lookedThrough, byte[] client, byte[] idempotencyKey) =>
        (Session, Way, At, this.lookedThrough, this.client, this.idempotencyKey) = (session, way, at, lookedThrough, client, idempotencyKey);

    public FormSession Session { get; }

    public string Way { get; }

    /// <summary>Address of the page that is asked; empty at the end.</summary>
    public string At { get; private set; }

    public bool IsAtEnd => At.Length == 0;

    /// <summary>Pages that come after this one, as the answers stand.</summary>
    public int Left => Session.Steps.Count - 1 - Place(At);

    public bool HasBefore => IsAtEnd || Place(At) > 0;

    public Urgency Urgency => Telling.UrgencyOf(Session);

    /// <summary>Whether the form has this way in.</summary>
    public static bool Knows(Form form, string? way) => way is not null && form.Find(WayQuestion) is { } question && question.Choices.Any(c => c.Name == way);

    public static UnfinishedReport Begin(Form form, TimeProvider clock, string way)
    {
        var session = form.Start(clock, RandomNumberGenerator.GetInt32(int.MaxValue), new Dictionary<string, string> { [WayQuestion] = way });
        return new(session, way, session.Steps.Count > 0 ? session.Steps[0].Address : "", false, RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));
    }

    /// <exception cref="FormException">The state is none of this form.</exception>
    public static UnfinishedReport Resume(Form form, TimeProvider clock, UnfinishedState state)
    {
        var session = FormSession.Restore(form, state.Session.GetRawText(), clock);
        var report = new UnfinishedReport(session, state.Way, state.At, state.LookedThrough, state.Client, state.IdempotencyKey);
        if (!report.IsAtEnd && report.Place(report.At) < 0) report.At = session.Steps.Count > 0 ? session.Steps[0].Address : "";
        return report;
    }

    public UnfinishedState Rest()
    {
        using var document = JsonDocument.Parse(Session.Serialise());
        return new(Way, At, lookedThrough, client, idempotencyKey, document.RootElement.Clone());
    }

    /// <summary>The report as it is sent.</summary>
    public Sending ToSend(string language) => new(Session, language, client, idempotencyKey);

    /// <summary>The page of that address, as the answers stand; null where it is not asked.</summary>
    public FormStep? StepAt(string at) => Place(at) is >= 0 and var place ? Session.Steps[place] : null;

    /// <summary>Takes what was typed on a page and goes on. What is left blank is passed by. Where an answer is refused, or brings up more questions on the page, it stays there; what could be taken is kept.</summary>
    /// <param name="at">The page that was answered: an older one when a person went back in the browser.</param>
    /// <param name="typed">By address of the question.</param>
    public IReadOnlyList<Refusal> Take(string at, IReadOnlyDictionary<string, string> typed)
    {
        if (StepAt(at) is not { } step) return [];
        At = at;
        var asked = AskedOn(step);
        var files = asked.Where(a => EmbeddedFile.IsIn(typed.GetValueOrDefault(a))).ToHashSet();
        Refusal[] refused =
        [
            .. files.Select(f => new Refusal(f, Refusal.EmbeddedFile, default)),
            .. Session.Take(step, asked.Where(a => !files.Contains(a)).ToDictionary(a => a, a => typed.GetValueOrDefault(a) ?? "")).Select(p => new Refusal(p.Question, p.Code, p)),
        ];
        if (refused.Length == 0 && AskedOn(step).All(asked.Contains)) GoOn();
        return refused;
    }

    /// <summary>Passes a page by; what was answered there is taken back.</summary>
    public void Skip(string at) => Take(at, new Dictionary<string, string>());

    /// <summary>The page before.</summary>
    public void Back(string at)
    {
        var place = at.Length == 0 ? Session.Steps.Count : Place(at);
        if (place > 0) At = Session.Steps[place - 1].Address;
    }

    /// <summary>From the end to one page, to change what was said there.</summary>
    public void Change(string at)
    {
        if (Place(at) >= 0) At = at;
    }

    private void GoOn()
    {
        for (var place = Place(At) + 1; place < Session.Steps.Count; place++)
        {
            var step = Session.Steps[place];
            if (lookedThrough && AskedOn(step).All(a => Session.Answer(a) is not null || Session.IsSkipped(a))) continue;
            At = step.Address;
            return;
        }
        (At, lookedThrough) = ("", true);
    }

    // Addresses of what a person can answer: no file is ever taken.
    private List<string> AskedOn(FormStep step) => [.. Session.PartsOn(step).SelectMany(p => p.Questions).Where(p => p.Question is { IsAnswered: true, IsFile: false }).Select(p => p.Address)];

    private int Place(string at)
    {
        var steps = Session.Steps;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Address == at) return i;
        }
        return -1;
    }
}
