namespace Sala.Vault;

/// <summary>A file beside the key store that one process at a time holds open (flock) while it makes a block or erases. The system lets go of it when a process dies.</summary>
internal static class KeyStoreLock
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    public static FileStream Take(string path, TimeSpan longestWait)
    {
        var name = path + ".lock";
        var since = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return PrivateFile.Create(name, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new KeyStoreException($"{name}: the lock of the key store cannot be taken ({exception.Message}).", exception);
            }
            catch (IOException exception) when (exception is DirectoryNotFoundException || since.Elapsed > longestWait)
            {
                throw new KeyStoreException($"{name}: another process holds the key store, or its folder is gone ({exception.Message}). Nothing was changed; try again.", exception);
            }
            catch (IOException)
            {
                Thread.Sleep(5);
            }
        }
    }
}
