namespace Sala.Browser.Tests;

/// <summary>What a person holds: a phone (320 px) or a computer (1280 px), with script or without, and the language they read.</summary>
public sealed record Device(string Language, int Width = 320, bool Script = true, ColorScheme Colours = ColorScheme.Light, bool Touch = false)
{
    public int Height => Width < 600 ? 640 : 800;

    public BrowserNewContextOptions Options(string? state) => new()
    {
        JavaScriptEnabled = Script, ViewportSize = new() { Width = Width, Height = Height }, ColorScheme = Colours, IgnoreHTTPSErrors = true, StorageState = state,
        Locale = Language, HasTouch = Touch, IsMobile = Touch, ReducedMotion = ReducedMotion.Reduce,
    };

    public override string ToString() => $"{Language}, {Width} px, {(Script ? "with" : "without")} script, {Colours}";
}
