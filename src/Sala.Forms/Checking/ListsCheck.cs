using Sala.Forms.Expressions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Checking;

/// <summary>Looks at the lists of choices: used by nothing, never offered, two choices with one label.</summary>
internal sealed class ListsCheck(Check check)
{
    private const int MostTries = 4_000;

    private readonly Reasoner _reasoner = new(check.Form);
    private int _tries;

    /// <summary>Looks through all lists; for a form with mistakes, not for what is unused or never offered.</summary>
    public static void Run(Check check, bool whole)
    {
        var lists = new ListsCheck(check);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in check.Form.Questions.SelectMany(Rules)) Instances(rule, named);
        foreach (var (name, choices) in check.Form.Lists.Concat(check.Form.ExternalLists))
        {
            var questions = check.Form.Questions.Where(q => q.ListName == name).ToList();
            if (whole && questions.Count == 0 && !named.Contains(name)) check.Add(CheckRule.ListUnused, choices[0], "list_name", Messages.ListUnused(name));
            if (whole && questions.Count > 0 && !named.Contains(name)) lists.Offered(questions, choices);
            lists.Alike(questions, choices);
        }
        SwappedLabels.Run(check);
    }

    private static IEnumerable<Syntax> Rules(Question question) =>
        new[] { question.Relevant, question.Constraint, question.Required, question.ReadOnly, question.Calculation, question.ChoiceFilter, question.RepeatCount, question.Default }
            .Select(r => r?.Source).OfType<Syntax>();

    private static void Instances(Syntax syntax, HashSet<string> named)
    {
        if (syntax is CallSyntax { Name: "instance", Arguments: [TextSyntax name] }) named.Add(name.Value);
        foreach (var child in syntax.Children) Instances(child, named);
    }

    private static void Columns(Syntax syntax, HashSet<string> columns)
    {
        if (Paths.Bare(syntax) is { } column) columns.Add(column);
        foreach (var child in syntax.Children) Columns(child, columns);
    }

    // A choice is never offered when each question that has the list filters it out. Choices with the same cells share their fate.
    private void Offered(List<Question> questions, IReadOnlyList<Choice> choices)
    {
        var filters = questions.Select(q => (Question: q, Filter: q.ChoiceFilter?.Source)).ToList();
        if (filters.Exists(f => f.Filter is null || !Domains.KnowsChoices(f.Question))) return;
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, filter) in filters) Columns(filter!, columns);
        foreach (var alike in choices.GroupBy(c => string.Join('\n', columns.Select(n => n == "name" ? c.Name : c.Column(n) ?? ""))))
        {
            if (_tries++ > MostTries) return;
            var choice = alike.First();
            if (filters.Exists(f => May(f.Question, f.Filter!, choice))) continue;
            foreach (var lost in alike) check.Add(CheckRule.ChoiceNeverOffered, lost, "name", Messages.ChoiceNeverOffered(lost.Name, questions[0].Name));
        }
    }

    private bool May(Question question, Syntax filter, Choice choice)
    {
        _reasoner.Clear();
        _reasoner.Columns = column => column == "name" ? choice.Name : choice.Column(column);
        var may = _reasoner.MayHold(new Goal(filter, true, question, null));
        _reasoner.Columns = null;
        return may;
    }

    // The same label twice, in one language, among choices that can be offered together.
    private void Alike(List<Question> questions, IReadOnlyList<Choice> choices)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in questions)
            if (question.ChoiceFilter?.Source is { } filter) Columns(filter, columns);
        for (var i = 0; i < check.Form.Languages.Count; i++)
        {
            var seen = new Dictionary<string, Choice>(StringComparer.Ordinal);
            foreach (var choice in choices)
            {
                if (choice.Words?.Exactly(i) is not { } label) continue;
                var key = string.Join('\n', columns.Select(c => choice.Column(c) ?? "").Prepend(label.Trim()));
                if (seen.TryGetValue(key, out var twin)) { if (twin.Name != choice.Name) check.Add(CheckRule.LabelsAlike, choice, "label", Messages.LabelsAlike(label, check.Form.Languages[i], choice.Name, twin.Name, twin.Row)); }
                else seen[key] = choice;
            }
        }
    }
}
