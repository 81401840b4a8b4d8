namespace Sala.Browser.Tests;

/// <summary>Measures leaving: in the page, from the press to the second frame after everything was gone; and from outside, until we hear of it.</summary>
public sealed class Leaving
{
    // From the press to the first frame that is drawn without anything on it. Runs before the page's own script and outside its policy.
    private const string Watching = """
        (() => {
          let pressed;
          for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, e => pressed = e.timeStamp, true);
          new MutationObserver((_, self) => {
            if (pressed === undefined || document.documentElement.textContent.trim() || document.querySelector('link,img,input,button')) return;
            self.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => window.blank(performance.now() - pressed)));
          }).observe(document, { childList: true, subtree: true });
        })()
        """;

    private TaskCompletionSource<double> blank = new();

    public static async Task<Leaving> Of(Visitor visitor)
    {
        var leaving = new Leaving();
        await visitor.Context.ExposeFunctionAsync("blank", (double milliseconds) => leaving.blank.TrySetResult(milliseconds));
        await visitor.Context.AddInitScriptAsync(Watching);
        return leaving;
    }

    /// <returns>Milliseconds until the page was blank: as the page saw it, and as we saw it.</returns>
    public async Task<(double Inside, double Outside)> Measure(Func<Task> press)
    {
        blank = new();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var pressing = press();
        var inside = await blank.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var outside = watch.Elapsed.TotalMilliseconds;
        await pressing;
        return (inside, outside);
    }
}
