using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>
/// The records of an old workbook, one after another: a kind, a length and so many bytes ([MS-XLS] 2.1.4). What is too long for one goes on in
/// records of the kind CONTINUE, which reading passes into. Beyond the end is an <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
/// <param name="stream">The whole stream.</param>
/// <param name="at">Where the first record to be read begins.</param>
/// <param name="narrow">How texts of one byte a character are to be read; null from Excel 97 on, where each text says it of itself.</param>
internal ref struct BiffRecords(ReadOnlySpan<byte> stream, int at, Encoding? narrow)
{
    private const int Continue = 0x3C;

    private readonly ReadOnlySpan<byte> _stream = stream;
    private int _next = at;
    private int _at;
    private int _end;

    /// <summary>The kind of the record read last.</summary>
    public int Kind { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public readonly int Next => _next;

    /// <summary>How many bytes of the record are still to be read, those in a CONTINUE aside.</summary>
    public readonly int Left => _end - _at;

    public Encoding? Narrow { get; set; } = narrow;

    /// <summary>Goes on to the next record.</summary>
    public void Read()
    {
        Kind = BinaryPrimitives.ReadUInt16LittleEndian(_stream[_next..]);
        _at = _next + 4;
        _end = _at + BinaryPrimitives.ReadUInt16LittleEndian(_stream[(_next + 2)..]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_end, _stream.Length);
        _next = _end;
    }

    public readonly bool Continues => _end == _next && _next <= _stream.Length - 4 && BinaryPrimitives.ReadUInt16LittleEndian(_stream[_next..]) == Continue;

    private void ReadOn()
    {
        if (!Continues) throw new ArgumentOutOfRangeException(nameof(stream));
        var kind = Kind;
        Read();
        Kind = kind;
    }

    public byte Byte()
    {
        while (_at == _end) ReadOn();
        return _stream[_at++];
    }

    public int UInt16() => Byte() | Byte() << 8;

    public uint UInt32() => (uint)UInt16() | (uint)UInt16() << 16;

    public ulong UInt64() => UInt32() | (ulong)UInt32() << 32;

    public double Double() => BitConverter.UInt64BitsToDouble(UInt64());

    /// <summary>A number in four bytes ([MS-XLS] 2.5.218): 30 bits of a double or a whole number, either in hundredths.</summary>
    public double Rk()
    {
        var bits = UInt32();
        var number = (bits & 2) != 0 ? (int)bits >> 2 : BitConverter.UInt64BitsToDouble((ulong)(bits & ~3u) << 32);
        return (bits & 1) != 0 ? number / 100 : number;
    }

    public void Skip(long bytes)
    {
        while (bytes > Left)
        {
            bytes -= Left;
            ReadOn();
        }
        _at += (int)bytes;
    }

    /// <summary>A text of so many characters ([MS-XLS] 2.5.293); marks of its runs and sounds are passed over.</summary>
    public string Text(int count)
    {
        if (Narrow is not null) return Characters(count, wide: false);
        var signs = Byte();
        var runs = (signs & 8) != 0 ? UInt16() : 0;
        var sounds = (signs & 4) != 0 ? UInt32() : 0;
        var text = Characters(count, (signs & 1) != 0);
        Skip(runs * 4L + sounds);
        return text;
    }

    private string Characters(int count, bool wide)
    {
        var text = "";
        StringBuilder? parts = null; // one text may lie in thousands of records
        while (count > 0)
        {
            if (Left == 0)
            {
                if (text.Length > 0) parts ??= new StringBuilder(text);
                ReadOn();
                if (Narrow is null && Left > 0) wide = (Byte() & 1) != 0; // each part says anew how wide it is
                continue;
            }
            var take = Math.Min(count, wide ? Left / 2 : Left);
            if (take == 0) throw new ArgumentOutOfRangeException(nameof(count));
            var bytes = _stream.Slice(_at, wide ? take * 2 : take);
            text = wide ? new string(MemoryMarshal.Cast<byte, char>(bytes)) : (Narrow ?? Encoding.Latin1).GetString(bytes);
            parts?.Append(text);
            _at += bytes.Length;
            count -= take;
        }
        return parts?.ToString() ?? text;
    }
}
