using Sala.Forms;
using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Plans;

namespace Sala.Surveys.Estimates;

/// <summary>A data file as a plan sees it: persons and stacks with derived variables, answer states and the design of each.</summary>
internal sealed class StudyData
{
    private readonly Dictionary<string, (Frame Frame, SurveyDesign Design, bool[] Real)> _frames = new(StringComparer.Ordinal);

    public Plan Plan { get; }
    public Dataset Data { get; }
    public Form? Form { get; }
    public Frame Persons => _frames[""].Frame;
    public Routing Routing { get; }

    /// <summary>For each person the number of their PSU.</summary>
    public int[] PsuOf { get; }

    /// <summary>For each person the name of their PSU, which is the same in other data of the same sample.</summary>
    public IReadOnlyList<string> PsuNames { get; }
    public int Strata { get; }

    private StudyData(Plan plan, Dataset data, Form? form, IProgress<StudyProgress>? progress)
    {
        (Plan, Data, Form) = (plan, data, form);
        Routing = new Routing(data, form, plan.Codes, progress);
        var persons = new Frame(data, Routing.StatesOf);
        if (plan.Imputations is { } imputations) Imputed.Add(imputations, plan, data, persons);
        foreach (var part in plan.Declined)
            foreach (var member in plan.Each(part.Each))
                Routing.Declined([.. part.Items.Select(i => i.Replace("{k}", member, StringComparison.Ordinal))], PlanExpression.Compile(part.When.For(member), persons));
        foreach (var derived in plan.Derived)
            foreach (var member in plan.Each(derived.Each))
                persons.Add(derived.Name.Replace("{k}", member, StringComparison.Ordinal), PlanExpression.Compile(derived.Value.For(member), persons));
        // One test of everything that the design needs, on the persons; the stacks inherit it.
        var design = StudyDesign.OfPersons(plan, data.File, persons);
        _frames[""] = (persons, design, [.. Enumerable.Repeat(true, persons.Rows)]);
        PsuNames = [.. Enumerable.Range(0, data.Rows).Select(r => plan.Design.Units is [var unit, ..] ? $"{(plan.Design is { Strata: { } s, Nest: true } ? persons.Find(s)![r] : "")} {persons.Find(unit)![r]}" : $"{r}")];
        PsuOf = Numbered(PsuNames);
        Strata = plan.Design.Strata is { } strata ? persons.Find(strata)!.Texts.Length : 1;
        foreach (var stack in plan.Stacks) Add(stack);
    }

    /// <exception cref="DatasetException">The data cannot carry the plan.</exception>
    /// <exception cref="PlanException">The plan names what the data do not have.</exception>
    /// <exception cref="DataException">The design contradicts itself.</exception>
    public static StudyData Of(Plan plan, Dataset data, Form? form, IProgress<StudyProgress>? progress)
    {
        try
        {
            return new StudyData(plan, data, form, progress);
        }
        catch (ExpressionException wrong)
        {
            throw new PlanException(plan.File, [wrong.Problem]);
        }
    }

    public (Frame Frame, SurveyDesign Design, bool[] Real) Over(string stack) => _frames[stack];

    // Rows of a stack, then one empty row for each person, outside every domain: their PSUs carry variance though they told of no incident.
    private void Add(Stack stack)
    {
        if (Plan.Design.Second is not null) throw new ExpressionException(new(stack.Where.Place.Line, stack.Where.Place.Column, $"{stack.Name}: rows below persons are not estimated in a sample of two phases."));
        var persons = Persons;
        var (person, kind) = (new List<int>(), new List<string?>());
        var items = stack.Items.Keys.ToDictionary(k => k, _ => new List<string?>(), StringComparer.Ordinal);
        var states = stack.Items.Keys.ToDictionary(k => k, _ => new List<ItemState>(), StringComparer.Ordinal);
        var members = Plan.Lists[stack.Each].Select(m => (Member: m, Where: PlanExpression.Compile(stack.Where.For(m), persons))).ToList();
        foreach (var (member, where) in members)
        {
            var columns = stack.Items.ToDictionary(i => i.Key, i => i.Value.Replace("{k}", member, StringComparison.Ordinal));
            foreach (var (item, column) in columns)
                if (persons.Find(column) is null) throw new ExpressionException(new(stack.Where.Place.Line, stack.Where.Place.Column, $"{stack.Name}: the data have no column {column}{persons.Nearest(column)}."));
            for (var row = 0; row < persons.Rows; row++)
            {
                if (where(row) is 0 or double.NaN) continue;
                person.Add(row);
                kind.Add(member);
                foreach (var (item, column) in columns)
                {
                    items[item].Add(persons.Find(column)![row]);
                    states[item].Add(persons.States(column)[row]);
                }
            }
        }
        var rows = person.Count;
        person.AddRange(Enumerable.Range(0, persons.Rows));
        var frame = new Frame(persons, [.. person]);
        frame.Add(Variable.Of("kind", kind.Concat(Enumerable.Repeat((string?)null, persons.Rows))));
        foreach (var (item, cells) in items)
        {
            frame.Add(Variable.Of(item, cells.Concat(Enumerable.Repeat((string?)null, persons.Rows))));
            frame.Add(item, [.. states[item], .. Enumerable.Repeat(ItemState.NotAsked, persons.Rows)]);
        }
        _frames[stack.Name] = (frame, StudyDesign.OfStack(Plan, Data.File, frame, _frames[""].Design), [.. Enumerable.Range(0, person.Count).Select(r => r < rows)]);
    }

    /// <summary>A stratum with one unit, told by a row of it.</summary>
    public DatasetException Told(LonelyPsuException lonely)
    {
        const string Matter = "has only one unit, so its variance cannot be estimated. Give the design of the plan a rule (lonely: remove, adjust, average or certainty), or merge the stratum with one like it. Nothing was done.";
        var row = Plan.Design.Strata is { } strata ? Array.FindIndex([.. Enumerable.Range(0, Persons.Rows).Select(r => Persons.Find(strata)![r])], s => s == lonely.Stratum) : -1;
        return row < 0 ? new(Data.File, $"a stratum of a further stage {Matter}") : new(Data.File, Dataset.FileRow(row), Plan.Design.Strata, $"the stratum of this row {Matter}");
    }

    private static int[] Numbered<T>(IEnumerable<T> keys) where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return [.. keys.Select(k => numbers.TryGetValue(k, out var n) ? n : numbers[k] = numbers.Count)];
    }
}

internal static class PlanLists
{
    /// <summary>The members that a part of the plan is repeated for; one empty member where it is not repeated.</summary>
    public static IReadOnlyList<string> Each(this Plan plan, string? list) => list is null ? [""] : plan.Lists[list];
}
