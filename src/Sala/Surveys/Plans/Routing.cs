using Sala.Forms;
using Sala.Surveys.Datasets;

namespace Sala.Surveys.Plans;

/// <summary>Puts the data through the form that they were asked by, so that "not asked" is told from "no answer".</summary>
internal sealed class Routing
{
    private readonly Dataset _data;
    private readonly Form? _form;
    private readonly AnswerCodes _codes;
    private readonly Dictionary<string, bool[]> _asked = new(StringComparer.Ordinal);
    private readonly List<(HashSet<string>? Items, Evaluate When)> _declined = [];

    /// <exception cref="DatasetException">A cell holds no possible answer to its question.</exception>
    public Routing(Dataset data, Form? form, AnswerCodes codes, IProgress<StudyProgress>? progress)
    {
        (_data, _form, _codes) = (data, form, codes);
        if (form is null) return;
        var items = data.Variables.Where(v => form.Find(v.Name) is { IsGroup: false, Repeat: null }).ToList();
        var answered = items.Where(v => form[v.Name] is { IsAnswered: true } or { Type: QuestionType.Hidden }).ToList();
        foreach (var item in items) _asked[item.Name] = new bool[data.Rows];
        var clock = new StandingClock();
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var row = 0; row < data.Rows; row++)
        {
            given.Clear();
            foreach (var item in answered)
                if (item[row] is { } cell) given[item.Name] = cell;
            FormSession session;
            try
            {
                session = form.Start(clock, row, given);
            }
            catch (ArgumentException)
            {
                throw Impossible(row, answered, clock);
            }
            foreach (var item in items) _asked[item.Name][row] = session.IsRelevant(item.Name);
            if ((row + 1) % 500 == 0) progress?.Report(new(StudyWork.Routing, $"routing: {row + 1} of {data.Rows} rows", row + 1, data.Rows));
        }
    }

    /// <summary>People who turned down a part of the form: the items named, or where none is named every item.</summary>
    public void Declined(IReadOnlyCollection<string> items, Evaluate when) => _declined.Add((items.Count == 0 ? null : [.. items], when));

    /// <summary>The question of an item, where there is a form that has it.</summary>
    public Question? Question(string item) => _form?.Find(item);

    public ItemState[] StatesOf(string item)
    {
        var variable = _data.Find(item);
        var asked = _asked.GetValueOrDefault(item);
        var declined = _declined.Where(d => d.Items is null || d.Items.Contains(item)).Select(d => d.When).ToArray();
        var states = new ItemState[_data.Rows];
        var kinds = variable is null ? [] : Array.ConvertAll(variable.Texts, _codes.StateOf);
        for (var row = 0; row < states.Length; row++)
        {
            var code = variable?.Code(row) ?? -1;
            if ((asked?[row] ?? true) && code >= 0) states[row] = kinds[code];
            else if (Array.Exists(declined, d => d(row) is not 0 and not double.NaN)) states[row] = ItemState.Declined;
            else states[row] = asked?[row] ?? true ? ItemState.NoAnswer : ItemState.NotAsked;
        }
        return states;
    }

    // The form says only that one of the row's answers is impossible; here it is found which.
    private DatasetException Impossible(int row, List<Variable> items, TimeProvider clock)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item[row] is not { } cell) continue;
            given[item.Name] = cell;
            try { _form!.Start(clock, row, given); }
            catch (ArgumentException)
            {
                return new(_data.File, Dataset.FileRow(row), item.Name, $"the cell is no possible answer to this question of the form {_form!.Id}. Mend the cell, or name the form that was asked. Nothing was done.");
            }
        }
        return new(_data.File, Dataset.FileRow(row), null, $"the answers of this row do not fit the form {_form!.Id}. Nothing was done.");
    }

    // What was asked must not hang on the day on which the estimates are made.
    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}

/// <summary>The codes that stand for "don't know" and "prefer not to say".</summary>
internal sealed record AnswerCodes(IReadOnlyList<string> DontKnow, IReadOnlyList<string> PreferNotToSay)
{
    public ItemState StateOf(string cell) => DontKnow.Contains(cell) ? ItemState.DontKnow : PreferNotToSay.Contains(cell) ? ItemState.PreferNotToSay : ItemState.Answered;
}
