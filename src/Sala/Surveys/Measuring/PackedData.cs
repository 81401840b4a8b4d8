using System.Text.Json;
using Sala.Reports;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Measuring;

/// <summary>The cells of a data file and nothing else of it, as they are sealed: a workbook's pictures, macros and remarks stay behind.</summary>
internal static class PackedData
{
    private const int LongestCell = 5_000;

    private sealed record PackedVariable(string Name, int[] Codes, string[] Texts);

    private sealed record Packed(string File, PackedVariable[] Variables);

    /// <exception cref="DatasetException">A cell is longer than an answer is, or holds a file written as text (promise 6).</exception>
    public static byte[] Of(Dataset data)
    {
        foreach (var variable in data.Variables)
            for (var code = 0; code < variable.Texts.Length; code++)
                if (variable.Texts[code].Length > LongestCell || EmbeddedFile.IsIn(variable.Texts[code]))
                    throw new DatasetException(data.File, FirstRow(variable, code), variable.Name, "the cell is no answer: it is too long, or holds a picture, a film or another file written as text. Nothing was kept.");
        return JsonSerializer.SerializeToUtf8Bytes(new Packed(data.File, [.. data.Variables.Select(v => new PackedVariable(v.Name, [.. Enumerable.Range(0, v.Rows).Select(v.Code)], v.Texts))]));
    }

    public static Dataset Read(byte[] packed)
    {
        var data = JsonSerializer.Deserialize<Packed>(packed)!;
        return new Dataset(data.File, [.. data.Variables.Select(v => new Variable(v.Name, v.Codes, v.Texts))]);
    }

    private static long FirstRow(Variable variable, int code)
    {
        var row = 0;
        while (variable.Code(row) != code) row++;
        return Dataset.FileRow(row);
    }
}
