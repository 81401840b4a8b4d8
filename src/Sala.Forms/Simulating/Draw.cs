using System.Globalization;
using Sala.Forms.Answering;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Simulating;

/// <summary>Draws an answer at random that the question takes now: first freely, then within what its constraint leaves, then one after the other.</summary>
internal sealed class Draw(FormSession session, Chance chance)
{
    private const int Tries = 60;
    private const int MostInTurn = 3_000;
    private static readonly DateTime Epoch = new(1970, 1, 1);
    private readonly DrawText _texts = new(chance);
    private double _lastDay = double.NaN;

    /// <summary>Which codes of a question no interview has chosen so far.</summary>
    public Func<Question, bool[]?> Unchosen { get; set; } = _ => null;

    /// <summary>Forgets what was drawn for the interview before.</summary>
    public void Restart() => _lastDay = double.NaN;

    /// <summary>An answer; null where none was found.</summary>
    /// <param name="node">The place of the answer.</param>
    /// <param name="asked">What is known of its question.</param>
    /// <param name="wish">What the answer should be, as far as that is possible; null for anything.</param>
    public string? Answer(AnswerNode node, Asked asked, Values? wish)
    {
        var question = node.Question!;
        var choices = question.IsSelect ? session.ChoicesFor(node) : [];
        if (question.IsSelect && choices.Count == 0) return null;
        if (question.Constraint is not { } constraint) return Any(asked, choices, Within(asked, wish, null), 0);
        var left = Left(node, asked, constraint);
        if (left is null) return null;
        var within = Within(asked, wish, left);
        for (var i = 0; i < Tries; i++)
        {
            if (Any(asked, choices, i < Tries / 2 ? within : left, i) is { } text && session.Accepts(node, text)) return text;
        }
        foreach (var text in InTurn(asked, choices, left).Take(MostInTurn))
            if (session.Accepts(node, text)) return text;
        return null;
    }

    // What the constraint leaves, now that other answers are given; null where it is certain that nothing is left.
    private Values? Left(AnswerNode node, Asked asked, Compiled constraint)
    {
        if (constraint.Source is not { } rule) return Values.Anything;
        var scope = session.ScopeAt(node);
        var first = Domains.OfType(asked.Question) with { MayBeEmpty = false };
        return Domains.Narrowed(first, rule, asked.Question, syntax =>
        {
            if (Fixed.Of(syntax) is { } known) return known;
            if (!asked.Parts.TryGetValue(syntax, out var part)) return null;
            return part.Kind switch
            {
                Kind.Number => Fixed.Of(part.Number(scope)),
                Kind.Truth => Fixed.Of(part.Truth(scope)),
                _ => Fixed.Of(part.Text(scope)),
            };
        });
    }

    private static Values Within(Asked asked, Values? wish, Values? left)
    {
        if (wish is null or { HasNoFilled: true }) return left ?? Domains.OfType(asked.Question);
        if (left is null || left.Shape != wish.Shape) return wish;
        return wish.Shape switch
        {
            Shape.Numeric => Span.Shared(wish.Spans, left.Spans, wish.Whole) is { Length: > 0 } spans ? wish with { Spans = spans } : left,
            Shape.Listed => wish.Texts.Intersect(left.Texts, StringComparer.Ordinal).ToArray() is { Length: > 0 } texts ? wish with { Texts = texts } : left,
            Shape.Several => wish with { Texts = [.. wish.Texts.Intersect(left.Texts, StringComparer.Ordinal)] },
            _ => wish,
        };
    }

    private string? Any(Asked asked, IReadOnlyList<Choice> choices, Values within, int attempt) => asked.Question.Type switch
    {
        QuestionType.SelectOne => One(asked, choices, within),
        QuestionType.SelectMultiple => Several(asked, choices, within),
        QuestionType.Rank => Ranked(choices),
        QuestionType.Integer or QuestionType.Decimal or QuestionType.Range or QuestionType.Date => Number(asked, within, attempt),
        QuestionType.Acknowledge => "OK",
        QuestionType.Time => Clock(),
        QuestionType.DateTime => Dates.Instant(session.Now.AddMinutes(-Math.Floor(chance.NextDouble() * chance.NextDouble() * 60 * 24 * 400) + (attempt % 4 == 3 ? 60 * 24 * 40 : 0))),
        QuestionType.GeoPoint => Place(),
        QuestionType.GeoTrace => $"{Place()};{Place()}",
        QuestionType.GeoShape => Place() is var corner ? $"{corner};{Place()};{Place()};{corner}" : "",
        QuestionType.Barcode => Whole(1e12).ToString(CultureInfo.InvariantCulture),
        QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.Osm => "simulated",
        _ => _texts.Answer(asked, within, attempt),
    };

    private double Whole(double below) => Math.Floor(chance.NextDouble() * below);

    private string? One(Asked asked, IReadOnlyList<Choice> choices, Values within)
    {
        var listed = within.Shape == Shape.Listed && within.Texts.Length < asked.Codes.Count ? within.Texts : null;
        var unchosen = chance.NextDouble() < 0.5 ? Unchosen(asked.Question) : null;
        string? picked = null;
        var weight = 0.0;
        // One pass, keeping each with the probability of its weight among those so far.
        foreach (var choice in choices)
        {
            if (listed is not null && Array.IndexOf(listed, choice.Name) < 0) continue;
            var own = asked.IsNoAnswer(choice.Name) ? 0.25 : 1.0;
            if (unchosen is not null && asked.Codes.TryGetValue(choice.Name, out var at) && unchosen[at]) own *= 20;
            weight += own;
            if (chance.NextDouble() * weight < own) picked = choice.Name;
        }
        return picked;
    }

    private string? Several(Asked asked, IReadOnlyList<Choice> choices, Values within)
    {
        var listed = within.Shape == Shape.Several ? within : null;
        var picked = new List<string>();
        if (listed is not null)
            foreach (var must in listed.Must) picked.Add(must);
        var wanted = picked.Count + (chance.NextDouble() is var more && more < 0.45 ? 1 : more < 0.75 ? 2 : more < 0.92 ? 3 : choices.Count);
        if (picked.Count > 0 && more < 0.5) wanted = picked.Count;
        var first = One(asked, choices, listed is null ? within : Values.Of(listed.Texts));
        if (first is null) return picked.Count == 0 ? null : string.Join(' ', picked);
        if (picked.Count == 0)
        {
            picked.Add(first);
            if (asked.IsNoAnswer(first) && chance.NextDouble() < 0.9) return first;
        }
        var left = choices.Count;
        foreach (var choice in choices)
        {
            // Each of those left as likely as any other.
            if (picked.Count < wanted && chance.NextDouble() * left < wanted - picked.Count && !picked.Contains(choice.Name)
                && (listed is null || Array.IndexOf(listed.Texts, choice.Name) >= 0) && !asked.IsNoAnswer(choice.Name)) picked.Add(choice.Name);
            left--;
        }
        return string.Join(' ', picked);
    }

    private string Ranked(IReadOnlyList<Choice> choices)
    {
        var codes = choices.Select(c => c.Name).ToArray();
        for (var i = codes.Length - 1; i > 0; i--)
        {
            var at = (int)Whole(i + 1);
            (codes[i], codes[at]) = (codes[at], codes[i]);
        }
        return string.Join(' ', codes);
    }

    private string? Number(Asked asked, Values within, int attempt)
    {
        var question = asked.Question;
        var isDay = question.Type == QuestionType.Date;
        var spans = within.Shape == Shape.Numeric ? within.Spans : [Span.All];
        if (spans.Length == 0) return null;
        if (asked.Numbers.Count > 0 && chance.NextDouble() < 0.35)
        {
            var near = asked.Numbers[(int)Whole(asked.Numbers.Count)];
            if (Array.Exists(spans, s => s.Holds(near)) && (!isDay || near > -30_000)) return Written(question, near, isDay);
        }
        // Rules look at how far days lie apart: so they often lie near each other.
        if (isDay && !double.IsNaN(_lastDay) && chance.NextDouble() < 0.4)
        {
            var near = _lastDay + Whole(61) - 30;
            if (Array.Exists(spans, s => s.Holds(near))) return Written(question, near, isDay);
        }
        var span = spans[(int)Whole(spans.Length)];
        var width = (attempt < 12 ? 1 : attempt < 30 ? 100 : 1e6) * (isDay ? 15_000 : asked.Counts ? 4 : 40);
        var today = (session.Now.Date - Epoch).TotalDays;
        var usual = isDay ? new Span(today - width, today + (attempt % 3 == 2 ? 400 : 0)) : new Span(0, width);
        var low = Math.Max(span.Low, usual.Low);
        var high = Math.Min(span.High, usual.High);
        if (low > high)
        {
            low = double.IsInfinity(span.Low) ? Math.Max(span.Low, span.High - width) : span.Low;
            high = double.IsInfinity(span.High) ? span.Low + width : span.High;
            if (high - low > width && !double.IsInfinity(span.Low)) high = low + width;
        }
        var number = low + chance.NextDouble() * (high - low);
        if (isDay || question.Type == QuestionType.Integer) number = Math.Clamp(Math.Floor(low) + Whole(Math.Floor(high) - Math.Floor(low) + 1), low, high);
        else if (question.Type == QuestionType.Range) number = Stepped(question, number, low);
        else if (Math.Round(number, 2) is var rounded && rounded >= low && rounded <= high) number = rounded;
        return Written(question, number, isDay);
    }

    private static double Stepped(Question question, double number, double low)
    {
        var step = question.Parameters.TryGetValue("step", out var text) && XPath.TryPlain(text, out var given) && given > 0 ? given : 1;
        var start = question.Parameters.TryGetValue("start", out var from) && XPath.TryPlain(from, out var first) ? first : Math.Ceiling(low);
        return Math.Round(start + Math.Floor((number - start) / step + 1e-9) * step, 9);
    }

    private string? Written(Question question, double number, bool isDay)
    {
        if (isDay)
        {
            if (number is not (> -700_000 and < 2_900_000)) return null;
            return Dates.Day(Epoch.AddDays(_lastDay = Math.Floor(number)));
        }
        if (question.Type == QuestionType.Integer) return number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? XPath.ToText(number) : null;
        return double.IsFinite(number) ? XPath.ToText(number) : null;
    }

    private string Clock() => string.Create(CultureInfo.InvariantCulture, $"{(int)Whole(24):00}:{(int)Whole(60):00}");

    private string Place() => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(6 + chance.NextDouble() * 14, 5)} {Math.Round(98 + chance.NextDouble() * 7, 5)} 0 0");

    // What chance did not find, looked for in order.
    private IEnumerable<string> InTurn(Asked asked, IReadOnlyList<Choice> choices, Values left)
    {
        var question = asked.Question;
        switch (question.Type)
        {
            case QuestionType.SelectOne:
                foreach (var choice in choices) yield return choice.Name;
                break;
            case QuestionType.SelectMultiple:
                foreach (var choice in choices) yield return choice.Name;
                foreach (var one in choices)
                    foreach (var other in choices)
                        if (one != other) yield return $"{one.Name} {other.Name}";
                yield return string.Join(' ', choices.Select(c => c.Name));
                break;
            case QuestionType.Integer or QuestionType.Decimal or QuestionType.Range or QuestionType.Date:
                var isDay = question.Type == QuestionType.Date;
                foreach (var span in left.Shape == Shape.Numeric ? left.Spans : [Span.All])
                {
                    var from = double.IsInfinity(span.Low) ? double.IsInfinity(span.High) ? -1_000 : Math.Max(span.Low, span.High - 2_000) : span.Low;
                    for (var number = from; number <= Math.Min(span.High, from + 2_000); number++)
                        if (Written(question, number, isDay) is { } text) yield return text;
                }
                break;
            case QuestionType.Time:
                for (var minute = 0; minute < 1440; minute += 5) yield return string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
                break;
            default:
                for (var i = 0; i < 200; i++) yield return _texts.Answer(asked, left, Tries + i);
                break;
        }
    }
}
