using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Reading;
using Sala.Forms.Sheets;
using Sala.Forms.Writing;
using Sala.Forms.XForm;

namespace Sala.Forms;

/// <summary>A form as read from an XLSForm: its questions, their words in each language, and the rules between them. Never changes; may be shared by threads.</summary>
public sealed class Form
{
    private readonly Dictionary<string, Question> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(Question? Repeat, string Key), Question> _byKey = [];
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

    /// <summary>What keeps Sala's own engine from running the form; empty for a form that <see cref="Read(string)"/> gave.</summary>
    public IReadOnlyList<FormProblem> AnsweringProblems { get; internal set; } = [];

    /// <summary>A setting as it stands in the settings sheet; null where it is empty or unknown.</summary>
    public string? Setting(string name) => Settings.TryGetValue(name, out var value) ? value : null;

    /// <summary>The question of that name.</summary>
    /// <exception cref="KeyNotFoundException">The form has none.</exception>
    public Question this[string name] => _byName.TryGetValue(name, out var question) ? question : throw new KeyNotFoundException($"The form has no question {name}.");

    /// <summary>The question of that name; null where the form has none.</summary>
    public Question? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a form; the format comes from the file's ending (.xlsx, .xls, .csv, .md, .json). A folder is read as one .csv for each sheet.
    /// Data files that the form names are read from beside it.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(string path) =>
        FormReader.Read(Workbook.Read(path), Path.GetFileNameWithoutExtension(path), Beside(path));

    /// <summary>Reads a form from a stream, with the data files that it names.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(Stream stream, FormFormat format, FormFiles? files = null) => FormReader.Read(Workbook.Read(stream, format), "data", files);

    /// <summary>Reads a form from Markdown tables, the first cell of a line naming the sheet.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form ReadMarkdown(string markdown, FormFiles? files = null) => FormReader.Read(Workbook.ReadMarkdown(markdown), "data", files);

    /// <summary>Reads a form from a workbook.</summary>
    /// <exception cref="FormException">With all problems.</exception>
    public static Form Read(Workbook workbook, FormFiles? files = null) => FormReader.Read(workbook, "data", files);

    /// <summary>Reads a form to hand it on to another program (ODK Collect, Enketo), which has an engine of its own. What only Sala's engine cannot run,
    /// such as a function it does not have, is in <see cref="AnsweringProblems"/> instead of being refused; such a form cannot be started.</summary>
    /// <exception cref="FormException">With all problems that every program would have.</exception>
    public static Form ReadToConvert(string path) => FormReader.ReadToConvert(Workbook.Read(path), Path.GetFileNameWithoutExtension(path), Beside(path));

    /// <summary>As <see cref="ReadToConvert(string)"/>, from a workbook.</summary>
    /// <param name="workbook">The sheets.</param>
    /// <param name="fileName">The id of the form where its settings give none.</param>
    /// <exception cref="FormException">With all problems that every program would have.</exception>
    public static Form ReadToConvert(Workbook workbook, string fileName = "data") => FormReader.ReadToConvert(workbook, fileName);

    /// <summary>Begins to answer the form. With the same clock and seed, the same answers give the same session.</summary>
    /// <param name="clock">For <c>now()</c>, <c>today()</c> and the time zone.</param>
    /// <param name="seed">For <c>random()</c>, <c>uuid()</c> and the order of shuffled choices.</param>
    /// <param name="preset">Answers that are known beforehand, by name. They are not asked again.</param>
    /// <param name="lastSaved">The answers of the record saved before, by name, for <c>${last-saved#name}</c>.</param>
    /// <exception cref="ArgumentException">A preset names no question of the form, or is no possible answer to it.</exception>
    /// <exception cref="FormException">The form was read to be converted only and has <see cref="AnsweringProblems"/>.</exception>
    public FormSession Start(TimeProvider clock, int seed, IReadOnlyDictionary<string, string>? preset = null, IReadOnlyDictionary<string, string>? lastSaved = null) =>
        AnsweringProblems.Count == 0 ? FormSession.Begin(this, clock, seed, preset, lastSaved) : throw new FormException(AnsweringProblems);

    /// <summary>Writes the form as an XForm, which ODK Collect and Enketo load.</summary>
    /// <exception cref="FormException">With all that an XForm cannot say, such as a question without label and hint. Nothing is written.</exception>
    public void WriteXForm(Stream stream) => XFormWriter.Write(this, stream);

    /// <summary>The form as an XLSForm again, in the headings of the reference. What the reader spelt out (the text question of <c>or_other</c>, the groups
    /// of a loop) is in rows of its own. Read again it gives an equal form.</summary>
    public Workbook ToWorkbook() => XlsFormWriter.Write(this);

    private static FormFiles Beside(string path) => FormFiles.In(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);

    internal int LanguageIndex(string language)
    {
        if (_languageIndex.TryGetValue(language, out var index)) return index;
        var dash = language.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && _languageIndex.TryGetValue(language[..dash], out index) ? index : DefaultLanguageIndex;
    }

    internal int DefaultLanguageIndex { get; set; }

    /// <summary>The default language as the headings write it: <c>English (en)</c>.</summary>
    internal string DefaultLanguageName { get; set; } = "default";
    internal OrderedDictionary<string, string> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);
    internal OrderedDictionary<string, IReadOnlyList<Choice>> Lists { get; } = new(StringComparer.Ordinal);
    internal string SurveySheet { get; set; } = "survey";
    internal string ChoicesSheet { get; set; } = "choices";
    internal OrderedDictionary<string, IReadOnlyList<Choice>> ExternalLists { get; } = new(StringComparer.Ordinal);
    internal OrderedDictionary<string, List<Cells>> OsmTags { get; } = new(StringComparer.Ordinal);
    internal List<EntityDeclaration> Entities { get; } = [];

    /// <summary>The headings of the survey and choices sheets, and the sheet wordings, to write them back.</summary>
    internal IReadOnlyList<Column> SurveyColumns { get; set; } = [];
    internal IReadOnlyList<Column> ChoiceColumns { get; set; } = [];
    internal Sheet? WordingSheet { get; set; }
    internal List<Question> Top { get; } = [];
    internal string RootName { get; set; } = "data";
    internal FormOrder Order { get; set; } = null!;
    internal Question? WordingQuestion { get; set; }

    /// <summary>The setting <c>instance_name</c>.</summary>
    internal Compiled? InstanceName { get; set; }
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

    // Whether a row says that a data file of that name belongs to the form, though it is not here.
    internal bool NamesFile(string name) => Questions.Any(q => (q.Type == QuestionType.DataFile && q.Name == name) || (q.ListName.Length > 0 && Path.GetFileNameWithoutExtension(q.ListName) == name));

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

    internal void AddChoice(string list, Choice choice, bool external = false)
    {
        var lists = external ? ExternalLists : Lists;
        if (!lists.TryGetValue(list, out var choices)) lists[list] = choices = new List<Choice>();
        ((List<Choice>)choices).Add(choice);
    }

    /// <summary>Notes a question, and gives its key: its name, or with the groups around it where its repeat (or the form) has that name already.</summary>
    internal string Remember(Question question)
    {
        _byName.TryAdd(question.Name, question);
        if (_byKey.TryAdd((question.Repeat, question.Name), question)) return question.Name;
        var key = question.Name;
        for (var at = question.Parent; at is not null && at != question.Repeat; at = at.Parent) key = $"{at.Name}/{key}";
        _byKey.TryAdd((question.Repeat, key), question);
        return key;
    }

    /// <summary>The question of that key in a repeat (null: in the form itself).</summary>
    internal Question? Find(Question? repeat, string key) => _byKey.GetValueOrDefault((repeat, key));

    internal Dictionary<Question, List<Question>> Triggers { get; } = [];

    internal IReadOnlyList<Question> Triggered(Question by) => Triggers.TryGetValue(by, out var list) ? list : [];

    /// <summary>The question of that key: its name, or its groups and name where another has the name first.</summary>
    internal Question? FindByKey(string key) => Find(key) is { } question && question.Key == key ? question : Questions.FirstOrDefault(q => q.Key == key);

    internal IEnumerable<string> Names => _byName.Keys;
}
