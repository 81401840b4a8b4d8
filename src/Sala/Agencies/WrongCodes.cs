using Sala.Vault;

namespace Sala.Agencies;

/// <summary>
/// Who knows a password and guesses the code of six digits would find it within hours. So after a few codes none is looked at for a while. Only who gave the
/// right password comes this far, so nobody can lock out a colleague whose name they know.
/// </summary>
internal sealed class WrongCodes(TimeProvider clock)
{
    public const int Most = 6;
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    private readonly Lock counting = new();
    private readonly Dictionary<RecordId, (int Tries, DateTimeOffset Since)> tries = [];

    /// <summary>Counts a try.</summary>
    /// <returns>False when there were too many since the first.</returns>
    public bool MayTry(RecordId person)
    {
        var now = clock.GetUtcNow();
        lock (counting)
        {
            var known = tries.GetValueOrDefault(person);
            if (known.Tries == 0 || now - known.Since > Within || now < known.Since) known = (0, now);
            tries[person] = (known.Tries + 1, known.Since);
            return known.Tries < Most;
        }
    }

    /// <summary>A right code was given.</summary>
    public void Forget(RecordId person)
    {
        lock (counting) tries.Remove(person);
    }
}
