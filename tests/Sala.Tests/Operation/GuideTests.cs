using System.Text.RegularExpressions;
using Sala.Operation;
using Sala.Tests.Countries;

namespace Sala.Tests.Operation;

/// <summary>The documents run: what the operating guide shows is what the program takes.</summary>
public partial class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Pack.Root, "docs", "operating-guide.md"));

    [Fact]
    public void The_configuration_of_the_guide_is_read_line_by_line_the_commented_ones_too()
    {
        var folder = Directory.CreateTempSubdirectory("sala-guide-");
        var file = Path.Combine(folder.FullName, "sala.yml");
        var sample = Block("yaml");
        File.WriteAllText(file, sample);
        var settings = Settings.Read(file);
        Assert.Equal(("sqlite:/var/lib/sala/sala.db", "127.0.0.1", 587), (settings.Database, settings.Proxy, settings.MailPort));
        File.WriteAllText(file, Regex.Replace(sample, "(?m)^# (certificate|certificate_key|metrics):", "$1:"));
        Assert.Equal(("/etc/sala/tls.key", "http://127.0.0.1:4318/v1/metrics"), (Settings.Read(file).CertificateKey, Settings.Read(file).Metrics));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Every_line_that_a_configuration_may_have_is_explained()
    {
        var lines = typeof(Settings).GetProperties().Where(p => p.GetSetMethod() is not null).Select(p => Words().Replace(p.Name, "_$0").ToLowerInvariant());
        // The folder for mails is the demonstration's.
        Assert.All(lines.Except(["mail_folder"]), line => Assert.Contains(line, Guide, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_command_of_the_guide_is_one_that_the_program_has()
    {
        var known = (await CommandLine.Run("help")).Out;
        var used = Command().Matches(Guide).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(used.Count >= 6);
        Assert.All(used, command => Assert.True(command == "help" || known.Contains($"./sala {command}", StringComparison.Ordinal), $"./sala {command}"));
        Assert.Equal(64, (await CommandLine.Run("no-such-command")).Code);
    }

    [Theory]
    [InlineData("LimitCORE=0"), InlineData("UMask=0077"), InlineData("MemorySwapMax=0"), InlineData("access_log off;"), InlineData("proxy_request_buffering off;"), InlineData("client_body_in_file_only off;"),
     InlineData("proxy_max_temp_file_size 0;"), InlineData("client_max_body_size 65m;"), InlineData("synchronous_commit = on"), InlineData("log_parameter_max_length = 0")]
    public void The_lines_that_promises_rest_on_are_in_the_guide(string line) => Assert.Contains(line, Guide, StringComparison.Ordinal);

    private static string Block(string language) => Regex.Match(Guide, $"```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?:\./|/opt/sala/)sala ([a-z]+(?: (?:verify|anchor))?)")]
    private static partial Regex Command();
}
