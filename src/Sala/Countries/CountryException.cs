namespace Sala.Countries;

/// <summary>One thing wrong in a country pack: where, what, and what to do. Line 0 means the file as a whole.</summary>
public sealed record PackProblem(string File, int Line, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}, line {Line}: {Message}";
}

/// <summary>A pack that cannot be used. It names every problem at once, so that its author mends them in one go.</summary>
public sealed class CountryException(string folder, IReadOnlyList<PackProblem> problems)
    : Exception($"The country pack {folder} has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<PackProblem> Problems { get; } = problems;
}
