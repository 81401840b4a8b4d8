namespace Sala.Forms;

/// <summary>One thing in a form that its author has to mend.</summary>
/// <param name="Sheet">Name of the sheet as the author wrote it; empty for the file as a whole.</param>
/// <param name="Row">Row as the spreadsheet counts it, from 1; 0 where no row is meant.</param>
/// <param name="Column">Heading of the column; empty where no column is meant.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record FormProblem(string Sheet, int Row, string Column, string Message)
{
    /// <summary>The place, then the matter: <c>survey, row 14, relevant: …</c></summary>
    public override string ToString()
    {
        var place = new List<string>(3);
        if (Sheet.Length > 0) place.Add(Sheet);
        if (Row > 0) place.Add($"row {Row}");
        if (Column.Length > 0) place.Add(Column);
        return place.Count == 0 ? Message : $"{string.Join(", ", place)}: {Message}";
    }
}

/// <summary>A form that cannot be used. Carries every problem that was found, in the order of the sheets.</summary>
public sealed class FormException : Exception
{
    /// <summary>All problems; at least one.</summary>
    public IReadOnlyList<FormProblem> Problems { get; }

    /// <summary>A form with these problems.</summary>
    public FormException(IReadOnlyList<FormProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Take(50).Select(p => p.ToString()))) => Problems = problems;

    /// <summary>A form with one problem that belongs to the file as a whole.</summary>
    public FormException(string message) : this([new FormProblem("", 0, "", message)]) { }

    internal FormException(string sheet, int row, string message) : this([new FormProblem(sheet, row, "", message)]) { }
}
