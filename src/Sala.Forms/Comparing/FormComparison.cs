using System.Text.RegularExpressions;

namespace Sala.Forms.Comparing;

/// <summary>
/// Two versions of a form side by side: what changed, which changes are safe for data collected before, which are not, and a mapping that carries
/// old answers over as far as that can be done without asking anybody.
/// </summary>
public sealed partial class FormComparison
{
    private static readonly string[] Rules = ["relevant", "constraint", "required", "choice_filter", "repeat_count", "read_only", "default"];
    private static readonly string[] Texts = ["label", "hint", "guidance_hint", "constraint_message", "required_message"];

    private readonly List<FormChange> _changes = [];
    private readonly List<MappingLine> _lines = [];
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private readonly Form _old;
    private readonly Form _new;

    private FormComparison(Form old, Form @new) => (_old, _new) = (old, @new);

    /// <summary>What changed: what breaks data first, then what is doubtful, carried, safe; each in the order of the new form.</summary>
    public IReadOnlyList<FormChange> Changes { get; private set; } = [];

    /// <summary>Whether old answers, or some of them, have no place in the new form.</summary>
    public bool BreaksData => Changes.Any(c => c.Effect == Effect.Breaks);

    /// <summary>How old answers become answers to the new form. What nobody can decide but the authors stands in it with an empty target.</summary>
    public AnswerMapping Mapping { get; private set; } = null!;

    /// <summary>Compares an old version with a new one.</summary>
    public static FormComparison Of(Form old, Form @new)
    {
        var comparison = new FormComparison(old, @new);
        comparison.Compare();
        comparison.Changes = [.. comparison._changes.OrderByDescending(c => c.Effect).ThenBy(c => c.New?.Index ?? c.Old?.Index ?? -1)];
        comparison.Mapping = new AnswerMapping(old.Id, old.Version, @new.Id, @new.Version, comparison._lines);
        return comparison;
    }

    private void Compare()
    {
        if (_old.Id != _new.Id) Add(Effect.Doubtful, "form-id", null, null, Messages.FormIdChanged(_old.Id, _new.Id));
        foreach (var language in _new.Languages.Except(_old.Languages)) Add(Effect.Safe, "language-added", null, null, Messages.LanguageAdded(language));
        foreach (var language in _old.Languages.Except(_new.Languages)) Add(Effect.Safe, "language-removed", null, null, Messages.LanguageRemoved(language));
        var pairs = new QuestionPairs(_old, _new);
        foreach (var (old, one) in pairs.Pairs)
            if (old.Key != one.Key) _renamed[old.Name] = one.Name;
        foreach (var (old, one) in pairs.Pairs) Compare(old, one);
        foreach (var gone in pairs.Removed) Removed(gone);
        foreach (var come in pairs.Added)
            if (!come.IsGroup) Add(Effect.Safe, "question-added", null, come, come.IsRequired ? Messages.RequiredAdded(come.Name) : Messages.QuestionAdded(come.Name));
    }

    private void Removed(Question gone)
    {
        if (!Holds(gone))
        {
            if (gone.Type == QuestionType.Note || gone.IsGroup) Add(Effect.Safe, "note-removed", gone, null, Messages.NoteRemoved(gone.Name));
            return;
        }
        Add(Effect.Breaks, "question-removed", gone, null, Messages.QuestionRemoved(gone.Name));
        _lines.Add(new MappingLine(gone.Key, "", Note: "the new form has no such question"));
    }

    private static bool Holds(Question question) => !question.IsGroup && question.Type is not (QuestionType.Note or QuestionType.Audit or QuestionType.DataFile);

    private void Compare(Question old, Question one)
    {
        var moved = Path(old.Repeat) != Path(one.Repeat);
        if (old.Key != one.Key && Holds(old)) Add(Effect.Carried, "question-renamed", old, one, Messages.QuestionRenamed(old.Name, one.Name));
        if (old.Key != one.Key && old.Type == QuestionType.Repeat) Add(Effect.Carried, "repeat-renamed", old, one, Messages.QuestionRenamed(old.Name, one.Name));
        if (Holds(old) && moved)
            Add(Effect.Breaks, "moved-between-repeats", old, one, Messages.MovedBetweenRepeats(one.Name, old.Repeat?.Name, one.Repeat?.Name));
        else if (Holds(old) && old.Parent is not null != one.Parent is not null || (old.Parent is { } was && one.Parent is { } now && Current(was.Name) != now.Name))
            Add(Effect.Carried, "moved-between-groups", old, one, Messages.MovedBetweenGroups(one.Name));
        var way = Types(old, one);
        if (old.IsSelect && one.IsSelect) Choices(old, one);
        if (Holds(old) && moved) _lines.Add(new MappingLine(old.Key, "", Note: $"now in {(one.Repeat is null ? "no repeat" : one.Repeat.Name)}; for one instance write for example {(one.Repeat is null ? one.Key : $"{one.Repeat.Key}[1]/{one.Key}")}"));
        else if (old.Key != one.Key || way.Length > 0) _lines.Add(new MappingLine(old.Key, one.Key, way));
        RulesOf(old, one);
        WordsOf(old, one);
    }

    private string Current(string name) => _renamed.GetValueOrDefault(name, name);

    private string Path(Question? repeat) => repeat is null ? "" : $"{Path(repeat.Repeat)}/{(repeat.Form == _old ? Current(repeat.Name) : repeat.Name)}";

    // Gives the way in which the mapping turns an old answer into a new one; empty for copying.
    private string Types(Question old, Question one)
    {
        if (old.Type == one.Type || !Holds(old)) return "";
        var (from, to) = (old.Type, one.Type);
        if (!Holds(one))
        {
            Add(Effect.Breaks, "type-changed", old, one, Messages.TypeTakesNothing(one.Name, from, to));
            return "";
        }
        var (effect, way) = (from, to) switch
        {
            (QuestionType.Integer or QuestionType.Range, QuestionType.Decimal) => (Effect.Carried, ""),
            (QuestionType.Integer, QuestionType.Range) or (QuestionType.Range, QuestionType.Integer) => (Effect.Doubtful, MappingLine.Whole),
            (QuestionType.Decimal, QuestionType.Integer or QuestionType.Range) => (Effect.Breaks, MappingLine.Whole),
            (QuestionType.SelectOne, QuestionType.SelectMultiple) => (Effect.Carried, ""),
            (QuestionType.Calculate, _) or (_, QuestionType.Calculate) => (Effect.Doubtful, ""),
            (_, QuestionType.Text or QuestionType.Hidden) => (Effect.Carried, ""),
            (QuestionType.DateTime, QuestionType.Date) => (Effect.Breaks, MappingLine.Day),
            (QuestionType.GeoPoint, QuestionType.GeoTrace) => (Effect.Carried, ""),
            _ => (Effect.Breaks, ""),
        };
        Add(effect, "type-changed", old, one, Messages.TypeChanged(one.Name, from, to, effect));
        return way;
    }

    private void RulesOf(Question old, Question one)
    {
        foreach (var rule in Rules)
        {
            var (was, now) = (Plain(old.Column(rule), true), Plain(one.Column(rule), false));
            if (was == now) continue;
            var effect = rule switch
            {
                "relevant" or "constraint" or "choice_filter" or "repeat_count" => now.Length == 0 ? Effect.Safe : Effect.Doubtful,
                "required" => now.Length == 0 || Reading.FormReader.YesNo(now) == false ? Effect.Safe : Effect.Doubtful,
                _ => Effect.Safe,
            };
            Add(effect, $"{rule.Replace('_', '-')}-changed", old, one, Messages.RuleChanged(one.Name, rule, effect));
        }
        if (Plain(old.Column("calculation"), true) != Plain(one.Column("calculation"), false))
            Add(Effect.Doubtful, "calculation-changed", old, one, Messages.CalculationChanged(one.Name));
    }

    // White space aside, and with the names that questions have now.
    private string Plain(string? rule, bool old)
    {
        if (rule is null) return "";
        var plain = Spaces().Replace(rule.Trim(), " ");
        return old && _renamed.Count > 0 ? Reference().Replace(plain, m => $"${{{Current(m.Groups[1].Value)}}}") : Reference().Replace(plain, m => $"${{{m.Groups[1].Value}}}");
    }

    private void WordsOf(Question old, Question one)
    {
        foreach (var column in Texts)
        {
            foreach (var language in _old.Languages.Intersect(_new.Languages, StringComparer.OrdinalIgnoreCase))
            {
                var (was, now) = (old.TextIn(column, language), one.TextIn(column, language));
                if (was == now) continue;
                // An answer to other words may be another answer.
                var other = column == "label" && old.IsAnswered && was is not null && now is not null && Likeness.Of(was, now) < 0.5;
                Add(other ? Effect.Doubtful : Effect.Safe, other ? "question-reworded" : $"{column.Replace('_', '-')}-changed", old, one,
                    other ? Messages.QuestionReworded(one.Name, language) : Messages.WordsChanged(one.Name, column, language));
            }
        }
    }

    private void Choices(Question old, Question one)
    {
        foreach (var change in ChoiceComparison.Of(old, one))
        {
            if (change.Effect is { } effect) Add(effect, change.Kind, old, one, change.Message);
            if (change.OldCode is not null && change.NewCode != change.OldCode) _lines.Add(new MappingLine(old.Key, one.Key, "", change.OldCode, change.NewCode ?? "", change.Note));
        }
    }

    private void Add(Effect effect, string kind, Question? old, Question? one, string message) => _changes.Add(new FormChange(effect, kind, old, one, message));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\$\{\s*([^}]*?)\s*\}")]
    private static partial Regex Reference();
}
