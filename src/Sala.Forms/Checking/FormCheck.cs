using Sala.Forms.Reading;
using Sala.Forms.Sheets;

namespace Sala.Forms.Checking;

/// <summary>
/// What the author of a form should know before anybody answers it, all at once, each with its place and how to mend it. What is said to be impossible is
/// certain; what is merely unlikely is not reported. The rules are in <see cref="CheckRule.All"/>.
/// </summary>
public sealed class FormCheck
{
    private FormCheck(Form? form, IEnumerable<Finding> findings)
    {
        Form = form;
        Findings = [.. findings.Distinct()];
    }

    /// <summary>The form; null where it cannot be run.</summary>
    public Form? Form { get; }

    /// <summary>What was found: what keeps the form from being read first, then in the order of the sheets.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Whether there is an error.</summary>
    public bool HasErrors => Findings.Any(f => f.Rule.IsError);

    /// <summary>Reads and checks a file; data files that it names are read from the same folder. A file that cannot be read is a finding, not an exception.</summary>
    public static FormCheck Of(string path)
    {
        try
        {
            return Of(Workbook.Read(path), FormFiles.In(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileNameWithoutExtension(path));
        }
        catch (FormException e)
        {
            return Unread(e);
        }
    }

    /// <summary>Reads and checks a workbook.</summary>
    /// <param name="workbook">The sheets.</param>
    /// <param name="files">The data files that it names.</param>
    /// <param name="fileName">The id of the form where its settings give none.</param>
    public static FormCheck Of(Workbook workbook, FormFiles? files = null, string fileName = "data")
    {
        try
        {
            var (form, problems, warnings) = FormReader.Examine(workbook, fileName, files);
            return Of(form, problems, warnings);
        }
        catch (FormException e)
        {
            return Unread(e);
        }
    }

    /// <summary>Checks a form that was read.</summary>
    public static FormCheck Of(Form form) => Of(form, form.AnsweringProblems, form.Warnings);

    private static FormCheck Unread(FormException e) => new(null, e.Problems.Select(p => new Finding(CheckRule.Unreadable, p)));

    private static FormCheck Of(Form form, IReadOnlyList<FormProblem> problems, IReadOnlyList<FormProblem> warnings)
    {
        var check = new Check(form);
        foreach (var warning in warnings) check.Add(CheckRule.Doubtful, warning);
        RulesCheck.Run(check);
        // What hangs on a row that was not understood would be said of the mistake, not of the form.
        if (problems.Count == 0) ReachCheck.Run(check);
        ListsCheck.Run(check, whole: problems.Count == 0);
        WordsCheck.Run(check);
        return new FormCheck(problems.Count == 0 ? form : null, problems.Select(p => new Finding(CheckRule.Unreadable, p))
            .Concat(check.Findings.OrderBy(f => f.Problem.Sheet == form.SurveySheet ? 0 : 1).ThenBy(f => f.Problem.Row)));
    }
}

/// <summary>A check in progress.</summary>
internal sealed class Check(Form form)
{
    public Form Form { get; } = form;

    public List<Finding> Findings { get; } = [];

    public void Add(CheckRule rule, FormProblem problem) => Findings.Add(new Finding(rule, problem));

    public void Add(CheckRule rule, Question question, string column, string message) =>
        Add(rule, new FormProblem(Form.SurveySheet, question.Row, question.Cells.Heading(column), message));

    public void Add(CheckRule rule, Choice choice, string column, string message) =>
        Add(rule, new FormProblem(SheetOf(choice), choice.Row, choice.Cells.Heading(column), message));

    private string SheetOf(Choice choice) => Form.ExternalLists.Values.Any(l => l.Contains(choice)) ? "external_choices" : Form.ChoicesSheet;
}
