using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Countries;
using Sala.Data;
using Sala.Reports;
using Sala.Surveys.Measuring;
using Sala.Vault;

namespace Sala.Operation;

/// <summary>What reading a backup back came to.</summary>
/// <param name="ErasedReports">Reports of the backup whose slot is empty in the newest key store: their rows were deleted again.</param>
/// <param name="ErasedCases">Cases whose slot is empty: their rows, and what others keep of them, were deleted again.</param>
/// <param name="RemovedPeople">People whose slot is empty: they left, or got a new pair, after the backup.</param>
/// <param name="WaitingUnits">Units that could not begin a new epoch.</param>
/// <param name="TrailProblem">What is wrong with the audit trail of the backup; null when it is whole.</param>
public sealed record Restored(long Rows, int ErasedReports, int ErasedCases, int RemovedPeople, IReadOnlyList<string> WaitingUnits, string? TrailProblem);

/// <summary>
/// Reads a backup into an empty database. Asks for three things that lie in three places: the backup with the paper seed, the host ring, and the newest key
/// store, whose empty slots decide what stays erased.
/// </summary>
public static class Restore
{
    /// <summary>Reads a backup back.</summary>
    /// <param name="seed">The seed of the backup pair, as on the paper.</param>
    /// <param name="anchor">An anchor of the audit trail that somebody outside holds; the backup's own is always looked at.</param>
    /// <exception cref="BackupException">Backup, ring, key store and seed do not belong together, or the database is not empty. Nothing was changed.</exception>
    public static async Task<Restored> Run(Settings settings, string folder, SecretKey seed, AuditAnchor? anchor, TimeProvider clock)
    {
        var restored = await Rows(settings, folder, seed, anchor, clock).ConfigureAwait(false);
        // Cases by the features that keep something of them: each deletes its own.
        await using var sala = await Installation.Open(settings, clock).ConfigureAwait(false);
        return restored with { ErasedCases = await sala.CaseErasure.EraseAgain().ConfigureAwait(false) };
    }

    private static async Task<Restored> Rows(Settings settings, string folder, SecretKey seed, AuditAnchor? anchor, TimeProvider clock)
    {
        var country = Country.Load(settings.Country);
        using var ring = HostRing.Open(settings.Ring);
        var manifest = BackupManifest.Read(folder, ring);
        BringBackKeyStore(settings);
        using var slots = KeyStore.Open(settings.KeyStore, settings.KeyStoreCopy);
        if (slots.Id.ToString() != manifest.KeyStore) throw new BackupException($"{settings.KeyStore} is not the key store of this backup. Nothing was changed. Put its newest copy in place.");
        if (slots.Generation < manifest.KeyStoreGeneration) throw new BackupException($"{settings.KeyStore} is older than this backup: it lacks slots, or erasures. Nothing was changed. Put the newest copy in place.");
        using var pair = KeyPair.FromSeed(seed);
        await using var store = Installation.StoreOf(settings, ring, clock);
        await RequireEmpty(store, manifest.Schema).ConfigureAwait(false);
        var rows = await Fill(store, folder, manifest, pair).ConfigureAwait(false);
        await Installation.Migrate(store, ring).ConfigureAwait(false);
        return await Settle(store, new StaffDirectory(ring), slots, country, clock, manifest, anchor, rows).ConfigureAwait(false);
    }

    /// <summary>On a new machine there is the copy alone, or the store alone: the other is made from it.</summary>
    private static void BringBackKeyStore(Settings settings)
    {
        var (store, copy) = (File.Exists(settings.KeyStore), File.Exists(settings.KeyStoreCopy));
        if (!store && !copy) throw new BackupException($"There is no key store at {settings.KeyStore}. Nothing was changed. Put its newest copy there: without it nothing of the backup opens.");
        if (store && copy) return;
        var missing = store ? settings.KeyStoreCopy : settings.KeyStore;
        Directory.CreateDirectory(Path.GetDirectoryName(missing)!);
        KeyStore.CopyTo(store ? settings.KeyStore : settings.KeyStoreCopy, missing);
    }

    private static async Task RequireEmpty(Store store, string schema)
    {
        if (await store.Schema().ConfigureAwait(false) is { } present)
        {
            await using var data = store.Read();
            if (present != schema || await data.People.AnyAsync().ConfigureAwait(false) || await data.Units.AnyAsync().ConfigureAwait(false) || await data.AuditEntries.AnyAsync().ConfigureAwait(false) || await data.Reports.AnyAsync().ConfigureAwait(false))
                throw new BackupException("The database holds something already. Nothing was changed. Name an empty database: a restore never writes over one.");
            return;
        }
        try
        {
            await store.MigrateTo(schema).ConfigureAwait(false);
        }
        catch (KeyNotFoundException)
        {
            throw new BackupException("The backup was made by a newer version of this program. Nothing was changed. Install that version, and restore with it.");
        }
    }

    /// <summary>All rows, in one transaction that ends only when the seal was found whole to its end.</summary>
    private static async Task<long> Fill(Store store, string folder, BackupManifest manifest, KeyPair pair)
    {
        await using var sealedRows = File.OpenRead(Path.Combine(folder, BackupManifest.RowsFileName));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 20, resumeWriterThreshold: 1 << 19));
        var opening = Task.Run(() =>
        {
            try
            {
                using var to = pipe.Writer.AsStream(leaveOpen: true);
                SealedFile.Open(pair, manifest.Binding, sealedRows, to);
                pipe.Writer.Complete();
            }
            catch (Exception failure)
            {
                pipe.Writer.Complete(failure);
                throw;
            }
        });
        await using var connection = store.OpenConnection();
        await using var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        try
        {
            var rows = await Fill(store, connection, transaction, pipe.Reader).ConfigureAwait(false);
            await opening.ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
            return rows;
        }
        catch (CannotOpenException)
        {
            throw new BackupException("The backup does not open with this seed, or was changed. The database was left empty. Compare the seed with the paper.");
        }
        finally
        {
            await pipe.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static async Task<long> Fill(Store store, System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, PipeReader from)
    {
        var tables = (await store.Tables(connection).ConfigureAwait(false)).ToDictionary(t => t.Name);
        // Both were put there by the migration; change_bucket stays empty until all is settled, and an empty one does not serve.
        foreach (var made in (string[])["audit_head", "change_bucket"])
        {
            await using var delete = connection.CreateCommand();
            delete.Transaction = transaction;
            delete.CommandText = $"DELETE FROM {made}";
            await delete.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
        using var lines = new StreamReader(from.AsStream());
        System.Data.Common.DbCommand? add = null;
        ColumnKind[] kinds = [];
        long rows = 0;
        while (await lines.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            if (BackupRows.ReadHead(json.RootElement) is { } head)
            {
                if (add is not null) await add.DisposeAsync().ConfigureAwait(false);
                var table = tables[head.Table];
                kinds = [.. head.Columns.Select(name => table.Columns.Single(c => c.Name == name).Kind)];
                add = TableRows.Adding(connection, transaction, table, head.Columns);
                continue;
            }
            await TableRows.Add(add!, kinds, BackupRows.ReadRow(json.RootElement)).ConfigureAwait(false);
            rows++;
        }
        if (add is not null) await add.DisposeAsync().ConfigureAwait(false);
        return rows;
    }

    private static async Task<Restored> Settle(
        Store store, StaffDirectory directory, KeyStore slots, Country country, TimeProvider clock, BackupManifest manifest, AuditAnchor? anchor, long rows)
    {
        var problem = (await AuditTrail.Check(store, manifest.AuditAnchor).ConfigureAwait(false)).Problems.Concat(anchor is null ? [] : (await AuditTrail.Check(store, anchor).ConfigureAwait(false)).Problems).FirstOrDefault();
        var people = new AfterRestore(directory, new UnitKeys(store, directory, clock), slots);
        var deed = new Deed(null, "backup.restore");
        return await store.Change(deed, async data =>
        {
            var reports = await EraseAgain(data, slots).ConfigureAwait(false);
            var removed = await people.RemoveErasedPeople(data).ConfigureAwait(false);
            var waiting = await people.BeginEpochs(data).ConfigureAwait(false);
            await StartClocks(data, country, clock.GetUtcNow()).ConfigureAwait(false);
            for (var bucket = 0; bucket < ChangeBucket.Count; bucket++) data.ChangeBuckets.Add(new ChangeBucket { Bucket = bucket, Number = 0 });
            deed.Detail = $"backup of {manifest.Day:yyyy-MM-dd}; {reports} reports and {removed} people had an erased slot; trail {(problem is null ? "whole" : "broken")}";
            return new Restored(rows, reports, 0, removed, [.. waiting.Select(u => u.Name)], problem);
        }).ConfigureAwait(false);
    }

    private static async Task<int> EraseAgain(SalaData data, KeyStore slots)
    {
        var erased = (await data.Reports.AsNoTracking().Select(r => new { r.Id, r.Slot }).ToListAsync().ConfigureAwait(false)).Where(r => slots.IsErased(r.Slot)).ToList();
        foreach (var report in erased) await Erasure.DeleteRows(data, report.Id).ConfigureAwait(false);
        var measured = (await data.Measurements.AsNoTracking().Select(m => new { m.Id, m.Slot }).ToListAsync().ConfigureAwait(false)).Where(m => slots.IsErased(m.Slot));
        foreach (var measurement in measured) await MeasurementDesk.DeleteRows(data, measurement.Id).ConfigureAwait(false);
        return erased.Count;
    }

    /// <summary>No clock is in a backup. An urgent report that nobody works on gets a new one, although it may have been acknowledged: rather one call too many.</summary>
    private static async Task StartClocks(SalaData data, Country country, DateTimeOffset now)
    {
        foreach (var urgency in Enum.GetValues<Urgency>())
        {
            if (Escalation.DeadlineOf(country, urgency, now) is not { } deadline) continue;
            await data.Reports.Where(r => r.Urgency == urgency && r.AssignedTo == null && (r.State == ReportState.Received || r.State == ReportState.Read))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Deadline, (FiveMinutes?)deadline)).ConfigureAwait(false);
        }
    }
}
