using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Sala.Agencies;
using Sala.Cases;
using Sala.Tests.Cases;
using Sala.Tests.Fixtures;
using Sala.Vault;
using Sala.Webhooks;

namespace Sala.Tests.Webhooks;

/// <summary>Other systems are told that something happened: signed, again if need be, to the role that may know, and never what.</summary>
public sealed class WebhookTests
{
    [Theory, OnEachStore]
    public async Task An_address_hears_which_case_what_kind_of_thing_and_when_signed_once_and_not_a_word_more(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await using var other = await Receiver.Start();
        var secret = await Register(team, Roles.SocialWorker, other.Address);
        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Note, EntryBody.Of("NOT-FOR-OTHERS"));
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Assessed);
        await Assert.ThrowsAsync<NotForYouException>(async () => await team.Cases.Read(await team.Filled.As("socialworker"), team.Case));

        Assert.Equal(2, await team.Filled.Sala.WebhookPost.Work());
        Assert.Equal(0, await team.Filled.Sala.WebhookPost.Work());
        await using (var twin = await team.Filled.Twin()) Assert.Equal(0, await twin.WebhookPost.Work());
        Assert.Equal(["case.stage-changed", "case.written"], other.Got.Select(g => g.Json.GetProperty("event").GetString()).Order(StringComparer.Ordinal));
        Assert.All(other.Got, got =>
        {
            Assert.Equal(["at", "case", "event"], got.Json.EnumerateObject().Select(p => p.Name).Order());
            Assert.Equal(team.Case.ToString(), got.Json.GetProperty("case").GetString());
            // As a receiver checks it, by the text of Standard Webhooks alone.
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{got.Header("webhook-id")}.{got.Header("webhook-timestamp")}.{got.Text}"));
            Assert.Equal($"v1,{Convert.ToBase64String(expected)}", got.Header("webhook-signature"));
            Assert.Equal(team.Filled.Clock.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), got.Header("webhook-timestamp"));
            foreach (var word in (string[])["NOT-FOR-OTHERS", CaseTeam.Story, "Mali"]) Assert.DoesNotContain(word, got.Text, StringComparison.Ordinal);
        });
        Assert.Equal(2, other.Got.Select(g => g.Header("webhook-id")).Distinct().Count());
    }

    [Theory, OnEachStore]
    public async Task Each_role_hears_of_its_parts_alone_and_another_unit_of_nothing(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await using var care = await Receiver.Start();
        await using var police = await Receiver.Start();
        await using var elsewhere = await Receiver.Start();
        var (psychologist, officer) = (await team.Someone("ploy", Roles.Psychologist), await team.Someone("suda", Roles.Investigator));
        await team.Cases.Give(team.Lead, team.Case, Compartment.Care, psychologist.PersonId, "counsels");
        await team.Cases.Give(team.Lead, team.Case, Compartment.Investigation, officer.PersonId, "investigates");
        await Register(team, Roles.Psychologist, care.Address);
        await Register(team, Roles.DigitalAnalyst, police.Address);
        await Register(team, Roles.Psychologist, elsewhere.Address, "Online");

        await team.Cases.Write(psychologist, team.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("She sleeps badly."));
        await team.Cases.Write(officer, team.Case, Compartment.Investigation, EntryKind.Note, EntryBody.Of("A number."));
        await team.Cases.Write(officer, team.Case, Compartment.Investigation, EntryKind.Note, EntryBody.Of("Another."));
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Single(care.Got);
        Assert.Equal(2, police.Got.Count);
        Assert.Empty(elsewhere.Got);
    }

    [Theory, OnEachStore]
    public async Task What_is_not_taken_is_tried_again_after_longer_and_longer_waits_from_the_database_and_given_up_in_the_end(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await using var other = await Receiver.Start();
        await Register(team, Roles.SocialWorker, other.Address);
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Assessed);
        other.Answers = 500;
        await team.Filled.Sala.WebhookPost.Work();
        for (var n = 0; n < WebhookPost.Waits.Count; n++)
        {
            team.Filled.Clock.Move(WebhookPost.Waits[n] - TimeSpan.FromSeconds(1));
            await team.Filled.Sala.WebhookPost.Work();
            Assert.Equal(n + 1, other.Got.Count);
            team.Filled.Clock.Move(TimeSpan.FromSeconds(2));
            // Another process, or this one after a restart: the waits stand in rows.
            await using var twin = await team.Filled.Twin();
            await twin.WebhookPost.Work();
            await team.Filled.Sala.WebhookPost.Work();
            Assert.Equal(n + 2, other.Got.Count);
        }
        team.Filled.Clock.Move(TimeSpan.FromDays(3));
        other.Answers = 200;
        Assert.Equal(0, await team.Filled.Sala.WebhookPost.Work());
        // Each try names the same delivery, so that the other side can tell a repetition.
        Assert.Single(other.Got.Select(g => g.Header("webhook-id")).Distinct());
        await using (var data = team.Filled.Sala.Store.Read()) Assert.Equal((DeliveryState.GivenUp, 500), await data.WebhookDeliveries.Select(d => new ValueTuple<DeliveryState, int>(d.State, d.LastStatus)).SingleAsync(TestContext.Current.CancellationToken));
        team.Filled.Clock.Move(TimeSpan.FromDays(WebhookPost.LogDays));
        await team.Filled.Sala.WebhookPost.Work();
        await using var after = team.Filled.Sala.Store.Read();
        Assert.Equal(0, await after.WebhookDeliveries.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_address_that_another_hand_changed_is_sent_nothing()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        await using var other = await Receiver.Start();
        await using var trap = await Receiver.Start();
        await Register(team, Roles.SocialWorker, other.Address);
        (other.Answers, other.Location) = (307, trap.Address);
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Assessed);
        Assert.Equal(0, await team.Filled.Sala.WebhookPost.Work());
        Assert.Single(other.Got);
        Assert.Empty(trap.Got);

        await team.Filled.Tamper("UPDATE webhook SET role = @p0", (long)Roles.Psychologist);
        team.Filled.Clock.Move(TimeSpan.FromHours(1));
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Single(other.Got);
    }

    [Theory, OnEachStore]
    public async Task An_administrator_registers_after_a_step_up_the_leads_are_told_read_the_log_and_end_it_and_nobody_else_comes_to_it(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        await using var other = await Receiver.Start();
        var (desk, unit) = (team.Filled.Sala.Webhooks, await team.Filled.Unit("Children"));
        Assert.Equal("step-up", (await Assert.ThrowsAsync<RefusedException>(async () => await desk.Register(await team.Filled.As("admin"), unit, Roles.SocialWorker, other.Address))).Code);
        await Assert.ThrowsAsync<NotForYouException>(() => desk.Register(team.Lead, unit, Roles.SocialWorker, other.Address));
        var admin = await team.Filled.As("admin", steppedUp: true);
        foreach (var role in (Roles[])[Roles.None, Roles.Administrator, Roles.Oversight, Roles.Investigator | Roles.Psychologist]) Assert.Equal("webhook.role", (await Assert.ThrowsAsync<RefusedException>(() => desk.Register(admin, unit, role, other.Address))).Code);
        Assert.Equal("webhook.unit", (await Assert.ThrowsAsync<RefusedException>(async () => await desk.Register(admin, await team.Filled.Unit("Office"), Roles.SocialWorker, other.Address))).Code);
        var (id, secret) = await desk.Register(admin, unit, Roles.SocialWorker, other.Address);
        await using (var data = team.Filled.Sala.Store.Read())
        {
            var row = await data.Webhooks.SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal(-1, row.Body.AsSpan().IndexOf("127.0.0.1"u8));
            Assert.Equal(-1, row.Body.AsSpan().IndexOf(Convert.FromBase64String(secret["whsec_".Length..])));
            Assert.True(await data.Outbox.AnyAsync(m => m.PersonId == team.Lead.PersonId, TestContext.Current.CancellationToken));
        }
        Assert.Equal(other.Address, Assert.Single(await desk.Mine(team.Lead)).Address);
        Assert.Empty(await desk.Mine(team.Opener));
        await Assert.ThrowsAsync<NotForYouException>(() => desk.Log(team.Opener, id));
        await Assert.ThrowsAsync<NotForYouException>(async () => await desk.End(await team.Filled.As("responder2"), id));
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Assessed);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await desk.Log(team.Lead, id)).State);

        // Held back nothing is sent, and nothing is lost; whoever writes to the database lets nothing go on.
        await desk.Pause(team.Lead, id, true);
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Charged);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Single(other.Got);
        Assert.True(Assert.Single(await desk.Mine(admin)).Paused);
        await Assert.ThrowsAsync<NotForYouException>(() => desk.Pause(team.Opener, id, false));
        await using (var data = team.Filled.Sala.Store.Read()) await data.Webhooks.ExecuteUpdateAsync(s => s.SetProperty(w => w.Paused, false), TestContext.Current.CancellationToken);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Single(other.Got);
        await using (var data = team.Filled.Sala.Store.Read()) await data.Webhooks.ExecuteUpdateAsync(s => s.SetProperty(w => w.Paused, true), TestContext.Current.CancellationToken);
        await desk.Pause(admin, id, false);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Equal(2, other.Got.Count);
        await desk.End(team.Lead, id);
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Investigation);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Equal(2, other.Got.Count);
    }

    [Theory, OnEachStore]
    public async Task Whom_a_case_concerns_reads_nothing_of_it_in_log_and_counts_and_an_administrator_reads_no_case(StoreKind store)
    {
        await using var team = await CaseTeam.On(store);
        var (desk, admin, unit) = (team.Filled.Sala.Webhooks, await team.Filled.As("admin", steppedUp: true), await team.Filled.Unit("Children"));
        var (id, _) = await desk.Register(admin, unit, Roles.SocialWorker, "http://127.0.0.1:1/nobody");
        Assert.Equal("webhook.same", (await Assert.ThrowsAsync<RefusedException>(() => desk.Register(admin, unit, Roles.SocialWorker, "http://127.0.0.1:1/nobody"))).Code);
        await team.Cases.SetStage(team.Opener, team.Case, CaseStage.Assessed);
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Equal(team.Case, Assert.Single(await desk.Log(team.Lead, id)).Case);
        Assert.Equal(1, Assert.Single(await desk.Mine(team.Lead)).Waiting);
        Assert.Null(Assert.Single(await desk.Log(admin, id)).Case);

        await team.Cases.Write(team.Opener, team.Case, Compartment.Intake, EntryKind.Person, CaseTeam.Person(team.Lead.Profile.ShownName, "family"));
        await team.Filled.Sala.WebhookPost.Work();
        Assert.Empty(await desk.Log(team.Lead, id));
        Assert.Equal(0, Assert.Single(await desk.Mine(team.Lead)).Waiting);
        Assert.NotEmpty(await desk.Log(admin, id));
    }

    [Fact]
    public async Task What_is_held_back_while_a_beat_runs_is_not_sent()
    {
        await using var team = await CaseTeam.On(StoreKind.Sqlite);
        RecordId id = default;
        await using var other = await Receiver.Start(() => team.Filled.Sala.Webhooks.Pause(team.Lead, id, true));
        (id, _) = await team.Filled.Sala.Webhooks.Register(await team.Filled.As("admin", steppedUp: true), await team.Filled.Unit("Children"), Roles.SocialWorker, other.Address);
        foreach (var stage in (CaseStage[])[CaseStage.Assessed, CaseStage.Investigation, CaseStage.Charged]) await team.Cases.SetStage(team.Opener, team.Case, stage);
        Assert.Equal(1, await team.Filled.Sala.WebhookPost.Work());
        Assert.Single(other.Got);
    }

    [Theory]
    [InlineData("http://example.org/hook"), InlineData("ftp://example.org"), InlineData("https://user:word@example.org/"), InlineData("https://example.org/#part"), InlineData("example.org"), InlineData(""), InlineData("https://"), InlineData("file:///etc/passwd")]
    [InlineData("https://127.0.0.1/"), InlineData("https://2130706433/"), InlineData("https://0x7f.1/"), InlineData("https://10.1.2.3/"), InlineData("https://172.31.0.1/"), InlineData("https://192.168.1.1/"), InlineData("https://169.254.169.254/latest"), InlineData("https://100.64.0.1/")]
    [InlineData("https://0.0.0.0/"), InlineData("https://[::1]/"), InlineData("https://[::]/"), InlineData("https://[::ffff:10.0.0.1]/"), InlineData("https://[fd00::1]/"), InlineData("https://[fe80::1]/"), InlineData("https://[64:ff9b::a00:1]/"), InlineData("https://[2002:a00:1::]/"), InlineData("https://255.255.255.255/")]
    public void An_address_that_is_not_https_or_points_inward_is_not_registered(string address)
    {
        Assert.Null(Destination.Read(address, demonstration: false));
        if (!address.Contains("127.", StringComparison.Ordinal)) return;
        Assert.NotNull(Destination.Read(address, demonstration: true));
    }

    [Fact]
    public async Task A_name_that_points_inward_later_is_not_connected_to()
    {
        Assert.NotNull(Destination.Read("https://localhost/", demonstration: false));
        await Assert.ThrowsAsync<HttpRequestException>(async () => await Destination.Connect(new DnsEndPoint("localhost", 443), demonstration: false, TestContext.Current.CancellationToken));
        Assert.True(Destination.IsOutward(IPAddress.Parse("8.8.8.8"), demonstration: false));
        Assert.True(Destination.IsOutward(IPAddress.Parse("2606:4700::1111"), demonstration: false));
        Assert.NotNull(Destination.Read("https://hooks.example.org/sala?x=1", demonstration: false));
    }

    private static async Task<string> Register(CaseTeam team, Roles role, string address, string unit = "Children") =>
        (await team.Filled.Sala.Webhooks.Register(await team.Filled.As("admin", steppedUp: true), await team.Filled.Unit(unit), role, address)).Secret;

    /// <summary>What came.</summary>
    private sealed record Came(string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;

        public string Header(string name) => Headers[name];
    }

    /// <summary>Another system, on this machine, over real HTTP.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly WebApplication app;
        private readonly ConcurrentQueue<Came> got = new();

        private Receiver(WebApplication app) => this.app = app;

        public string Address { get; private set; } = "";
        public int Answers { get; set; } = 200;
        public string Location { get; set; } = "";
        public IReadOnlyList<Came> Got => [.. got];

        /// <param name="meanwhile">Done while a delivery waits for its answer.</param>
        public static async Task<Receiver> Start(Func<Task>? meanwhile = null)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var receiver = new Receiver(app);
            app.Run(async context =>
            {
                using var reader = new StreamReader(context.Request.Body);
                var text = await reader.ReadToEndAsync();
                receiver.got.Enqueue(new Came(text, context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString())));
                if (meanwhile is not null) await meanwhile();
                context.Response.StatusCode = receiver.Answers;
                if (receiver.Location.Length > 0) context.Response.Headers.Location = receiver.Location;
            });
            await app.StartAsync();
            receiver.Address = app.Urls.Single() + "/hook";
            return receiver;
        }

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
