namespace Sala.Forms.Tests;

internal static class Repository
{
    /// <summary>The folder of the repository: where ./sala lies.</summary>
    public static string Root { get; } = Find();

    /// <summary>A folder of test input that is not part of the repository. The test is skipped where it is not there.</summary>
    public static string Shared(params string[] path)
    {
        var folders = new[] { Environment.GetEnvironmentVariable("SALA_SHARED") ?? "", Path.Combine(Root, "..", "shared"), Path.Combine(Root, "..", "..", "shared") };
        if (Array.Find(folders, f => f.Length > 0 && Directory.Exists(f)) is not { } shared) Assert.Skip("The shared fixtures are not beside the repository.");
        else if (Path.Combine([shared, .. path]) is var wanted && Directory.Exists(wanted)) return Path.GetFullPath(wanted);
        else Assert.Skip($"There is no {string.Join('/', path)} among the shared fixtures.");
        throw new InvalidOperationException();
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sala.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run from within the repository.");
    }
}
