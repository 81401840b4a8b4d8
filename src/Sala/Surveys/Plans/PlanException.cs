namespace Sala.Surveys.Plans;

/// <summary>What is wrong in a plan, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Matter">What is wrong and what to do.</param>
public readonly record struct PlanProblem(int Line, int Column, string Matter);

/// <summary>A plan that cannot be carried out. Nothing was written.</summary>
public sealed class PlanException(string file, IReadOnlyList<PlanProblem> problems)
    : Exception($"{file} cannot be used. Nothing was written.\n{string.Join('\n', problems.Select(p => $"  {file}, line {p.Line}, column {p.Column}: {p.Matter}"))}")
{
    public IReadOnlyList<PlanProblem> Problems { get; } = problems;
}
