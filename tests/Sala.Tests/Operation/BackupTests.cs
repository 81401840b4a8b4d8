using Sala.Operation;
using Sala.Vault;

namespace Sala.Tests.Operation;

public class BackupTests
{
    /// <summary>The rows of a backup as text, opened with the paper seed.</summary>
    internal static string Opened(string folder, string paper)
    {
        using var seed = PaperKey.TryRead(paper)!;
        using var pair = KeyPair.FromSeed(seed);
        var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, BackupManifest.FileName))).RootElement;
        Assert.True(RecordId.TryParse(manifest.GetProperty("id").GetString()!, out var id));
        using var text = new MemoryStream();
        using var rows = File.OpenRead(Path.Combine(folder, BackupManifest.RowsFileName));
        SealedFile.Open(pair, new Binding("backup.rows", id), rows, text);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
