using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sala.Forms.Expressions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Codebooks;

/// <summary>
/// What each variable of a form's data means: the question, its words in each language, its codes, its range, when it is asked, how it is worked out.
/// For people (HTML), for spreadsheets (CSV) and for archives (DDI-Codebook 2.5). The same form gives the same bytes.
/// </summary>
public sealed partial class Codebook
{
    private readonly Reasoner _reasoner;

    /// <summary>The codebook of a form.</summary>
    public Codebook(Form form)
    {
        Form = form;
        _reasoner = new Reasoner(form);
        Variables = [.. form.Questions.Where(IsVariable)];
        Repeats = [.. form.Questions.Where(q => q.Type == QuestionType.Repeat)];
    }

    /// <summary>The form.</summary>
    public Form Form { get; }

    /// <summary>The questions, calculations and values about the interview that make a column of data, in order.</summary>
    public IReadOnlyList<Question> Variables { get; }

    internal IReadOnlyList<Question> Repeats { get; }

    /// <summary>The page: whole in itself, no script, nothing from the network.</summary>
    public string ToHtml() => new CodebookHtml(this).Page();

    /// <summary>A line for each variable, and below it one for each of its codes.</summary>
    public string ToCsv() => CodebookCsv.Table(this);

    /// <summary>DDI-Codebook 2.5 (DDI Alliance, 2012), namespace <c>ddi:codebook:2_5</c>.</summary>
    public string ToDdi() => new CodebookDdi(this).Document();

    /// <summary>Writes <c>codebook.html</c>, <c>codebook.csv</c> and <c>codebook.xml</c> into a folder, which is made where it is missing.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        foreach (var (name, text) in new[] { ("codebook.html", ToHtml()), ("codebook.csv", ToCsv()), ("codebook.xml", ToDdi()) })
        {
            files.Add(Path.Combine(folder, name));
            File.WriteAllText(files[^1], text, new UTF8Encoding(false));
        }
        return files;
    }

    internal static bool IsVariable(Question question) => !question.IsGroup && question.Type is not (QuestionType.Note or QuestionType.Audit or QuestionType.DataFile);

    /// <summary>The name as a column of data has it.</summary>
    internal static string NameOf(Question question) => question.Key.Replace('/', '-');

    /// <summary>A text with what stands for other answers in square brackets.</summary>
    internal static string Plain(string text) => Reference().Replace(text, "[$1]");

    /// <summary>The words of a question in each language that has some; the wording sheet's are left out.</summary>
    internal IEnumerable<(string Language, string Text)> Words(Question question, string column)
    {
        foreach (var language in Form.Languages)
            if (question.TextIn(column, language) is { } text) yield return (language, Plain(text));
    }

    internal IEnumerable<(string Language, string Text)> Words(Choice choice)
    {
        foreach (var language in Form.Languages)
            if (choice.LabelIn(language) is { } text) yield return (language, Plain(text));
    }

    /// <summary>The numbers or days that an answer can be, where its constraint or type bounds them; spans without end are left out.</summary>
    internal IReadOnlyList<(string Low, string High)> Spans(Question question)
    {
        if (_reasoner.First(question) is not { Shape: Shape.Numeric, Spans: var spans } values) return [];
        return [.. spans.Where(s => !double.IsInfinity(s.Low) || !double.IsInfinity(s.High)).Select(s => (End(s.Low, values), End(s.High, values)))];
    }

    private static string End(double number, Values values) =>
        double.IsInfinity(number) ? "" : values.IsDay ? Dates.Day(new DateTime(1970, 1, 1).AddDays(Math.Clamp(number, -700_000, 2_900_000))) : XPath.ToText(Math.Round(number, 9));

    /// <summary>"Don't know" and "prefer not to say", which statistics leave out.</summary>
    internal static string? MissingKind(Question question, Choice choice) => !SpecialCodes.AreIn(question) ? null : choice.Name switch
    {
        SpecialCodes.DontKnow => "don't know",
        SpecialCodes.PreferNotToSay => "prefer not to say",
        _ => null,
    };

    internal static string KindOf(Question question) => question.Type switch
    {
        QuestionType.SelectOne => "one code",
        QuestionType.SelectMultiple => "codes with a space between",
        QuestionType.Rank => "all codes in order",
        QuestionType.Integer => "whole number",
        QuestionType.Decimal or QuestionType.Range => "number",
        QuestionType.Date or QuestionType.Today => "date",
        QuestionType.Time => "time",
        QuestionType.DateTime or QuestionType.Start or QuestionType.End => "date and time",
        QuestionType.Calculate => "worked out",
        QuestionType.GeoPoint or QuestionType.GeoTrace or QuestionType.GeoShape => "place",
        QuestionType.Acknowledge => "OK",
        QuestionType.Hidden or QuestionType.DeviceProperty => "set by the program",
        QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File => "name of a file",
        _ => "text",
    };

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\$\{\s*([^}]*?)\s*\}")]
    internal static partial Regex Reference();
}
