using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sala.Vault;

/// <summary>Files that only their owner may read (mode 0600), written so that they survive a power cut.</summary>
internal static partial class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file that does not exist yet, with its mode from the first instant.</summary>
    public static FileStream Create(string path, FileMode mode = FileMode.CreateNew, FileShare share = FileShare.ReadWrite)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }
        return new FileStream(path, options);
    }

    public static SafeFileHandle Open(string path, FileAccess access) => File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);

    /// <summary>Null where only the owner may read and write; otherwise the mode as chmod writes it. Asked of the open file, not of its name.</summary>
    public static string? TooOpen(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }
        var mode = File.GetUnixFileMode(file);
        return (mode & ~OwnerOnly) == 0 ? null : Convert.ToString((int)mode, 8).PadLeft(4, '0');
    }

    /// <summary>A new name in a directory is on the disk only when the directory is synced too.</summary>
    public static void SyncDirectoryOf(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var descriptor = OpenDescriptor(directory, 0);
        var synced = descriptor >= 0 && Sync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeErrorMessage();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }
        if (!synced)
        {
            throw new IOException($"The directory {directory} could not be synced: {error}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
