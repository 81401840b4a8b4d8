using System.Diagnostics;

namespace Sala.Printing;

/// <summary>The page could not be printed; nothing was written.</summary>
public sealed class NotPrintedException(string message) : Exception(message);

/// <summary>
/// Prints a page of our own with Chromium: tagged, fonts embedded, Thai shaped and its text copied out as it was written. The page has neither script nor network. Page, profile and
/// print lie in memory only, never on a disk: they hold words of a case.
/// </summary>
internal static class PrintedPage
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Linux keeps this folder in memory.</summary>
    private const string Memory = "/dev/shm";

    private const string Prefix = "sala-print-";

    /// <summary>One at a time: each takes a few hundred megabytes for a second or two.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    /// <param name="html">A whole page that asks for nothing from elsewhere.</param>
    /// <param name="onDisk">True for what may stand on a disk anyway, such as published figures: then it is printed where there is no folder in memory, too.</param>
    /// <exception cref="NotPrintedException">Chromium or the folder in memory is missing, or it did not print.</exception>
    public static async Task<byte[]> Print(string html, bool onDisk = false)
    {
        var chromium = Names.SelectMany(n => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => Path.Combine(p, n))).FirstOrDefault(File.Exists)
            ?? throw new NotPrintedException("Chromium is needed to print it and is not installed (Debian: apt-get install chromium fonts-noto-core). Nothing was written.");
        await Turn.WaitAsync().ConfigureAwait(false);
        var folder = NewFolder(onDisk);
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html).ConfigureAwait(false);
            var start = new ProcessStartInfo(chromium) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
            start.Environment["TMPDIR"] = folder;
            start.Environment["XDG_CONFIG_HOME"] = start.Environment["XDG_CACHE_HOME"] = folder;
            foreach (var word in (string[])["--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-breakpad", "--disable-crash-reporter",
                $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-pdf-header-footer", "--generate-pdf-document-outline", $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri]) start.ArgumentList.Add(word);
            // The page is our own, without script and without network. Chromium's sandbox does not start for root.
            if (Environment.UserName == "root") start.ArgumentList.Insert(0, "--no-sandbox");
            if (onDisk) start.ArgumentList.Insert(0, "--disable-dev-shm-usage");
            using var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            try
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
            return File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf).ConfigureAwait(false) : throw new NotPrintedException("Chromium did not print it. Nothing was written.");
        }
        finally
        {
            Delete(folder);
            Turn.Release();
        }
    }

    /// <summary>Takes away what a killed process left in memory. A print takes two minutes at most; what is younger than ten may be another process's.</summary>
    public static void Sweep(DateTimeOffset now)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Memory)) return;
        foreach (var left in new DirectoryInfo(Memory).GetDirectories($"{Prefix}*").Where(f => f.LastWriteTimeUtc.AddMinutes(10) < now.UtcDateTime))
        {
            try
            {
                left.Delete(recursive: true);
            }
            catch (Exception other) when (other is IOException or UnauthorizedAccessException)
            {
                // Another account's: theirs to sweep.
            }
        }
    }

    private static string NewFolder(bool onDisk)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Memory))
            return onDisk ? Directory.CreateTempSubdirectory(Prefix).FullName : throw new NotPrintedException($"{Memory}, the folder that Linux keeps in memory, is needed to print it: no word of a case lies on a disk. Nothing was written.");
        var folder = Path.Combine(Memory, $"{Prefix}{Sala.Vault.RecordId.Random()}");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>A last process of Chromium may still close its profile: tried again for a while.</summary>
    private static void Delete(string folder)
    {
        for (var turn = 0; turn < 20; turn++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (turn < 19)
            {
                Thread.Sleep(50);
            }
        }
    }
}
