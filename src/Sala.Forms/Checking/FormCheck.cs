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

    /// <summary>The form; null where it cannot be read.</summary>
    public Form? Form { get; }

    /// <summary>What was found: what keeps the form from being read first, then in the order of the sheets.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Whether there is an error.</summary>
    public bool HasErrors => Findings.Any(f => f.Rule.IsError);

    /// <summary>Reads and checks a file. A file that cannot be read is a finding, not an exception.</summary>
    public static FormCheck Of(string path) => Of(() => Form.Read(path));

    /// <summary>Reads and checks a workbook.</summary>
    public static FormCheck Of(Workbook workbook, FormFiles? files = null) => Of(() => Form.Read(workbook, files));

    /// <summary>Checks a form that was read.</summary>
    public static FormCheck Of(Form form)
    {
        var check = new Check(form);
        foreach (var warning in form.Warnings)
            if (warning.Column != "label") check.Add(CheckRule.Doubtful, warning);
        RulesCheck.Run(check);
        ReachCheck.Run(check);
        ListsCheck.Run(check);
        WordsCheck.Run(check);
        return new FormCheck(form, check.Findings.OrderBy(f => f.Problem.Sheet == "survey" ? 0 : 1).ThenBy(f => f.Problem.Row));
    }

    private static FormCheck Of(Func<Form> read)
    {
        try
        {
            return Of(read());
        }
        catch (FormException e)
        {
            return new FormCheck(null, e.Problems.Select(p => new Finding(CheckRule.Unreadable, p)));
        }
    }
}

/// <summary>A check in progress.</summary>
internal sealed class Check(Form form)
{
    public Form Form { get; } = form;

    public List<Finding> Findings { get; } = [];

    public void Add(CheckRule rule, FormProblem problem) => Findings.Add(new Finding(rule, problem));

    public void Add(CheckRule rule, Question question, string column, string message) => Add(rule, new FormProblem("survey", question.Row, column, message));

    public void Add(CheckRule rule, Choice choice, string column, string message) => Add(rule, new FormProblem("choices", choice.Row, column, message));
}
