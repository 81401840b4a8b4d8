namespace Sala.Statistics.Tests;

internal static class Repository
{
    /// <summary>The folder of the repository: where Sala.slnx lies.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sala.slnx"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The tests run from within the repository.");
        }
    }

    /// <summary>A folder of reference material beside the repository; skips the test where it is not there.</summary>
    public static string Shared(params string[] path)
    {
        string[] places = [Environment.GetEnvironmentVariable("SALA_SHARED") ?? "", Path.Combine(Root, "../shared"), Path.Combine(Root, "../../shared")];
        foreach (var place in places)
            if (place.Length > 0 && Path.GetFullPath(Path.Combine([place, .. path])) is var full && (Directory.Exists(full) || File.Exists(full))) return full;
        Assert.Skip($"{string.Join('/', path)} is not beside the repository.");
        return "";
    }
}
