using Sala.Vault;

namespace Sala.Countries;

/// <summary>Reads country.yml and all that stands beside it.</summary>
internal static class CountryFile
{
    private const string Name = "country.yml";

    public static Country Load(string folder)
    {
        var problems = new List<PackProblem>();
        var map = PackMap.Read(folder, Name, problems);
        var languages = map.Maps("languages").Select(entry => ReadLanguage(folder, entry, problems)).ToList();
        if (languages.Count == 0 || languages.DistinctBy(language => language.Code).Count() != languages.Count)
            map.Problem("languages", "at least one is needed, and each once.");
        IReadOnlyList<string> codes = [.. languages.Select(language => language.Code).Distinct()];

        var retention = ReadRetention(map.Map("retention"));
        var laws = map.Maps("laws").Select(entry => ReadLaw(entry, codes)).ToList();
        var texts = TextFiles.Read(folder, codes, problems);
        var country = new Country
        {
            Folder = Path.GetFullPath(folder),
            Code = map.Text("code"),
            Names = InEveryLanguage(map, "name", codes),
            TimeZone = ReadTimeZone(map),
            Languages = languages,
            AgeBands = ReadAgeBands(map),
            Retention = retention,
            DutyClock = ReadDutyClock(map.Map("duty")),
            Exposure = ReadExposure(map.Map("exposure")),
            BreakGlass = ReadBreakGlass(map.Map("break_glass")),
            Help = ReadHelp(map.Map("help")),
            Links = ReadLinks(map.Map("links")),
            SurveyMinimum = ReadSurveyMinimum(map.Map("surveys")),
            Laws = laws,
            Areas = AreaFile.Read(folder, codes, problems),
            TextsByLanguage = texts,
            PagesByName = PageFiles.Read(folder, codes, new PageValues(retention, laws, texts), problems),
            RepliesByLanguage = ReplyTemplates.Read(folder, codes, problems),
        };
        map.NothingElse();
        CheckOpening(country, problems);
        return problems.Count == 0 ? country : throw new CountryException(folder, problems);
    }

    private static Language ReadLanguage(string folder, PackMap map, List<PackProblem> problems)
    {
        var leave = map.Text("leave_to");
        if (!Uri.TryCreate(leave, UriKind.Absolute, out var leaveTo) || leaveTo.Scheme != Uri.UriSchemeHttps)
        {
            map.Problem("leave_to", "an address that begins with https:// is needed here.");
            leaveTo = new Uri("https://invalid.invalid/");
        }

        var language = new Language(
            map.Text("code"), map.Text("name"), map.Choice<CalendarEra>("calendar"), map.Text("day_format"), map.Text("time_format"),
            leaveTo, map.Number("words_per_sentence", 5, 60), ReadReceiptWords(folder, map, problems));
        map.NothingElse();
        return language;
    }

    private static ReceiptWords? ReadReceiptWords(string folder, PackMap language, List<PackProblem> problems)
    {
        var review = language.Review("receipt_words_reviewed");
        if (language.TextOrNothing("receipt_words") is not { } file) return null;
        var path = Path.Combine(folder, file);
        try
        {
            return new(review, WordList.Load(File.ReadLines(path).Where(line => !line.StartsWith('#'))));
        }
        catch (Exception wrong) when (wrong is ArgumentException or IOException)
        {
            problems.Add(new(file, 0, wrong.Message));
            return null;
        }
    }

    private static TimeZoneInfo ReadTimeZone(PackMap map)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(map.Text("time_zone"), out var zone)) return zone;
        map.Problem("time_zone", "a zone of the IANA list is needed here, as Asia/Bangkok.");
        return TimeZoneInfo.Utc;
    }

    private static List<AgeBand> ReadAgeBands(PackMap map)
    {
        var bands = new List<AgeBand>();
        foreach (var entry in map.Maps("age_bands"))
        {
            var band = new AgeBand(entry.Text("code"), entry.Number("from", 0, 17), entry.Number("to", 0, 17));
            if (band.From != (bands.Count == 0 ? 0 : bands[^1].To + 1) || band.To < band.From) entry.Problem("from", "bands follow one another, without gap or overlap.");
            entry.NothingElse();
            bands.Add(band);
        }

        if (bands is not [.., { To: 17 }]) map.Problem("age_bands", "the last band ends with 17: a child is anyone under 18.");
        return bands;
    }

    private static Retention ReadRetention(PackMap map)
    {
        var retention = new Retention(
            map.Number("report_days_after_closing", 1, 36_500), map.Number("unfinished_minutes", 1, 20), map.Number("audit_days", 1, 36_500),
            map.Number("erasure_waiting_days", 0, 365), map.Number("survey_days", 1, 365), map.Standing());
        map.NothingElse();
        return retention;
    }

    private static DutyClock ReadDutyClock(PackMap map)
    {
        var minutes = map.Map("acknowledge_minutes");
        var acknowledge = new Dictionary<Urgency, TimeSpan>
        {
            [Urgency.Danger] = TimeSpan.FromMinutes(minutes.Number("danger", 5, 24 * 60)),
            [Urgency.High] = TimeSpan.FromMinutes(minutes.Number("high", 5, 24 * 60)),
        };
        minutes.NothingElse();

        var steps = new List<DutyStep>();
        foreach (var step in map.Texts("steps"))
        {
            if (Enum.TryParse<DutyStep>(step, ignoreCase: true, out var known) && Enum.IsDefined(known) && !steps.Contains(known)) steps.Add(known);
            else map.Problem("steps", "duty, deputy and head are known, each once.");
        }

        if (steps.Count == 0) map.Problem("steps", "somebody has to be asked.");
        var clock = new DutyClock(acknowledge, steps, map.Standing());
        map.NothingElse();
        return clock;
    }

    private static Exposure ReadExposure(PackMap map)
    {
        var exposure = new Exposure(map.Number("long_reports_a_day", 1, 1_000), map.Number("collapse_above_characters", 1, 100_000), map.Standing());
        map.NothingElse();
        return exposure;
    }

    private static BreakGlass ReadBreakGlass(PackMap map)
    {
        var glass = new BreakGlass(
            TimeSpan.FromHours(map.Number("delay_hours", 0, 720)), TimeSpan.FromHours(map.Number("delay_hours_in_danger", 0, 720)),
            TimeSpan.FromHours(map.Number("open_hours", 1, 72)), map.Standing());
        map.NothingElse();
        return glass;
    }

    private static HelpLimit ReadHelp(PackMap map)
    {
        var help = new HelpLimit(map.Number("verified_within_days", 1, 366), map.Standing());
        map.NothingElse();
        return help;
    }

    private static SurveyMinimum ReadSurveyMinimum(PackMap map)
    {
        var least = new SurveyMinimum(map.Number("persons", 3, 100), map.Number("units", 1, 100), map.Number("denominator", 20, 1_000), map.Standing());
        map.NothingElse();
        return least;
    }

    private static LinkLimits ReadLinks(PackMap map)
    {
        var links = new LinkLimits(map.Number("lookups_a_day", 1, 1_000_000), map.Number("unusual_a_day", 1, 1_000_000), map.Number("remind_after_days", 1, 365), map.Number("letter_ends_after_days", 1, 365), map.Standing());
        if (links.UnusualADay > links.LookUpsADay) map.Problem("unusual_a_day", "at most as many as lookups_a_day, or nobody ever hears of it.");
        if (links.RemindAfterDays >= links.LetterEndsAfterDays) map.Problem("remind_after_days", "fewer than letter_ends_after_days, or the reminder comes too late.");
        map.NothingElse();
        return links;
    }

    private static Law ReadLaw(PackMap map, IReadOnlyList<string> languages)
    {
        var law = new Law(map.Text("code"), InEveryLanguage(map, "name", languages), map.Standing());
        map.NothingElse();
        return law;
    }

    private static Dictionary<string, string> InEveryLanguage(PackMap map, string key, IReadOnlyList<string> languages)
    {
        var words = map.Map(key);
        var names = languages.ToDictionary(language => language, words.Text);
        words.NothingElse();
        return names;
    }

    private static void CheckOpening(Country country, List<PackProblem> problems)
    {
        foreach (var texts in country.TextsByLanguage.Values)
            foreach (var group in Country.OpensWith.Where(name => texts.Groups.All(group => group.Name != name)))
                problems.Add(new($"texts/child.{texts.Language}.yml", 0, $"the group {group} is missing; no child may be let in without it."));
    }
}
