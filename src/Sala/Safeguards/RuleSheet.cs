using System.Text;
using System.Text.RegularExpressions;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Safeguards;

/// <summary>
/// The rules before one kind of step, as a form: the facts are its questions, each condition is a calculation. So the engine that decides what a child is asked
/// also decides what has to hold, a name that nothing has is found when the pack is read, and a ministry writes conditions as it writes forms.
/// </summary>
internal sealed partial class RuleSheet
{
    private const int FirstRow = 2;

    private readonly Form _form;
    private readonly IReadOnlyList<Requirement> _requirements;

    private RuleSheet(Form form, IReadOnlyList<Requirement> requirements) => (_form, _requirements) = (form, requirements);

    /// <summary>Reads the conditions; what is wrong with one becomes a problem at its line of the pack.</summary>
    public static RuleSheet? Read(Procedure procedure, IReadOnlyList<(Requirement Requirement, PackMap Place)> requirements, List<PackProblem> problems)
    {
        var facts = Fact.Of(procedure);
        var sheet = new StringBuilder("survey,,,\n,type,name,calculation\n");
        foreach (var fact in facts) Row(TypeOf(fact.Kind), fact.Name, "");
        foreach (var (requirement, _) in requirements)
        {
            Row("calculate", $"{requirement.Key}_when", $"if({requirement.When}, 'yes', 'no')");
            Row("calculate", $"{requirement.Key}_holds", $"if({requirement.Holds}, 'yes', 'no')");
        }
        try
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(sheet.ToString()));
            return new RuleSheet(Form.Read(stream, FormFormat.Csv), [.. requirements.Select(r => r.Requirement)]);
        }
        catch (FormException wrong)
        {
            foreach (var problem in wrong.Problems)
            {
                var at = problem.Row - FirstRow - facts.Count;
                var place = requirements[Math.Clamp(at / 2, 0, requirements.Count - 1)].Place;
                // Rows are of the sheet that was made here; its reader sees lines of the pack.
                place.Problem(at % 2 == 0 ? "when" : "holds", RowOfTheSheet().Replace(problem.Message, ""));
            }
            return null;
        }

        void Row(string type, string name, string calculation) =>
            sheet.Append(',').Append(type).Append(',').Append(name).Append(",\"").Append(calculation.Replace("\"", "\"\"", StringComparison.Ordinal)).Append("\"\n");
    }

    /// <summary>The requirements that are asked for, each with whether it holds.</summary>
    /// <exception cref="ArgumentException">A fact that no rule can ask for, or that is not written as its kind: a mistake of the program, so the step stands still.</exception>
    public IEnumerable<(Requirement Requirement, bool Holds)> Ask(IReadOnlyDictionary<string, string> facts, TimeProvider clock)
    {
        var session = _form.Start(clock, 0);
        foreach (var (name, value) in facts)
            if (session.Set(name, value) is { } problem) throw new ArgumentException($"The fact {name} is not written as its kind ({problem.Code}).", nameof(facts));
        foreach (var requirement in _requirements)
            if (session.Answer($"{requirement.Key}_when") == "yes") yield return (requirement, session.Answer($"{requirement.Key}_holds") == "yes");
    }

    private static string TypeOf(FactKind kind) => kind switch
    {
        FactKind.Whole => "integer",
        FactKind.Number => "decimal",
        FactKind.Day => "date",
        _ => "text",
    };

    [GeneratedRegex(@" Row \d+ has it\.")]
    private static partial Regex RowOfTheSheet();
}
