using System.Text;

namespace Sala.Forms.Sheets;

/// <summary>What a workbook may hold at most. A form beyond them is refused with a message; no field form comes near.</summary>
public static class WorkbookLimits
{
    /// <summary>Bytes of the file.</summary>
    public const int FileBytes = 32 << 20;

    /// <summary>Bytes of one unpacked part of an .xlsx.</summary>
    public const long PartBytes = 64L << 20;

    /// <summary>How many bytes one packed byte may unpack to, beyond the first million.</summary>
    public const int PackingRatio = 300;

    /// <summary>Sheets in a workbook.</summary>
    public const int Sheets = 100;

    /// <summary>Rows in a sheet that hold anything.</summary>
    public const int Rows = 100_000;

    /// <summary>Columns in a sheet.</summary>
    public const int Columns = 1_024;

    /// <summary>Cells in a workbook, the empty ones to the left of another in their row counted.</summary>
    public const int Cells = 8_000_000;

    /// <summary>Characters in a cell (as Excel).</summary>
    public const int CellLength = 32_767;

    /// <summary>Characters in a sheet.</summary>
    public const long Characters = 32L << 20;

    internal static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        for (int n; (n = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (copy.Length + n > FileBytes) throw new FormException(Messages.FileTooLarge);
            copy.Write(buffer, 0, n);
        }
        return copy.ToArray();
    }

    internal static string Decode(byte[] bytes)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            throw new FormException(Messages.NotUtf8);
        }
    }
}
