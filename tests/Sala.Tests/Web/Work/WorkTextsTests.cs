using System.Text.RegularExpressions;
using Sala.Tests.Countries;

namespace Sala.Tests.Web.Work;

/// <summary>Every text that a page for staff asks for is in the pack.</summary>
public partial class WorkTextsTests
{
    [Fact]
    public void No_page_for_staff_asks_for_a_text_that_the_pack_lacks()
    {
        var web = Path.Combine(Pack.ThailandFolder, "..", "..", "src", "Sala.Web");
        var asked = Directory.EnumerateFiles(web, "*.cs*", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/") && !f.Contains("/bin/"))
            .SelectMany(f => Asked().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.True(asked.Count > 250, $"{asked.Count}");
        Assert.Empty(asked.Except(Pack.Thailand.Texts("en").Keys));
    }

    [Fact]
    public void Every_refusal_of_the_domain_has_its_words_in_the_staffs_language()
    {
        var domain = Path.Combine(Pack.ThailandFolder, "..", "..", "src");
        var codes = Directory.EnumerateFiles(domain, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/"))
            .SelectMany(f => Refused().Matches(File.ReadAllText(f)).Select(m => $"refusals.{m.Groups[1].Value}")).Distinct().ToList();
        Assert.True(codes.Count > 25, $"{codes.Count}");
        Assert.Empty(codes.Except(Pack.Thailand.Texts("th").Keys));
    }

    [GeneratedRegex(@"\b[tT](?:\.Say\(|\[)""([a-z_]+\.[a-z_]+)""[\],)]")]
    private static partial Regex Asked();

    [GeneratedRegex(@"new RefusedException\(""([a-z.-]+)""")]
    private static partial Regex Refused();
}
