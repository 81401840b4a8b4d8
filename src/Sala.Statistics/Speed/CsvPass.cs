using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sala.Statistics;

/// <summary>One pass over a CSV file: pieces are read and gathered by several workers, then put together.</summary>
internal sealed class CsvPass
{
    private const int Piece = 2 << 20;
    private const int LongestRow = 1 << 20;

    private readonly string path;
    private readonly OnePassPlan plan;
    private readonly ColumnRoles roles;
    private readonly long begin;

    public CsvPass(string path, OnePassPlan plan)
    {
        this.path = path;
        this.plan = plan;
        using var stream = File.OpenRead(path);
        var head = new byte[(int)Math.Min(LongestRow, stream.Length)];
        stream.ReadExactly(head);
        var end = Array.IndexOf(head, (byte)'\n');
        if (end < 0 && head.Length < stream.Length) throw new DataException(Messages.NoHeading(Path.GetFileName(path)));
        var line = head.AsSpan(0, end < 0 ? head.Length : end);
        if (line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) line = line[3..];
        string heading;
        try
        {
            heading = new UTF8Encoding(false, true).GetString(line);
        }
        catch (DecoderFallbackException)
        {
            throw new DataException(Messages.HeadingNotUtf8());
        }
        roles = ColumnRoles.Of(heading.TrimEnd('\r').Split(',').Select(n => n.Trim().Trim('"')).ToArray(), plan);
        begin = end < 0 ? head.Length : end + 1;
    }

    /// <summary>The names in the heading.</summary>
    public IReadOnlyList<string> Names => roles.Names;

    public PsuSums Run()
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        var threads = Math.Max(1, plan.Threads);
        var pieces = (int)((length - begin + Piece - 1) / Piece);
        var workers = new RowGatherer[Math.Max(1, Math.Min(threads, pieces))];
        var next = -1;
        var quoted = false;
        Exception? fault = null;
        void Work(int w)
        {
            try
            {
                var gatherer = workers[w] = new RowGatherer(plan, roles);
                var buffer = new byte[Piece + LongestRow + 64];
                for (var piece = Interlocked.Increment(ref next); piece < pieces && !quoted && fault is null; piece = Interlocked.Increment(ref next))
                    if (!Gather(file, length, begin + (long)piece * Piece, gatherer, buffer)) quoted = true;
            }
            catch (Exception e) when (e is CellFault or DataException)
            {
                lock (workers) fault = fault is CellFault first && e is CellFault second && first.Offset < second.Offset ? fault : e;
            }
        }
        var others = Enumerable.Range(1, workers.Length - 1).Select(w => new Thread(() => Work(w)) { IsBackground = true }).ToArray();
        foreach (var other in others) other.Start();
        Work(0);
        foreach (var other in others) other.Join();

        // Quotes may hold commas and line ends, so that a piece cannot know where its rows begin.
        if (quoted && fault is null) return Slowly();
        if (fault is CellFault at) throw new DataException(Messages.CellFault(RowOf(file, at.Offset), at.Column, at.Message));
        if (fault is not null) throw fault;
        return Merged(workers);
    }

    private PsuSums Merged(RowGatherer[] workers)
    {
        for (var w = 1; w < workers.Length; w++) workers[0].Add(workers[w]);
        var merge = new SumMerge(plan);
        workers[0].Give(merge);
        return merge.Finish();
    }

    // The rows that begin in a piece. False where the piece has a quote.
    private static bool Gather(SafeFileHandle file, long length, long from, RowGatherer gatherer, byte[] buffer)
    {
        // One byte more before, to see whether the piece begins with a row.
        var wanted = (int)Math.Min(Piece + LongestRow, length - (from - 1));
        var read = 0;
        while (read < wanted && RandomAccess.Read(file, buffer.AsSpan(read, wanted - read), from - 1 + read) is > 0 and var got) read += got;
        var span = buffer.AsSpan(0, read);
        if (span[..Math.Min(read, Piece + 1)].Contains((byte)'"')) return false;
        var at = 1;
        if (span[0] != (byte)'\n')
        {
            var line = span[1..].IndexOf((byte)'\n');
            if (line < 0) return true;
            at = line + 2;
        }
        // A row that begins within the piece is read to its end, which may lie beyond.
        buffer.AsSpan(read, Math.Min(64, buffer.Length - read)).Clear();
        gatherer.Rows(buffer, at, Math.Min(Piece + 1, read), read, from - 1, from - 1 + read >= length);
        return true;
    }

    private PsuSums Slowly()
    {
        var gatherer = new RowGatherer(plan, roles);
        using var reader = new BufferedStream(File.OpenRead(path), 1 << 16);
        reader.Position = begin;
        long row = 0;
        foreach (var cells in QuotedRows.Read(reader))
        {
            row++;
            try
            {
                gatherer.Row(cells);
            }
            catch (CellFault fault)
            {
                throw new DataException(Messages.CellFault(row, fault.Column, fault.Message));
            }
        }
        return Merged([gatherer]);
    }

    private long RowOf(SafeFileHandle file, long offset)
    {
        long row = 1;
        var buffer = new byte[1 << 16];
        for (var at = begin; at < offset;)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, offset - at)), at);
            if (read <= 0) break;
            row += buffer.AsSpan(0, read).Count((byte)'\n');
            at += read;
        }
        return row;
    }
}

/// <summary>A cell that cannot be used, by the place of its row in the file.</summary>
internal sealed class CellFault(long offset, string column, string matter) : Exception(matter)
{
    public long Offset => offset;
    public string Column => column;
}

/// <summary>What each column of the file is for.</summary>
internal sealed class ColumnRoles
{
    public enum Role : byte { Ignored, Stratum, Psu, Weight, Domain, Cell, Indicator }

    public required string[] Names { get; init; }
    public required Role[] Roles { get; init; }

    /// <summary>Which domain, cell or indicator it is.</summary>
    public required int[] Index { get; init; }

    /// <summary>The last column that is needed.</summary>
    public required int Last { get; init; }

    public static ColumnRoles Of(string[] names, OnePassPlan plan)
    {
        var roles = new Role[names.Length];
        var index = new int[names.Length];
        void Set(string column, Role role, int which)
        {
            var at = Array.IndexOf(names, column);
            if (at < 0) throw new DataException(Messages.UnknownColumnOf(column, names));
            if (roles[at] != Role.Ignored) throw new DataException(Messages.ColumnTwice(column));
            (roles[at], index[at]) = (role, which);
        }
        if (plan.Stratum is { } stratum) Set(stratum, Role.Stratum, 0);
        Set(plan.Psu, Role.Psu, 0);
        Set(plan.Weight, Role.Weight, 0);
        for (var d = 0; d < plan.Domains.Count; d++) Set(plan.Domains[d], Role.Domain, d);
        for (var c = 0; c < plan.CalibrationCells.Count; c++) Set(plan.CalibrationCells[c], Role.Cell, c);
        for (var i = 0; i < plan.Indicators.Count; i++) Set(plan.Indicators[i], Role.Indicator, i);
        return new ColumnRoles { Names = names, Roles = roles, Index = index, Last = Array.FindLastIndex(roles, r => r != Role.Ignored) };
    }
}
