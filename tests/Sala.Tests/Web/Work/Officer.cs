using System.Net;
using Microsoft.EntityFrameworkCore;
using Sala.Audit;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;

namespace Sala.Tests.Web.Work;

/// <summary>The real clock, moved ahead.</summary>
internal sealed class MovedClock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}

/// <summary>A page as a browser got it.</summary>
internal sealed record Seen(HttpStatusCode Status, string Text, Uri? Location, HttpResponseMessage Answer);

/// <summary>A member of the made-up staff with a browser of their own.</summary>
internal sealed class Officer(RunningSala sala, MovedClock clock, DemonstrationPerson person) : IDisposable
{
    private readonly HttpClient browser = sala.Browser(follow: false);

    public DemonstrationPerson Person => person;

    /// <summary>A code that was not used yet: the clock goes on by a step of the authenticator.</summary>
    public string NewCode()
    {
        clock.Ahead += TimeSpan.FromSeconds(31);
        return person.Code(clock.GetUtcNow());
    }

    public async Task SignIn()
    {
        var seen = await Post("/work/sign-in", ("name", person.SignInName), ("password", person.Password), ("code", NewCode()));
        Assert.Equal(HttpStatusCode.SeeOther, seen.Status);
        // A program has no cookies: the same session is named in a header.
        Token = seen.Answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).Single(c => c.StartsWith("work=", StringComparison.Ordinal))["work=".Length..];
    }

    /// <summary>The session, as a program names it.</summary>
    public string? Token { get; private set; }

    /// <summary>A call of the API.</summary>
    public Task<Seen> Call(string path, string json) => Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") });

    public Task<Seen> StepUp() => Post("/work/step-up", ("password", person.Password), ("code", NewCode()), ("to", "/work/units"));

    public Task<Seen> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Seen> Post(string path, params (string Name, string Value)[] fields) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) });

    public void Dispose() => browser.Dispose();

    private async Task<Seen> Send(HttpRequestMessage request)
    {
        request.Headers.Add("Cookie", "work-language=en");
        request.Headers.Add("Accept-Language", "en");
        if (Token is not null && request.RequestUri!.OriginalString.StartsWith("/api/", StringComparison.Ordinal)) request.Headers.Add("Authorization", $"Bearer {Token}");
        var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        return new(answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.Headers.Location, answer);
    }
}

/// <summary>A server with moved clock, its staff, and children who tell.</summary>
internal sealed class WorkingSala : IAsyncDisposable
{
    private readonly List<Officer> officers = [];

    private WorkingSala(RunningSala running, MovedClock clock) => (Running, Clock) = (running, clock);

    public RunningSala Running { get; }
    public MovedClock Clock { get; }
    public Installation Sala => Running.Installation;

    public static async Task<WorkingSala> Start()
    {
        var clock = new MovedClock();
        return new(await RunningSala.Start(clock: clock), clock);
    }

    public async Task<Officer> Officer(string name)
    {
        var officer = Stranger(name);
        await officer.SignIn();
        return officer;
    }

    /// <summary>Somebody who has not signed in.</summary>
    public Officer Stranger(string name)
    {
        var officer = new Officer(Running, Clock, Running.Staff.Single(s => s.SignInName == name));
        officers.Add(officer);
        return officer;
    }

    public async Task<(RecordId Id, Receipt Receipt)> Tells(string story, string area = "TH-10", string language = "en")
    {
        var session = Sala.ReportForm.Start(Clock, 1);
        Assert.Null(session.Set("story", story));
        Assert.Null(session.Set("province", area));
        var known = Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        var sent = await Sala.Telling.Send(new Sending(session, language, RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray()));
        return (Sala.Board.Rows.Single(r => !known.Contains(r.Id)).Id, sent.Receipt);
    }

    public async Task<IReadOnlyList<AuditEntry>> Refusals(string? deed = null)
    {
        await using var data = Sala.Store.Read();
        return await data.AuditEntries.Where(e => e.Refused && (deed == null || e.Deed == deed)).OrderBy(e => e.Number).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var officer in officers) officer.Dispose();
        await Running.DisposeAsync();
    }
}
