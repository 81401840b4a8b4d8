using System.Collections.Concurrent;
using System.Text.Json;

namespace Sala.Browser.Tests;

/// <summary>A person at a browser. What the pages ask for, complain of and weigh is written down while they walk.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> asked = new();
    private readonly ConcurrentQueue<string> complaints = new();
    private double weight;

    private Visitor(IBrowserContext context, IPage page, Device device, World world) => (Context, Page, Device, World) = (context, page, device, world);

    public IBrowserContext Context { get; }
    public IPage Page { get; }
    public Device Device { get; }
    public World World { get; }

    /// <summary>Done at each page that the person comes to, with the page's name.</summary>
    public Func<string, Task>? AtEachPage { get; set; }

    /// <summary>Every address that was asked for.</summary>
    public IEnumerable<string> Asked => asked;

    /// <summary>Errors and warnings of the browser: what the content security policy stopped is among them.</summary>
    public IEnumerable<string> Complaints => complaints;

    public static async Task<Visitor> In(IBrowserContext context, Device device, World world)
    {
        var visitor = new Visitor(context, context.Pages.Count > 0 ? context.Pages[0] : await context.NewPageAsync(), device, world);
        visitor.Page.SetDefaultTimeout(15_000);
        context.Request += (_, request) => visitor.asked.Enqueue(request.Url);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") visitor.complaints.Enqueue($"{message.Text} ({message.Location})");
        };
        context.WebError += (_, error) => visitor.complaints.Enqueue(error.Error);
        await visitor.WeighEachAnswer();
        return visitor;
    }

    /// <summary>Does what leads to another page, and waits until it is there with all that it loads.</summary>
    public async Task Follow(Func<Task> deed)
    {
        var loaded = new TaskCompletionSource();
        void Loaded(object? sender, IPage page) => loaded.TrySetResult();
        Page.Load += Loaded;
        try
        {
            Interlocked.Exchange(ref weight, 0);
            await deed();
            await loaded.Task.WaitAsync(TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"Nothing followed at {Page.Url}, which shows: {string.Join(' ', (await Text()).Split().Take(60))}", late);
        }
        finally
        {
            Page.Load -= Loaded;
        }
    }

    public Task Press(string button) => Follow(() => Page.Locator(button).First.ClickAsync());

    /// <summary>Goes to one of our addresses.</summary>
    public async Task Opens(string path) => await Follow(() => Page.GotoAsync(new Uri(World.Address, path).AbsoluteUri));

    public async Task IsAt(string name)
    {
        if (AtEachPage is { } look) await look(name);
    }

    /// <summary>Bytes over the wire, headers and redirects included, since the last step.</summary>
    public double Weight() => weight;

    public Task<bool> Sees(string selector) => Page.Locator(selector).First.IsVisibleAsync();

    public async Task<string> Text() => await Page.Locator("body").InnerTextAsync();

    private async Task WeighEachAnswer()
    {
        var devtools = await Context.NewCDPSessionAsync(Page);
        devtools.Event("Network.loadingFinished").OnEvent += (_, e) => Add(e!.Value.GetProperty("encodedDataLength").GetDouble());
        devtools.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
        {
            if (e!.Value.TryGetProperty("redirectResponse", out JsonElement answer)) Add(answer.GetProperty("encodedDataLength").GetDouble());
        };
        await devtools.SendAsync("Network.enable");
    }

    private void Add(double bytes)
    {
        double before;
        do before = weight;
        while (Interlocked.CompareExchange(ref weight, before + bytes, before) != before);
    }

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
