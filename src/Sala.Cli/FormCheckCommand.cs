using Sala.Forms.Checking;

namespace Sala.Cli;

/// <summary>./sala form check: what an author should know before anybody answers.</summary>
internal static class FormCheckCommand
{
    public static int Run(Arguments arguments)
    {
        arguments.Only();
        if (arguments.Rest.Count == 0) throw new ArgumentsException("Name one form or more: ./sala form check FILE. Nothing was done.");
        var failed = false;
        foreach (var file in arguments.Rest)
        {
            var check = FormCheck.Of(file);
            failed |= check.HasErrors;
            foreach (var finding in check.Findings) Console.WriteLine($"{(finding.Rule.IsError ? "error" : "warning")}: {finding}");
            var errors = check.Findings.Count(f => f.Rule.IsError);
            Console.WriteLine($"{file}: {errors} {(errors == 1 ? "error" : "errors")}, {check.Findings.Count - errors} {(check.Findings.Count - errors == 1 ? "warning" : "warnings")}");
        }
        return failed ? 1 : 0;
    }
}
