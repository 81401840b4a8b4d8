using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Sala.Statistics.Tests.Speed;

/// <summary>The small size of ./sala bench statistics.</summary>
public sealed class ReferenceFileTests
{
    [Theory]
    [InlineData("lin"), InlineData("jkn")]
    public void Fifty_means_in_thirteen_domains_agree_with_R(string mode)
    {
        var expected = File.ReadLines(Repository.Shared("bench", $"exp_2k_{mode}.csv")).Skip(1).Select(l => l.Split(',')).ToDictionary(c => (c[0], c[1]), c => (Number(c[2]), Number(c[3])));
        var sums = PsuSums.ReadCsv(Generated(2000, 500), new OnePassPlan
        {
            Stratum = "stratum",
            Psu = "psu",
            Weight = "w",
            Domains = ["sex", "age", "region"],
            Indicators = [.. Enumerable.Range(1, 50).Select(k => $"y{k}")],
            Rows = 2000,
        });
        var means = mode == "lin" ? sums.Means() : sums.ReplicateMeans(ReplicationType.Jkn);
        Assert.Equal(650, means.Count);
        foreach (var m in means)
        {
            var (mean, error) = expected[(m.Domain.Count == 0 ? "ALL" : string.Concat(m.Domain), m.Indicator)];
            Assert.True(MadeUp.Near(m.Mean, mean, 1e-9) && MadeUp.Near(m.StandardError, error, 1e-9), $"{m}: {mean}, {error}");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Generated(int rows, int psus)
    {
        var folder = Directory.CreateTempSubdirectory("sala-statistics-").FullName;
        var program = Path.Combine(folder, "gen_survey");
        try
        {
            using var compiler = Process.Start("gcc", ["-O2", "-o", program, Repository.Shared("bench", "gen_survey.c"), "-lm"]);
            compiler.WaitForExit();
        }
        catch (Win32Exception)
        {
            Assert.Skip("gcc is not installed.");
        }
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.ArgumentList.Add(rows.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(psus.ToString(CultureInfo.InvariantCulture));
        using var process = Process.Start(start)!;
        var file = Path.Combine(folder, "survey.csv");
        using (var stream = File.Create(file)) process.StandardOutput.BaseStream.CopyTo(stream);
        process.WaitForExit();
        return file;
    }
}
