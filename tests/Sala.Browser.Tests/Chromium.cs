namespace Sala.Browser.Tests;

/// <summary>Debian's own Chromium; nothing is ever downloaded.</summary>
internal static class Chromium
{
    public const string Path = "/usr/bin/chromium";

    /// <summary>Every name but our own address leads to one server of ours: no test reaches the internet, and what a page asks for there is seen.</summary>
    public static string[] Arguments(Elsewhere elsewhere) =>
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--no-proxy-server", "--ignore-certificate-errors", $"--host-resolver-rules=MAP * 127.0.0.1:{elsewhere.Port}, EXCLUDE 127.0.0.1",
    ];
}
