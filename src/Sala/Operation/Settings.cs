using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;
using Sala.Agencies;

namespace Sala.Operation;

/// <summary>The configuration file cannot be used; the message says where and why.</summary>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>What is different from one host to the next: where things lie and how they are reached. A country's rules are in its pack, not here.</summary>
public sealed class Settings
{
    /// <summary>Folder of the country pack.</summary>
    public string Country { get; set; } = "";

    /// <summary>sqlite:PATH or a connection string of PostgreSQL beginning with postgres:.</summary>
    public string Database { get; set; } = "";

    /// <summary>The host ring; 0600, never in a backup.</summary>
    public string Ring { get; set; } = "";

    /// <summary>The key store, and where its newest copy is kept: another disk.</summary>
    public string KeyStore { get; set; } = "";
    public string KeyStoreCopy { get; set; } = "";

    /// <summary>The public half of the backup pair, base64url; its seed is on paper. The setup writes this line.</summary>
    public string BackupKey { get; set; } = "";

    /// <summary>Folder for the backup that the setup makes before it changes the tables.</summary>
    public string Backups { get; set; } = "backups";

    /// <summary>OpenTelemetry collector that counts and durations are sent to (OTLP over HTTP); empty: none.</summary>
    public string Metrics { get; set; } = "";

    /// <summary>Where it listens, such as https://0.0.0.0:443 or http://127.0.0.1:5080 behind a proxy.</summary>
    public string Listen { get; set; } = "";

    /// <summary>Own certificate (PFX or PEM with key); empty behind a proxy.</summary>
    public string Certificate { get; set; } = "";
    public string CertificateKey { get; set; } = "";

    /// <summary>The address of the proxy that ends TLS; a request from it that it did not mark https is refused.</summary>
    public string Proxy { get; set; } = "";
    public string MailFrom { get; set; } = "";
    public string MailServer { get; set; } = "";
    public int MailPort { get; set; } = 587;

    /// <summary>A folder instead of a mail server; for the demonstration.</summary>
    public string MailFolder { get; set; } = "";

    /// <summary>The database file, where it is SQLite.</summary>
    internal string? SqlitePath => Database.StartsWith("sqlite:", StringComparison.Ordinal) ? Database["sqlite:".Length..] : null;

    internal MailSettings Mail => new(MailFrom, MailServer, MailPort, MailFolder.Length > 0 ? MailFolder : null);

    /// <summary>Reads a configuration file; paths are relative to it.</summary>
    /// <exception cref="SettingsException">It is missing, is no YAML, or lacks a line.</exception>
    public static Settings Read(string path)
    {
        if (!File.Exists(path)) throw new SettingsException($"There is no configuration file {path}. docs/operating-guide.md shows one. Nothing was changed.");
        Settings settings;
        try
        {
            settings = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<Settings>(File.ReadAllText(path))
                ?? throw new SettingsException($"{path} is empty. docs/operating-guide.md shows what belongs in it. Nothing was changed.");
        }
        catch (YamlException wrong)
        {
            throw new SettingsException($"{path}, line {wrong.Start.Line}: {wrong.InnerException?.Message ?? wrong.Message} Nothing was changed.");
        }
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        foreach (var (name, value) in new[] { ("country", settings.Country), ("database", settings.Database), ("ring", settings.Ring), ("key_store", settings.KeyStore), ("key_store_copy", settings.KeyStoreCopy), ("listen", settings.Listen) })
        {
            if (value.Length == 0) throw new SettingsException($"{path}: the line {name} is missing. docs/operating-guide.md says what belongs there. Nothing was changed.");
        }
        settings.Country = At(settings.Country);
        settings.Ring = At(settings.Ring);
        settings.KeyStore = At(settings.KeyStore);
        settings.KeyStoreCopy = At(settings.KeyStoreCopy);
        settings.Backups = At(settings.Backups);
        if (settings.Certificate.Length > 0) settings.Certificate = At(settings.Certificate);
        if (settings.CertificateKey.Length > 0) settings.CertificateKey = At(settings.CertificateKey);
        if (settings.MailFolder.Length > 0) settings.MailFolder = At(settings.MailFolder);
        if (settings.Database.StartsWith("sqlite:", StringComparison.Ordinal)) settings.Database = "sqlite:" + At(settings.Database["sqlite:".Length..]);
        else if (!settings.Database.StartsWith("postgres:", StringComparison.Ordinal))
            throw new SettingsException($"{path}: database begins with sqlite: or postgres:. Nothing was changed.");
        return settings;

        string At(string relative) => Path.GetFullPath(Path.Combine(folder, relative));
    }
}
