namespace Sala.Statistics.Disclosure;

/// <summary>How often each person of a data set is counted by one number of a publication: 0 or 1 for a count of persons, up to 255 for a count of
/// their incidents. Two tallies may be compared only when they speak of the same persons in the same order.</summary>
public sealed class Tally : IEquatable<Tally>
{
    private readonly byte[] _times;

    /// <summary>A tally over persons.</summary>
    /// <param name="times">For each person, how often they are counted. The array is kept: do not change it afterwards.</param>
    public Tally(byte[] times)
    {
        ArgumentNullException.ThrowIfNull(times);
        _times = times;
        foreach (var t in times)
        {
            Total += t;
            if (t > 0) Persons++;
        }
    }

    /// <summary>A tally that counts once each person that holds.</summary>
    public static Tally Of(int persons, Func<int, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(holds);
        var times = new byte[persons];
        for (var i = 0; i < persons; i++) times[i] = holds(i) ? (byte)1 : (byte)0;
        return new Tally(times);
    }

    /// <summary>Number of persons in the data set, counted or not.</summary>
    public int Length => _times.Length;

    /// <summary>The count itself.</summary>
    public int Total { get; }

    /// <summary>Different persons that the count stands on.</summary>
    public int Persons { get; }

    /// <summary>How often one person is counted.</summary>
    public byte this[int person] => _times[person];

    /// <summary>Primary sampling units that the counted persons come from.</summary>
    /// <param name="psuOf">For each person, the number of their PSU.</param>
    /// <exception cref="ArgumentException">Not as long as the tally.</exception>
    public int Psus(ReadOnlySpan<int> psuOf)
    {
        if (psuOf.Length != Length) throw new ArgumentException($"{psuOf.Length} PSUs for {Length} persons.", nameof(psuOf));
        var seen = new HashSet<int>();
        for (var i = 0; i < Length; i++)
            if (_times[i] > 0) seen.Add(psuOf[i]);
        return seen.Count;
    }

    /// <summary>What is left of this count when the other is taken off; null where the other counts somebody more often.</summary>
    public Tally? Less(Tally other)
    {
        Same(other);
        var times = new byte[Length];
        for (var i = 0; i < Length; i++)
        {
            if (other._times[i] > _times[i]) return null;
            times[i] = (byte)(_times[i] - other._times[i]);
        }
        return new Tally(times);
    }

    /// <summary>Both counts together; null where somebody would be counted more than 255 times.</summary>
    public Tally? Plus(Tally other)
    {
        Same(other);
        var times = new byte[Length];
        for (var i = 0; i < Length; i++)
        {
            var sum = _times[i] + other._times[i];
            if (sum > byte.MaxValue) return null;
            times[i] = (byte)sum;
        }
        return new Tally(times);
    }

    /// <summary>For each person the smaller of the two: for counts of persons, those in both.</summary>
    public Tally And(Tally other)
    {
        Same(other);
        var times = new byte[Length];
        for (var i = 0; i < Length; i++) times[i] = Math.Min(_times[i], other._times[i]);
        return new Tally(times);
    }

    /// <inheritdoc/>
    public bool Equals(Tally? other) => other is not null && _times.AsSpan().SequenceEqual(other._times);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tally);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_times);
        return hash.ToHashCode();
    }

    private void Same(Tally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Length != Length) throw new ArgumentException($"{other.Length} persons against {Length}.", nameof(other));
    }
}
