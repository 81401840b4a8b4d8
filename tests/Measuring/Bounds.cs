using System.Diagnostics;

namespace Sala.Measuring;

/// <summary>Deeds timed one after another, each beside the bound it has to keep.</summary>
internal sealed class Bounds(string name, int tries)
{
    public bool Held { get; private set; } = true;

    /// <summary>The time below which 95 of 100 tries stay, in milliseconds.</summary>
    public async Task Time(string what, double bound, Func<int, Task> deed)
    {
        // The first ones compile and fill caches; an officer's day is not made of first times.
        for (var i = 0; i < Math.Min(10, tries); i++) await deed(i).ConfigureAwait(false);
        var times = new double[tries];
        for (var i = 0; i < tries; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await deed(i).ConfigureAwait(false);
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }
        Array.Sort(times);
        Say(what, times[tries * 95 / 100] < bound, $"p50 {times[tries / 2]:0.0} ms, p95 {times[tries * 95 / 100]:0.0} ms, worst {times[^1]:0.0} ms; at most {bound:0} ms");
    }

    /// <summary>How many of a deed are done in a second, four at a time.</summary>
    public async Task Writes(string what, double least, TimeSpan time, Func<int, Task> deed)
    {
        var (begun, done) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(begun) < time) await deed(Interlocked.Increment(ref done)).ConfigureAwait(false);
        }))).ConfigureAwait(false);
        var rate = done / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Say(what, rate >= least, $"{rate:0} a second; at least {least:0}");
    }

    /// <summary>How long one long deed takes.</summary>
    public async Task Once(string what, TimeSpan bound, Func<Task> deed)
    {
        var begun = Stopwatch.GetTimestamp();
        await deed().ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(begun);
        Say(what, took < bound, $"{took.TotalSeconds:0.0} s; at most {bound.TotalSeconds:0} s");
    }

    private void Say(string what, bool holds, string figures)
    {
        Held &= holds;
        Console.WriteLine($"{name}: {what,-34} {figures}{(holds ? "" : "  <-- NOT HELD")}");
    }
}
