namespace Sala.Browser.Tests;

internal static class Repository
{
    public static readonly string Root = Find();

    public static readonly string Thailand = Path.Combine(Root, "countries", "th");

    public static readonly string Pictures = Path.Combine(Root, "docs", "pictures");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sala.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Run the tests inside the repository.");
    }
}
