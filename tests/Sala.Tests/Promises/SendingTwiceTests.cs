using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 4, second half: sending a report twice makes one report and the same receipt.</summary>
[Promise(4)]
public sealed class SendingTwiceTests
{
    [Theory, OnEachStore]
    public async Task The_same_key_and_words_give_the_same_receipt_and_one_report_also_after_a_restart(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var sending = sala.Sending([("story", "Something happened.")]);
        var first = await sala.Sala.Telling.Send(sending);
        var again = await sala.Sala.Telling.Send(sending);
        sala.Clock.Move(TimeSpan.FromMinutes(14));
        await sala.Sala.SendKeys.Turn();
        await sala.Restart();
        var afterRestart = await sala.Sala.Telling.Send(sala.Sending([("story", "Something happened.")], client: sending.Client, key: sending.IdempotencyKey));

        Assert.Equal(first.Receipt.Digits, again.Receipt.Digits);
        Assert.Equal(first.Receipt.Digits, afterRestart.Receipt.Digits);
        Assert.Single(sala.Sala.Board.Rows);
        Assert.NotNull(await sala.Sala.Conversation.Open(first.Receipt));
    }

    [Theory, OnEachStore]
    public async Task The_receipt_can_not_be_derived_again_once_the_send_key_is_gone(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var sending = sala.Sending([("story", "Something happened.")]);
        var first = await sala.Sala.Telling.Send(sending);
        for (var minute = 0; minute < 36; minute++)
        {
            sala.Clock.Move(TimeSpan.FromMinutes(1));
            await sala.Sala.SendKeys.Turn();
        }
        Assert.NotEqual(first.Receipt.Digits, (await sala.Sala.Telling.Send(sending)).Receipt.Digits);
    }

    [Theory, OnEachStore]
    public async Task At_every_minute_of_a_keys_life_the_second_sending_within_fifteen_minutes_is_the_first(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var sent = new List<(DateTimeOffset At, Sending Sending, string Digits)>();
        for (var minute = 0; minute < 45; minute++)
        {
            await sala.Sala.SendKeys.Turn();
            if (minute % 5 == 2)
            {
                var sending = sala.Sending([("story", $"Minute {minute}.")]);
                sent.Add((sala.Clock.Now, sending, (await sala.Sala.Telling.Send(sending)).Receipt.Digits));
            }
            foreach (var (at, sending, digits) in sent.Where(s => sala.Clock.Now - s.At <= TimeSpan.FromMinutes(15)))
                Assert.Equal(digits, (await sala.Sala.Telling.Send(sending)).Receipt.Digits);
            sala.Clock.Move(TimeSpan.FromMinutes(1));
        }
    }

    [Theory, OnEachStore]
    public async Task The_same_key_with_other_words_is_refused_and_the_first_report_is_kept(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var sending = sala.Sending([("story", "Something happened.")]);
        var first = await sala.Send(sending);

        await Assert.ThrowsAsync<OtherBodyException>(() => sala.Sala.Telling.Send(sala.Sending([("story", "Something else.")], client: sending.Client, key: sending.IdempotencyKey)));
        await Assert.ThrowsAsync<OtherBodyException>(() => sala.Sala.Telling.Send(sala.Sending([("story", "Something happened.")], language: "th", client: sending.Client, key: sending.IdempotencyKey)));
        Assert.Single(sala.Sala.Board.Rows);
        Assert.Equal("Something happened.", (await sala.Sala.Desk.Read(await sala.As("responder"), first.Id)).Content.Answers["story"]);
    }

    [Theory, OnEachStore]
    public async Task Two_clients_with_the_same_key_never_see_each_others_receipt(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var key = RecordId.Random().ToByteArray();
        var (a, b) = (RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray());
        var ofA = await sala.Sala.Telling.Send(sala.Sending([("story", "The same words.")], client: a, key: key));
        var ofB = await sala.Sala.Telling.Send(sala.Sending([("story", "The same words.")], client: b, key: key));
        var otherWords = await sala.Sala.Telling.Send(sala.Sending([("story", "Other words.")], client: RecordId.Random().ToByteArray(), key: key));

        Assert.Equal(3, new[] { ofA, ofB, otherWords }.Select(s => s.Receipt.Digits).Distinct().Count());
        Assert.Equal(3, sala.Sala.Board.Rows.Count);
        // Where client and key meet, nothing runs together: "ab" + "c" is not "a" + "bc".
        var (c, d) = (RecordId.Random().ToByteArray(), RecordId.Random().ToByteArray());
        var one = await sala.Sala.Telling.Send(sala.Sending([("story", "x")], client: [.. c, .. d[..4]], key: [.. d[4..], 1, 2, 3, 4]));
        var two = await sala.Sala.Telling.Send(sala.Sending([("story", "x")], client: c, key: [.. d, 1, 2, 3, 4]));
        Assert.NotEqual(one.Receipt.Digits, two.Receipt.Digits);
    }

    [Theory, OnEachStore]
    public async Task Twenty_twins_at_once_over_two_processes_make_one_report(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        await using var twin = await sala.Twin();
        var sending = sala.Sending([("story", "Something happened.")]);
        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? sala.Sala : twin).Telling.Send(sending)));

        Assert.Single(sent.Select(s => s.Receipt.Digits).Distinct());
        await sala.Sala.Board.CatchUp();
        Assert.Single(sala.Sala.Board.Rows);
    }

    [Theory, OnEachStore]
    public async Task A_key_that_could_be_guessed_is_refused(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        await Assert.ThrowsAsync<ArgumentException>(() => sala.Sala.Telling.Send(sala.Sending([("story", "x")], key: new byte[15])));
        Assert.Empty(sala.Sala.Board.Rows);
    }

    [Theory, OnEachStore]
    public async Task A_message_sent_twice_is_one_message(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("Something happened.");
        var key = RecordId.Random().ToByteArray();
        await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", key);
        await sala.Sala.Desk.Take(await sala.As("responder"), told.Id);
        var twice = await sala.Sala.Conversation.Write(told.Receipt, "Are you there?", key);

        Assert.Single(twice!.Messages);
    }
}
