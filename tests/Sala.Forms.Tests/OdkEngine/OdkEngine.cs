using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sala.Forms.Tests.OdkEngine;

/// <summary>One question as the engine of ODK Web Forms has it. Choices are null for a question without.</summary>
internal sealed record OdkAnswer(string Reference, string Value, bool Relevant, bool Required, IReadOnlyList<string>? Choices)
{
    /// <summary>The address that our sessions use: child[2]/age for /data/group/child[2]/age.</summary>
    public string Name => Reference[(Reference.LastIndexOf('/') + 1)..];
}

internal static class Written
{
    /// <summary>The XForm that our writer makes of a form.</summary>
    public static string XForm(this Form form)
    {
        using var xml = new MemoryStream();
        form.WriteXForm(xml);
        return Encoding.UTF8.GetString(xml.ToArray());
    }
}

/// <summary>One thing that a person does.</summary>
internal sealed record OdkStep
{
    public string? Set { get; init; }
    public string? Value { get; init; }
    public string? Add { get; init; }
    public string? Remove { get; init; }
    public int? Index { get; init; }
}

/// <summary>What came of a form: its state at the beginning and after each step, or what the engine refused it for.</summary>
internal sealed record OdkRun(IReadOnlyList<IReadOnlyList<OdkAnswer>> States, string? Error);

/// <summary>
/// The engine inside ODK's Web Forms (@getodk/xforms-engine, Apache-2.0), run by Node from the package that package-lock.json pins. It is
/// installed once, into .sala/odk-engine, which git leaves out. Independent of ours: other people, another language, another parser.
/// </summary>
internal sealed class OdkEngine : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private static readonly Lock Installing = new();

    private readonly Process _node;
    private readonly Task<string> _errors;

    private OdkEngine(Process node) => (_node, _errors) = (node, node.StandardError.ReadToEndAsync());

    /// <summary>Starts the engine with a clock that stands still.</summary>
    /// <param name="zone">IANA name of the time zone.</param>
    public static OdkEngine Start(DateTimeOffset now, string zone)
    {
        var home = Install();
        var start = new ProcessStartInfo("node", [Path.Combine(Source, "engine.mjs"), home, $"{now.ToUnixTimeMilliseconds()}"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["TZ"] = zone;
        return new OdkEngine(Process.Start(start)!);
    }

    public OdkRun Run(string form, IReadOnlyDictionary<string, string>? files = null, params IEnumerable<OdkStep> steps)
    {
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(new { form, files, steps = steps.ToArray() }, Json));
        var reading = _node.StandardOutput.ReadLineAsync();
        if (!reading.Wait(TimeSpan.FromSeconds(20)))
        {
            _node.Kill();
            throw new TimeoutException("The engine of ODK Web Forms gave no answer within 20 seconds.");
        }
        var line = reading.Result ?? throw new InvalidOperationException($"The engine ended: {_errors.Result}");
        using var answer = JsonDocument.Parse(line);
        if (answer.RootElement.TryGetProperty("error", out var error)) return new OdkRun([], error.GetString());
        return new OdkRun([.. answer.RootElement.GetProperty("states").EnumerateArray().Select(State)], null);
    }

    private static IReadOnlyList<OdkAnswer> State(JsonElement state) =>
        [.. state.EnumerateArray().Select(a => new OdkAnswer(a[0].GetString()!, a[1].GetString()!, a[2].GetBoolean(), a[3].GetBoolean(),
            a[4].ValueKind == JsonValueKind.Null ? null : [.. a[4].EnumerateArray().Select(c => c.GetString()!)]))];

    public void Dispose()
    {
        if (!_node.HasExited) _node.StandardInput.Close();
        if (!_node.WaitForExit(5000)) _node.Kill();
        _node.Dispose();
    }

    private static string Source => Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "OdkEngine");

    private static string Install()
    {
        lock (Installing)
        {
            var home = Path.Combine(Repository.Root, ".sala", "odk-engine");
            var stamp = Path.Combine(home, "installed.json");
            var wanted = File.ReadAllText(Path.Combine(Source, "package-lock.json"));
            if (File.Exists(stamp) && File.ReadAllText(stamp) == wanted) return home;
            Directory.CreateDirectory(home);
            foreach (var name in new[] { "package.json", "package-lock.json" }) File.Copy(Path.Combine(Source, name), Path.Combine(home, name), overwrite: true);
            try
            {
                using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                {
                    WorkingDirectory = home, RedirectStandardError = true, RedirectStandardOutput = true,
                })!;
                var output = npm.StandardOutput.ReadToEndAsync();
                var errors = npm.StandardError.ReadToEnd();
                npm.WaitForExit();
                Assert.True(npm.ExitCode == 0, $"npm could not install the engine of ODK Web Forms: {errors}{output.Result}");
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Fail("npm is not installed. ./sala test installs it (Debian packages nodejs and npm).");
            }
            File.WriteAllText(stamp, wanted);
            return home;
        }
    }
}
