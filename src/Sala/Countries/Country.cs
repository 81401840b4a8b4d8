using Sala.Vault;

namespace Sala.Countries;

/// <summary>A country: a folder of data, loaded once and never changed while the program runs.</summary>
public sealed class Country
{
    /// <summary>Groups that a child meets before anything else. A language opens to children when a person stands for each.</summary>
    public static readonly IReadOnlyList<string> OpensWith = ["consent", "danger", "receipt", "leave"];

    public required string Folder { get; init; }

    /// <summary>Two letters of ISO 3166-1.</summary>
    public required string Code { get; init; }

    public required IReadOnlyDictionary<string, string> Names { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>In the order in which they are offered; the first is the country's own.</summary>
    public required IReadOnlyList<Language> Languages { get; init; }

    public required IReadOnlyList<AgeBand> AgeBands { get; init; }

    public required IReadOnlyList<Area> Areas { get; init; }

    public required Retention Retention { get; init; }

    public required DutyClock DutyClock { get; init; }

    public required Exposure Exposure { get; init; }

    public required BreakGlass BreakGlass { get; init; }

    public required HelpLimit Help { get; init; }

    public required LinkLimits Links { get; init; }

    public required SurveyMinimum SurveyMinimum { get; init; }

    public required IReadOnlyList<Law> Laws { get; init; }

    internal IReadOnlyDictionary<string, Texts> TextsByLanguage { get; init; } = new Dictionary<string, Texts>();

    internal IReadOnlyDictionary<(string Language, string Name), Page> PagesByName { get; init; } = new Dictionary<(string, string), Page>();

    internal IReadOnlyDictionary<string, ReplyTemplates> RepliesByLanguage { get; init; } = new Dictionary<string, ReplyTemplates>();

    /// <summary>The questions for one who tells: an XLSForm.</summary>
    public string ReportForm => Path.Combine(Folder, "forms", "report.xlsx");

    /// <summary>Plans of surveys, one YAML file each; the folder may be missing.</summary>
    public string Surveys => Path.Combine(Folder, "surveys");

    /// <summary>Where to get help, in Open Referral HSDS.</summary>
    public string ServicesFile => Path.Combine(Folder, "services.json");

    public IEnumerable<Page> Pages => PagesByName.Values;

    /// <exception cref="CountryException">The pack has problems; all are listed.</exception>
    public static Country Load(string folder) => CountryFile.Load(folder);

    public Language? Find(string language) => Languages.FirstOrDefault(known => known.Code == language);

    /// <exception cref="KeyNotFoundException">No language of this country.</exception>
    public Language Language(string language) => Find(language) ?? throw new KeyNotFoundException($"{Code} has no language {language}.");

    public Texts Texts(string language) => TextsByLanguage[language];

    public Page Page(string language, string name) => PagesByName[(language, name)];

    public ReplyTemplates Replies(string language) => RepliesByLanguage[language];

    /// <summary>Whether children may be let in, in this language, outside the demonstration.</summary>
    public bool IsOpenToChildren(string language) => NotReviewed(language).Count == 0;

    /// <summary>The groups that still keep a language closed to children.</summary>
    public IReadOnlyList<string> NotReviewed(string language) => [.. OpensWith.Where(group => !Texts(language).IsReviewed(group))];

    /// <summary>The list for receipts in words: null where the language has none, or none that anybody stands for.</summary>
    public WordList? ReceiptWordsFor(string language, bool demonstration) =>
        Language(language).ReceiptWords is { } list && (demonstration || list.Review is not null) ? list.Words : null;
}
