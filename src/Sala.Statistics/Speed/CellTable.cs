using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sala.Statistics;

/// <summary>The sums of one worker: for each PSU and group (domain with calibration cell) a block of cells, made when first met.</summary>
/// <remarks>A block holds the weight, then the sum of each indicator, then, where values are missing, the weight of the missing ones.</remarks>
internal sealed class CellTable(int indicators)
{
    private const int BlocksAChunk = 256;
    private readonly List<Vector128<long>[]> chunks = [];
    private readonly List<long> rows = [];
    private readonly List<Vector128<long>[]?> missing = [];
    private readonly Dictionary<long, int> blocks = [];

    // The last few blocks asked for, by key: neighbouring rows often share PSUs.
    private readonly long[] recentKeys = NewKeys();
    private readonly int[] recentBlocks = new int[1 << 14];

    private static long[] NewKeys()
    {
        var keys = new long[1 << 14];
        Array.Fill(keys, -1);
        return keys;
    }

    public int Width { get; } = indicators + 1;

    public IEnumerable<(int Psu, int Group, int Block)> Blocks => blocks.Select(b => ((int)(b.Key >> 24), (int)(b.Key & 0xFFFFFF), b.Value));

    /// <summary>The block of a PSU and group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Block(int psu, int group)
    {
        var key = ((long)psu << 24) | (uint)group;
        var slot = (int)(((ulong)key * 0x9E3779B97F4A7C15UL) >> 50);
        return recentKeys[slot] == key ? recentBlocks[slot] : Found(key, slot);
    }

    private int Found(long key, int slot)
    {
        ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(blocks, key, out var known);
        if (!known)
        {
            block = rows.Count;
            if (block % BlocksAChunk == 0) chunks.Add(new Vector128<long>[BlocksAChunk * Width]);
            rows.Add(0);
            missing.Add(null);
        }
        recentKeys[slot] = key;
        recentBlocks[slot] = block;
        return block;
    }

    /// <summary>The cells of a block: first the weight, then the indicators.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector128<long> Cells(int block) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(CollectionsMarshal.AsSpan(chunks)[block / BlocksAChunk]), block % BlocksAChunk * Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int block)
    {
        ref var count = ref CollectionsMarshal.AsSpan(rows)[block];
        // The lower parts hold two million rows before they overflow.
        if ((++count & 0xFFFFF) == 0) Carry(block);
    }

    public void AddMissing(int block, int indicator, Vector128<long> weight)
    {
        var cells = missing[block] ??= new Vector128<long>[indicators];
        cells[indicator] = ExactCell.Carried(cells[indicator] + weight);
    }

    public long Rows(int block) => rows[block];

    public void AddRows(int block, long count) => rows[block] += count;

    public Vector128<long>? Missing(int block, int indicator) => missing[block]?[indicator];

    private void Carry(int block)
    {
        ref var cells = ref Cells(block);
        for (var k = 0; k < Width; k++) Unsafe.Add(ref cells, k) = ExactCell.Carried(Unsafe.Add(ref cells, k));
    }
}
