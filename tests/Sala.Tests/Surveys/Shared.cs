using Sala.Tests.Countries;

namespace Sala.Tests.Surveys;

/// <summary>Test input that lies beside the repository and is no part of it.</summary>
internal static class Shared
{
    /// <summary>The file; null where it is not there.</summary>
    public static string? File(string name) =>
        new[] { Environment.GetEnvironmentVariable("SALA_SHARED"), Path.Combine(Pack.Root, "..", "shared"), Path.Combine(Pack.Root, "..", "..", "shared") }
            .Where(f => f is not null).Select(f => Path.Combine(f!, name)).FirstOrDefault(System.IO.File.Exists);
}
