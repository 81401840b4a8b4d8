using System.Text;

namespace Sala.Forms.Tests.Fuzzing;

public class FuzzingTests
{
    [Fact]
    public void Damaged_spreadsheets_and_expressions_are_forms_or_clear_errors()
    {
        // A new seed each day; it is in the message when something is found.
        var seed = (int)(DateTime.UtcNow.Date - DateTime.UnixEpoch).TotalDays;
        var fuzzer = Fuzzer.WithSeeds(seed, Repository.Root);
        fuzzer.Run(TimeSpan.FromSeconds(20), atLeast: 500);
        Assert.True(fuzzer.Found is null, $"seed {seed}, input {fuzzer.Tried}, {fuzzer.Found?.Kind}: {fuzzer.Found?.Why}\n{Convert.ToBase64String(fuzzer.Found?.Input ?? [])}");
        Assert.True(fuzzer.Tried > 100 && fuzzer.Accepted > 10 && fuzzer.Accepted < fuzzer.Tried, $"{fuzzer.Accepted} of {fuzzer.Tried} were forms");
        Assert.Superset(new HashSet<string> { "expression", "Csv", "Markdown", "Xls", "Xlsx" }, fuzzer.Kinds.Keys.ToHashSet());
    }
}
