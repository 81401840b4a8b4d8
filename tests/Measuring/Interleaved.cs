using System.Diagnostics;

namespace Sala.Measuring;

/// <summary>Times of several acts, tried in turn so that whatever else the machine does falls on all alike.</summary>
internal static class Interleaved
{
    /// <param name="tries">How often each is tried.</param>
    /// <param name="lanes">How many tries run at once.</param>
    /// <param name="acts">What is timed.</param>
    /// <returns>The times of each act.</returns>
    public static async Task<TimeSpan[][]> Measure(int tries, int lanes, params Func<Task>[] acts)
    {
        foreach (var act in acts) await act();
        var times = acts.Select(_ => new List<TimeSpan>(tries)).ToArray();
        var left = tries;
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var order = Enumerable.Range(0, acts.Length).ToArray();
                Random.Shared.Shuffle(order);
                foreach (var which in order)
                {
                    var begun = Stopwatch.GetTimestamp();
                    await acts[which]();
                    var took = Stopwatch.GetElapsedTime(begun);
                    lock (times[which]) times[which].Add(took);
                }
            }
        })));
        return [.. times.Select(t => t.ToArray())];
    }
}
