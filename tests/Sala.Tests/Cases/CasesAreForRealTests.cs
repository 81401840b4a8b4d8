using Sala.Tests.Countries;

namespace Sala.Tests.Cases;

/// <summary>Every test of cases runs over the demonstration's staff: that is worth something only if nothing in them is otherwise there.</summary>
public sealed class CasesAreForRealTests
{
    [Fact]
    public void Nothing_in_cases_safeguards_links_and_notices_asks_whether_it_is_the_demonstration()
    {
        var files = new[] { "Cases", "Safeguards", "Links", "Notices" }.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Pack.Root, "src", "Sala", f), "*.cs", SearchOption.AllDirectories)).ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, f => File.ReadAllText(f).Contains("Demonstration", StringComparison.Ordinal));
    }
}
