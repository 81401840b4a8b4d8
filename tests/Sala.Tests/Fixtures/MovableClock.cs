namespace Sala.Tests.Fixtures;

/// <summary>Stands still until a test moves it.</summary>
public sealed class MovableClock(DateTimeOffset begins) : TimeProvider
{
    private long ticks = begins.UtcTicks;

    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref ticks, value.UtcTicks);
    }

    public override DateTimeOffset GetUtcNow() => Now;

    public void Move(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
