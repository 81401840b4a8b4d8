using System.Data;
using System.Data.Common;
using System.Threading.Channels;

namespace Sala.Data;

/// <summary>
/// One writer that takes up to 256 waiting writes, commits once, then answers them all. Nobody is answered before the commit is on
/// the disk (promise 4); one sync is shared by all who wait for it.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private const int BatchSize = 256;
    private const int Waiting = 1024;

    private readonly Func<DbConnection> open;
    private readonly Action<IReadOnlyCollection<int>> ownChanges;
    private readonly Channel<Item> items = Channel.CreateBounded<Item>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Task loop;

    internal GroupCommit(Func<DbConnection> open, Action<IReadOnlyCollection<int>> ownChanges)
    {
        (this.open, this.ownChanges) = (open, ownChanges);
        loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Runs statements within the next commit.</summary>
    /// <param name="write">Called on the writer's thread; must not wait for anything. What it throws undoes its own statements alone.</param>
    /// <returns>What <paramref name="write"/> returned, once the commit is synced.</returns>
    public async Task<T> Write<T>(Func<Writing, T> write)
    {
        var item = new Item(w => write(w)!);
        await items.Writer.WriteAsync(item).ConfigureAwait(false);
        return (T)await item.Done.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        DbConnection? connection = null;
        Writing? writing = null;
        var batch = new List<Item>(BatchSize);
        try
        {
            while (items.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                batch.Clear();
                while (batch.Count < BatchSize && items.Reader.TryRead(out var item)) batch.Add(item);
                try
                {
                    if (connection is null)
                    {
                        connection = open();
                        writing = new Writing(connection);
                    }
                    Commit(connection, writing!, batch);
                }
                catch (Exception failure)
                {
                    // The connection may be broken: the waiting are told, the next batch gets a new one.
                    foreach (var item in batch) item.Done.TrySetException(failure);
                    writing?.Dispose();
                    connection?.Dispose();
                    (writing, connection) = (null, null);
                }
            }
        }
        finally
        {
            writing?.Dispose();
            connection?.Dispose();
        }
    }

    private void Commit(DbConnection connection, Writing writing, List<Item> batch)
    {
        var results = new (object? Value, Exception? Failure)[batch.Count];
        using (var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted))
        {
            writing.Transaction = transaction;
            for (var i = 0; i < batch.Count; i++)
            {
                transaction.Save("item");
                try
                {
                    results[i].Value = batch[i].Write(writing);
                    transaction.Release("item");
                }
                catch (Exception failure)
                {
                    transaction.Rollback("item");
                    results[i].Failure = failure;
                }
            }
            var moved = writing.CommitBuckets();
            transaction.Commit();
            ownChanges(moved);
        }
        for (var i = 0; i < batch.Count; i++)
        {
            if (results[i].Failure is { } failure) batch[i].Done.TrySetException(failure);
            else batch[i].Done.TrySetResult(results[i].Value!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        items.Writer.TryComplete();
        await loop.ConfigureAwait(false);
    }

    private sealed record Item(Func<Writing, object> Write)
    {
        public TaskCompletionSource<object> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
