using System.Text.Json;
using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;

namespace Sala.Forms.Submitting;

/// <summary>Submissions as JSON for other programs.</summary>
internal static class SubmissionJson
{
    private const int LongestBytes = 16 << 20;

    public static void Write(Submission submission, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("form", submission.Form.Id);
        json.WriteString("version", submission.Form.Version);
        json.WriteString("instanceID", submission.InstanceId);
        if (submission.InstanceName is { } name) json.WriteString("instanceName", name);
        json.WriteStartObject("answers");
        Inside(json, submission.Root);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Inside(Utf8JsonWriter json, SubmissionPart part)
    {
        for (var i = 0; i < part.Inside.Count; i++)
        {
            var (question, text, _) = part.Inside[i];
            json.WritePropertyName(question!.Name);
            if (question.Type == QuestionType.Repeat)
            {
                json.WriteStartArray();
                for (; i < part.Inside.Count && part.Inside[i].Question == question; i++) Object(json, part.Inside[i]);
                i--;
                json.WriteEndArray();
            }
            else if (question.Type == QuestionType.Group) Object(json, part.Inside[i]);
            else Value(json, question, text);
        }
    }

    private static void Object(Utf8JsonWriter json, SubmissionPart part)
    {
        json.WriteStartObject();
        Inside(json, part);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, Question question, string text)
    {
        if (text.Length == 0) json.WriteNullValue();
        else if (question.Type is QuestionType.SelectMultiple or QuestionType.Rank)
        {
            json.WriteStartArray();
            foreach (var code in SelectFunctions.Codes(text)) json.WriteStringValue(code);
            json.WriteEndArray();
        }
        else if (question.IsNumber && IsJsonNumber(text)) json.WriteRawValue(text);
        else json.WriteStringValue(text);
    }

    // 007, .5 and 1. are answers but no numbers of JSON: they stay as they were written.
    private static bool IsJsonNumber(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        return whole.Length > 0 && !whole.ContainsAnyExceptInRange('0', '9') && (whole.Length == 1 || whole[0] != '0')
            && (point < 0 || (digits.Length > point + 1 && !digits[(point + 1)..].ContainsAnyExceptInRange('0', '9')));
    }

    public static Submission Read(Form form, Stream stream)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        for (int n; (n = stream.Read(buffer)) > 0; copy.Write(buffer, 0, n))
            if (copy.Length > LongestBytes) throw new FormException(Messages.NotASubmission);
        try
        {
            using var document = JsonDocument.Parse(copy.GetBuffer().AsMemory(0, (int)copy.Length));
            var root = document.RootElement;
            if (root.GetProperty("form").GetString() != form.Id) throw new FormException(Messages.SubmissionOfOtherForm(form.Id));
            if (root.GetProperty("instanceID").GetString() is not { Length: > 0 } id) throw new FormException(Messages.SubmissionWithoutId);
            var unknown = new SortedSet<string>(StringComparer.Ordinal);
            var part = Part(root.GetProperty("answers"), null, form.Top, unknown);
            return new Submission(form, part, id, root.TryGetProperty("instanceName", out var name) ? name.GetString() : null) { Unknown = [.. unknown] };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormException(Messages.NotASubmission);
        }
    }

    private static SubmissionPart Part(JsonElement given, Question? group, List<Question> questions, SortedSet<string> unknown)
    {
        var inside = new List<SubmissionPart>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            known.Add(question.Name);
            if (SubmissionPart.IsLeftOut(question) || !given.TryGetProperty(question.Name, out var value)) continue;
            if (question.Type == QuestionType.Repeat)
            {
                if (value.GetArrayLength() > FormSession.MostInstances) throw new FormException(Messages.SubmissionSaysTwice(question.Name));
                foreach (var instance in value.EnumerateArray()) inside.Add(Part(instance, question, question.Inside, unknown));
            }
            else inside.Add(question.IsGroup ? Part(value, question, question.Inside, unknown) : new SubmissionPart(question, Text(value), []));
        }
        foreach (var property in given.EnumerateObject())
            if (!known.Contains(property.Name) && unknown.Count < 100) unknown.Add(property.Name);
        return new SubmissionPart(group, "", inside);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(Text)),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True or JsonValueKind.False => XPath.ToText(value.GetBoolean()),
        _ => throw new JsonException(),
    };
}
