using Sala.Forms.Answering;

namespace Sala.Forms.Simulating;

/// <summary>
/// Random interviews that are valid: each question that is asked is answered as its type, its list, its constraint and "required" want it, or left
/// blank where that is allowed. Interviews go first of all where none has been: to questions not yet shown, to choices not yet chosen.
/// </summary>
public static class Simulation
{
    /// <summary>Conducts the interviews and counts what they reached.</summary>
    /// <param name="form">The form.</param>
    /// <param name="interviews">How many.</param>
    /// <param name="seed">With the same form, number, seed and clock the interviews are the same, whatever the number of threads.</param>
    /// <param name="clock">What <c>today()</c> and <c>now()</c> are in all of them. The system's where left out: then another day gives other dates.</param>
    /// <param name="threads">At most; as many as the machine has processors where left out.</param>
    public static SimulationReport Run(Form form, int interviews, int seed, TimeProvider? clock = null, int threads = 0) =>
        Run(form, interviews, seed, static (_, _) => true, static _ => { }, clock, threads);

    /// <summary>Conducts the interviews and hands each on.</summary>
    /// <param name="form">The form.</param>
    /// <param name="interviews">How many.</param>
    /// <param name="seed">As above.</param>
    /// <param name="take">Takes what is wanted out of a whole interview; its number counts from 0. Called by several threads at once; the session is used again
    /// for another interview as soon as the call ends.</param>
    /// <param name="give">Gets what was taken, in order, by one thread. Interviews that were given up are left out.</param>
    /// <param name="clock">As above.</param>
    /// <param name="threads">As above.</param>
    /// <typeparam name="T">What is taken out of an interview.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of interviews.</exception>
    public static SimulationReport Run<T>(Form form, int interviews, int seed, Func<FormSession, int, T> take, Action<T> give, TimeProvider? clock = null, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interviews);
        var asked = Asked.Of(form);
        var moment = new Standing(clock ?? TimeProvider.System);
        var workers = Enumerable.Range(0, Math.Max(1, threads > 0 ? threads : Environment.ProcessorCount)).Select(_ => new Interviewer(form, asked, moment)).ToArray();
        var total = new Tally(form, asked);
        var targets = new Targets(form);
        var givenUp = new List<GivenUp>();
        // What guides the interviews changes between batches only, so that it does not hang on which thread was first.
        for (int done = 0, size = 16; done < interviews; done += size, size = Math.Min(size * 2, 512))
        {
            size = Math.Min(size, interviews - done);
            total.Look();
            targets.Look(total, done);
            var taken = new (bool Whole, T? Value, Question? Stuck)[size];
            var begin = done;
            Parallel.For(0, workers.Length, new ParallelOptions { MaxDegreeOfParallelism = workers.Length }, w =>
            {
                for (var i = w; i < taken.Length; i += workers.Length)
                {
                    var stuck = workers[w].Conduct(Mixed(seed, begin + i), targets.Of(i), total);
                    if (stuck is null) workers[w].Tally.Add(workers[w].Session);
                    taken[i] = stuck is null ? (true, take(workers[w].Session, begin + i), null) : (false, default, stuck);
                }
            });
            foreach (var worker in workers) total.Take(worker.Tally);
            for (var i = 0; i < taken.Length; i++)
            {
                if (taken[i].Whole) give(taken[i].Value!);
                else givenUp.Add(new GivenUp(begin + i, taken[i].Stuck!));
            }
        }
        total.Look();
        return new SimulationReport(form, interviews, total, givenUp);
    }

    private static ulong Mixed(int seed, int number) => new Chance(new Chance((uint)seed).Next() ^ ((ulong)(uint)number * 0xD1342543DE82EF95)).Next();

    /// <summary>A clock that stands still: an interview that is simulated takes no time.</summary>
    private sealed class Standing(TimeProvider clock) : TimeProvider
    {
        private readonly DateTimeOffset _now = clock.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;

        public override TimeZoneInfo LocalTimeZone { get; } = clock.LocalTimeZone;
    }
}
