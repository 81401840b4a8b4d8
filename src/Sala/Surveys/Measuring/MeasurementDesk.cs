using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Statistics;
using Sala.Statistics.Disclosure;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;
using Sala.Vault;

namespace Sala.Surveys.Measuring;

/// <summary>
/// From a data file to a publication within the product. The data are read in memory, sealed, and opened again for a run alone; nothing of row level is shown, and
/// nothing lies unsealed on a disk. A run holds the key in this process: it ends with the process, and is then begun anew by the owner.
/// </summary>
public sealed class MeasurementDesk(Store store, StaffDirectory directory, KeyStore slots, Country country, bool demonstration, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The largest data file, in bytes. What is larger goes through ./sala estimate.</summary>
    public const int LargestFile = 64 << 20;

    private const int PieceSize = 1 << 20;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    // Reading and measuring take memory and processors that those who tell need: one at a time.
    private readonly SemaphoreSlim reading = new(1);
    private readonly SemaphoreSlim running = new(1);
    private readonly ConcurrentDictionary<(RecordId, int), Task> runs = new();
    private readonly CancellationTokenSource ending = new();

    public PlanShelf Plans { get; } = new(country, demonstration);

    /// <summary>Takes data, holds them against the plan, seals them and begins the first run.</summary>
    /// <param name="by">A statistician.</param>
    /// <param name="planFile">A plan of <see cref="Plans"/>.</param>
    /// <param name="fileName">As the file is called; its ending says how it is read.</param>
    /// <param name="content">The file.</param>
    /// <exception cref="NotForYouException">The person does not measure.</exception>
    /// <exception cref="RefusedException">There is no such plan, or no file.</exception>
    /// <exception cref="DatasetException">The data cannot be read or cannot carry the plan: with row and column, never with a cell. Nothing was kept.</exception>
    public async Task<RecordId> Bring(SignedIn by, string planFile, string fileName, byte[] content)
    {
        await Require(by, "survey.bring").ConfigureAwait(false);
        var plan = PlanOf(planFile);
        if (content.Length == 0) throw new RefusedException("survey.file", "Choose a file with data. Nothing was kept.");
        if (content.Length > LargestFile) throw new RefusedException("survey.large", "The file is too large for this page. Nothing was kept.");
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        await reading.WaitAsync().ConfigureAwait(false);
        byte[] packed;
        DataHead head;
        try
        {
            using var stream = new MemoryStream(content, writable: false);
            var data = Dataset.Read(name, stream);
            packed = PackedData.Of(data);
            try
            {
                Estimation.Of(plan, data, null);
            }
            catch (DataException wrong)
            {
                throw new DatasetException(name, RunProblem.In(wrong));
            }
            head = new DataHead(name, data.Rows, data.Variables.Count, Pieces(packed.Length));
        }
        finally
        {
            reading.Release();
        }
        var id = RecordId.Random();
        using var key = SecretKey.Random();
        var slot = slots.Take();
        using var secret = slots.Read(slot);
        using var working = key.WithSlot(secret);
        var today = Today;
        var row = new Measurement
        {
            Id = id, PersonId = by.PersonId, Slot = slot, Key = SealedBox.SealKey(by.Keys.Public, KeyBinding(id, by.PersonId), key), Plan = planFile, State = MeasurementState.Brought, Run = 0,
            Work = StudyWork.Reading, Done = 0, Of = 0, AliveAt = clock.GetUtcNow(), Head = Seal(working, "survey.head", id, 1, head), Outcome = [], Day = today,
            EraseOn = new ReportDay(today.Number + country.Retention.SurveyDays), Mac = [],
        };
        row.Mac = directory.Mac("survey/1", row.Signed);
        await store.Change(On(by, "survey.bring", id), data =>
        {
            data.Measurements.Add(row);
            foreach (var piece in Cut(working, id, PieceKind.Data, 0, packed)) data.MeasurementPieces.Add(piece);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        await Begin(by, id, planFile).ConfigureAwait(false);
        return id;
    }

    /// <summary>Begins a run with a plan; an earlier one of the same data ends.</summary>
    public async Task Begin(SignedIn by, RecordId id, string planFile)
    {
        var row = await Own(by, id, "survey.run").ConfigureAwait(false);
        PlanOf(planFile);
        var working = Working(by, row);
        var number = await store.Change(On(by, "survey.run", id, planFile), async data =>
        {
            var m = await data.Measurements.SingleAsync(x => x.Id == id).ConfigureAwait(false);
            (m.Plan, m.State, m.Work, m.Done, m.Of, m.AliveAt, m.Outcome) = (planFile, MeasurementState.Running, StudyWork.Reading, 0, 0, clock.GetUtcNow(), []);
            return ++m.Run;
        }).ConfigureAwait(false);
        runs[(id, number)] = Task.Run(async () =>
        {
            using (working) await Run(id, number, planFile, working).ConfigureAwait(false);
            runs.TryRemove((id, number), out _);
        });
    }

    /// <summary>Ends a run. The data stay.</summary>
    public async Task Stop(SignedIn by, RecordId id)
    {
        await Own(by, id, "survey.stop").ConfigureAwait(false);
        await store.Change(On(by, "survey.stop", id), data => data.Measurements.Where(m => m.Id == id && m.State == MeasurementState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.State, MeasurementState.Brought).SetProperty(m => m.Run, m => m.Run + 1))).ConfigureAwait(false);
    }

    /// <summary>Removes data and outcome at once.</summary>
    public async Task Remove(SignedIn by, RecordId id)
    {
        var row = await Own(by, id, "survey.remove").ConfigureAwait(false);
        await store.Change(On(by, "survey.remove", id, Certificate()), data => Erase(data, row)).ConfigureAwait(false);
    }

    /// <summary>What this person brought, the newest first.</summary>
    public async Task<IReadOnlyList<MeasurementLine>> Mine(SignedIn by)
    {
        await Require(by, "survey.list").ConfigureAwait(false);
        await using var data = store.Read();
        return (await data.Measurements.Where(m => m.PersonId == by.PersonId).ToListAsync().ConfigureAwait(false)).Where(Holds)
            .OrderByDescending(m => m.Day.Number).ThenBy(m => m.Id).Select(m => new MeasurementLine(m.Id, m.State, m.Plan, m.Day, m.EraseOn)).ToList();
    }

    /// <summary>How it stands.</summary>
    /// <exception cref="NotForYouException">It is somebody else's, or there is none: the answer is the same.</exception>
    public async Task<MeasurementView> Look(SignedIn by, RecordId id)
    {
        var row = await Own(by, id, "survey.look").ConfigureAwait(false);
        using var working = Working(by, row);
        var head = Open<DataHead>(working, "survey.head", id, 1, row.Head);
        var outcome = row.Outcome.Length > 0 ? Open<Outcome>(working, "survey.outcome", id, row.Run, row.Outcome) : null;
        return new MeasurementView(id, row.State, row.State == MeasurementState.Running && clock.GetUtcNow() - row.AliveAt > Silence, row.Plan, row.Work, row.Done, row.Of, head.File, head.Rows, head.Columns, row.Day, row.EraseOn,
            outcome?.Files ?? [], outcome?.Numbers ?? 0, outcome?.Withheld ?? 0, outcome?.Problem ?? "");
    }

    /// <summary>One file of the outcome; what is taken stands in the trail.</summary>
    /// <exception cref="NotForYouException">There is no such file for this person.</exception>
    public async Task<byte[]> File(SignedIn by, RecordId id, string name)
    {
        var row = await Own(by, id, "survey.file").ConfigureAwait(false);
        using var working = Working(by, row);
        var outcome = row.State == MeasurementState.Done ? Open<Outcome>(working, "survey.outcome", id, row.Run, row.Outcome) : null;
        if (outcome is null || !outcome.Files.Contains(name)) throw await Refused(by, id, "survey.file").ConfigureAwait(false);
        var files = JsonSerializer.Deserialize<Dictionary<string, byte[]>>(await Joined(working, id, PieceKind.Outcome, row.Run, outcome.Pieces).ConfigureAwait(false))!;
        await store.Change(On(by, "survey.file", id, name), _ => Task.CompletedTask).ConfigureAwait(false);
        return files[name];
    }

    /// <summary>Erases what the pack's days are over for. Run each hour.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> Sweep()
    {
        var today = Today;
        await using var read = store.Read();
        var due = await read.Measurements.Where(m => m.EraseOn <= today).ToListAsync().ConfigureAwait(false);
        foreach (var row in due) await store.Change(new Deed(null, "survey.erased", row.Id) { Detail = Certificate() }, data => Erase(data, row)).ConfigureAwait(false);
        return due.Count;
    }

    /// <summary>Deletes the rows of one; its slot is erased before.</summary>
    internal static async Task DeleteRows(SalaData data, RecordId id)
    {
        await data.MeasurementPieces.Where(p => p.MeasurementId == id).ExecuteDeleteAsync().ConfigureAwait(false);
        await data.Measurements.Where(m => m.Id == id).ExecuteDeleteAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until no run of this process goes on.</summary>
    internal Task Quiet() => Task.WhenAll(runs.Values);

    /// <summary>Ends the runs of this process.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await Quiet().ConfigureAwait(false);
        reading.Dispose();
        running.Dispose();
        ending.Dispose();
    }

    private async Task Erase(SalaData data, Measurement row)
    {
        // The slot before the rows: were the machine to stop between the two, the rows open nothing and go at the next beat.
        slots.Erase(row.Slot);
        await DeleteRows(data, row.Id).ConfigureAwait(false);
    }

    private async Task Run(RecordId id, int number, string planFile, SecretKey working)
    {
        var progress = new Progress(ending.Token);
        using var over = new CancellationTokenSource();
        var watching = Watch(id, number, progress, over.Token);
        Outcome outcome;
        byte[] packed = [];
        try
        {
            await running.WaitAsync(ending.Token).ConfigureAwait(false);
            try
            {
                progress.RequireGoingOn();
                await using var read = store.Read();
                var row = await read.Measurements.SingleAsync(m => m.Id == id).ConfigureAwait(false);
                var head = Open<DataHead>(working, "survey.head", id, 1, row.Head);
                var data = PackedData.Read(await Joined(working, id, PieceKind.Data, 0, head.Pieces).ConfigureAwait(false));
                var study = Estimation.Of(PlanOf(planFile), data, progress);
                var findings = Estimation.Run(study, progress);
                var files = Publication.Files(study, findings, withR: true, progress, unprinted: true);
                packed = JsonSerializer.SerializeToUtf8Bytes(files.ToDictionary(f => f.Name, f => f.Bytes));
                outcome = new Outcome(Pieces(packed.Length), findings.Rows.Count, findings.Rows.Count(r => r.Verdict != Verdict.Shown), [.. files.Select(f => f.Name)], "");
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // What was foreseen says what is wrong and where; of anything else the words could hold what stands in a cell.
                outcome = new Outcome(0, 0, 0, [], RunProblem.In(problem));
            }
            finally
            {
                running.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
        // All of it or nothing: a run that was stopped or begun anew meanwhile writes nothing.
        await store.Keep(async data =>
        {
            if (await data.Measurements.SingleOrDefaultAsync(m => m.Id == id && m.Run == number && m.State == MeasurementState.Running).ConfigureAwait(false) is not { } row) return;
            await data.MeasurementPieces.Where(p => p.MeasurementId == id && p.Kind == PieceKind.Outcome).ExecuteDeleteAsync().ConfigureAwait(false);
            foreach (var piece in Cut(working, id, PieceKind.Outcome, number, packed)) data.MeasurementPieces.Add(piece);
            row.State = outcome.Problem.Length > 0 ? MeasurementState.Failed : MeasurementState.Done;
            row.Outcome = Seal(working, "survey.outcome", id, number, outcome);
        }).ConfigureAwait(false);
    }

    /// <summary>Writes down each second how far the run is, and ends it when its owner did.</summary>
    private async Task Watch(RecordId id, int number, Progress progress, CancellationToken over)
    {
        while (true)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, over).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            var (now, last) = (clock.GetUtcNow(), progress.Last);
            var going = await store.Keep(data => data.Measurements.Where(m => m.Id == id && m.Run == number && m.State == MeasurementState.Running)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.AliveAt, now).SetProperty(m => m.Work, last.Work).SetProperty(m => m.Done, last.Done).SetProperty(m => m.Of, last.Of))).ConfigureAwait(false);
            if (going == 0) progress.End();
        }
    }

    private Plan PlanOf(string file)
    {
        try
        {
            return Plans.Find(file) ?? throw new RefusedException("survey.plan", "There is no such plan. Nothing was changed. Choose one of the list.");
        }
        catch (PlanException)
        {
            throw new RefusedException("survey.plan", "The plan cannot be read. Nothing was changed. Tell whoever keeps the country pack.");
        }
    }

    private async Task Require(SignedIn by, string what)
    {
        if (by.Has(Roles.Statistician)) return;
        throw await Refused(by, null, what).ConfigureAwait(false);
    }

    private async Task<Measurement> Own(SignedIn by, RecordId id, string what)
    {
        await Require(by, what).ConfigureAwait(false);
        await using var data = store.Read();
        var row = await data.Measurements.SingleOrDefaultAsync(m => m.Id == id && m.PersonId == by.PersonId).ConfigureAwait(false);
        return row is not null && Holds(row) ? row : throw await Refused(by, id, what).ConfigureAwait(false);
    }

    private async Task<NotForYouException> Refused(SignedIn by, RecordId? id, string what)
    {
        await store.Refuse(new Deed(by.PersonId, what, id)).ConfigureAwait(false);
        return new NotForYouException();
    }

    private bool Holds(Measurement row) => directory.Holds("survey/1", row.Mac, row.Signed);

    private SecretKey Working(SignedIn by, Measurement row)
    {
        using var key = SealedBox.OpenKey(by.Keys, KeyBinding(row.Id, row.PersonId), row.Key);
        using var secret = slots.Read(row.Slot);
        return key.WithSlot(secret);
    }

    private static IEnumerable<MeasurementPiece> Cut(SecretKey working, RecordId id, PieceKind kind, int run, byte[] bytes) => Enumerable.Range(0, Pieces(bytes.Length)).Select(n => new MeasurementPiece
    {
        MeasurementId = id, Kind = kind, Run = run, Number = n,
        Sealed = Envelope.Seal(working, PieceBinding(id, kind, run, n), bytes.AsSpan(n * PieceSize, Math.Min(PieceSize, bytes.Length - n * PieceSize)), Padding.Exact),
    });

    private async Task<byte[]> Joined(SecretKey working, RecordId id, PieceKind kind, int run, int pieces)
    {
        await using var data = store.Read();
        using var whole = new MemoryStream();
        for (var n = 0; n < pieces; n++)
        {
            var piece = await data.MeasurementPieces.SingleAsync(p => p.MeasurementId == id && p.Kind == kind && p.Run == run && p.Number == n).ConfigureAwait(false);
            whole.Write(Envelope.Open(working, PieceBinding(id, kind, run, n), piece.Sealed));
        }
        return whole.ToArray();
    }

    private static int Pieces(int bytes) => (bytes + PieceSize - 1) / PieceSize;

    private static Binding KeyBinding(RecordId id, RecordId person) => new("survey.key", id, 1, person);

    private static Binding PieceBinding(RecordId id, PieceKind kind, int run, int number) => new($"survey.piece.{kind}.{run}", id, number + 1);

    private static byte[] Seal<T>(SecretKey working, string field, RecordId id, int run, T value) => Envelope.Seal(working, new Binding(field, id, run), JsonSerializer.SerializeToUtf8Bytes(value), Padding.Report);

    private static T Open<T>(SecretKey working, string field, RecordId id, int run, byte[] box) => JsonSerializer.Deserialize<T>(Envelope.Open(working, new Binding(field, id, run), box))!;

    private static Deed On(SignedIn by, string what, RecordId id, string detail = "") => new(by.PersonId, what, id, by.UnitsWith(Roles.Statistician).First()) { Detail = detail };

    private string Certificate() => Erasure.BothDays(Today.Date, Today.Date.AddDays(Erasure.OldestKeyStoreCopyDays));

    private ReportDay Today => ReportDay.Of(clock.GetUtcNow(), country.TimeZone);

    private sealed class Progress(CancellationToken ending) : IProgress<StudyProgress>
    {
        private readonly Lock last = new();
        private StudyProgress now;
        private volatile bool ended;

        public StudyProgress Last
        {
            get { lock (last) return now; }
        }

        public void End() => ended = true;

        public void RequireGoingOn()
        {
            if (ended || ending.IsCancellationRequested) throw new OperationCanceledException();
        }

        public void Report(StudyProgress value)
        {
            RequireGoingOn();
            lock (last) now = value;
        }
    }
}
