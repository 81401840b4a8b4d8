using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Reading;
using Sala.Forms.Sheets;

namespace Sala.Forms;

/// <summary>A form as read from an XLSForm: its questions, their words in each language, and the rules between them. Never changes; may be shared by threads.</summary>
public sealed class Form
{
    private readonly Dictionary<string, Question> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _languageIndex = new(StringComparer.OrdinalIgnoreCase);

    internal Form() { }

    /// <summary>Title for people; the id where the form gives none.</summary>
    public string Title { get; internal set; } = "";

    /// <summary>Id for programs.</summary>
    public string Id { get; internal set; } = "data";

    /// <summary>Version as the author counts; empty where the form gives none.</summary>
    public string Version { get; internal set; } = "";

    /// <summary>Code of the language that is shown where none is asked for.</summary>
    public string DefaultLanguage => Languages[DefaultLanguageIndex];

    /// <summary>Codes of the languages, in the order of the columns: <c>en</c> for <c>label::English (en)</c>. At least one:
    /// <c>default</c> where the columns name none.</summary>
    public IReadOnlyList<string> Languages { get; internal set; } = ["default"];

    /// <summary>Names of the languages beside their codes: <c>English</c>.</summary>
    public IReadOnlyList<string> LanguageNames { get; internal set; } = ["default"];

    /// <summary>All rows of the survey sheet in order, groups and calculations included.</summary>
    public IReadOnlyList<Question> Questions { get; internal set; } = [];

    /// <summary>What the author might want to mend, though the form works.</summary>
    public IReadOnlyList<FormProblem> Warnings { get; internal set; } = [];

    /// <summary>A setting as it stands in the settings sheet; null where it is empty or unknown.</summary>
    public string? Setting(string name) => Settings.TryGetValue(name, out var value) ? value : null;

    /// <summary>The question of that name.</summary>
    /// <exception cref="KeyNotFoundException">The form has none.</exception>
    public Question this[string name] => _byName.TryGetValue(name, out var question) ? question : throw new KeyNotFoundException($"The form has no question {name}.");

    /// <summary>The question of that name; null where the form has none.</summary>
    public Question? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a form; the format comes from the file's ending (.xlsx, .csv, .md). Data files that it names are read from the same folder.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(string path) =>
        FormReader.Read(Workbook.Read(path), Path.GetFileNameWithoutExtension(path), FormFiles.In(Path.GetDirectoryName(Path.GetFullPath(path))!));

    /// <summary>Reads a form from a stream, with the data files that it names.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(Stream stream, FormFormat format, FormFiles? files = null) => FormReader.Read(Workbook.Read(stream, format), "data", files);

    /// <summary>Reads a form from Markdown tables, the first cell of a line naming the sheet.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form ReadMarkdown(string markdown, FormFiles? files = null) => FormReader.Read(Workbook.ReadMarkdown(markdown), "data", files);

    /// <summary>Reads a form from a workbook.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(Workbook workbook, FormFiles? files = null) => FormReader.Read(workbook, "data", files);

    /// <summary>Begins to answer the form. With the same clock and seed, the same answers give the same session.</summary>
    /// <param name="clock">For <c>now()</c>, <c>today()</c> and the time zone.</param>
    /// <param name="seed">For <c>random()</c>, <c>uuid()</c> and the order of shuffled choices.</param>
    /// <param name="preset">Answers that are known beforehand, by name. They are not asked again.</param>
    /// <param name="lastSaved">The answers of the record saved before, by name, for <c>${last-saved#name}</c>.</param>
    /// <exception cref="ArgumentException">A preset names no question of the form, or is no possible answer to it.</exception>
    public FormSession Start(TimeProvider clock, int seed, IReadOnlyDictionary<string, string>? preset = null, IReadOnlyDictionary<string, string>? lastSaved = null) =>
        FormSession.Begin(this, clock, seed, preset, lastSaved);

    internal int LanguageIndex(string language)
    {
        if (_languageIndex.TryGetValue(language, out var index)) return index;
        var dash = language.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && _languageIndex.TryGetValue(language[..dash], out index) ? index : DefaultLanguageIndex;
    }

    internal int DefaultLanguageIndex { get; set; }
    internal Dictionary<string, string> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);
    internal Dictionary<string, IReadOnlyList<Choice>> Lists { get; } = new(StringComparer.Ordinal);
    internal List<Question> Top { get; } = [];
    internal string RootName { get; set; } = "data";
    internal FormOrder Order { get; set; } = null!;
    internal Question? WordingQuestion { get; set; }
    internal int TopSlots { get; set; }
    internal List<Question> TopRepeats { get; } = [];
    internal Dictionary<string, ItemNode> Instances { get; } = new(StringComparer.Ordinal);
    internal FormFiles Files { get; set; } = new();

    // A list of the choices sheet, else a data file.
    internal ItemNode? Instance(string name)
    {
        lock (Instances)
            return Instances.TryGetValue(name, out var list) ? list : Files.Document(name) is { } document ? Instances[name] = document : null;
    }

    internal void SetLanguages(IReadOnlyList<(string Code, string Name)> languages)
    {
        Languages = [.. languages.Select(l => l.Code)];
        LanguageNames = [.. languages.Select(l => l.Name)];
        for (var i = 0; i < languages.Count; i++)
        {
            _languageIndex.TryAdd(languages[i].Code, i);
            _languageIndex.TryAdd(languages[i].Name, i);
        }
    }

    internal bool Remember(Question question) => _byName.TryAdd(question.Name, question);

    internal Dictionary<Question, List<Question>> Triggers { get; } = [];

    internal IReadOnlyList<Question> Triggered(Question by) => Triggers.TryGetValue(by, out var list) ? list : [];

    internal IEnumerable<string> Names => _byName.Keys;
}
