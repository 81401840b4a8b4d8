using System.Globalization;
using System.Text;
using Sala.Forms.Answering;

namespace Sala.Forms.Simulating;

/// <summary>One table of interviews: of the form itself, or of a repeat.</summary>
/// <param name="Repeat">The repeat; null for the form itself.</param>
/// <param name="Columns">The headings.</param>
public sealed record InterviewTable(Question? Repeat, IReadOnlyList<string> Columns);

/// <summary>
/// Interviews as CSV tables in the manner of ODK Central's export without group names: a column a question, codes of several answers with a space between, <c>KEY</c>
/// last; a repeat is a table of its own, whose rows name theirs in <c>PARENT_KEY</c>. Where two questions share a name, the groups stand before it with a hyphen.
/// </summary>
public sealed class InterviewTables
{
    private readonly List<Question>[] _columns;

    /// <summary>The tables of a form: its own first, then one for each repeat in the form's order.</summary>
    public InterviewTables(Form form)
    {
        var repeats = form.Questions.Where(q => q.Type == QuestionType.Repeat).Prepend(null).ToList();
        _columns = [.. repeats.Select(r => form.Questions.Where(q => q.Repeat == r && IsColumn(q)).ToList())];
        Tables = [.. repeats.Select((r, i) => new InterviewTable(r,
            [.. _columns[i].Select(q => q.Key.Replace('/', '-')), .. r is null ? [] : (ReadOnlySpan<string>)["PARENT_KEY"], "KEY"]))];
    }

    /// <summary>The tables.</summary>
    public IReadOnlyList<InterviewTable> Tables { get; }

    /// <summary>The first line of a table, line break included.</summary>
    public static string Heading(InterviewTable table) => string.Join(',', table.Columns.Select(Quoted)) + "\n";

    /// <summary>The lines that one interview adds to each table, line breaks included; empty for a repeat without instances.</summary>
    /// <param name="session">The interview.</param>
    /// <param name="key">Its key, such as <c>uuid:…</c>; rows of repeats have it with their place.</param>
    public string[] Lines(FormSession session, string key)
    {
        var lines = new string[Tables.Count];
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            text.Clear();
            if (Tables[i].Repeat is not { } repeat) Line(text, session.Root, _columns[i], [key]);
            else
                foreach (var around in FormFrame.Frames(session.Root, repeat.Repeat))
                    foreach (var frame in around.Repeats[repeat.RepeatSlot])
                        if (frame.Self.Relevant) Line(text, frame, _columns[i], [Key(around, key), Key(frame, key)]);
            lines[i] = text.ToString();
        }
        return lines;
    }

    private static bool IsColumn(Question question) => !question.IsGroup && question.Type is not (QuestionType.Note or QuestionType.Audit or QuestionType.DataFile);

    private static string Key(FormFrame frame, string key) => frame.Repeat is null ? key : $"{key}/{frame.Address}";

    private static void Line(StringBuilder text, FormFrame frame, List<Question> columns, string[] keys)
    {
        foreach (var question in columns)
            text.Append(Quoted(frame.Slots[question.Slot].Text)).Append(',');
        text.AppendJoin(',', keys).Append('\n');
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny("\",\r\n") || (cell.Length > 0 && (cell[0] == ' ' || cell[^1] == ' ')) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>A key for an interview that is the same whenever number and seed are.</summary>
    public static string KeyOf(int seed, int number) =>
        "uuid:" + new Chance(((ulong)(uint)seed << 32) | (uint)number).NextUuid();

    /// <summary>Writes all tables of a simulation beside each other: <c>data.csv</c>, <c>data-roster.csv</c>. Same form, number, seed and clock: same bytes.</summary>
    /// <param name="form">The form.</param>
    /// <param name="interviews">How many.</param>
    /// <param name="seed">See <see cref="Simulation"/>.</param>
    /// <param name="file">The file of the form's own table; those of repeats have their name before the ending.</param>
    /// <param name="clock">See <see cref="Simulation"/>.</param>
    /// <param name="threads">See <see cref="Simulation"/>.</param>
    /// <returns>What was reached, and the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static (SimulationReport Report, IReadOnlyList<string> Files) Write(Form form, int interviews, int seed, string file, TimeProvider? clock = null, int threads = 0)
    {
        var tables = new InterviewTables(form);
        var (stem, ending) = (Path.Combine(Path.GetDirectoryName(file) ?? "", Path.GetFileNameWithoutExtension(file)), Path.GetExtension(file));
        var files = tables.Tables.Select(t => t.Repeat is null ? file : string.Create(CultureInfo.InvariantCulture, $"{stem}-{t.Repeat.Key.Replace('/', '-')}{ending}")).ToArray();
        var writers = new List<StreamWriter>();
        try
        {
            foreach (var (table, path) in tables.Tables.Zip(files))
            {
                writers.Add(new StreamWriter(path, false, new UTF8Encoding(false), 1 << 16));
                writers[^1].Write(Heading(table));
            }
            var report = Simulation.Run(form, interviews, seed, (session, number) => tables.Lines(session, KeyOf(seed, number)), lines =>
            {
                for (var i = 0; i < lines.Length; i++) writers[i].Write(lines[i]);
            }, clock, threads);
            return (report, files);
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }
    }
}
