using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.Fuzzing;

/// <summary>An input that did not end as it must, and how.</summary>
internal sealed record Finding(string Kind, byte[] Input, string Why);

/// <summary>
/// Feeds damaged spreadsheets and expressions to the library. Each must end, within a time and a memory, in a form that can be answered and
/// written, or in a <see cref="FormException"/> that says what is wrong. Any other end is a finding.
/// </summary>
internal sealed class Fuzzer
{
    /// <summary>What one input may take of a processor. Where nobody knows what a thread took, and for one that only waits, ten times that by the clock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const long MostAllocated = 1L << 30;

    private readonly Random _chance;
    private readonly Mutator _mutator;
    private readonly List<(FormFormat Format, byte[] Bytes)> _files;
    private readonly string[] _expressions;
    private volatile Finding? _current;
    private volatile string? _thread;
    private long _since;

    /// <summary>Inputs tried.</summary>
    public long Tried { get; private set; }

    /// <summary>Inputs tried of each kind.</summary>
    public Dictionary<string, long> Kinds { get; } = [];

    /// <summary>Inputs that were forms all the same.</summary>
    public long Accepted { get; private set; }

    /// <summary>The first input that did not end as it must; null while all did.</summary>
    public Finding? Found { get; private set; }

    public Fuzzer(int seed, IEnumerable<(FormFormat, byte[])> files, IEnumerable<string> expressions)
    {
        (_chance, _files, _expressions) = (new Random(seed), [.. files], [.. expressions]);
        _mutator = new Mutator(_chance);
    }

    /// <summary>The repository's own forms as seeds: workbooks, csv, Markdown; and the expressions that are put to ODK's engine.</summary>
    public static Fuzzer WithSeeds(int seed, string root, IEnumerable<string>? legacy = null)
    {
        var engine = Path.Combine(root, "tests", "Sala.Forms.Tests", "OdkEngine");
        var files = new List<(FormFormat, byte[])>();
        foreach (var file in Directory.GetFiles(Path.Combine(engine, "forms"), "*.md"))
        {
            var workbook = Workbook.ReadMarkdown(File.ReadAllText(file));
            using var xlsx = new MemoryStream();
            workbook.WriteXlsx(xlsx);
            files.Add((FormFormat.Markdown, File.ReadAllBytes(file)));
            files.Add((FormFormat.Xlsx, xlsx.ToArray()));
            files.Add((FormFormat.Csv, Encoding.UTF8.GetBytes(Csv(workbook))));
        }
        foreach (var file in Directory.GetFiles(Path.Combine(root, "countries", "th", "forms"), "*.xlsx")) files.Add((FormFormat.Xlsx, File.ReadAllBytes(file)));
        foreach (var file in (legacy ?? []).Prepend(Path.Combine(root, "tests", "Sala.Forms.Tests", "Fuzzing", "seed.xls"))) files.Add((FormFormat.Xls, File.ReadAllBytes(file)));
        return new Fuzzer(seed, files, File.ReadLines(Path.Combine(engine, "expressions.txt")).Where(l => l.Length > 0 && l[0] != '#'));
    }

    /// <summary>What is damaged, sound.</summary>
    public IEnumerable<Finding> Seeds() => _files.Select(f => new Finding(f.Format.ToString(), f.Bytes, "")).Concat(_expressions.Select(e => new Finding("expression", Encoding.UTF8.GetBytes(e), "")));

    private static string Csv(Workbook workbook)
    {
        var text = new StringBuilder();
        foreach (var sheet in workbook.Sheets)
        {
            text.Append(sheet.Name).Append('\n');
            foreach (var row in sheet.Rows) text.Append(',').AppendJoin(',', row.Cells.Select(c => $"\"{c?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Goes on until the time is over and so many were tried, or something is found.</summary>
    public void Run(TimeSpan time, string? keep = null, int atLeast = 0)
    {
        var work = new Thread(() => Work(time, keep, atLeast), 1 << 20) { IsBackground = true }; // a stack no larger than a web request's
        work.Start();
        var (watched, from) = (default(Finding), TimeSpan.Zero);
        while (!work.Join(200))
        {
            var input = _current;
            var taken = Taken(_thread);
            if (!ReferenceEquals(input, watched)) (watched, from) = (input, taken);
            if (input is null || taken - from < Patience && Stopwatch.GetElapsedTime(Interlocked.Read(ref _since)) < 10 * Patience) continue;
            Found = input with { Why = $"did not end within {Patience.TotalSeconds:F0} s" };
            return;
        }
    }

    // What a thread took of the processors: a busy or halted machine does not count against an input.
    private static TimeSpan Taken(string? thread)
    {
        try
        {
            return thread is null ? TimeSpan.Zero : TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText($"/proc/{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000);
        }
        catch (IOException)
        {
            return TimeSpan.Zero;
        }
    }

    private void Work(TimeSpan time, string? keep, int atLeast)
    {
        _thread = File.Exists("/proc/thread-self/schedstat") ? new FileInfo("/proc/thread-self").LinkTarget : null;
        var begin = Stopwatch.GetTimestamp();
        while ((Stopwatch.GetElapsedTime(begin) < time || Tried < atLeast) && Found is null)
        {
            var input = Next();
            // A fall that takes the process with it leaves the input behind.
            if (keep is not null) File.WriteAllBytes(keep, input.Input);
            Try(input);
        }
    }

    /// <summary>Tries one input.</summary>
    public void Try(Finding input)
    {
        Interlocked.Exchange(ref _since, Stopwatch.GetTimestamp());
        _current = input;
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Tried++;
            Kinds[input.Kind] = Kinds.GetValueOrDefault(input.Kind) + 1;
            if (input.Kind == "expression") Expression(Encoding.UTF8.GetString(input.Input));
            else Answer(Form.Read(new MemoryStream(input.Input), Enum.Parse<FormFormat>(input.Kind)));
            Accepted++;
        }
        catch (FormException e)
        {
            if (e.Problems.Count == 0 || e.Problems.Any(p => p.Message.Length < 10)) Found = input with { Why = "a refusal without a reason" };
        }
        catch (Exception e)
        {
            Found = input with { Why = e.ToString() };
        }
        finally
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > MostAllocated) Found ??= input with { Why = $"took {allocated >> 20} MiB" };
            _current = null;
        }
    }

    private Finding Next()
    {
        if (_chance.Next(3) == 0)
        {
            var text = _mutator.Damage(_expressions[_chance.Next(_expressions.Length)], _expressions[_chance.Next(_expressions.Length)]);
            return new Finding("expression", Encoding.UTF8.GetBytes(text), "");
        }
        var (format, bytes) = _files[_chance.Next(_files.Count)];
        var other = _files[_chance.Next(_files.Count)].Bytes;
        var damaged = format == FormFormat.Xlsx && _chance.Next(4) > 0 ? _mutator.DamageInside(bytes)
            : format is FormFormat.Markdown or FormFormat.Csv && _chance.Next(4) > 0 ? Encoding.UTF8.GetBytes(_mutator.Damage(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(other)))
            : format == FormFormat.Xls && _chance.Next(4) > 0 ? _mutator.DamageInPlace(bytes)
            : _mutator.Damage(bytes, other);
        return new Finding(format.ToString(), damaged, "");
    }

    // The expression in each place where one may stand.
    private static void Expression(string text)
    {
        var cell = text.Replace("\\", "", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
        Answer(Form.ReadMarkdown($"""
            | survey | | | | | | | |
            | | type | name | label | calculation | relevant | constraint | choice_filter |
            | | text | a | A | | | | |
            | | integer | n | N | | | {cell} | |
            | | begin repeat | child | C | | | | |
            | | text | cname | N | | {cell} | | |
            | | integer | cage | N | | | | |
            | | calculate | inner | | {cell} | | | |
            | | end repeat | | | | | | |
            | | select_one yn | one | S | | | | {cell} |
            | | calculate | v | | {cell} | | | |
            | choices | | | |
            | | list_name | name | label |
            | | yn | yes | Yes |
            | | yn | no | No |
            """));
    }

    // Some answers to some questions, the session to text and back, and the form to XForm.
    private static void Answer(Form form)
    {
        var session = form.Start(TimeProvider.System, 7);
        foreach (var step in session.Steps.Take(40))
            foreach (var question in session.QuestionsOn(step.Page).Take(10))
                foreach (var value in new[] { session.ChoicesFor(step.Address) is { Count: > 0 } choices ? choices[0].Name : "12", "2026-11-24", "a b" })
                    if (session.Set(question.Name, value) is null) break;
        foreach (var repeat in form.Questions.Where(q => q.Type == QuestionType.Repeat).Take(5)) session.AddInstance(repeat.Name);
        session.Validate();
        _ = session.AllGiven().Count();
        var again = FormSession.Restore(form, session.Serialise());
        _ = again.Answers;
        form.WriteXForm(Stream.Null);
    }
}
