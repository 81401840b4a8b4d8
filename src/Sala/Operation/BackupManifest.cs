using System.Text.Json;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>A backup cannot be made or read back; the message says why and what was left as it is.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>
/// What lies beside the sealed rows: what they are, and what they must hash to. It carries a MAC of the host's directory key, since anybody who has the
/// public key could seal rows of their own.
/// </summary>
/// <param name="Id">Names this backup; bound into the seal.</param>
/// <param name="Day">The day it was made.</param>
/// <param name="Schema">The newest migration of the tables that were read.</param>
/// <param name="DirectoryKeyVersion">Which directory key the MAC is of.</param>
/// <param name="KeyStore">The key store that belongs to it.</param>
/// <param name="KeyStoreGeneration">How new that store was: an older one lacks slots or erasures.</param>
/// <param name="Anchor">Count and head of the audit trail.</param>
/// <param name="Bytes">Length of the sealed rows.</param>
/// <param name="Sha256">Hash of the sealed rows.</param>
public sealed record BackupManifest(
    string Id, DateOnly Day, string Schema, int DirectoryKeyVersion, string KeyStore, long KeyStoreGeneration, string Anchor, long Bytes, string Sha256, string Mac)
{
    public const string FileName = "manifest.json";
    public const string RowsFileName = "rows.sealed";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Format and version, for who finds the file in ten years.</summary>
    public string Format { get; init; } = "sala backup 1";

    internal Binding Binding => new("backup.rows", RecordId.TryParse(Id, out var id) ? id : throw Broken());

    internal BackupManifest Signed(HostRing ring) => this with { Mac = Convert.ToHexStringLower(ring.DirectoryKey.Mac("backup/1", Canonical)) };

    internal void Write(string folder)
    {
        using var file = OwnersFile.Create(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file, this, Json);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads a manifest and holds it against the ring, and the sealed rows against it.</summary>
    /// <exception cref="BackupException">Something is missing, was changed, or is of another host.</exception>
    public static BackupManifest Read(string folder, HostRing ring)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new BackupException($"There is no backup in {folder}: {FileName} is missing. Nothing was changed.");
        BackupManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(file), Json) ?? throw Broken();
        }
        catch (JsonException)
        {
            throw Broken();
        }
        if (manifest.Format != "sala backup 1") throw new BackupException($"{file}: this backup is of a format that this program does not know. Nothing was changed. Use the program that is newest.");
        if (!RecordId.TryParse(manifest.Id, out _) || !Holds(manifest, ring))
            throw new BackupException($"{file}: the manifest was changed, or made by another host ring. Nothing was changed. Put the ring of that host in place (from paper, if need be) and try again.");
        using var rows = File.OpenRead(Path.Combine(folder, RowsFileName));
        if (rows.Length != manifest.Bytes || Backup.HashOf(rows) != manifest.Sha256)
            throw new BackupException($"{Path.Combine(folder, RowsFileName)} is not what was written: its hash differs. Nothing was changed. Take another copy of this backup.");
        return manifest;
    }

    private static bool Holds(BackupManifest manifest, HostRing ring)
    {
        try
        {
            return ring.Get(RingKey.Directory, manifest.DirectoryKeyVersion).VerifyMac("backup/1", manifest.Canonical, Convert.FromHexString(manifest.Mac));
        }
        catch (Exception other) when (other is HostRingException or FormatException)
        {
            return false;
        }
    }

    internal AuditAnchor AuditAnchor => Audit.AuditAnchor.Parse(Anchor);

    private byte[] Canonical => CanonicalBytes.Of(Format, Id, Day.DayNumber, Schema, DirectoryKeyVersion, KeyStore, KeyStoreGeneration, Anchor, Bytes, Sha256);

    private static BackupException Broken() => new("The manifest of the backup is no whole manifest. Nothing was changed. Take another copy of this backup.");
}
