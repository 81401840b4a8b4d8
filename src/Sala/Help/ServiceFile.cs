using System.Text.RegularExpressions;
using Sala.Countries;

namespace Sala.Help;

/// <summary>Reads services.json: Open Referral HSDS 3.0 services with a few fields of our own. JSON is YAML too, so that a problem has its line.</summary>
internal static partial class ServiceFile
{
    private const string Name = "services.json";
    private const string EveryCountry = "world";

    public static ServiceDirectory Read(Country country)
    {
        var problems = new List<PackProblem>();
        var numbers = new List<HelpNumber>();
        var pages = new List<HelpPage>();
        var codes = new HashSet<string>();
        foreach (var entry in PackMap.Read(country.Folder, Name, problems).Maps("contents"))
        {
            if (entry.Text("status") != "active") continue;
            var service = ReadService(country, entry);
            if (!codes.Add(service.Code)) entry.Problem("code", $"{service.Code} stands here a second time.");
            foreach (var phone in entry.Maps("phones")) numbers.Add(ReadNumber(service, phone));
            if (entry.Has("url")) pages.Add(ReadPage(service, entry));
            else if (entry.Maps("phones").Count == 0) entry.Problem("phones", "a number or a url is needed.");
        }

        return problems.Count == 0
            ? new ServiceDirectory(country.Help.VerifiedWithinDays, numbers, pages)
            : throw new CountryException(country.Folder, problems);
    }

    private static Service ReadService(Country country, PackMap entry)
    {
        if (!entry.Maps("service_areas").Any(area => area.Text("extent") is var extent && (extent == country.Code || extent == EveryCountry)))
            entry.Problem("service_areas", $"an area with the extent {country.Code} or {EveryCountry} is needed: a service of another country is never shown.");
        var label = entry.Map("label");
        var kind = entry.Text("kind").Replace("_", "", StringComparison.Ordinal);
        if (!Enum.TryParse<ServiceKind>(kind, ignoreCase: true, out var known)) entry.Problem("kind", "this kind of service is unknown.");
        int? Age(string key) => entry.Has(key) ? entry.Number(key, 0, 150) : null;
        return new(
            entry.Text("code"), known, entry.Text("name"), entry.Flag("in_danger"),
            country.Languages.ToDictionary(language => language.Code, language => label.Text(language.Code)),
            Age("minimum_age"), Age("maximum_age"), ReadHours(entry));
    }

    private static StatedHours? ReadHours(PackMap entry) =>
        entry.Maps("schedules") is [var schedule, ..] ? new(schedule.Text("description"), schedule.Text("source")) : null;

    private static HelpNumber ReadNumber(Service service, PackMap phone)
    {
        var number = phone.Text("number");
        if (!Dialled().IsMatch(number)) phone.Problem("number", "digits only, with + in front where the country's code is dialled too.");
        IReadOnlyList<string> languages = phone.Has("languages") ? [.. phone.Maps("languages").Select(language => language.Text("code"))] : [];
        return new(
            service, number, languages, phone.Text("source"), phone.Has("free_source") ? phone.Text("free_source") : null,
            ReadCheck(phone, "last_called", "called_by"));
    }

    private static HelpPage ReadPage(Service service, PackMap entry)
    {
        if (!Uri.TryCreate(entry.Text("url"), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            entry.Problem("url", "an address that begins with https:// is needed.");
            address = new Uri("https://invalid.invalid/");
        }

        return new(service, address, entry.Text("source"), ReadCheck(entry, "last_opened", "opened_by"));
    }

    private static Review? ReadCheck(PackMap entry, string day, string by)
    {
        if (entry.Has(day) && entry.Has(by)) return new(entry.Text(by), entry.Day(day));
        if (entry.Has(day) || entry.Has(by)) entry.Problem(day, $"{day} and {by} go together: a day without a named person is no check.");
        return null;
    }

    [GeneratedRegex(@"^\+?[0-9]{2,15}$")]
    private static partial Regex Dialled();
}
