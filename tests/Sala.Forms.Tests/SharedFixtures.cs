namespace Sala.Forms.Tests;

/// <summary>Forms of others that lie beside the repository, where they do. Tests over them are skipped where not.</summary>
internal static class SharedFixtures
{
    /// <summary>The folder with the 93 public XLSForms; null where there is none.</summary>
    public static string? XlsForms { get; } = Find("fixtures/xlsforms");

    public static string XlsFormsOrSkip
    {
        get
        {
            if (XlsForms is null) Assert.Skip("../shared/fixtures/xlsforms is not here.");
            return XlsForms;
        }
    }

    private static string? Find(string folder)
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Sala.slnx"))) root = Path.GetDirectoryName(root);
        if (root is null) return null;
        string?[] places = [Environment.GetEnvironmentVariable("SALA_SHARED"), Path.Combine(root, "../shared"), Path.Combine(root, "../../shared")];
        return places.OfType<string>().Select(p => Path.GetFullPath(Path.Combine(p, folder))).FirstOrDefault(Directory.Exists);
    }
}
