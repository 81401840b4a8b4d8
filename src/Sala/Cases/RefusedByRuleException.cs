using Sala.Agencies;
using Sala.Safeguards;

namespace Sala.Cases;

/// <summary>A rule of child-friendly procedure stands against it, and it is no step that is planned: nothing was given, nothing was sent. It says which rule, what is missing and how to meet it.</summary>
public sealed class RefusedByRuleException(string code, string message, Findings findings) : RefusedException(code, message)
{
    public Findings Findings { get; } = findings;
}
