using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sala.Surveys.Datasets;

/// <summary>The rows of a survey as they stand in a file.</summary>
public sealed class Dataset
{
    private readonly Dictionary<string, Variable> _byName;

    public Dataset(string file, IReadOnlyList<Variable> variables)
    {
        (File, Variables) = (file, variables);
        _byName = new Dictionary<string, Variable>(StringComparer.Ordinal);
        foreach (var variable in variables)
            if (!_byName.TryAdd(variable.Name, variable)) throw new DatasetException(file, 1, variable.Name, "two columns have this name. Rename one.");
        Rows = variables.Count == 0 ? 0 : variables[0].Rows;
    }

    /// <summary>Name of the file, without its folder.</summary>
    public string File { get; }

    public IReadOnlyList<Variable> Variables { get; }

    public int Rows { get; }

    public Variable? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>SHA-256 of heading and cells, whatever kind of file held them.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var texts = Variables.Select(v => Array.ConvertAll(v.Texts, Bytes)).ToArray();
        foreach (var variable in Variables) hash.AppendData(Bytes(variable.Name));
        hash.AppendData([0xff]);
        byte[] empty = [0xfe];
        // Handed over in pieces: a call for each of millions of cells takes longer than the hash itself.
        var (piece, filled) = (new byte[1 << 16], 0);
        for (var row = 0; row < Rows; row++)
        {
            for (var c = 0; c < Variables.Count; c++)
            {
                var cell = Variables[c].Code(row) is >= 0 and var code ? texts[c][code] : empty;
                if (filled + cell.Length > piece.Length)
                {
                    hash.AppendData(piece, 0, filled);
                    filled = 0;
                }
                if (cell.Length > piece.Length) hash.AppendData(cell);
                else
                {
                    cell.CopyTo(piece, filled);
                    filled += cell.Length;
                }
            }
        }
        hash.AppendData(piece, 0, filled);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        static byte[] Bytes(string text)
        {
            var bytes = new byte[4 + Encoding.UTF8.GetByteCount(text)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - 4);
            Encoding.UTF8.GetBytes(text, bytes.AsSpan(4));
            return bytes;
        }
    }

    /// <summary>Row of the file that a row of the data stands in: the heading is row 1.</summary>
    public static int FileRow(int row) => row + 2;

    /// <summary>Reads a data file; the kind comes from its ending.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told now and then how many rows are read.</param>
    /// <exception cref="DatasetException">With place and next step.</exception>
    public static Dataset Read(string path, IProgress<long>? progress = null)
    {
        var name = Path.GetFileName(path);
        if (!System.IO.File.Exists(path)) throw new DatasetException(name, "there is no such file. Nothing was done.");
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            return Read(name, stream, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(name, "the file cannot be read. Look at its permissions. Nothing was done.");
        }
    }

    /// <summary>Reads data from a stream that can seek; the kind comes from the ending of the name.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="progress">Told now and then how many rows are read.</param>
    /// <exception cref="DatasetException">With place and next step.</exception>
    public static Dataset Read(string name, Stream stream, IProgress<long>? progress = null) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".CSV" => CsvFile.Read(name, stream, progress),
        ".PARQUET" => ParquetFile.Read(name, stream, progress),
        ".XLSX" => ExcelFile.Read(name, stream),
        ".DTA" => throw new DatasetException(name, "Stata files are not read: there is no library for them that is kept up. In Stata: export delimited using FILE.csv, nolabel. Without Stata: readstat FILE.dta FILE.csv (the program readstat, of the Debian package of that name). Nothing was done."),
        ".SAV" or ".ZSAV" or ".POR" => throw new DatasetException(name, "SPSS files are not read: there is no library for them that is kept up. In SPSS: File, Save as, CSV, values and not labels. Without SPSS: readstat FILE.sav FILE.csv (the program readstat, of the Debian package of that name). Nothing was done."),
        ".XLS" => throw new DatasetException(name, "the old Excel kind .xls is not read. Save it as .xlsx. Nothing was done."),
        var other => throw new DatasetException(name, $"the ending {other} is unknown. Data are read from .csv, .parquet and .xlsx. Nothing was done."),
    };
}
