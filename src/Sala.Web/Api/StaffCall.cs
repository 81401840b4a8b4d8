using System.Text.Json;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Cases.Forms;
using Sala.Countries;
using Sala.Data;
using Sala.Operation;
using Sala.Safeguards;
using Sala.Vault;

namespace Sala.Web.Api;

/// <summary>One call of a program that acts for a member of staff: who, in which language, on which records. What the domain refuses becomes a problem in that language.</summary>
internal sealed class StaffCall
{
    /// <summary>Refusals that come from what somebody else did meanwhile: both stand, and who comes second looks again.</summary>
    private static readonly HashSet<string> Conflicts = ["case.changed", "case.rekeyed", "case.opened", "merge.merged", "merge.parted", "referral.ended", "hold.ended", "room.taken", "person.changed"];

    private readonly HttpContext context;

    private StaffCall(HttpContext context, Installation sala)
    {
        (this.context, Sala) = (context, sala);
        By = context.Features.Get<SignedIn>() ?? throw new InvalidOperationException("Nobody is signed in: the endpoint declares the wrong policy.");
        Language = Asked(context.Request, sala.Country);
        T = sala.Country.Texts(Language.Code);
    }

    public Installation Sala { get; }
    public SignedIn By { get; }

    /// <summary>The first language of Accept-Language that the country has; else its own first one.</summary>
    public Language Language { get; }
    public Texts T { get; }

    public HttpRequest Request => context.Request;

    /// <summary>A record that the address names.</summary>
    public RecordId Id(string name = "id") => RecordId.TryParse(Route(name), out var id) ? id : throw new NotForYouException();

    /// <summary>A field of the query; null where it is left out.</summary>
    public string? Asked(string field) => Request.Query[field].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>A code in the query; null where it is left out.</summary>
    /// <exception cref="FieldNotTakenException">It is none of the codes.</exception>
    public T? Asked<T>(string field) where T : struct, Enum =>
        Asked(field) is not { } text ? null : Enum.GetValues<T>().Cast<T?>().FirstOrDefault(v => ApiFormat.Code(v!.Value) == text) ?? throw new FieldNotTakenException($"{field}: one of {string.Join(", ", Enum.GetValues<T>().Select(ApiFormat.Code))}.");

    /// <summary>A day of a body.</summary>
    /// <exception cref="FieldNotTakenException">It is not written as one.</exception>
    public static DateOnly Day(string field, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day
        : throw new FieldNotTakenException($"{field}: a day, written as 2026-11-24. Nothing was stored.");

    /// <summary>Runs one call; whatever is refused is answered as a problem.</summary>
    public static async Task Answer(HttpContext context, Installation sala, Func<StaffCall, Task> work)
    {
        var call = new StaffCall(context, sala);
        try
        {
            if (context.GetRouteData().Values.Values.Any(v => !RecordId.TryParse(v as string, out _)))
            {
                await sala.Store.Refuse(new Deed(call.By.PersonId, "endpoint")).ConfigureAwait(false);
                throw new NotForYouException();
            }
            await work(call).ConfigureAwait(false);
        }
        catch (FieldNotTakenException wrong)
        {
            await Problem.Write(context, 422, "field-not-taken", wrong.Message).ConfigureAwait(false);
        }
        catch (RefusedByRuleException refused)
        {
            await Problem.Write(context, 422, refused.Code, call.Words(refused), rules: call.InTheWay(refused.Findings.Blocking)).ConfigureAwait(false);
        }
        catch (RefusedException refused)
        {
            await Problem.Write(context, refused.Code == "step-up" ? 403 : Conflicts.Contains(refused.Code) ? 409 : 422, refused.Code, call.Words(refused)).ConfigureAwait(false);
        }
        catch (StepBlockedException blocked)
        {
            await Problem.Write(context, 422, "step.blocked", call.T["refusals.step.blocked"], rules: call.InTheWay(blocked.Findings.Blocking)).ConfigureAwait(false);
        }
        catch (ExportBlockedException blocked)
        {
            await Problem.Write(context, 422, "export.blocked", call.T["export.blocked"], rules: call.InTheWay(blocked.Findings.Blocking), places: [.. blocked.Places.Select(p => new PlaceOfName(p.CaseId?.ToString(), p.EntryId?.ToString()))]).ConfigureAwait(false);
        }
        catch (OverrideRefusedException refused)
        {
            await Problem.Write(context, 422, "override.refused", call.T["refusals.override.refused"], rules: refused.Finding is { } finding ? call.InTheWay([finding]) : null).ConfigureAwait(false);
        }
        catch (ImportRefusedException refused)
        {
            await Problem.Write(context, 422, "import.refused", call.T["refusals.import.refused"],
                [.. refused.Faults.Select(f => new AnswerFault($"entries[{f.Place.ToString(System.Globalization.CultureInfo.InvariantCulture)}]", f.Code, call.Words(new RefusedException(f.Code, f.Message))))]).ConfigureAwait(false);
        }
        catch (AnswersNotTakenException refused)
        {
            await Problem.Write(context, 422, "answers-not-taken", "Some answers were not taken. Nothing was stored.", [.. refused.Problems.Select(p => new AnswerFault(p.Question, p.Code, p.Message(call.Language.Code)))]).ConfigureAwait(false);
        }
        catch (TooLongToSealException)
        {
            await Problem.Write(context, 413, "too-long", "It is too long together. Nothing was stored.").ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Reads the body in its shape and does the deed; with an idempotency key at most once a day, and sent again it is answered as the first time. What was refused leaves the key free.
    /// </summary>
    /// <param name="deed">Does it, and gives what is answered as JSON; nothing for no content.</param>
    public async Task Do<TBody>(int status, Func<TBody, Task<byte[]>> deed) where TBody : class
    {
        using var body = await ApiBody.Read(context).ConfigureAwait(false);
        if (body is null) return;
        var typed = body.As<TBody>();
        if (Request.Headers[IdempotencyKey.Header].ToString() is not { Length: > 0 } header)
        {
            await Bytes(status, await deed(typed).ConfigureAwait(false)).ConfigureAwait(false);
            return;
        }
        var key = IdempotencyKey.Read(header) ?? throw new FieldNotTakenException($"{IdempotencyKey.Header}: {IdempotencyKey.Rule} Nothing was stored.");
        var what = Request.Path.Value!;
        var (standing, answer) = await Sala.OnceOnly.Begin(By, what, key, body.Bytes).ConfigureAwait(false);
        switch (standing)
        {
            case OnceStanding.OtherBody:
                await Problem.Write(context, 409, "other-body", "This key was used for something else. That is kept; nothing of this was stored.").ConfigureAwait(false);
                return;
            case OnceStanding.Unknown:
                await Problem.Write(context, 409, "not-known", "This was sent before, and it is not known whether it came to an end. Nothing was done again. Look whether it is there.").ConfigureAwait(false);
                return;
            case OnceStanding.Begun:
                try
                {
                    answer = await deed(typed).ConfigureAwait(false);
                }
                catch (Exception refused) when (refused is RefusedException or NotForYouException or StepBlockedException or OverrideRefusedException or ImportRefusedException or AnswersNotTakenException or FieldNotTakenException or TooLongToSealException)
                {
                    await Sala.OnceOnly.Forget(By, what, key).ConfigureAwait(false);
                    throw;
                }
                // An empty answer is told from one that is not there yet.
                await Sala.OnceOnly.End(By, what, key, answer).ConfigureAwait(false);
                break;
        }
        await Bytes(status, answer).ConfigureAwait(false);
    }

    /// <summary>The body in its shape; null when a problem was answered already.</summary>
    public async Task<T?> Body<T>() where T : class
    {
        using var body = await ApiBody.Read(context).ConfigureAwait(false);
        return body?.As<T>();
    }

    private Task Bytes(int status, byte[] json)
    {
        context.Response.StatusCode = status;
        if (json.Length == 0) return Task.CompletedTask;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = json.Length;
        return context.Response.Body.WriteAsync(json).AsTask();
    }

    public Task Json<T>(int status, T value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, ApiFormat.Options);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    public Task File(byte[] bytes, string mediaType, string name)
    {
        context.Response.ContentType = mediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>Words of the pack in the language of the call.</summary>
    public string In(IReadOnlyDictionary<string, string> words) => words.GetValueOrDefault(Language.Code) ?? words.GetValueOrDefault("en", "");

    public IReadOnlyList<MissingShown> Missing(Finding finding) =>
        [.. finding.Missing.Select(m => new MissingShown(m.Code, In(m.Missing), In(m.Mend), ApiFormat.Code(m.OverrideBy)))];

    private IReadOnlyList<RuleInTheWay> InTheWay(IReadOnlyList<Finding> blocking) => [.. blocking.Select(b => new RuleInTheWay(b.Rule.Id, In(b.Rule.Words), Missing(b)))];

    private string Words(RefusedException refused) => T.Keys.Contains($"refusals.{refused.Code}") ? T[$"refusals.{refused.Code}"] : refused.Message;

    private string? Route(string name) => context.GetRouteValue(name) as string;

    private static Language Asked(HttpRequest request, Country country)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.Value ?? "");
        return wanted.Select(l => country.Find(l) ?? country.Find(l.Split('-')[0])).FirstOrDefault(l => l is not null) ?? country.Languages[0];
    }
}
