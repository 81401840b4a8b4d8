using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sala.Vault.Tests;

/// <summary>docs/vault-format.md is what another implementation is written from: it names every label, and the reader on it reads our files.</summary>
public partial class DocumentTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Document = File.ReadAllText(Path.Combine(Root, "docs", "vault-format.md"));

    [Fact]
    public void Every_label_is_used_for_one_thing_and_is_in_the_document()
    {
        var labels = Directory.GetFiles(Path.Combine(Root, "src", "Sala.Vault"), "*.cs")
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
            .SelectMany(line => Label().Matches(line)).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(12, labels.Length);
        Assert.Equal(labels.Length, labels.Distinct().Count());
        Assert.All(labels, label => Assert.Contains(label, Document));
    }

    [Fact]
    public void The_reader_in_the_document_gives_every_known_answer()
    {
        if (!File.Exists("/usr/bin/python3"))
        {
            Assert.Skip("python3 is not installed");
        }
        var reader = Path.GetTempFileName();
        File.WriteAllText(reader, Reader().Match(Document).Groups[1].Value);
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [reader, Vectors.PathOf("")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (python.StandardOutput.ReadToEnd(), python.StandardError.ReadToEnd());
        python.WaitForExit();
        File.Delete(reader);
        Assert.Equal("", error);
        Assert.Equal("32 answers agree\n", output);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sala.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
        }
        return folder;
    }

    [GeneratedRegex("\"(sala/[a-z-]+/[0-9]+)\"")]
    private static partial Regex Label();

    [GeneratedRegex("```python\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Reader();
}
