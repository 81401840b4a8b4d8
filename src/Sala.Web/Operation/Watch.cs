using Sala.Operation;

namespace Sala.Web.Operation;

/// <summary>Log, counts and metrics of one running server.</summary>
public sealed class Watch : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly bool toLog;
    private readonly Metrics metrics;
    private readonly Task turning;

    /// <param name="to">Where the log goes; a demonstration has none.</param>
    public Watch(Installation sala, TextWriter to)
    {
        toLog = !sala.IsDemonstration;
        Log = new OperationLog(to, sala.Clock);
        Counts = new DayCounts(sala.Country.TimeZone, sala.Clock);
        metrics = new Metrics(sala.Settings.Metrics, () => sala.Intake.Ready().GetAwaiter().GetResult().Count > 0);
        turning = Turning();
    }

    public OperationLog Log { get; }
    public DayCounts Counts { get; }

    /// <summary>A job of the fixed beat failed; it runs again.</summary>
    public void JobFailed(string job, Exception failure)
    {
        Log.JobFailed(job, failure);
        metrics.JobFailed(job);
    }

    /// <summary>Closes the day when it has ended.</summary>
    public void Turn()
    {
        if (Counts.Turn() is not { } day) return;
        metrics.Add(day);
        if (toLog) Log.Day(day);
    }

    private async Task Turning()
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMinutes(5));
        try
        {
            while (await beat.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false)) Turn();
        }
        catch (OperationCanceledException)
        {
            // The server stops; the counts of an unfinished day are let go rather than told with the time of the stop.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested) return;
        await stopping.CancelAsync().ConfigureAwait(false);
        await turning.ConfigureAwait(false);
        metrics.Dispose();
        stopping.Dispose();
    }
}
