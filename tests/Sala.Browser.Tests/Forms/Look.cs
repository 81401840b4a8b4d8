namespace Sala.Browser.Tests.Forms;

/// <summary>Looks at a page of a form: it fits, its targets can be hit, it is light, axe finds nothing. SALA_LOOK=FOLDER takes a picture of each too.</summary>
internal sealed class Look(Visitor visitor, ITestOutputHelper output)
{
    private readonly PageRules _rules = new(visitor);
    private readonly Axe _axe = new(visitor);
    private double _heaviest;

    // 25 KB less the sheets, scripts and headers of a page (HeadersAndWeightTests weighs those).
    private const double LongestForm = 14 * 1024;

    public async Task At(string name)
    {
        // What a child's page would weigh: its own words as they are, and the sheets and scripts of a child's page compressed, with headers.
        var own = await visitor.Page.EvaluateAsync<double>("() => new TextEncoder().encode(document.querySelector('form[id]')?.outerHTML ?? '').length");
        _heaviest = Math.Max(_heaviest, own);
        if (own >= LongestForm) _rules.Broken.Add($"{name} weighs {own:N0} bytes");
        await _rules.FitsTheWidth(name);
        await _rules.TargetsAre(PageRules.ChildsTarget, name);
        if (visitor.Device.Script)
        {
            await _axe.Ask(name, [(visitor.Device.Width, visitor.Device.Width == 320 ? ColorScheme.Light : ColorScheme.Dark)]);
            await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }
        if (Environment.GetEnvironmentVariable("SALA_LOOK") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        var file = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{file}-{visitor.Device.Language}-{visitor.Device.Width}.png"), FullPage = true });
    }

    public void FindsNothing()
    {
        output.WriteLine($"{_axe.Looks} looks of axe; heaviest form {_heaviest / 1024:0.0} KB");
        Assert.True(_axe.Violations.Count + _rules.Broken.Count == 0, string.Join('\n', _axe.Violations.Concat(_rules.Broken)));
    }
}
