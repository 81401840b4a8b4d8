using Sala.Forms;

namespace Sala.Cli;

/// <summary>./sala form convert: one form in another shape.</summary>
internal static class FormConvert
{
    public static int Run(Arguments arguments)
    {
        arguments.Only("to", "out");
        if (arguments.Rest is not [var file]) throw new ArgumentsException("Name one form: ./sala form convert FILE --out FILE. Nothing was done.");
        var form = Form.Read(file);
        throw new ArgumentsException($"{form.Title}: --to {arguments["to"]} is not written yet. Nothing was done.");
    }
}
