using Sala.Vault;

namespace Sala.Operation;

/// <summary>A further copy of the newest key store, for another house. It takes the place of the one before: an older copy would open what was erased since.</summary>
public static class KeyStoreCopy
{
    /// <param name="backupFolder">The backup that is being made: the two never lie together.</param>
    /// <exception cref="BackupException">The copy would lie beside a backup.</exception>
    public static void Replace(string source, string destination, string backupFolder)
    {
        var folder = Path.GetDirectoryName(destination)!;
        if (destination.StartsWith(backupFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || File.Exists(Path.Combine(folder, BackupManifest.FileName)))
            throw new BackupException($"{destination} lies beside a backup. The key store was not copied. Keep the two apart: together they would bring back what was erased.");
        Directory.CreateDirectory(folder);
        var fresh = destination + ".new";
        File.Delete(fresh);
        KeyStore.CopyTo(source, fresh);
        if (File.Exists(destination)) Overwrite(destination);
        File.Move(fresh, destination, overwrite: true);
        File.Delete(fresh + ".lock");
    }

    private static void Overwrite(string file)
    {
        using var old = new FileStream(file, FileMode.Open, FileAccess.Write);
        var zeros = new byte[64 << 10];
        for (long left = old.Length; left > 0; left -= zeros.Length) old.Write(zeros, 0, (int)Math.Min(left, zeros.Length));
        old.Flush(flushToDisk: true);
    }
}
