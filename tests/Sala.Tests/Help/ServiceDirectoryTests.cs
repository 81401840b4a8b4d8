using System.Text.Json;
using Sala.Countries;
using Sala.Help;
using Sala.Tests.Countries;

namespace Sala.Tests.Help;

public class ServiceDirectoryTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly AgeBand Ages = Pack.Thailand.AgeBands.Single(band => band.Code == "12_13");

    private static ServiceDirectory Services => ServiceDirectory.Load(Pack.Thailand);

    [Fact]
    public void The_demonstration_shows_the_five_numbers_and_nothing_else()
    {
        Assert.Equal(["1387", "1300", "1323", "191", "1669"], Services.NumbersFor(null, demonstration: true, Today).Select(number => number.Number));
        Assert.Equal(["1387", "191", "1669"], Services.InDanger(Ages, demonstration: true, Today).Select(number => number.Number));
    }

    [Fact]
    public void Nobody_called_them_yet_so_the_public_sees_none()
    {
        Assert.Empty(Services.NumbersFor(null, demonstration: false, Today));
        Assert.Empty(Services.PagesFor(null, demonstration: false, Today));
        Assert.Equal(7, Services.ToBeChecked(Today).Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(90, true)]
    [InlineData(91, false)]
    [InlineData(-1, false)]
    public void A_number_is_shown_from_the_day_a_named_person_called_it_until_the_pack_limit(int daysAgo, bool shown)
    {
        using var copy = WithFirstCall(Today.AddDays(-daysAgo).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), "\"A. Caller\"");
        var number = ServiceDirectory.Load(copy.Load()).NumbersFor(Ages, demonstration: false, Today).SingleOrDefault();
        Assert.Equal(shown, number is not null);
        if (shown) Assert.Equal(("1387", "A. Caller"), (number!.Number, number.LastCalled!.By));
    }

    [Fact]
    public void A_day_without_a_named_person_is_no_check()
    {
        using var copy = WithFirstCall("2026-11-24", "null");
        Assert.Contains(Problems(copy), problem => problem.File == "services.json" && problem.Line > 0 && problem.Message.Contains("go together"));
    }

    [Fact]
    public void Everything_shown_has_a_source_and_free_is_said_only_with_one()
    {
        Assert.All(Services.NumbersFor(null, true, Today), number => Assert.NotEmpty(number.Source));
        Assert.All(Services.PagesFor(null, true, Today), page => Assert.NotEmpty(page.Source));
        Assert.All(Services.NumbersFor(null, true, Today), number => Assert.False(number.IsFree));
        Assert.All(Services.NumbersFor(null, true, Today), number => Assert.NotEmpty(number.Service.Hours!.Source));

        using var copy = new PackCopy();
        copy.Replace("services.json", "\"number\": \"1300\",", "\"number\": \"1300\", \"free_source\": \"example of a source\",");
        Assert.Equal(["1300"], ServiceDirectory.Load(copy.Load()).NumbersFor(null, true, Today).Where(number => number.IsFree).Select(number => number.Number));
    }

    [Fact]
    public void A_service_of_another_country_or_without_a_source_stops_the_pack()
    {
        using var copy = new PackCopy();
        copy.Replace("services.json", "\"extent\": \"TH\"", "\"extent\": \"KH\"");
        copy.Replace("services.json", "\"source\": \"thecoverage.info/news/content/4965\",", "");
        var problems = Problems(copy);
        Assert.Contains(problems, problem => problem.Message.Contains("another country"));
        Assert.Contains(problems, problem => problem.Message.StartsWith("source", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_for_other_ages_is_not_offered_and_an_unknown_age_shuts_nobody_out()
    {
        using var copy = new PackCopy();
        copy.Replace("services.json", "\"kind\": \"mental_health\",", "\"kind\": \"mental_health\", \"minimum_age\": 16,");
        var services = ServiceDirectory.Load(copy.Load());
        Assert.DoesNotContain("1323", services.NumbersFor(Ages, true, Today).Select(number => number.Number));
        Assert.Contains("1323", services.NumbersFor(null, true, Today).Select(number => number.Number));
        Assert.Contains("1323", services.NumbersFor(Pack.Thailand.AgeBands[^1], true, Today).Select(number => number.Number));
    }

    [Fact]
    public void The_file_is_a_list_of_HSDS_services()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Pack.Thailand.ServicesFile));
        foreach (var service in file.RootElement.GetProperty("contents").EnumerateArray())
        {
            Assert.True(service.GetProperty("id").TryGetGuid(out _));
            Assert.NotEmpty(service.GetProperty("name").GetString()!);
            Assert.Contains(service.GetProperty("status").GetString(), (string[])["active", "inactive", "defunct", "temporarily closed"]);
            foreach (var part in (string[])["phones", "schedules", "service_areas"])
                Assert.All(service.GetProperty(part).EnumerateArray(), entry => Assert.True(entry.GetProperty("id").TryGetGuid(out _)));
            Assert.All(service.GetProperty("phones").EnumerateArray(), phone => Assert.Matches("^[0-9+]+$", phone.GetProperty("number").GetString()!));
        }
    }

    private static PackCopy WithFirstCall(string day, string by)
    {
        var copy = new PackCopy();
        var path = Path.Combine(copy.Folder, "services.json");
        var text = File.ReadAllText(path);
        var at = text.IndexOf("\"last_called\": null", StringComparison.Ordinal);
        var end = text.IndexOf("\"called_by\": null", StringComparison.Ordinal) + "\"called_by\": null".Length;
        File.WriteAllText(path, $"{text[..at]}\"last_called\": \"{day}\", \"called_by\": {by}{text[end..]}");
        return copy;
    }

    private static IReadOnlyList<PackProblem> Problems(PackCopy copy) =>
        Assert.Throws<CountryException>(() => ServiceDirectory.Load(copy.Load())).Problems;
}
