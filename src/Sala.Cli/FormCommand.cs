namespace Sala.Cli;

/// <summary>./sala form: what field teams do with an XLSForm. Each verb is one line here and one file beside it.</summary>
internal static class FormCommand
{
    public static int Run(string[] words) => words switch
    {
        ["convert", .. var rest] => FormConvert.Run(new Arguments(rest)),
        ["codebook", .. var rest] => FormCodebook.Run(new Arguments(rest)),
        ["diff", .. var rest] => FormDiff.Run(new Arguments(rest)),
        ["check", .. var rest] => FormCheckCommand.Run(new Arguments(rest)),
        ["preview", .. var rest] => FormPreview.Run(new Arguments(rest)),
        ["simulate", .. var rest] => FormSimulate.Run(new Arguments(rest)),
        _ => throw new ArgumentsException("./sala form check|convert|preview|simulate|codebook|diff FILE. ./sala help says more. Nothing was done."),
    };
}
