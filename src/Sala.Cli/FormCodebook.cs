using Sala.Forms;
using Sala.Forms.Codebooks;

namespace Sala.Cli;

/// <summary>./sala form codebook: what each column of the data means, for people, spreadsheets and archives.</summary>
internal static class FormCodebook
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("out");
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one form: ./sala form codebook FILE --out DIR. Nothing was done.");
        var folder = arguments.Required("out");
        try
        {
            foreach (var written in new Codebook(Form.Read(file)).Write(folder)) Console.WriteLine($"written: {written}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentsException($"{folder} cannot be written to. Name another folder with --out.");
        }
        return 0;
    }
}
