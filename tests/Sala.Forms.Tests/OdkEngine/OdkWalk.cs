using System.Globalization;
using System.Text.RegularExpressions;

namespace Sala.Forms.Tests.OdkEngine;

/// <summary>One way through a form by chance: what was done, and how each question stood after it.</summary>
internal sealed partial class OdkWalk
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 2, 30, 0, TimeSpan.Zero);

    private readonly Form _form;
    private readonly FormSession _session;
    private readonly Random _chance;
    private readonly List<Dictionary<string, string>> _states = [];

    public List<OdkStep> Steps { get; } = [];

    public OdkWalk(Form form, int seed, int length)
    {
        (_form, _chance) = (form, new Random(seed));
        _session = form.Start(new Clock(), 1);
        _states.Add(State());
        for (var i = 0; i < length; i++)
        {
            if (Step() is not { } step) continue;
            Steps.Add(step);
            _states.Add(State());
        }
    }

    /// <summary>Where the other engine has it otherwise.</summary>
    public IEnumerable<string> Differing(OdkEngine engine, IReadOnlyDictionary<string, string> deviations)
    {
        string[] folders = [Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "OdkEngine", "forms"), Path.Combine(Repository.Root, "countries", "th", "forms")];
        var files = folders.SelectMany(f => Directory.GetFiles(f, "*.csv")).ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText);
        // The engine has no version(), which is JavaRosa's: it is given what that would say.
        var run = engine.Run(_form.XForm().Replace("version()", $"'{_form.Version}'", StringComparison.Ordinal), files, Steps);
        if (run.Error is not null)
        {
            yield return run.Error;
            yield break;
        }
        for (var i = 0; i < _states.Count; i++)
        {
            var theirs = run.States[i].Where(a => !IsOurOwn(a.Reference)).ToDictionary(a => a.Reference, a => Said(a));
            var found = false;
            foreach (var address in theirs.Keys.Union(_states[i].Keys))
            {
                if (deviations.ContainsKey(address.Split('/')[^1])) continue;
                var (mine, other) = (_states[i].GetValueOrDefault(address, "not there"), theirs.GetValueOrDefault(address, "not there"));
                if (mine == other) continue;
                found = true;
                yield return $"step {i} {(i == 0 ? "" : $"({Steps[i - 1].Set ?? Steps[i - 1].Add ?? Steps[i - 1].Remove} {Steps[i - 1].Value})")} {address}: ours {mine}, theirs {other}";
            }
            if (found) yield break;
        }
    }

    // What the writer adds: the record's own id, and the headings of tables.
    private static bool IsOurOwn(string reference) =>
        reference.Contains("/meta/", StringComparison.Ordinal) || reference.Contains("/generated_", StringComparison.Ordinal) || reference.Contains("/reserved_", StringComparison.Ordinal);

    private string Said(OdkAnswer answer)
    {
        var path = Indexes().Replace(answer.Reference, "");
        var question = _form.Questions.Single(q => $"/{Root}/{(q.Group.Length == 0 ? "" : q.Group + "/")}{q.Name}" == path);
        // 31 and 31.0 are one number.
        var value = question.Type == QuestionType.Decimal && answer.Value.EndsWith(".0", StringComparison.Ordinal) ? answer.Value[..^2] : answer.Value;
        return Said(question, answer.Relevant, value, answer.Required, answer.Choices ?? []);
    }

    // Without a seed of the form's own, an order by chance is another in each program; and so is a number by chance.
    private static string Said(Question question, bool relevant, string? value, bool required, IEnumerable<string> choices)
    {
        if (!relevant) return "irrelevant";
        if (question.Column("calculation")?.Contains("random()", StringComparison.Ordinal) == true) value = "by chance";
        if (question.Parameters.ContainsKey("randomize") && !question.Form.Questions.Any(q => question.Parameters.GetValueOrDefault("seed") == $"${{{q.Name}}}" && q.Column("calculation") is null))
        {
            choices = choices.Order(StringComparer.Ordinal);
            value = string.Join(' ', (value ?? "").Split(' ').Order(StringComparer.Ordinal)); // the engine puts codes into the order that it shows
        }
        // select_one_external is for ODK Collect alone: to the engine it is a text.
        if (question.TypeText.StartsWith("select_one_external", StringComparison.OrdinalIgnoreCase)) return "for ODK Collect";
        return $"“{value}”{(required ? " required" : "")}{(IsSelect(question) ? $" of {string.Join(' ', choices)}" : "")}";
    }

    // Every question in every instance, with its path in the XForm.
    private IEnumerable<(Question Question, string Address, string Path)> Places() => Places(null, "", $"/{Root}");

    private IEnumerable<(Question Question, string Address, string Path)> Places(Question? group, string frame, string path)
    {
        foreach (var question in _form.Questions.Where(q => q.Parent == group))
        {
            var within = $"{path}/{question.Name}";
            if (question.Type == QuestionType.Repeat)
            {
                yield return (question, frame, within);
                for (var i = 1; i <= _session.Instances(question.Name, frame); i++)
                    foreach (var place in Places(question, $"{(frame.Length == 0 ? "" : frame + "/")}{question.Name}[{i}]", $"{within}[{i}]")) yield return place;
            }
            else if (question.Type == QuestionType.Group)
                foreach (var place in Places(question, frame, within)) yield return place;
            else yield return (question, frame.Length == 0 ? Key(question) : $"{frame}/{Key(question)}", within);
        }
    }

    // The name; with the groups around it for the second of that name in one repeat.
    private string Key(Question question)
    {
        if (_form.Questions.First(q => q.Repeat == question.Repeat && q.Name == question.Name) == question) return question.Name;
        var key = question.Name;
        for (var at = question.Parent; at is not null && at != question.Repeat; at = at.Parent) key = $"{at.Name}/{key}";
        return key;
    }

    private string Root => _form.Setting("name") ?? "data";

    private Dictionary<string, string> State()
    {
        var state = new Dictionary<string, string>();
        foreach (var (question, address, path) in Places())
            if (question.Type is not (QuestionType.Repeat or QuestionType.DataFile or QuestionType.Audit))
                state[path] = Said(question, _session.IsRelevant(address), _session.Answer(address), _session.IsRequired(address),
                    IsSelect(question) ? _session.ChoicesFor(address).Select(c => c.Name) : []);
        return state;
    }

    private static bool IsSelect(Question question) => question.Type is QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank;

    private OdkStep? Step()
    {
        var places = Places().ToList();
        var repeats = places.Where(p => p.Question.Type == QuestionType.Repeat && p.Question.Column("repeat_count") is null).ToList();
        if (repeats.Count > 0 && _chance.Next(5) == 0)
        {
            var (repeat, frame, path) = repeats[_chance.Next(repeats.Count)];
            var count = _session.Instances(repeat.Name, frame);
            if (count < 4 && (count < 2 || _chance.Next(3) > 0))
            {
                if (_session.AddInstance(repeat.Name, frame) is not { } added) return null;
                // Ours begins an inner repeat with one instance; ODK's engine asks for the first.
                foreach (var inner in _form.Questions.Where(q => q.Type == QuestionType.Repeat && q.Parent == repeat)) _session.RemoveInstance($"{added}/{inner.Name}[1]");
                return new OdkStep { Add = path };
            }
            var at = _chance.Next(count);
            return _session.RemoveInstance($"{(frame.Length == 0 ? "" : frame + "/")}{repeat.Name}[{at + 1}]") ? new OdkStep { Remove = path, Index = at } : null;
        }
        var asked = places.Where(p => p.Question.IsAnswered && _session.IsRelevant(p.Address) && !_session.IsReadOnly(p.Address)).ToList();
        if (asked.Count == 0) return null;
        // The way forward rather than always the first questions again.
        var open = asked.Where(p => _session.Answer(p.Address) is null).ToList();
        var place = open.Count > 0 && _chance.Next(4) > 0 ? open[_chance.Next(Math.Min(open.Count, 4))] : asked[_chance.Next(asked.Count)];
        return _session.Set(place.Address, Answer(place.Question, place.Address)) is null ? new OdkStep { Set = place.Path, Value = _session.Answer(place.Address) ?? "" } : null;
    }

    private string Answer(Question question, string address)
    {
        if (_chance.Next(12) == 0) return "";
        var choices = _session.ChoicesFor(address);
        return question.Type switch
        {
            QuestionType.Integer or QuestionType.Range => (_chance.Next(10) == 0 ? -_chance.Next(20) : _chance.Next(40)).ToString(CultureInfo.InvariantCulture),
            QuestionType.Decimal => (_chance.Next(400) / 8.0).ToString(CultureInfo.InvariantCulture),
            QuestionType.Date => new DateTime(1990, 1, 1).AddDays(_chance.Next(14_000)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            QuestionType.SelectOne => choices.Count == 0 ? "" : choices[_chance.Next(choices.Count)].Name,
            QuestionType.SelectMultiple => string.Join(' ', choices.Where(_ => _chance.Next(3) == 0).Select(c => c.Name)),
            QuestionType.Acknowledge => "OK",
            QuestionType.Text => new[] { "a", "abc z", "x", "hello there", "zz  top" }[_chance.Next(5)],
            _ => "",
        };
    }

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Indexes();
}
