using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Web.Api;

/// <summary>What the API answered.</summary>
internal sealed record Answered(HttpStatusCode Status, string? MediaType, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public string Id => Json.GetProperty("id").GetString()!;

    /// <summary>The kind of a problem, without what stands before each.</summary>
    public string Kind => Json.GetProperty("type").GetString()!.Replace("urn:sala:problem:", "", StringComparison.Ordinal);
}

/// <summary>A program that acts for one of the made-up staff, over real HTTP.</summary>
internal sealed class StaffProgram : IDisposable
{
    private readonly HttpClient client;
    private readonly FilledSala sala;
    private readonly string name;

    private StaffProgram(Uri address, FilledSala sala, string name, string language)
    {
        (this.sala, this.name) = (sala, name);
        client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    /// <summary>Told of each call, to hold it against the description.</summary>
    public Action<string, string, Answered>? Seen { get; set; }

    public static async Task<StaffProgram> SignedIn(Uri address, FilledSala sala, string name, string language = "en", Action<string, string, Answered>? seen = null)
    {
        var program = new StaffProgram(address, sala, name, language) { Seen = seen };
        var opened = await program.Post("/api/v1/session", new { name, password = sala.Person(name).Password, code = program.NewCode() });
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        program.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", opened.Json.GetProperty("token").GetString());
        return program;
    }

    /// <summary>Nobody: no session at all.</summary>
    public static StaffProgram Nobody(Uri address, FilledSala sala) => new(address, sala, "", "en");

    public async Task StepUp() => Assert.Equal(HttpStatusCode.NoContent, (await Post("/api/v1/session/step-up", new { password = sala.Person(name).Password, code = NewCode() })).Status);

    public Task<Answered> Get(string path) => Send(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answered> Post(string path, object body) => PostText(path, JsonSerializer.Serialize(body));

    /// <summary>A deed under a key of the program's own.</summary>
    public Task<Answered> PostOnce(string path, object body, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Send(request);
    }

    public Task<Answered> PostText(string path, string json) => Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public Task<Answered> PostBytes(string path, byte[] json)
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });
    }

    private async Task<Answered> Send(HttpRequestMessage request)
    {
        using var message = request;
        using var answer = await client.SendAsync(message, TestContext.Current.CancellationToken);
        var answered = new Answered(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Seen?.Invoke(message.Method.Method, message.RequestUri!.AbsolutePath, answered);
        return answered;
    }

    private string NewCode()
    {
        sala.Clock.Move(TimeSpan.FromSeconds(31));
        return sala.Person(name).Code(sala.Clock.Now);
    }

    public void Dispose() => client.Dispose();
}
