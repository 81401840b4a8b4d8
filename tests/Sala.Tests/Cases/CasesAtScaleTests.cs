using System.Diagnostics;
using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Lists;
using Sala.Links;
using Sala.Measuring;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Cases;

/// <summary>The small version of <c>./sala bench casework</c>: not how long a deed takes, which a loaded machine cannot tell, but how often it asks the store.</summary>
public sealed class CasesAtScaleTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_an_officer_does_in_a_day_asks_the_store_no_oftener_when_the_country_has_twenty_times_the_cases(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var (unit, other) = (await sala.Unit("Children"), await sala.Unit("Online crimes"));
        var ids = await new CasesAtScale(sala.Sala, sala.Clock, 7).Fill(new Scale(OfUnit: 20, OfOther: 5, Prepared: 25, OfOfficer: 10), unit, other, sala.Id("responder"), [(sala.Id("investigator"), Compartment.Investigation)]);
        var (mine, others) = (ids.Take(10).ToArray(), ids.Skip(20).ToArray());

        var few = await ADay(sala, mine, others);
        await new CasesAtScale(sala.Sala, sala.Clock, 8, numbered: 1_000).Fill(new Scale(OfUnit: 0, OfOther: 20, Prepared: 980, OfOfficer: 0), unit, other, sala.Id("responder"), []);
        var many = await ADay(sala, mine, others);

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", few));
        Assert.Equal(few, many);
        Assert.All(few, deed => Assert.InRange(deed.Commands, 1, 60));
    }

    /// <summary>What each deed asks, the second time it is done.</summary>
    private static async Task<List<(string What, int Commands)>> ADay(FilledSala sala, RecordId[] mine, RecordId[] others)
    {
        await sala.Restart();
        sala.Clock.Move(TimeSpan.FromMinutes(1));
        var officer = await sala.As("investigator");
        var entry = await sala.Sala.Accounts.Note(officer, mine[0], IdentifierKind.Handle, "tiktok", "nobody knows this one", true, "");
        var day = new List<(string What, Func<Task> Deed)>
        {
            ("open", () => sala.Sala.Cases.Read(officer, mine[1])),
            ("not for the asker", () => Assert.ThrowsAnyAsync<NotForYouException>(() => sala.Sala.Cases.Read(officer, others[0]))),
            ("list", async () => Assert.Equal(mine.Length, (await sala.Sala.Cases.Mine(officer)).Count)),
            ("search by a fact", () => sala.Sala.Cases.Finding.Page(officer, new CaseFilter(Facts: new Dictionary<string, string> { ["kind"] = "threats" }))),
            ("board", () => sala.Sala.Cases.Finding.ByStage(officer)),
            ("tasks", () => sala.Sala.Cases.Finding.Tasks(officer)),
            ("look-up", () => sala.Sala.LookUps.LookUp(officer, mine[0], entry, "measured")),
            ("note", () => sala.Sala.Cases.Write(officer, mine[2], Compartment.Investigation, EntryKind.Note, EntryBody.Of("measured"))),
        };
        var asked = new List<(string, int)>();
        foreach (var (what, deed) in day)
        {
            await deed();
            using var counted = new CountedCommands();
            await deed();
            asked.Add((what, counted.Count));
        }
        return asked;
    }

    /// <summary>Commands that this flow of calls sends to the store until it is disposed; those of tests beside it are not among them.</summary>
    private sealed class CountedCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<CountedCommands?> Counting = new();
        private readonly List<IDisposable> subscriptions = [];
        private int count;

        public CountedCommands()
        {
            Counting.Value = this;
            subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count => count;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore") subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuting" && Counting.Value == this) Interlocked.Increment(ref count);
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            Counting.Value = null;
            subscriptions.ForEach(s => s.Dispose());
        }
    }
}
