using System.Net;
using Microsoft.EntityFrameworkCore;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>What must be in place before children are let in. Looked at before anything is opened for use.</summary>
public static class ServeConditions
{
    /// <summary>Why this installation must not serve, each with what to do; empty when it may.</summary>
    public static async Task<IReadOnlyList<string>> Unmet(Settings settings, TimeProvider clock)
    {
        var reasons = new List<string>();
        string[] keys = [settings.Ring, settings.KeyStore, settings.KeyStoreCopy];
        foreach (var file in keys)
        {
            if (!File.Exists(file)) reasons.Add($"{file} is missing. A new installation: run ./sala setup. An old one: put the file back; docs/operating-guide.md says from where.");
        }
        foreach (var file in keys.Append(settings.Certificate).Append(settings.CertificateKey).Where(OwnersFile.IsOpenToOthers))
            if (file != settings.Certificate || settings.CertificateKey.Length == 0) reasons.Add($"{file} can be read by others than its owner. Run chmod 600 on it, and ask who may have copied it.");
        Transport(settings, reasons);
        if (settings.BackupKey.Length == 0) reasons.Add("There is no backup pair (the line backup_key). Run ./sala setup: it makes one and prints its seed.");
        if (settings.MailServer.Length == 0 || settings.MailFrom.Length == 0) reasons.Add("There is no mail server (mail_server, mail_from): nobody would be called to an urgent report.");
        if (settings.SqlitePath is { } path && !File.Exists(path)) reasons.Add($"The database {path} is missing. A new installation: run ./sala setup.");
        if (reasons.Count > 0) return reasons;
        using var ring = HostRing.Open(settings.Ring);
        if (ring.Demonstration) reasons.Add("The host ring holds keys of a demonstration. Name another path for the ring and run ./sala setup.");
        await Storage(settings, ring, clock, reasons).ConfigureAwait(false);
        return reasons;
    }

    private static void Transport(Settings settings, List<string> reasons)
    {
        var https = settings.Listen.StartsWith("https://", StringComparison.Ordinal);
        if (https && settings.Certificate.Length == 0) reasons.Add("It is to listen with https:// and has no certificate (certificate, certificate_key).");
        if (!https && settings.Proxy.Length == 0) reasons.Add("There is neither an own certificate (certificate, and listen with https://) nor the address of a proxy that ends TLS (proxy).");
        foreach (var file in (string[])[settings.Certificate, settings.CertificateKey])
        {
            if (file.Length > 0 && !File.Exists(file)) reasons.Add($"{file} is missing: no TLS without it.");
        }
        if (settings.Proxy.Length > 0 && !IPAddress.TryParse(settings.Proxy, out _)) reasons.Add($"proxy is no IP address. A name could be answered by someone else: write the address itself.");
    }

    private static async Task Storage(Settings settings, HostRing ring, TimeProvider clock, List<string> reasons)
    {
        await using var store = Installation.StoreOf(settings, ring, clock);
        try
        {
            if (await store.SyncProblem().ConfigureAwait(false) is { } sync) reasons.Add($"The storage could lose what it confirmed. {sync}");
            if (await store.NeedsMigration().ConfigureAwait(false))
            {
                reasons.Add("The database is of an older version. Run ./sala setup first; it makes a backup.");
                return;
            }
            await using var data = store.Read();
            if (!await data.ChangeBuckets.AnyAsync().ConfigureAwait(false)) reasons.Add("A restore was cut short. Make the database empty and run ./sala restore again.");
        }
        catch (System.Data.Common.DbException failure)
        {
            reasons.Add($"The database cannot be reached: {failure.Message}");
        }
    }
}
