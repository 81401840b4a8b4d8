using System.Runtime.InteropServices;

namespace Sala.Vault;

/// <summary>A core dump holds every key and every open text of the process. It must never be written.</summary>
public static partial class CoreDumps
{
    private const int SetDumpable = 4;
    private const int Core = 4;

    /// <summary>Sets the limit of core files to nothing, for this process and its children, and marks the process as not to be dumped or traced by others of the same user
    /// (prctl PR_SET_DUMPABLE, setrlimit RLIMIT_CORE). Call it first thing. Linux alone; elsewhere it does nothing.</summary>
    /// <returns>Whether both were set.</returns>
    public static bool Disable()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }
        var none = default(Limit);
        return SetLimit(Core, in none) == 0 & Control(SetDumpable, 0, 0, 0, 0) == 0;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    private readonly struct Limit
    {
        private readonly nuint soft;
        private readonly nuint hard;
    }
}
