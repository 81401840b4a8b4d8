using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Role = Sala.Statistics.ColumnRoles.Role;

namespace Sala.Statistics;

/// <summary>Reads rows and adds them to the sums of one worker.</summary>
internal sealed class RowGatherer
{
    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    private readonly OnePassPlan plan;
    private readonly ColumnRoles roles;
    private readonly CellTable table;
    private readonly Labels strata = new();
    private readonly Labels psus = new();
    private readonly Labels[] keys;
    private readonly List<int> stratumOfPsu = [];
    private readonly Dictionary<string, int> groupOfKeys = new(StringComparer.Ordinal);
    private readonly List<int[]> keysOfGroup = [];
    private int[] groupTable = new int[1 << 12];

    // The row being read.
    private readonly int[] codes;
    private readonly double[] values;
    private readonly ulong[] ones;
    private readonly bool[] isOther;
    private int others;
    private readonly int[] runs;

    public RowGatherer(OnePassPlan plan, ColumnRoles roles)
    {
        this.plan = plan;
        this.roles = roles;
        table = new CellTable(plan.Indicators.Count);
        keys = [.. plan.Domains.Concat(plan.CalibrationCells).Select(_ => new Labels())];
        codes = new int[keys.Length];
        values = new double[plan.Indicators.Count];
        ones = new ulong[(plan.Indicators.Count + 63) / 64 + 1];
        isOther = new bool[plan.Indicators.Count];
        // How many indicators follow each other in the file and in the plan, counted from each column.
        runs = new int[roles.Roles.Length];
        for (var c = runs.Length - 1; c >= 0; c--)
            if (roles.Roles[c] == Role.Indicator)
                runs[c] = 1 + (c + 1 < runs.Length && roles.Roles[c + 1] == Role.Indicator && roles.Index[c + 1] == roles.Index[c] + 1 ? runs[c + 1] : 0);
    }

    /// <summary>All rows that begin before <paramref name="stop"/>; the last may end later, but not after <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rows(byte[] buffer, int at, int stop, int end, long offset, bool isLast)
    {
        while (at < stop)
        {
            if (buffer[at] == '\n' || (buffer[at] == '\r' && at + 1 < end && buffer[at + 1] == '\n'))
            {
                at += buffer[at] == '\n' ? 1 : 2;
                continue;
            }
            at = Row(buffer, at, end, offset + at, isLast);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Row(byte[] buffer, int at, int end, long rowOffset, bool isLast)
    {
        int stratum = 0, psu = -1;
        var weight = double.NaN;
        Begin();
        var last = roles.Last;
        for (var c = 0; c <= last; c++)
        {
            if (runs[c] > 3 && IsRun(buffer, at, end, roles.Index[c], runs[c], c + runs[c] == roles.Roles.Length))
            {
                at += 2 * runs[c] - 1;
                c += runs[c] - 1;
                if (c < roles.Roles.Length - 1) at++;
                continue;
            }
            var (from, to) = Cell(buffer, at, end, isLast);
            at = to;
            var cell = buffer.AsSpan(from, to - from);
            if (cell.Length > 0 && cell[^1] == '\r') cell = cell[..^1];
            Take(c, cell, ref stratum, ref psu, ref weight, rowOffset);
            if (c < roles.Roles.Length - 1)
            {
                if (at >= end || buffer[at] != ',') throw new CellFault(rowOffset, roles.Names[c], Messages.FewCells(c + 1, roles.Names.Length));
                at++;
            }
        }
        if (last == roles.Roles.Length - 1 && at < end && buffer[at] == ',') throw new CellFault(rowOffset, roles.Names[last], Messages.ManyCells(roles.Names.Length));
        var line = buffer.AsSpan(at, end - at).IndexOf((byte)'\n');
        at = line < 0 ? end : at + line + 1;
        Finish(stratum, psu, weight, rowOffset);
        return at;
    }

    private static (int From, int To) Cell(byte[] buffer, int at, int end, bool isLast)
    {
        var i = at;
        while (i < end && buffer[i] != ',' && buffer[i] != '\n') i++;
        if (i >= end && !isLast) throw new DataException(Messages.RowTooLong());
        return (at, i);
    }

    /// <summary>One row whose cells are already apart.</summary>
    public void Row(IReadOnlyList<byte[]> cells)
    {
        if (cells.Count != roles.Names.Length) throw new CellFault(0, roles.Names[0], cells.Count < roles.Names.Length ? Messages.FewCells(cells.Count, roles.Names.Length) : Messages.ManyCells(roles.Names.Length));
        int stratum = 0, psu = -1;
        var weight = double.NaN;
        Begin();
        for (var c = 0; c <= roles.Last; c++)
        {
            Take(c, cells[c], ref stratum, ref psu, ref weight, 0);
        }
        Finish(stratum, psu, weight, 0);
    }

    private void Begin()
    {
        Array.Clear(ones);
        if (others == 0) return;
        Array.Clear(isOther);
        others = 0;
    }

    private void Take(int c, ReadOnlySpan<byte> cell, ref int stratum, ref int psu, ref double weight, long rowOffset)
    {
        switch (roles.Roles[c])
        {
            case Role.Ignored: return;
            case Role.Indicator:
                var i = roles.Index[c];
                if (cell is [(byte)'0']) return;
                if (cell is [(byte)'1']) ones[i >> 6] |= 1UL << (i & 63);
                else
                {
                    values[i] = cell.IsEmpty || cell.SequenceEqual("NA"u8) ? double.NaN : Number(cell, c, rowOffset);
                    isOther[i] = true;
                    others++;
                }
                return;
            case Role.Weight:
                if (cell.IsEmpty || cell.SequenceEqual("NA"u8)) throw new CellFault(rowOffset, roles.Names[c], Messages.MissingCell(NameOf(Role.Weight)));
                weight = Number(cell, c, rowOffset);
                if (!(weight >= 0 && weight < ExactCell.Largest)) throw new CellFault(rowOffset, roles.Names[c], Messages.WeightOutside(weight));
                return;
        }
        if (cell.IsEmpty) throw new CellFault(rowOffset, roles.Names[c], Messages.MissingCell(NameOf(roles.Roles[c])));
        switch (roles.Roles[c])
        {
            case Role.Stratum: stratum = Label(strata, cell, c, rowOffset); break;
            case Role.Psu: psu = Label(psus, cell, c, rowOffset); break;
            case Role.Domain: codes[roles.Index[c]] = Label(keys[roles.Index[c]], cell, c, rowOffset); break;
            default: codes[plan.Domains.Count + roles.Index[c]] = Label(keys[plan.Domains.Count + roles.Index[c]], cell, c, rowOffset); break;
        }
    }

    /// <summary>What a column is for, as refusals say it.</summary>
    public static string NameOf(Role role) => role switch { Role.Stratum => "stratum", Role.Psu => "PSU", Role.Weight => "weight", _ => "group" };

    private int Label(Labels labels, ReadOnlySpan<byte> cell, int column, long rowOffset)
    {
        // 07 and 7 are two names.
        if (cell.Length > 8 || (cell[0] == '0' && cell.Length > 1)) return Text(labels, cell, column, rowOffset);
        uint number = 0;
        foreach (var b in cell)
        {
            if (b is < (byte)'0' or > (byte)'9') return Text(labels, cell, column, rowOffset);
            number = number * 10 + (uint)(b - '0');
        }
        return labels.Of(number);
    }

    private int Text(Labels labels, ReadOnlySpan<byte> cell, int column, long rowOffset)
    {
        try
        {
            return labels.Of(cell);
        }
        catch (DecoderFallbackException)
        {
            throw new CellFault(rowOffset, roles.Names[column], Messages.NotUtf8());
        }
    }

    // A whole number of at most 15 digits by a power of ten is rounded once, as reading the text would be.
    private double Number(ReadOnlySpan<byte> cell, int column, long rowOffset)
    {
        long mantissa = 0;
        var (digits, decimals, point) = (0, 0, false);
        foreach (var b in cell)
        {
            if (b is >= (byte)'0' and <= (byte)'9')
            {
                mantissa = mantissa * 10 + (b - '0');
                digits++;
                if (point) decimals++;
                if (digits > 15) return General(cell, column, rowOffset);
            }
            else if (b == '.' && !point) point = true;
            else return General(cell, column, rowOffset);
        }
        return digits == 0 ? General(cell, column, rowOffset) : mantissa / PowersOfTen[decimals];
    }

    private double General(ReadOnlySpan<byte> cell, int column, long rowOffset)
    {
        if (Utf8Parser.TryParse(cell, out double value, out var used) && used == cell.Length && double.IsFinite(value)) return value;
        if (double.TryParse(Encoding.UTF8.GetString(cell).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)) return value;
        throw new CellFault(rowOffset, roles.Names[column], Messages.NoNumber());
    }

    private bool IsRun(byte[] buffer, int at, int end, int first, int count, bool closesRow)
    {
        if (TryRun(buffer, at, end, first, count, closesRow)) return true;
        for (var i = first; i < first + count; i++) ones[i >> 6] &= ~(1UL << (i & 63));
        return false;
    }

    // Cells of one digit, comma after comma: 32 bytes are 16 answers. True where all are 0 or 1; then their bits are set.
    private bool TryRun(byte[] buffer, int at, int end, int first, int count, bool closesRow)
    {
        var bytes = 2 * count - 1;
        if (at + bytes > end) return false;
        var done = 0;
        if (Vector256.IsHardwareAccelerated && Bmi2.IsSupported)
        {
            var zero = Vector256.Create((byte)'0');
            var one = Vector256.Create((byte)'1');
            var comma = Vector256.Create((byte)',');
            for (; done + 16 <= count && at + 2 * done + 32 <= buffer.Length; done += 16)
            {
                var block = Vector256.LoadUnsafe(ref buffer[at + 2 * done]);
                var set = Vector256.Equals(block, one).ExtractMostSignificantBits();
                var digits = set | Vector256.Equals(block, zero).ExtractMostSignificantBits();
                var commas = Vector256.Equals(block, comma).ExtractMostSignificantBits();
                var wantedCommas = done + 16 == count ? 0x2AAAAAAAu : 0xAAAAAAAAu;
                if ((digits & 0x55555555u) != 0x55555555u || (commas & wantedCommas) != wantedCommas) return false;
                Set(first + done, Bmi2.ParallelBitExtract(set, 0x55555555u));
            }
        }
        for (; done < count; done++)
        {
            var b = buffer[at + 2 * done];
            if (b is not ((byte)'0' or (byte)'1')) return false;
            if (done + 1 < count && buffer[at + 2 * done + 1] != ',') return false;
            if (b == '1') Set(first + done, 1);
        }
        if (closesRow) return at + bytes >= end || buffer[at + bytes] is (byte)'\n' or (byte)'\r';
        return at + bytes < end && buffer[at + bytes] == ',';
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Set(int indicator, uint bits)
    {
        ones[indicator >> 6] |= (ulong)bits << (indicator & 63);
        if ((indicator & 63) > 32) ones[(indicator >> 6) + 1] |= (ulong)bits >> (64 - (indicator & 63));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(int stratum, int psu, double weight, long rowOffset)
    {
        if (plan.Stratum is null && strata.Names.Count == 0) strata.Of("all"u8);
        while (stratumOfPsu.Count <= psu) stratumOfPsu.Add(-1);
        var before = stratumOfPsu[psu];
        if (before < 0) stratumOfPsu[psu] = stratum;
        else if (before != stratum) throw new CellFault(rowOffset, plan.Psu, Messages.PsuInTwoStrataNoRow(psus.Names[psu], strata.Names[before], strata.Names[stratum]));
        var block = table.Block(psu, GroupOf());
        table.Count(block);
        var w = ExactCell.Of(weight);
        ref var cells = ref table.Cells(block);
        cells += w;
        ref var indicators = ref Unsafe.Add(ref cells, 1);
        for (var word = 0; word < ones.Length; word++)
        {
            var bits = ones[word];
            while (bits != 0)
            {
                var bit = (int)ulong.TrailingZeroCount(bits);
                bits &= bits - 1;
                Unsafe.Add(ref indicators, word * 64 + bit) += w;
            }
        }
        if (others == 0) return;
        for (var i = 0; i < isOther.Length; i++)
        {
            if (!isOther[i]) continue;
            if (double.IsNaN(values[i])) table.AddMissing(block, i, w);
            else
            {
                var product = weight * values[i];
                if (Math.Abs(product) >= ExactCell.Largest) throw new CellFault(rowOffset, plan.Indicators[i], Messages.ProductTooLarge());
                Unsafe.Add(ref indicators, i) += ExactCell.Of(product);
            }
        }
    }

    private int GroupOf()
    {
        if (codes.Length == 0) return keysOfGroup.Count == 0 ? NewGroup() : 0;
        // Codes below 16 are packed into a small table.
        var packed = 0;
        foreach (var code in codes)
        {
            if (code >= 16 || packed >= 1 << 8) return FoundGroup();
            packed = (packed << 4) | code;
        }
        if (packed >= groupTable.Length) return FoundGroup();
        var group = groupTable[packed];
        return group > 0 ? group - 1 : (groupTable[packed] = FoundGroup() + 1) - 1;
    }

    private int FoundGroup()
    {
        var key = string.Join(',', codes);
        return groupOfKeys.TryGetValue(key, out var group) ? group : groupOfKeys[key] = NewGroup();
    }

    private int NewGroup()
    {
        keysOfGroup.Add([.. codes]);
        return keysOfGroup.Count - 1;
    }

    /// <summary>Adds the sums of another worker, whose labels have numbers of their own.</summary>
    public void Add(RowGatherer other)
    {
        static int[] Renumbered(Labels from, Labels to) => [.. from.Names.Select(n => to.Of(Encoding.UTF8.GetBytes(n)))];
        if (other.stratumOfPsu.Count == 0) return;
        var (newPsus, newStrata) = (Renumbered(other.psus, psus), Renumbered(other.strata, strata));
        var newKeys = other.keys.Select((k, i) => Renumbered(k, keys[i])).ToArray();
        for (var p = 0; p < newPsus.Length; p++)
        {
            while (stratumOfPsu.Count <= newPsus[p]) stratumOfPsu.Add(-1);
            var stratum = newStrata[other.stratumOfPsu[p]];
            ref var before = ref CollectionsMarshal.AsSpan(stratumOfPsu)[newPsus[p]];
            if (before >= 0 && before != stratum) throw new DesignException(Messages.PsuInTwoStrataNoRow(psus.Names[newPsus[p]], strata.Names[before], strata.Names[stratum]));
            before = stratum;
        }
        var newGroups = new int[other.keysOfGroup.Count];
        for (var g = 0; g < newGroups.Length; g++)
        {
            for (var k = 0; k < codes.Length; k++) codes[k] = newKeys[k][other.keysOfGroup[g][k]];
            newGroups[g] = GroupOf();
        }
        foreach (var (psu, group, from) in other.table.Blocks)
        {
            var to = table.Block(newPsus[psu], newGroups[group]);
            table.AddRows(to, other.table.Rows(from));
            ref var source = ref other.table.Cells(from);
            ref var target = ref table.Cells(to);
            for (var k = 0; k < table.Width; k++)
                Unsafe.Add(ref target, k) = ExactCell.Carried(ExactCell.Carried(Unsafe.Add(ref target, k)) + ExactCell.Carried(Unsafe.Add(ref source, k)));
            for (var i = 0; i < table.Width - 1; i++) if (other.table.Missing(from, i) is { } missing) table.AddMissing(to, i, missing);
        }
    }

    /// <summary>Hands the sums over by their names.</summary>
    public void Give(SumMerge merge)
    {
        foreach (var (psu, group, block) in table.Blocks)
        {
            string[] names = [.. plan.Stratum is null ? [] : new[] { strata.Names[stratumOfPsu[psu]] }, psus.Names[psu], .. keysOfGroup[group].Select((k, i) => keys[i].Names[k])];
            ref var cells = ref table.Cells(block);
            var sums = new double[table.Width - 1];
            double[]? missing = null;
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = ExactCell.ToDouble(Unsafe.Add(ref cells, i + 1));
                if (table.Missing(block, i) is not { } m || m == Vector128<long>.Zero) continue;
                missing ??= new double[sums.Length];
                missing[i] = ExactCell.ToDouble(m);
            }
            merge.Add(names, table.Rows(block), ExactCell.ToDouble(cells), sums, missing);
        }
    }
}
