using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Sala.Surveys.Datasets;

/// <summary>Apache Parquet through Parquet.Net: flat columns of text, numbers and truth values.</summary>
public static class ParquetFile
{
    private const long MostRows = 200_000_000;

    internal static Dataset Read(string file, Stream stream, IProgress<long>? progress = null)
    {
        try
        {
            return ReadAsync(stream, file, progress).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not (DatasetException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new DatasetException(file, "this is no whole Parquet file. Write it anew. Nothing was done.");
        }
    }

    private static async Task<Dataset> ReadAsync(Stream stream, string file, IProgress<long>? progress)
    {
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true).ConfigureAwait(false);
        var promised = reader.RowGroups.Sum(g => g.RowCount);
        // A column of one value is a few bytes whatever its length, so only what no file of this size would hold is refused before reading.
        if (promised > MostRows || promised > stream.Length * 20_000) throw new DatasetException(file, $"the file says that it has {promised} rows, and is {stream.Length} bytes long. Nothing was done.");
        var cells = new Dictionary<DataField, List<string?>>();
        foreach (var field in reader.Schema.Fields)
            if (field is not DataField { IsArray: false } flat) throw new DatasetException(file, 1, field.Name, "the column holds lists or groups. Write one value a cell. Nothing was done.");
            else cells[flat] = [];
        long done = 0;
        for (var g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            foreach (var (field, column) in cells)
            {
                var before = column.Count;
                await ReadColumn(group, field, column, file).ConfigureAwait(false);
                if (column.Count - before != group.RowCount) throw new DatasetException(file, done + 2, field.Name, $"the file promises {group.RowCount} rows here and holds {column.Count - before}. Nothing was done.");
            }
            done += group.RowCount;
            progress?.Report(done);
        }
        if (done == 0) throw new DatasetException(file, "there is no row. Nothing was done.");
        return new Dataset(file, [.. cells.Select(c => Variable.Of(c.Key.Name, c.Value))]);
    }

    private static async Task ReadColumn(ParquetRowGroupReader group, DataField field, List<string?> into, string file)
    {
        var rows = checked((int)group.RowCount);
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[rows];
            await group.ReadAsync(field, texts.AsMemory()).ConfigureAwait(false);
            into.AddRange(texts);
        }
        else if (field.ClrType == typeof(double)) await Numbers<double>().ConfigureAwait(false);
        else if (field.ClrType == typeof(float)) await Numbers<float>().ConfigureAwait(false);
        else if (field.ClrType == typeof(int)) await Numbers<int>().ConfigureAwait(false);
        else if (field.ClrType == typeof(long)) await Numbers<long>().ConfigureAwait(false);
        else if (field.ClrType == typeof(short)) await Numbers<short>().ConfigureAwait(false);
        else if (field.ClrType == typeof(byte)) await Numbers<byte>().ConfigureAwait(false);
        else if (field.ClrType == typeof(sbyte)) await Numbers<sbyte>().ConfigureAwait(false);
        else if (field.ClrType == typeof(bool)) await Numbers<bool>().ConfigureAwait(false);
        else throw new DatasetException(file, 1, field.Name, $"values of the kind {field.ClrType.Name} are not read. Write text or numbers. Nothing was done.");

        async Task Numbers<T>() where T : struct
        {
            if (field.IsNullable)
            {
                var values = new T?[rows];
                await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
                foreach (var value in values) into.Add(value is { } v ? Text(v) : null);
            }
            else
            {
                var values = new T[rows];
                await group.ReadAsync<T>(field, values.AsMemory()).ConfigureAwait(false);
                foreach (var value in values) into.Add(Text(value));
            }
        }

        static string? Text(object value) => value switch
        {
            bool b => b ? "1" : "0",
            double d when double.IsNaN(d) => null,
            float f when float.IsNaN(f) => null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    /// <summary>A table as Parquet: a column is numbers where every filled cell is one, else text. Same table, same bytes.</summary>
    public static byte[] Write(IReadOnlyList<string> heading, IReadOnlyList<IReadOnlyList<string?>> rows, IReadOnlySet<string> numbers) =>
        WriteAsync(heading, rows, numbers).GetAwaiter().GetResult();

    private static async Task<byte[]> WriteAsync(IReadOnlyList<string> heading, IReadOnlyList<IReadOnlyList<string?>> rows, IReadOnlySet<string> numbers)
    {
        var fields = heading.Select(h => numbers.Contains(h) ? (DataField)new DataField<double?>(h) : new DataField<string>(h)).ToArray();
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Cast<Field>()), stream).ConfigureAwait(false))
        {
            using var group = writer.CreateRowGroup();
            for (var c = 0; c < fields.Length; c++)
            {
                if (!numbers.Contains(heading[c])) await group.WriteAsync(fields[c], rows.Select(r => r[c] ?? "").ToArray()).ConfigureAwait(false);
                else
                {
                    var values = rows.Select(r => double.TryParse(r[c], NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : (double?)null).ToArray();
                    await group.WriteAsync<double>(fields[c], values.AsMemory()).ConfigureAwait(false);
                }
            }
            group.CompleteValidate();
        }
        return stream.ToArray();
    }
}
