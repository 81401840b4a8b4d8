using Sala.Forms;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Plans;

/// <summary>Puts the data through the form that they were asked by, so that "not asked" is told from "no answer".</summary>
internal sealed class Routing
{
    private readonly Dataset _data;
    private readonly Form? _form;
    private readonly AnswerCodes _codes;
    private readonly Dictionary<string, bool[]> _relevant = new(StringComparer.Ordinal);
    private readonly List<(HashSet<string>? Items, Evaluate When)> _declined = [];

    /// <exception cref="DatasetException">A cell holds no possible answer to its question.</exception>
    public Routing(Dataset data, Form? form, AnswerCodes codes, IProgress<string>? progress)
    {
        (_data, _form, _codes) = (data, form, codes);
        if (form is null) return;
        var asked = data.Variables.Where(v => form.Find(v.Name) is { IsGroup: false, Repeat: null, IsAnswered: true } or { IsGroup: false, Repeat: null, Type: QuestionType.Hidden or QuestionType.Calculate }).ToList();
        foreach (var variable in asked) _relevant[variable.Name] = new bool[data.Rows];
        var clock = new StandingClock();
        var preset = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var row = 0; row < data.Rows; row++)
        {
            preset.Clear();
            foreach (var variable in asked)
                if (form[variable.Name].IsAnswered && variable[row] is { } cell) preset[variable.Name] = cell;
            FormSession session;
            try
            {
                session = form.Start(clock, row, preset);
            }
            catch (ArgumentException impossible)
            {
                var column = asked.FirstOrDefault(v => impossible.Message.Contains($" {v.Name} ", StringComparison.Ordinal))?.Name;
                throw new DatasetException(data.File, Dataset.FileRow(row), column, $"the cell is no possible answer to this question of the form {form.Id}. Mend the cell, or name the form that was asked. Nothing was done.");
            }
            foreach (var variable in asked) _relevant[variable.Name][row] = session.IsRelevant(variable.Name);
            if ((row + 1) % 500 == 0) progress?.Report($"routing: {row + 1} of {data.Rows} rows");
        }
    }

    /// <summary>People who turned down a part of the form: the items named, or every item.</summary>
    public void Declined(IReadOnlyCollection<string> items, Evaluate when) => _declined.Add((items.Count == 0 ? null : [.. items], when));

    /// <summary>The question of an item, where there is a form that has it.</summary>
    public Question? Question(string item) => _form?.Find(item);

    public AnswerState[] StatesOf(string item)
    {
        var variable = _data.Find(item);
        var relevant = _relevant.GetValueOrDefault(item);
        var declined = _declined.Where(d => d.Items is null || d.Items.Contains(item)).Select(d => d.When).ToArray();
        var states = new AnswerState[_data.Rows];
        var kinds = variable is null ? [] : Array.ConvertAll(variable.Texts, _codes.StateOf);
        for (var row = 0; row < states.Length; row++)
        {
            var asked = relevant?[row] ?? true;
            var code = variable?.Code(row) ?? -1;
            if (asked && code >= 0) states[row] = kinds[code];
            else if (Array.Exists(declined, d => d(row) is not 0 and not double.NaN)) states[row] = AnswerState.Declined;
            else states[row] = asked ? AnswerState.NoAnswer : AnswerState.NotAsked;
        }
        return states;
    }

    // Relevance must not hang on the day on which the estimates are made.
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

/// <summary>The codes that stand for "don't know" and "prefer not to say".</summary>
internal sealed record AnswerCodes(IReadOnlyList<string> DontKnow, IReadOnlyList<string> PreferNotToSay)
{
    public AnswerState StateOf(string cell) => DontKnow.Contains(cell) ? AnswerState.DontKnow : PreferNotToSay.Contains(cell) ? AnswerState.PreferNotToSay : AnswerState.Answered;
}
