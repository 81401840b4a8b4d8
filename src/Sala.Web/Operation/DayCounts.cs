using System.Diagnostics;

namespace Sala.Web.Operation;

/// <summary>Requests of one kind on one day.</summary>
public sealed record RequestCount(string Surface, string Status, long Count, TimeSpan Together, TimeSpan Longest);

/// <summary>Failures of one kind on one day: the type of the exception and the place in the code, never its message.</summary>
public sealed record FailureCount(string Kind, string Place, long Count);

/// <summary>A day that has closed.</summary>
public sealed record DayOfRequests(DateOnly Day, IReadOnlyList<RequestCount> Requests, IReadOnlyList<FailureCount> Failures);

/// <summary>
/// What people cause is told by the day: a line or a number each minute would say when a report came (promise 2). A clock closes the day; a request never
/// does, since the first one of a morning would otherwise leave its time.
/// </summary>
public sealed class DayCounts(TimeZoneInfo zone, TimeProvider clock)
{
    private readonly Lock counting = new();
    private Dictionary<(string Surface, string Status), (long Count, TimeSpan Together, TimeSpan Longest)> requests = [];
    private Dictionary<(string Kind, string Place), long> failures = [];
    private DateOnly day = Today(zone, clock);

    public void Count(string surface, int status, TimeSpan duration)
    {
        var key = (surface, $"{status / 100}xx");
        lock (counting)
        {
            var (count, together, longest) = requests.GetValueOrDefault(key);
            requests[key] = (count + 1, together + duration, duration > longest ? duration : longest);
        }
    }

    public void Count(Exception failure)
    {
        var place = FailurePlace.Of(failure);
        lock (counting) failures[(failure.GetType().Name, place)] = failures.GetValueOrDefault((failure.GetType().Name, place)) + 1;
    }

    public void CountMessage(string category, string code)
    {
        lock (counting) failures[(code, category)] = failures.GetValueOrDefault((code, category)) + 1;
    }

    /// <summary>Closes the day when it has ended.</summary>
    /// <returns>The closed day; null while it lasts.</returns>
    public DayOfRequests? Turn()
    {
        var today = Today(zone, clock);
        lock (counting)
        {
            if (today == day) return null;
            var closed = new DayOfRequests(day,
                [.. requests.OrderBy(r => r.Key).Select(r => new RequestCount(r.Key.Surface, r.Key.Status, r.Value.Count, r.Value.Together, r.Value.Longest))],
                [.. failures.OrderBy(f => f.Key).Select(f => new FailureCount(f.Key.Kind, f.Key.Place, f.Value))]);
            (day, requests, failures) = (today, [], []);
            return closed;
        }
    }

    private static DateOnly Today(TimeZoneInfo zone, TimeProvider clock) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
}

/// <summary>Where in our code something failed.</summary>
internal static class FailurePlace
{
    public static string Of(Exception failure)
    {
        foreach (var frame in new StackTrace(failure).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { Namespace: { } space } type } method && space.StartsWith("Sala", StringComparison.Ordinal)) return $"{type.FullName}.{method.Name}";
        }
        return "";
    }
}
