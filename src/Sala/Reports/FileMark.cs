using System.Buffers.Binary;

namespace Sala.Reports;

/// <summary>The bytes by which a kind of file is known at its beginning.</summary>
/// <param name="Bytes">What stands there.</param>
/// <param name="At">Where: MP4 and HEIC have their mark after four bytes of length.</param>
/// <param name="Holds">What must hold besides, where the mark is short; null where the mark is enough.</param>
internal sealed record FileMark(byte[] Bytes, int At = 0, FileMark.Further? Holds = null)
{
    public delegate bool Further(ReadOnlySpan<byte> beginning);

    /// <summary>Fewer bytes than this are no file of any kind.</summary>
    public const int Least = 12;

    /// <summary>Images, films, sounds, archives and the documents that hold them.</summary>
    public static readonly IReadOnlyList<FileMark> All =
    [
        new([0xFF, 0xD8, 0xFF], Holds: b => b[3] is >= 0xC0 and not 0xFF),                                             // JPEG
        new([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]),                                          // PNG
        new("GIF8"u8.ToArray(), Holds: b => b[4] is (byte)'7' or (byte)'9' && b[5] == 'a' && !IsPlain(b[6..12])),       // GIF, not its name in a sentence
        new("RIFF"u8.ToArray(), Holds: b => b[8..12].SequenceEqual("WEBP"u8) || b[8..12].SequenceEqual("AVI "u8) || b[8..12].SequenceEqual("WAVE"u8)),
        new("II*\0"u8.ToArray()), new("MM\0*"u8.ToArray()),                                                            // TIFF, raw pictures of cameras
        new([40, 0, 0, 0], At: 14, Holds: IsBitmap), new([108, 0, 0, 0], At: 14, Holds: IsBitmap), new([124, 0, 0, 0], At: 14, Holds: IsBitmap), // BMP
        new("ftyp"u8.ToArray(), At: 4, Holds: b => b[0] == 0 && b[1] == 0 && IsPlain(b[8..12])),                        // MP4, MOV, HEIC, AVIF, 3GP
        new([0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' ']), new([0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ']), // JPEG 2000, JPEG XL
        new([0x1A, 0x45, 0xDF, 0xA3]),                                                                                 // WebM, Matroska
        new([0, 0, 1, 0xBA]), new([0, 0, 1, 0xB3]),                                                                     // MPEG
        new("FLV\x01"u8.ToArray()), new("OggS\0"u8.ToArray()), new([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),   // FLV, Ogg, WMV
        new("ID3"u8.ToArray(), Holds: b => b[3] is >= 2 and <= 4 && b[4] == 0 && b[5] < 0x80 && b[6] < 0x80 && b[7] < 0x80), // MP3
        new([(byte)'P', (byte)'K', 3, 4]), new([(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7]), new([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]),
        new([0x1F, 0x8B, 0x08], Holds: b => b[3] < 0x20 && b[8] is 0 or 2 or 4 && b[9] is <= 13 or 255),                // gzip
        new([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], At: 4, Holds: b => b[0] == 'B' && b[1] == 'Z' && b[2] == 'h'),        // bzip2
        new([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]), new([0x28, 0xB5, 0x2F, 0xFD]), new("MSCF\0\0\0\0"u8.ToArray()),
        new("%PDF-"u8.ToArray(), Holds: b => b[8] is (byte)'\n' or (byte)'\r'), new("8BPS\0\x01"u8.ToArray()), new([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), // PDF, Photoshop, old Office
        new("<svg"u8.ToArray(), Holds: b => b[4] is (byte)' ' or (byte)'\n' or (byte)'>'),
    ];

    /// <summary>Whether bytes begin as a file of one of these kinds does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Least) return false;
        foreach (var mark in All)
        {
            if (mark.Fits(bytes)) return true;
        }
        return false;
    }

    public bool Fits(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= Math.Max(Least, At + Bytes.Length) && bytes.Slice(At, Bytes.Length).SequenceEqual(Bytes) && (Holds is null || Holds(bytes));

    private static bool IsBitmap(ReadOnlySpan<byte> b) => b[0] == 'B' && b[1] == 'M' && b[6..10].SequenceEqual("\0\0\0\0"u8) && BinaryPrimitives.ReadInt32LittleEndian(b[2..]) > 26;

    private static bool IsPlain(ReadOnlySpan<byte> brand)
    {
        foreach (var b in brand)
        {
            if (b is < 0x20 or > 0x7E) return false;
        }
        return true;
    }
}
