namespace Sala.Benchmarks;

internal static class Repository
{
    /// <summary>The folder of the repository: where ./sala lies.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sala.slnx"))) folder = folder.Parent;
            return folder?.FullName ?? throw new InvalidOperationException("The benchmarks run from within the repository.");
        }
    }
}
