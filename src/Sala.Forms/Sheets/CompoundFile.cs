using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>
/// A compound file ([MS-CFB]): the folder in one file in which Office kept its work before 2007. No table is taken to be longer than the file,
/// and no chain of sectors to have more of them than there are, so that a damaged file costs no more than its length.
/// </summary>
internal sealed class CompoundFile
{
    private const uint LastSector = 0xFFFFFFFA; // what is above it ends a chain or marks a place as free (2.1)
    private const int SmallSector = 64;
    private const int SmallStream = 4096;

    private static readonly byte[] Signature = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private readonly byte[] _file;
    private readonly int _sector;
    private readonly uint[] _next;
    private readonly byte[] _entries;

    public CompoundFile(byte[] file)
    {
        if (file.Length < 512 || UInt16(file, 30) is not (var shift and (9 or 12))) throw Damaged();
        (_file, _sector) = (file, 1 << shift);
        _next = Table(file.Length / _sector);
        _entries = Chain(file, 1, _sector, _next, UInt32(file, 48), file.Length);
    }

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <summary>The stream of that name beside no folder; null where there is none.</summary>
    public byte[]? Stream(string name)
    {
        var seen = new bool[_entries.Length / 128];
        if (seen.Length == 0) throw Damaged();
        var open = new Stack<uint>([UInt32(_entries, 76)]);
        while (open.TryPop(out var id))
        {
            if (id >= seen.Length || seen[id]) continue;
            seen[id] = true;
            var entry = _entries.AsSpan((int)id * 128, 128);
            if (entry[66] == 2 && UInt16(entry, 64) is >= 2 and <= 64 and var length && Encoding.Unicode.GetString(entry[..(length - 2)]).Equals(name, StringComparison.OrdinalIgnoreCase))
                return Stream(UInt32(entry, 116), UInt32(entry, 120));
            open.Push(UInt32(entry, 68));
            open.Push(UInt32(entry, 72));
        }
        return null;
    }

    // What is short lies in small sectors, in a stream that belongs to the root (2.4).
    private byte[] Stream(uint first, long length)
    {
        if (length >= SmallStream) return Chain(_file, 1, _sector, _next, first, length);
        var small = Chain(_file, 1, _sector, _next, UInt32(_entries, 116), UInt32(_entries, 120));
        var next = MemoryMarshal.Cast<byte, uint>(Chain(_file, 1, _sector, _next, UInt32(_file, 60), _file.Length));
        return Chain(small, 0, SmallSector, next, first, length);
    }

    private static byte[] Chain(ReadOnlySpan<byte> from, int before, int sector, ReadOnlySpan<uint> next, uint at, long length)
    {
        using var bytes = new MemoryStream();
        for (var steps = 0; at <= LastSector && bytes.Length < length; steps++)
        {
            var begin = (at + (long)before) * sector;
            if (steps > next.Length || at >= next.Length || begin >= from.Length) throw Damaged();
            bytes.Write(from[(int)begin..(int)Math.Min(begin + sector, from.Length)]);
            at = next[(int)at];
        }
        return bytes.GetBuffer()[..(int)Math.Min(bytes.Length, length)];
    }

    // For each sector of the file, the one that follows. The table's own sectors are named in the header and, beyond 109, in a chain (2.5).
    private uint[] Table(int sectors)
    {
        var next = new uint[sectors];
        next.AsSpan().Fill(uint.MaxValue);
        var filled = 0;
        foreach (var place in MemoryMarshal.Cast<byte, uint>(_file.AsSpan(76, 436))) Fill(place);
        var at = UInt32(_file, 68);
        for (var more = Math.Min(UInt32(_file, 72), (uint)sectors); more > 0 && at <= LastSector && filled < sectors; more--)
        {
            var places = MemoryMarshal.Cast<byte, uint>(Sector(at));
            foreach (var place in places[..^1]) Fill(place);
            at = places[^1];
        }
        return next;

        void Fill(uint place)
        {
            if (place > LastSector || filled >= sectors) return;
            var part = MemoryMarshal.Cast<byte, uint>(Sector(place));
            part = part[..Math.Min(part.Length, sectors - filled)];
            part.CopyTo(next.AsSpan(filled));
            filled += part.Length;
        }
    }

    private ReadOnlySpan<byte> Sector(uint number)
    {
        var begin = (number + 1L) * _sector;
        return begin + _sector <= _file.Length ? _file.AsSpan((int)begin, _sector) : throw Damaged();
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static FormException Damaged() => new(Messages.NotAnOldWorkbook);
}
