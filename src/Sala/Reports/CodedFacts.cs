using System.Text.Json;
using Sala.Forms;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>
/// The coded answers of a report, by the name of the fact that the form's column sala_fact gives: kind, platform, relation, age_band, sex,
/// area … Never free text. Together they could name a child in a village, so they are one blob under the host's facts key.
/// </summary>
public sealed class CodedFacts
{
    private readonly Dictionary<string, string[]> values;

    /// <summary>Facts and their codes; kept in the order of their names, so that the same facts are the same bytes.</summary>
    public CodedFacts(IEnumerable<KeyValuePair<string, string[]>> values) =>
        this.values = new(values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => KeyValuePair.Create(string.Intern(v.Key), Array.ConvertAll(v.Value, string.Intern))), StringComparer.Ordinal);

    public static readonly CodedFacts None = new([]);

    /// <summary>The codes of a fact; empty when it was not told.</summary>
    public IReadOnlyList<string> this[string fact] => values.TryGetValue(fact, out var codes) ? codes : [];

    /// <summary>The one code of a fact that has one; null when it was not told.</summary>
    public string? One(string fact) => values.TryGetValue(fact, out var codes) && codes.Length > 0 ? codes[0] : null;

    public IReadOnlyDictionary<string, string[]> All => values;

    public CodedFacts With(string fact, IEnumerable<string> codes)
    {
        var changed = new Dictionary<string, string[]>(values);
        var list = codes.Where(c => c.Length > 0).ToArray();
        if (list.Length == 0) changed.Remove(fact);
        else changed[fact] = list;
        return new CodedFacts(changed);
    }

    /// <summary>The facts among the answers of a session: choice questions whose row names a fact. A text is never one, whatever the sheet says.</summary>
    public static CodedFacts Of(FormSession session, string language)
    {
        var facts = new Dictionary<string, string[]> { ["language"] = [language] };
        foreach (var question in session.Form.Questions)
        {
            if (question.Column("sala_fact") is not { Length: > 0 } fact) continue;
            if (question.Type is not (QuestionType.SelectOne or QuestionType.SelectMultiple)) continue;
            if (session.Answers.TryGetValue(question.Name, out var answer) && answer.Length > 0)
                facts[fact] = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        return new CodedFacts(facts);
    }

    internal byte[] Seal(SecretKey factsKey, RecordId report) =>
        Envelope.Seal(factsKey, Binding(report), JsonSerializer.SerializeToUtf8Bytes(values), Padding.Message);

    internal static CodedFacts Open(SecretKey factsKey, RecordId report, byte[] blob) =>
        new(JsonSerializer.Deserialize<Dictionary<string, string[]>>(Envelope.Open(factsKey, Binding(report), blob))!);

    private static Binding Binding(RecordId report) => new("report.facts", report);
}
