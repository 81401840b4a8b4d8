using System.Text.Json;

namespace Sala.Web.Operation;

/// <summary>
/// The log: one line of JSON for each thing that the program or a clock did, and for each closed day. No line is caused by a request; none holds a path, an
/// address, a browser's name or a word that somebody sent, nor the message of an exception, which might quote one.
/// </summary>
public sealed class OperationLog(TextWriter to, TimeProvider clock)
{
    private readonly Lock writing = new();

    public void Started(string listen) => Write(new { @event = "started", at = Now, listen });

    public void Stopped() => Write(new { @event = "stopped", at = Now });

    public void Closed(string language, IReadOnlyList<string> notReviewed) => Write(new { @event = "language.closed", at = Now, language, notReviewed });

    /// <summary>Jobs run on a fixed beat, whether anybody writes or not: that one failed tells of no report.</summary>
    public void JobFailed(string job, Exception failure) => Write(new { @event = "job.failed", at = Now, job, kind = failure.GetType().Name, place = FailurePlace.Of(failure) });

    public void Day(DayOfRequests day)
    {
        foreach (var r in day.Requests) Write(new { @event = "requests", day = day.Day, surface = r.Surface, status = r.Status, count = r.Count, meanMs = Math.Round(r.Together.TotalMilliseconds / r.Count, 1), longestMs = Math.Round(r.Longest.TotalMilliseconds) });
        foreach (var f in day.Failures) Write(new { @event = "failures", day = day.Day, kind = f.Kind, place = f.Place, count = f.Count });
    }

    private string Now => clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private void Write<T>(T line)
    {
        lock (writing)
        {
            to.WriteLine(JsonSerializer.Serialize(line));
            to.Flush();
        }
    }
}
