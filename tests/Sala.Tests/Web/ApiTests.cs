using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FloodWork = Sala.Web.Flood.Work;

namespace Sala.Tests.Web;

/// <summary>The API, by contract and under hostile input.</summary>
public sealed class ApiTests
{
    private static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static StringContent Report(string key, string story = "Made up.", string kind = "[\"threats\"]", string language = "en") =>
        Json($$$"""{"language":"{{{language}}}","idempotencyKey":"{{{key}}}","answers":{"kind":{{{kind}}},"story":{{{JsonSerializer.Serialize(story)}}}}}""");

    private static async Task<JsonElement> Read(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    private static async Task<string> Receipt(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await Read(answer)).GetProperty("receipt").GetString()!;
    }

    [Fact]
    public async Task A_report_gives_a_receipt_that_opens_the_conversation_and_takes_messages_once()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        var receipt = await Receipt(await client.PostAsync("/api/v1/reports", Report(Key())));

        var open = await Read(await client.PostAsync("/api/v1/conversation", Json($$"""{"receipt":"{{receipt}}"}""")));
        Assert.Equal("received", open.GetProperty("status").GetString());
        Assert.Empty(open.GetProperty("messages").EnumerateArray());

        var message = $$"""{"receipt":"{{receipt}}","words":"Are you there?","idempotencyKey":"{{Key()}}"}""";
        await client.PostAsync("/api/v1/conversation/messages", Json(message));
        var written = await client.PostAsync("/api/v1/conversation/messages", Json(message));
        Assert.Equal(HttpStatusCode.Created, written.StatusCode);
        var shown = (await Read(written)).GetProperty("messages").EnumerateArray().Single();
        Assert.Equal("you", shown.GetProperty("from").GetString());
        Assert.Equal("Are you there?", shown.GetProperty("words").GetString());
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_same_receipt_and_another_body_a_conflict()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        var key = Key();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Receipt(await client.PostAsync("/api/v1/reports", Report(key)))));
        Assert.Single(receipts.Distinct());
        Assert.Single(sala.Installation.Board.Rows);
        var other = await client.PostAsync("/api/v1/reports", Report(key, "Other words."));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.DoesNotContain(receipts[0], await other.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Two_clients_with_the_same_key_never_see_each_others_receipt()
    {
        await using var sala = await RunningSala.Start();
        using var one = sala.Browser();
        using var other = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
                await socket.ConnectAsync(IPAddress.Loopback, sala.Address.Port, cancel);
                return new System.Net.Sockets.NetworkStream(socket, true);
            },
        }) { BaseAddress = sala.Address };
        var key = Key();
        var first = await Receipt(await one.PostAsync("/api/v1/reports", Report(key)));
        var second = await Receipt(await other.PostAsync("/api/v1/reports", Report(key)));
        Assert.NotEqual(first, second);
        Assert.Equal(2, sala.Installation.Board.Rows.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("f81d4fae-7dec-41d0-a765-00a0c91e6bf6")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("not base64 url, but long enough")]
    public async Task A_weaker_idempotency_key_is_refused(string key)
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        var refused = await client.PostAsync("/api/v1/reports", Report(key));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Empty(sala.Installation.Board.Rows);
    }

    [Fact]
    public async Task An_answer_that_is_not_taken_is_named_by_its_question_and_never_repeated()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        foreach (var (answers, question, planted) in new[]
        {
            ("""{"kind":["marker-one"]}""", "kind", "marker-one"),
            ("""{"marker two <script>":"x"}""", "", "marker two"),
            ("""{"kind":[],"urgency":"marker-three"}""", "urgency", "marker-three"),
        })
        {
            var refused = await client.PostAsync("/api/v1/reports", Json($$"""{"language":"en","idempotencyKey":"{{Key()}}","answers":{{answers}}}"""));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var text = await refused.Content.ReadAsStringAsync();
            Assert.DoesNotContain(planted, text);
            Assert.Equal(question, JsonDocument.Parse(text).RootElement.GetProperty("errors")[0].GetProperty("question").GetString());
        }
        Assert.Empty(sala.Installation.Board.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"language\":null}")]
    [InlineData("{\"language\":\"xx\"}")]
    [InlineData("{\"language\":\"\\ud800\"}")]
    [InlineData("{\"language\":\"en\",\"language\":\"th\"}")]
    [InlineData("{\"language\":\"en\",\"idempotencyKey\":\"KEY\",\"answers\":7}")]
    [InlineData("{\"language\":\"en\",\"idempotencyKey\":\"KEY\",\"answers\":{\"kind\":{\"a\":1}}}")]
    [InlineData("{\"language\":\"en\",\"idempotencyKey\":\"KEY\",\"answers\":{\"kind\":[[\"threats\"]]}}")]
    [InlineData("{\"language\":\"en\",\"idempotencyKey\":\"KEY\",\"answers\":{\"\\ud800\":\"x\"}}")]
    [InlineData("{\"language\":\"en\",\"idempotencyKey\":\"KEY\",\"answers\":{\"kind\":true}}")]
    [InlineData("{\"receipt\":\"\\u0000\"}")]
    public async Task A_body_that_makes_no_sense_is_a_problem_and_never_an_error_of_ours(string body)
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        foreach (var address in new[] { "/api/v1/reports", "/api/v1/conversation", "/api/v1/conversation/messages" })
            await IsProblem(await client.PostAsync(address, Json(body.Replace("KEY", Key(), StringComparison.Ordinal))), 400, 422);
        Assert.Empty(sala.Installation.Board.Rows);
    }

    [Fact]
    public async Task Deep_JSON_broken_UTF8_ten_megabytes_and_other_bodies_are_problems()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        foreach (var address in new[] { "/api/v1/reports", "/api/v1/conversation", "/api/v1/conversation/messages" })
        {
            await IsProblem(await client.PostAsync(address, Json(new string('[', 100_000))), 400);
            await IsProblem(await client.PostAsync(address, Json(string.Concat(Enumerable.Repeat("{\"a\":", 2000)))), 400);
            var broken = new ByteArrayContent([.. "{\"language\":\"en\",\"answers\":{\"story\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}}"u8]);
            broken.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            await IsProblem(await client.PostAsync(address, broken), 400, 422);
            await IsProblem(await client.PostAsync(address, new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded")), 415);
            await IsProblem(await client.PostAsync(address, new MultipartFormDataContent { { new ByteArrayContent([0xFF, 0xD8, 0xFF]), "file", "x.jpg" } }), 415);
            await IsProblem(await client.GetAsync(address), 405);
            try
            {
                await IsProblem(await client.PostAsync(address, Json(new string(' ', 10 << 20))), 413);
            }
            catch (HttpRequestException)
            {
                // The connection was closed before the body was read: as good an answer.
            }
        }
        await IsProblem(await client.GetAsync("/api/v1/nothing"), 404);
        Assert.Empty(sala.Installation.Board.Rows);
    }

    [Fact]
    public async Task Nulls_bidi_controls_script_and_long_words_are_taken_or_refused_but_stored_sealed_alone()
    {
        await using var sala = await RunningSala.Start();
        using var client = sala.Browser();
        foreach (var story in new[] { "a\0b MARKED-WORDS", "\u202Emarked\u2066 MARKED-WORDS", "<script>alert('MARKED-WORDS')</script>", new string('ก', 20_000) })
            Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("/api/v1/reports", Report(Key(), story))).StatusCode);
        await IsProblem(await client.PostAsync("/api/v1/reports", Report(Key(), new string('ก', 20_001))), 422);
        foreach (var file in Directory.EnumerateFiles(sala.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf("MARKED-WORDS"u8));
        }
    }

    [Fact]
    public async Task A_wrong_an_unknown_and_a_closed_receipt_get_the_same_bytes_and_a_slip_is_told_without_a_look_up()
    {
        await using var sala = await RunningSala.Start(floodControl: false);
        using var client = sala.Browser();
        var receipt = await Receipt(await client.PostAsync("/api/v1/reports", Report(Key())));
        var closed = await Receipt(await client.PostAsync("/api/v1/reports", Report(Key())));
        await sala.Installation.Conversation.ForgetReceipt(Vault.Receipt.Read(closed).Receipt!);
        var unknown = Vault.Receipt.Derive(Vault.SecretKey.Random(), [], RandomNumberGenerator.GetBytes(16), 0).Digits;
        var wrong = WithCheck(receipt);
        var answers = new List<string>();
        foreach (var tried in new[] { closed, unknown, wrong })
        {
            var answer = await client.PostAsync("/api/v1/conversation", Json($$"""{"receipt":"{{tried}}"}"""));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answers.Add(string.Join('\n', answer.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}")) + await answer.Content.ReadAsStringAsync());
        }
        Assert.Single(answers.Distinct());
        var pages = new List<string>();
        foreach (var tried in new[] { closed, unknown, wrong })
        {
            using var child = Child.Of(sala);
            await child.Opens("back");
            await child.Presses("open", ("code", tried));
            pages.Add(Encoding.UTF8.GetString(child.Body));
        }
        Assert.Single(pages.Distinct());
        var slip = await client.PostAsync("/api/v1/conversation", Json($$"""{"receipt":"{{receipt[..^1]}}{{(receipt[^1] - '0' + 1) % 10}}"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, slip.StatusCode);
    }

    // The same locator with another secret, and a check that fits.
    private static string WithCheck(string receipt)
    {
        var digits = receipt.Replace(" ", "", StringComparison.Ordinal).ToCharArray();
        digits[15] = digits[15] == '9' ? '0' : (char)(digits[15] + 1);
        for (var check = 0; check < 100; check++)
        {
            (digits[28], digits[29]) = ((char)('0' + (check / 10)), (char)('0' + (check % 10)));
            if (Vault.Receipt.Read(new string(digits)).IsReceipt) return new string(digits);
        }
        throw new InvalidOperationException("No check fits.");
    }

    [Fact]
    public async Task Work_that_was_done_for_another_key_is_no_work()
    {
        var key = RandomNumberGenerator.GetBytes(16);
        var text = await Task.Run(() => Enumerable.Range(0, int.MaxValue).Select(i => $"{i}").First(t => FloodWork.IsDone(key, t)), TestContext.Current.CancellationToken);
        Assert.False(FloodWork.IsDone(RandomNumberGenerator.GetBytes(16), text));
        Assert.False(FloodWork.IsDone(key, new string('1', 100)));
    }

    private static async Task IsProblem(HttpResponseMessage answer, params int[] statuses)
    {
        Assert.Contains((int)answer.StatusCode, statuses);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal((int)answer.StatusCode, (await Read(answer)).GetProperty("status").GetInt32());
    }
}
