using System.Globalization;
using System.Text;
using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;
using Sala.Forms.Sheets;

namespace Sala.Forms.Comparing;

/// <summary>One line of a mapping: what becomes of a question, or of one code of it.</summary>
/// <param name="Old">Name of the question in the old form (with its groups where the name alone is not its own).</param>
/// <param name="New">Name in the new form; empty: its answers are left out and told.</param>
/// <param name="Way">How an answer is turned: empty to copy, <c>whole</c> for the whole number, <c>day</c> for the day of a date and time.</param>
/// <param name="OldCode">For a line about one code: the old code; else empty.</param>
/// <param name="NewCode">The new code; empty: this code is left out and told.</param>
/// <param name="Note">For whoever decides.</param>
public sealed record MappingLine(string Old, string New, string Way = "", string OldCode = "", string NewCode = "", string Note = "")
{
    internal const string Whole = "whole";
    internal const string Day = "day";
}

/// <summary>An old answer that found no place.</summary>
/// <param name="Address">Its question in the old form, with its place in repeats.</param>
/// <param name="Value">The answer or, of several, the code.</param>
/// <param name="Because">One of <see cref="AnswerCode"/>, or <c>no_question</c>, <c>no_code</c>.</param>
public sealed record LeftAnswer(string Address, string Value, string Because);

/// <summary>Answers to the new form, and what is left of the old ones.</summary>
/// <param name="Answers">By address, in the order of the old answers.</param>
/// <param name="Left">What found no place; nothing is lost without a word.</param>
public sealed record MappedAnswers(IReadOnlyDictionary<string, string> Answers, IReadOnlyList<LeftAnswer> Left);

/// <summary>Turns answers to one version of a form into answers to another. Questions that no line names keep their name. A CSV file that people can edit.</summary>
public sealed class AnswerMapping
{
    private static readonly string[] Heading = ["old", "new", "way", "old_code", "new_code", "note"];
    private readonly Dictionary<string, MappingLine> _questions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), MappingLine> _codes = [];

    /// <summary>A mapping of these lines.</summary>
    public AnswerMapping(string oldId, string oldVersion, string newId, string newVersion, IReadOnlyList<MappingLine> lines)
    {
        (OldId, OldVersion, NewId, NewVersion, Lines) = (oldId, oldVersion, newId, newVersion, lines);
        foreach (var line in lines)
        {
            if (line.OldCode.Length > 0) _codes[(line.Old, line.OldCode)] = line;
            else _questions[line.Old] = line;
        }
    }

    /// <summary>Id of the old form.</summary>
    public string OldId { get; }
    /// <summary>Its version.</summary>
    public string OldVersion { get; }
    /// <summary>Id of the new form.</summary>
    public string NewId { get; }
    /// <summary>Its version.</summary>
    public string NewVersion { get; }
    /// <summary>The lines.</summary>
    public IReadOnlyList<MappingLine> Lines { get; }

    /// <summary>The mapping as CSV. Its first line names the forms: <c>old,new,way,old_code,new_code,note</c>, then <c>#form</c> with ids and versions.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder(string.Join(',', Heading)).Append('\n');
        Line(["#form " + OldId, "#form " + NewId, "", OldVersion, NewVersion, ""]);
        foreach (var line in Lines) Line([line.Old, line.New, line.Way, line.OldCode, line.NewCode, line.Note]);
        return text.ToString();

        void Line(string[] cells) => text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
    }

    /// <summary>Reads what <see cref="ToCsv"/> wrote, edited or not.</summary>
    /// <exception cref="FormException">A line is not understood; the message has its number.</exception>
    public static AnswerMapping FromCsv(string csv)
    {
        var lines = new List<MappingLine>();
        var (oldId, oldVersion, newId, newVersion) = ("", "", "", "");
        foreach (var (number, cells) in CsvReader.Lines(csv.TrimStart('\uFEFF')))
        {
            if (number == 1 || cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            string Cell(int i) => i < cells.Count ? cells[i].Trim() : "";
            if (Cell(0).StartsWith("#form", StringComparison.Ordinal))
            {
                (oldId, newId, oldVersion, newVersion) = (Cell(0)[5..].Trim(), Cell(1).Replace("#form", "", StringComparison.Ordinal).Trim(), Cell(3), Cell(4));
                continue;
            }
            if (Cell(0).Length == 0) throw new FormException("", number, Messages.MappingNeedsQuestion);
            if (Cell(2) is not ("" or MappingLine.Whole or MappingLine.Day)) throw new FormException("", number, Messages.NoSuchWay(Cell(2)));
            lines.Add(new MappingLine(Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5)));
        }
        return new AnswerMapping(oldId, oldVersion, newId, newVersion, lines);
    }

    /// <summary>Turns answers, as <see cref="FormSession.Answers"/> gives them, into answers to the new form. Each is read as its new question reads one: what it does not take is left.</summary>
    /// <param name="form">The new form.</param>
    /// <param name="answers">By address in the old form. Calculated values are left out without a word: the new form works them out.</param>
    public MappedAnswers Apply(Form form, IReadOnlyDictionary<string, string> answers)
    {
        var mapped = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var left = new List<LeftAnswer>();
        foreach (var (address, value) in answers)
        {
            var target = Address(address, out var key);
            if (target is null || form.FindByKey(LastOf(target)) is not { IsGroup: false } question || !Fits(form, target, question))
            {
                left.Add(new LeftAnswer(address, value, "no_question"));
                continue;
            }
            if (question is { Calculation: not null, IsAnswered: false }) continue;
            var turned = Turned(address, key, question, value, left);
            if (turned.Length == 0) continue;
            var (text, problem) = AnswerText.Read(question, turned, question.Choices);
            if (problem is not null && question is not { IsSelect: true, Choices.Count: 0 }) left.Add(new LeftAnswer(address, value, problem));
            else mapped[target] = problem is null ? text : turned;
        }
        return new MappedAnswers(mapped, left);
    }

    // The new address; null where the mapping leaves the question out.
    private string? Address(string address, out string key)
    {
        // Repeats with their places before the last bracket; the rest is the key of the question.
        var cut = address.LastIndexOf(']') is >= 0 and var close ? close + 2 : 0;
        key = address[cut..];
        if (_questions.TryGetValue(key, out var line))
        {
            if (line.New.Length == 0) return null;
            if (line.New.Contains('[', StringComparison.Ordinal)) return line.New;
        }
        var name = line?.New ?? key;
        if (cut == 0) return name;
        var parts = address[..(cut - 1)].Split('/');
        for (var i = 0; i < parts.Length; i++)
        {
            var bracket = parts[i].IndexOf('[', StringComparison.Ordinal);
            if (bracket > 0 && _questions.TryGetValue(parts[i][..bracket], out var repeat) && repeat.New.Length > 0) parts[i] = repeat.New + parts[i][bracket..];
        }
        return $"{string.Join('/', parts)}/{name}";
    }

    private static string LastOf(string address) => address.LastIndexOf(']') is >= 0 and var close ? address[(close + 2)..] : address;

    // As many repeats around it, by name, as the new question has.
    private static bool Fits(Form form, string address, Question question)
    {
        var repeats = address.LastIndexOf(']') is >= 0 and var close ? address[..(close + 1)].Split(']', StringSplitOptions.RemoveEmptyEntries) : [];
        var at = question.Repeat;
        for (var i = repeats.Length - 1; i >= 0; i--, at = at.Repeat)
        {
            var bracket = repeats[i].IndexOf('[', StringComparison.Ordinal);
            if (at is null || bracket < 0 || form.FindByKey(repeats[i][..bracket].TrimStart('/')) != at) return false;
        }
        return at is null;
    }

    private string Turned(string address, string key, Question question, string value, List<LeftAnswer> left)
    {
        var way = _questions.TryGetValue(key, out var line) ? line.Way : "";
        if (way == MappingLine.Whole && XPath.TryPlain(value, out var number) && number == Math.Truncate(number) && Math.Abs(number) < 1e15) return ((long)number).ToString(CultureInfo.InvariantCulture);
        if (way == MappingLine.Day && Dates.TryRead(value, out var moment)) return Dates.Day(moment.Wall);
        if (!question.IsSelect) return value;
        var codes = new List<string>();
        foreach (var code in SelectFunctions.Codes(value))
        {
            if (!_codes.TryGetValue((key, code), out var change)) codes.Add(code);
            else if (change.NewCode.Length > 0) codes.Add(change.NewCode);
            else left.Add(new LeftAnswer(address, code, "no_code"));
        }
        return string.Join(' ', codes);
    }

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny("\",\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
