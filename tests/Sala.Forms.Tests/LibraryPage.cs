using Sala.Forms.Checking;
using Sala.Forms.Codebooks;
using Sala.Forms.Comparing;
using Sala.Forms.Flow;
using Sala.Forms.Simulating;

namespace Sala.Forms.Tests;

/// <summary>The code of docs/forms-library.md, line by line: what stands there is compiled and run here.</summary>
internal static class LibraryPage
{
    public static (FormSession Session, SimulationReport Report, FormComparison Comparison, MappedAnswers Carried) Run(TextWriter console)
    {
        var Console = new { Out = console }.Out;
        var form = Form.Read("household.xlsx");                    // .xlsx, .xls, .csv, .md, .json or a folder of .csv; FormException holds all mistakes
        var session = form.Start(TimeProvider.System, seed: 7);
        session.Set("age", "14");                                  // null, or why it was not taken
        foreach (var step in session.Steps) Console.WriteLine($"{step.Address}: {session.Text(step.Page, "th")}");
        if (session.Validate().Count == 0)
            Submission.Of(session).WriteXml(File.Create("answers.xml"));   // OpenRosa XML; WriteJson for other programs
        form.WriteXForm(File.Create("household.xml"));             // what ODK Collect and Enketo load
        form.ToWorkbook().WriteMarkdown(File.Create("household.md"));      // an XLSForm again: WriteXlsx, WriteCsv, WriteJson

        foreach (var finding in FormCheck.Of("household.xlsx").Findings) Console.WriteLine(finding);    // place, matter, remedy, rule
        var report = Simulation.Run(form, interviews: 1000, seed: 7);                                   // random valid interviews
        foreach (var never in report.Unreached) Console.WriteLine($"{never.Question} {never.Choice}: {never.Because}");
        InterviewTables.Write(form, 1000, 7, "data.csv");                                               // one table more for each repeat
        new Codebook(form).Write("codebook");                                                           // HTML, CSV, DDI-Codebook 2.5
        File.WriteAllText("flow.svg", new FlowPicture(form, "th").ToSvg());                             // the way through the form
        var comparison = FormComparison.Of(old: form, @new: Form.Read("household-2.xlsx"));
        foreach (var change in comparison.Changes) Console.WriteLine($"{change.Effect}: {change}");     // safe, carried, doubtful, breaks
        var carried = comparison.Mapping.Apply(Form.Read("household-2.xlsx"), session.Answers);         // Answers, and what is Left
        return (session, report, comparison, carried);
    }
}
