using Sala.Forms;

namespace Sala.Cli;

/// <summary>./sala form convert: one form in another shape.</summary>
internal static class FormConvert
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("to", "out");
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one form: ./sala form convert FILE --out FILE. Nothing was done.");
        var target = arguments.Required("out");
        var form = Form.ReadToConvert(file);
        using var written = new MemoryStream();
        switch (arguments["to"] ?? Shape(target))
        {
            case "xform": form.WriteXForm(written); break;
            case "xlsx": form.ToWorkbook().WriteXlsx(written); break;
            case "md": form.ToWorkbook().WriteMarkdown(written); break;
            case "csv": form.ToWorkbook().WriteCsv(written); break;
            case "json": form.ToWorkbook().WriteJson(written); break;
            case var other: throw new ArgumentsException($"--to is xform, xlsx, md, csv or json, not {other}. Nothing was done.");
        }
        try
        {
            File.WriteAllBytes(target, written.ToArray());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentsException($"{target} cannot be written: {e.Message} Nothing was done.");
        }
        foreach (var warning in form.Warnings) Console.Error.WriteLine($"warning: {warning}");
        foreach (var problem in form.AnsweringProblems) Console.Error.WriteLine($"Sala itself cannot run this: {problem}");
        Console.WriteLine($"{target} is written: {form.Questions.Count} rows, {form.Languages.Count} language{(form.Languages.Count == 1 ? "" : "s")}.");
        return 0;
    }

    private static string Shape(string target) => Path.GetExtension(target).ToUpperInvariant() switch
    {
        ".XLSX" => "xlsx",
        ".MD" => "md",
        ".CSV" => "csv",
        ".JSON" => "json",
        _ => "xform",
    };
}
