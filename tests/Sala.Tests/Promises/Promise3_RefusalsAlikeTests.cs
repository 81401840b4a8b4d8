using Sala.Agencies;
using Sala.Measuring;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 3: a wrong receipt, an unknown receipt and a deleted report answer alike, in words, size and time.</summary>
[Promise(3)]
public sealed class Promise3_RefusalsAlikeTests
{
    [Theory, OnEachStore]
    public async Task Wrong_unknown_and_deleted_receipts_open_nothing_in_the_same_time(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var refused = await RefusedReceipts.Of(sala);
        foreach (var (_, next) in refused) Assert.Null(await sala.Sala.Conversation.Open(next()));

        var times = await Interleaved.Measure(100, 4, [.. refused.Select(r => (Func<Task>)(() => sala.Sala.Conversation.Open(r.Next())))]);

        for (var a = 0; a < refused.Count; a++)
        {
            Assert.True(times[a].Min() >= Conversation.Floor, $"{refused[a].Kind}: answered after {times[a].Min().TotalMilliseconds:0.0} ms");
            for (var b = a + 1; b < refused.Count; b++)
            {
                var difference = Difference.Between(times[a], times[b]);
                Assert.True(difference.IsNone, $"{refused[a].Kind} and {refused[b].Kind} can be told apart: {difference}");
            }
        }
    }

    [Fact]
    public async Task The_measure_does_tell_two_different_times_apart()
    {
        var times = await Interleaved.Measure(100, 4, [() => Task.Delay(40), () => Task.Delay(48)]);
        Assert.False(Difference.Between(times[0], times[1]).IsNone);
    }

    [Theory, OnEachStore]
    public async Task A_receipt_that_was_given_up_is_refused_like_one_that_never_was(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var told = await sala.Tells("Something happened.");
        Assert.True(await sala.Sala.Conversation.ForgetReceipt(told.Receipt));

        Assert.Null(await sala.Sala.Conversation.Open(told.Receipt));
        await sala.Sala.Desk.Take(await sala.As("responder"), told.Id);
        Assert.Null(await sala.Sala.Conversation.Open(told.Receipt));
        Assert.Equal("Something happened.", (await sala.Sala.Desk.Read(await sala.As("responder"), told.Id)).Content.Answers["story"]);
    }
}

/// <summary>Receipts that must be refused alike. Each call gives one that was not tried before, where that makes a difference.</summary>
internal static class RefusedReceipts
{
    public static async Task<IReadOnlyList<(string Kind, Func<Receipt> Next)>> Of(FilledSala sala)
    {
        var (there, deleted, lead) = (await sala.Tells("Something happened."), await sala.Tells("Something else."), await sala.As("lead"));
        await sala.Sala.Desk.Take(lead, deleted.Id);
        await sala.Sala.Desk.Close(lead, deleted.Id, "done", "We end here.");
        await sala.Erases("lead", deleted.Id);
        return [("wrong", () => GuessedReceipts.WithLocator(there.Receipt.Locator)), ("unknown", GuessedReceipts.Chance), ("deleted", () => deleted.Receipt)];
    }
}
