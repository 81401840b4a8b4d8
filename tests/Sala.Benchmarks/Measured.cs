using Sala.Agencies;
using Sala.Operation;

namespace Sala.Benchmarks;

/// <summary>A demonstration that is measured: its people sign in one after another, and its pack puts no number on their look-ups.</summary>
internal static class Measured
{
    /// <summary>A code works once: the clock goes on by a step of the authenticator.</summary>
    public static async Task<SignedIn> SignIn(Installation sala, Ahead clock, string folder, string name)
    {
        clock.By += TimeSpan.FromSeconds(31);
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == name);
        var secret = await sala.SignIn.Open(person.SignInName, person.Password, person.Code(clock.GetUtcNow())) ?? throw new InvalidOperationException($"{name} could not sign in");
        return (await sala.SignIn.Resume(secret))!;
    }

    public sealed class Ahead : TimeProvider
    {
        public TimeSpan By { get; set; } = TimeSpan.FromMinutes(5);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }

    /// <summary>The pack, with as many look-ups a day as are measured.</summary>
    public static void CopyWithoutLimit(string from, string to)
    {
        foreach (var path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var there = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(there)!);
            File.Copy(path, there);
        }
        var file = Path.Combine(to, "country.yml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("lookups_a_day: 30", "lookups_a_day: 1000000", StringComparison.Ordinal).Replace("unusual_a_day: 15", "unusual_a_day: 1000000", StringComparison.Ordinal));
    }
}
