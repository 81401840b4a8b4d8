using System.Buffers.Text;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Sala.Audit;
using Sala.Data;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>What a backup came to.</summary>
public sealed record BackupMade(string Folder, long Rows, long Bytes, AuditAnchor Anchor);

/// <summary>
/// Writes the rows of one moment, sealed to the backup pair, while the program may go on running. The seed that opens them is on paper; the key store and
/// the host ring are never in it.
/// </summary>
public static class Backup
{
    /// <summary>Makes a backup of an installation.</summary>
    /// <param name="folder">A folder that is empty or not there yet.</param>
    /// <exception cref="BackupException">The folder holds something, or there is no backup key.</exception>
    public static async Task<BackupMade> Make(Settings settings, string folder, TimeProvider clock)
    {
        var recipient = KeyOf(settings);
        using var ring = HostRing.Open(settings.Ring);
        using var slots = KeyStore.Open(settings.KeyStore, settings.KeyStoreCopy);
        RequireDatabase(settings);
        await using var store = Installation.StoreOf(settings, ring, clock);
        return await Make(store, ring, slots, recipient, folder, clock).ConfigureAwait(false);
    }

    internal static async Task<BackupMade> Make(Store store, HostRing ring, KeyStore slots, PublicKey recipient, string folder, TimeProvider clock)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new BackupException($"{folder} is not empty. Nothing was written. Name another folder: one for each backup.");
        var schema = await store.Schema().ConfigureAwait(false) ?? throw new BackupException("The database has no tables yet: there is nothing to back up.");
        OwnersFile.CreateFolder(folder);
        var id = RecordId.Random();
        var manifest = new BackupManifest(id.ToString(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), schema, ring.VersionOf(RingKey.Directory), slots.Id.ToString(), 0, "", 0, "", "");
        var path = Path.Combine(folder, BackupManifest.RowsFileName);
        long rows;
        AuditAnchor anchor;
        await using (var file = OwnersFile.Create(path))
        {
            var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19));
            var sealing = Task.Run(() => SealedFile.Seal(recipient, manifest.Binding, pipe.Reader.AsStream(), file));
            (rows, anchor) = await Write(store, pipe.Writer, sealing).ConfigureAwait(false);
            await sealing.ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }
        // Read back from where it lies: a backup that cannot be read is noticed today.
        await using (var written = File.OpenRead(path))
        {
            manifest = manifest with { KeyStoreGeneration = slots.Generation, Anchor = anchor.ToString(), Bytes = written.Length, Sha256 = HashOf(written) };
        }
        manifest.Signed(ring).Write(folder);
        return new BackupMade(folder, rows, manifest.Bytes, anchor);
    }

    private static async Task<(long Rows, AuditAnchor Anchor)> Write(Store store, PipeWriter to, Task sealing)
    {
        var anchor = new AuditAnchor(0, AuditTrail.Beginning);
        long rows = 0;
        try
        {
            var (connection, transaction) = await store.Snapshot().ConfigureAwait(false);
            await using var _ = connection;
            await using var __ = transaction;
            foreach (var table in (await store.Tables(connection).ConfigureAwait(false)).Where(t => !BackupRows.LeftOut.Contains(t.Name)))
            {
                BackupRows.WriteHead(to, table);
                await foreach (var row in TableRows.Read(connection, transaction, table).ConfigureAwait(false))
                {
                    BackupRows.WriteRow(to, table, row);
                    rows++;
                    if (table.Name == "audit_head") anchor = new AuditAnchor((long)row[Place(table, "number")]!, (byte[])row[Place(table, "hash")]!);
                    await to.FlushAsync().ConfigureAwait(false);
                    if (sealing.IsFaulted) await sealing.ConfigureAwait(false);
                }
            }
            await to.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await to.CompleteAsync(failure).ConfigureAwait(false);
            throw;
        }
        return (rows, anchor);
    }

    private static int Place(Table table, string column) => table.Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == column).i;

    internal static PublicKey KeyOf(Settings settings)
    {
        if (settings.BackupKey.Length == 0) throw new BackupException("The configuration has no line backup_key. Nothing was written. ./sala setup makes the backup pair, writes the line and prints the seed once.");
        try
        {
            return PublicKey.From(Base64Url.DecodeFromChars(settings.BackupKey));
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            throw new BackupException("The line backup_key of the configuration is no whole public key. Nothing was written. Copy it again from where the setup wrote it.");
        }
    }

    internal static void RequireDatabase(Settings settings)
    {
        if (settings.SqlitePath is { } path && !File.Exists(path)) throw new BackupException($"There is no database {path}. Nothing was changed.");
    }

    internal static string HashOf(Stream file)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
