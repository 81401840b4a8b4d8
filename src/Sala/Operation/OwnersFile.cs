namespace Sala.Operation;

/// <summary>Files and folders that only the owner may read, from their first instant.</summary>
internal static class OwnersFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file that does not exist yet.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        return new FileStream(path, options);
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }

    /// <summary>Whether others than the owner may read or write a file.</summary>
    public static bool IsOpenToOthers(string path)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & others) != 0;
    }
}
