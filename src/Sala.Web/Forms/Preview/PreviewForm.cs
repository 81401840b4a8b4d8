using System.Collections.Concurrent;
using Sala.Countries;
using Sala.Forms;
using Sala.Forms.Checking;
using Sala.Forms.Flow;
using Sala.Help;

namespace Sala.Web.Forms.Preview;

/// <summary>A form to look at, as its file stands now, with the words and numbers of a country around it.</summary>
public sealed class PreviewForm(string path, Country country, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, FlowPicture> _flows = new();
    private readonly ServiceDirectory _services = ServiceDirectory.Load(country);

    public string Path { get; } = path;
    public Country Country { get; } = country;
    public TimeProvider Clock { get; } = clock;
    public Form Form { get; private set; } = Form.Read(path);
    public FormMedia Media { get; private set; } = null!;

    /// <summary>What ./sala form check finds in it.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>What stood against reading it again; empty where it was read.</summary>
    public IReadOnlyList<FormProblem> Problems { get; private set; } = [];

    public IReadOnlyList<Language> Languages => [.. Form.Languages.Select((code, i) => Country.Find(code) ?? Foreign(code, Form.LanguageNames[i]))];

    /// <summary>The way through the form as a picture, drawn once for each language.</summary>
    public FlowPicture Flow(Language language) => _flows.GetOrAdd(language.Code, code => new FlowPicture(Form, code));

    /// <summary>Nobody is on duty in a preview: numbers are shown unchecked, and it is said.</summary>
    public IReadOnlyList<HelpNumber> Services => _services.NumbersFor(null, demonstration: true, Today);

    public DateOnly Today => DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);

    /// <summary>The words of the frame: of that language where the country has it, else English, else its first.</summary>
    public Texts Texts(string language) => Country.Texts(Country.Find(language)?.Code ?? Country.Find("en")?.Code ?? Country.Languages[0].Code);

    /// <summary>Reads the file again. A form that cannot be used leaves the one before in place.</summary>
    public bool ReadAgain()
    {
        try
        {
            Form = Form.Read(Path);
            Problems = [];
            Load();
            return true;
        }
        catch (FormException wrong)
        {
            Problems = wrong.Problems;
            return false;
        }
    }

    public PreviewForm Load()
    {
        Media = FormMedia.Beside(Form, Path, "/media");
        _flows.Clear();
        Findings = FormCheck.Of(Form).Findings;
        return this;
    }

    private static Language Foreign(string code, string name) =>
        new(code, name, CalendarEra.Gregorian, "d MMMM yyyy", "HH:mm", new Uri("about:blank"), 15, null);
}
