namespace Sala.Cli;

/// <summary>Where the program's own files lie: the folder that holds countries/.</summary>
internal static class Home
{
    public static string Countries
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var countries = Path.Combine(folder.FullName, "countries");
                if (Directory.Exists(countries)) return countries;
            }
            throw new ArgumentsException("The folder countries/ is missing beside the program. Nothing was done.");
        }
    }
}
