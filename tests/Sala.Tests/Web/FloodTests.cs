using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sala.Web;
using Sala.Web.Flood;

namespace Sala.Tests.Web;

/// <summary>Requirement 4: nobody is turned away because others behind the same address wrote too, and a flood is not felt elsewhere.</summary>
public sealed class FloodTests
{
    [Fact]
    public async Task Thirty_senders_behind_one_address_within_a_minute_are_all_kept_without_delay()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        await Send(client);
        for (var i = 0; i < 30; i++)
        {
            var (status, took) = await Send(client);
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.True(took < TimeSpan.FromMilliseconds(300), $"{i}: {took}");
        }
        Assert.Equal(31, sala.Installation.Board.Rows.Count);
    }

    [Fact]
    public async Task A_flood_of_one_address_leaves_senders_from_elsewhere_under_300_ms_and_loses_nothing_it_accepted()
    {
        await using var sala = await RunningSala.Start();
        using var flooder = From(sala, "127.0.0.9");
        using var child = From(sala, "127.0.0.10");
        await Send(flooder);
        var answers = new ConcurrentBag<HttpStatusCode>();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        // 84 a second are 5,000 a minute.
        var flood = Task.Run(async () =>
        {
            var sent = new List<Task>();
            var clock = Stopwatch.StartNew();
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                sent.Add(Task.Run(async () => answers.Add((await Send(flooder)).Status)));
                var due = TimeSpan.FromSeconds(i / 84.0) - clock.Elapsed;
                if (due > TimeSpan.Zero) await Task.Delay(due);
            }
            await Task.WhenAll(sent);
        });
        await Task.Delay(2000);
        var times = new List<TimeSpan>();
        var kept = 0;
        while (!end.IsCancellationRequested)
        {
            var (status, took) = await Send(child);
            Assert.Equal(HttpStatusCode.Created, status);
            kept++;
            times.Add(took);
            await Task.Delay(250);
        }
        await flood;

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"elsewhere: median {times[times.Count / 2].TotalMilliseconds:F0} ms, 95 % {times[times.Count * 95 / 100].TotalMilliseconds:F0} ms, longest {times[^1].TotalMilliseconds:F0} ms of {times.Count}; flood: {answers.Count(a => a == HttpStatusCode.Created)} kept, {answers.Count(a => a == HttpStatusCode.ServiceUnavailable)} asked to come again");
        Assert.True(times[times.Count * 95 / 100] < TimeSpan.FromMilliseconds(300), $"{times[times.Count * 95 / 100]}");
        Assert.All(answers, a => Assert.True(a is HttpStatusCode.Created or HttpStatusCode.ServiceUnavailable));
        Assert.Equal(1 + kept + answers.Count(a => a == HttpStatusCode.Created), sala.Installation.Board.Rows.Count);
    }

    [Fact]
    public async Task Beyond_the_bound_a_page_keeps_the_words_and_the_button_sends_them_later()
    {
        var clock = new SteppedClock();
        await using var sala = await RunningSala.Start(clock: clock);
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells(("story", "Kept words."));
        var flood = sala.App.Services.GetService(typeof(FloodControl)) as FloodControl;
        Assert.NotNull(flood);
        // The clock stands still, so that what is held waits and the bound is reached at once.
        clock.Stands = true;
        var held = Enumerable.Range(0, 400).Select(_ => flood.Enter(IPAddress.Loopback).AsTask()).ToList();
        await child.Presses("send");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, child.Status);
        Assert.NotNull(child.Answer.Headers.RetryAfter);
        Assert.Contains("We kept your words", child.Text);
        Assert.Contains("Kept words.", child.Text);
        clock.Later(TimeSpan.FromMinutes(3));
        foreach (var pass in held) (await pass)?.Dispose();
        await child.Presses("send");
        Assert.NotEmpty(child.Receipt);
    }

    [Fact]
    public async Task Held_requests_and_remembered_addresses_are_bounded()
    {
        using var flood = new FloodControl(new ServerOptions(""), TimeProvider.System);
        var passes = Enumerable.Range(0, 2000).Select(_ => flood.Enter(IPAddress.Loopback).AsTask()).ToList();
        Assert.True(passes.Count(p => !p.IsCompleted) <= FloodControl.MostHeld);
        for (uint i = 0; i < FloodControl.MostAddresses + 1000; i++)
            using (await flood.Enter(new IPAddress(i + (10u << 24)))) { }
        Assert.True(flood.Remembered <= FloodControl.MostAddresses);
    }

    [Fact]
    public async Task Wrong_receipts_meet_the_control_before_the_look_up()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        var unknown = Vault.Receipt.Derive(Vault.SecretKey.Random(), [], RandomNumberGenerator.GetBytes(16), 0).Digits;
        var begun = Stopwatch.StartNew();
        var tries = 0;
        for (; begun.Elapsed < TimeSpan.FromSeconds(4); tries++) await client.PostAsync("/api/v1/conversation", new StringContent($$"""{"receipt":"{{unknown}}"}""", Encoding.UTF8, "application/json"));
        // 60 free, five for each wrong one, then at least a quarter of a second each.
        Assert.True(tries < 32, $"{tries}");
    }

    [Fact]
    public async Task Who_did_the_work_is_not_held()
    {
        using var flood = new FloodControl(new ServerOptions(""), TimeProvider.System);
        for (var i = 0; i < FloodControl.FreeAMinute; i++) (await flood.Enter(IPAddress.Loopback))?.Dispose();
        var begun = Stopwatch.StartNew();
        (await flood.Enter(IPAddress.Loopback, worked: true))?.Dispose();
        Assert.True(begun.ElapsedMilliseconds < 100);
        (await flood.Enter(IPAddress.Loopback))?.Dispose();
        Assert.True(begun.ElapsedMilliseconds > 200);
    }

    private static HttpClient From(RunningSala sala, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(IPAddress.Loopback, sala.Address.Port, cancel);
            return new System.Net.Sockets.NetworkStream(socket, true);
        },
    }) { BaseAddress = sala.Address };

    private static async Task<(HttpStatusCode Status, TimeSpan Took)> Send(HttpClient client)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var begun = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync("/api/v1/reports", new StringContent($$$"""{"language":"en","idempotencyKey":"{{{key}}}","answers":{"story":"Made up."}}""", Encoding.UTF8, "application/json"));
        return (answer.StatusCode, Stopwatch.GetElapsedTime(begun));
    }

    private sealed class SteppedClock : TimeProvider
    {
        private DateTimeOffset? stood;
        private TimeSpan later;

        public bool Stands { set => stood = value ? base.GetUtcNow() : null; }

        public void Later(TimeSpan time)
        {
            stood = null;
            later += time;
        }

        public override DateTimeOffset GetUtcNow() => (stood ?? base.GetUtcNow()) + later;
    }
}
