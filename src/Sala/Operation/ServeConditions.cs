namespace Sala.Operation;

/// <summary>What must be in place before children are let in.</summary>
public static class ServeConditions
{
    /// <summary>Why this installation must not serve, each with what to do; empty when it may.</summary>
    public static async Task<IReadOnlyList<string>> Unmet(Installation sala)
    {
        var reasons = new List<string>();
        var settings = sala.Settings;
        if (sala.IsDemonstration) reasons.Add("The host ring holds keys of a demonstration. Run ./sala setup with another path for the ring.");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in (string[])[settings.Ring, settings.KeyStore, settings.KeyStoreCopy])
            {
                const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
                if (File.Exists(file) && (File.GetUnixFileMode(file) & others) != 0) reasons.Add($"{file} can be read by others than its owner. Run: chmod 600 {file}");
            }
        }
        var ownCertificate = settings.Certificate.Length > 0 && settings.Listen.StartsWith("https://", StringComparison.Ordinal);
        if (!ownCertificate && settings.Proxy.Length == 0) reasons.Add("There is neither an own certificate (certificate, and listen with https://) nor the address of a proxy that ends TLS (proxy).");
        if (ownCertificate && !File.Exists(settings.Certificate)) reasons.Add($"The certificate {settings.Certificate} is missing.");
        if (await sala.Store.SyncProblem().ConfigureAwait(false) is { } sync) reasons.Add($"The storage could lose what it confirmed. {sync}");
        if (await sala.Store.NeedsMigration().ConfigureAwait(false)) reasons.Add("The database is of an older version. Run ./sala setup first; it makes a backup.");
        return reasons;
    }
}
