using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace Sala.Benchmarks;

/// <summary>Sends reports over the API, from a loopback address of its own where one is given.</summary>
internal sealed class Sender : IDisposable
{
    private readonly HttpClient client;

    public Sender(Uri address, string? from = null)
    {
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan };
        if (from is not null)
        {
            handler.ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }
        client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    public static object Report(string key, string story) =>
        new { language = "en", idempotencyKey = key, answers = new Dictionary<string, object> { ["kind"] = new[] { "threats" }, ["story"] = story } };

    /// <summary>A story of a thousand characters.</summary>
    public static string Story { get; } = string.Concat(Enumerable.Repeat("Someone keeps writing to me and I do not know what to do. ", 20))[..1000];

    /// <returns>The receipt, or null when it was not accepted.</returns>
    public async Task<string?> Send(string key, string story)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/reports", Report(key, story));
        if (response.StatusCode != System.Net.HttpStatusCode.Created) return null;
        using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        return json.RootElement.GetProperty("receipt").GetString();
    }

    public async Task<bool> Open(string receipt)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/conversation", new { receipt });
        return response.IsSuccessStatusCode;
    }

    public void Dispose() => client.Dispose();
}
