using System.Buffers;
using System.Text;
using System.Text.Json;
using Sala.Forms.Answering;

namespace Sala.Forms;

// The session as text, so that it can rest between two requests.
public sealed partial class FormSession
{
    private const int StateVersion = 1;
    private const int LongestState = 4 << 20;

    /// <summary>The session as JSON: answers (also those that are irrelevant now, so that they can come back), what was skipped and preset,
    /// the number of instances, and the state of the random source. Holds what the person wrote: seal it wherever it rests.</summary>
    public string Serialise()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("state", StateVersion);
            json.WriteString("form", Form.Id);
            json.WriteString("version", Form.Version);
            json.WriteNumber("seed", Seed);
            json.WriteString("chance", Chance.State.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            if (LastSaved.Count > 0)
            {
                json.WriteStartObject("lastSaved");
                foreach (var (name, value) in LastSaved) json.WriteString(name, value);
                json.WriteEndObject();
            }
            json.WriteStartArray("instances");
            WriteInstances(json, Root, Form.TopRepeats);
            json.WriteEndArray();
            json.WriteStartObject("answers");
            foreach (var node in Nodes())
                if (node.Raw.Length > 0) json.WriteString(node.Address, node.Raw);
            json.WriteEndObject();
            WriteNames(json, "skipped", n => n.Skipped);
            WriteNames(json, "preset", n => n.Preset);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Goes on with a session that was serialised. Answers to questions that the form does not have any more are left out.</summary>
    /// <param name="form">The form; it may be a newer version.</param>
    /// <param name="json">What <see cref="Serialise"/> gave.</param>
    /// <param name="clock">For <c>now()</c> and <c>today()</c>; the system's where left out.</param>
    /// <exception cref="FormException">The text is no session of this form.</exception>
    public static FormSession Restore(Form form, string json, TimeProvider? clock = null)
    {
        if (json.Length > LongestState) throw new FormException(Messages.NotASession);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return Restore(form, document.RootElement, clock ?? TimeProvider.System);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new FormException(Messages.NotASession);
        }
    }

    private static FormSession Restore(Form form, JsonElement state, TimeProvider clock)
    {
        if (state.GetProperty("state").GetInt32() != StateVersion || state.GetProperty("form").GetString() != form.Id) throw new FormException(Messages.NotASession);
        var chance = ulong.Parse(state.GetProperty("chance").GetString()!, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        var lastSaved = state.TryGetProperty("lastSaved", out var saved) ? saved.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal) : null;
        var session = new FormSession(form, clock, state.GetProperty("seed").GetInt32(), chance, lastSaved);
        foreach (var instance in state.GetProperty("instances").EnumerateArray()) session.RestoreInstance(instance.GetString() ?? "");
        foreach (var answer in state.GetProperty("answers").EnumerateObject())
        {
            if (session.Find(answer.Name) is not { Question: { IsGroup: false } } node) continue;
            node.Raw = answer.Value.GetString() ?? "";
            node.Show(node.Raw);
        }
        foreach (var name in state.GetProperty("skipped").EnumerateArray())
            if (session.Find(name.GetString() ?? "") is { } node) node.Skipped = true;
        foreach (var name in state.GetProperty("preset").EnumerateArray())
            if (session.Find(name.GetString() ?? "") is { } node) node.Preset = true;
        session.RestoreWhatFollows();
        return session;
    }

    // Everything is worked out anew but what came from the clock or from chance: that stays as it was.
    private void RestoreWhatFollows()
    {
        var kept = new List<(AnswerNode Node, string Raw)>();
        foreach (var node in Nodes())
            if (node.Question is { CalculationVaries: true, Calculation: not null }) kept.Add((node, node.Raw));
        var state = Chance.State;
        AllDue();
        Settle();
        foreach (var (node, raw) in kept)
        {
            if (raw.Length == 0) continue;
            node.Raw = raw;
            if (node.Show(Visible(node))) ReadersDue(Form.Order.Value(node.Question!));
        }
        Settle();
        Chance.Rewind(state);
    }

    private IEnumerable<AnswerNode> Nodes() =>
        Form.Questions.Where(q => !q.IsGroup).SelectMany(q => FormFrame.All(Root, q));

    private void WriteNames(Utf8JsonWriter json, string property, Func<AnswerNode, bool> which)
    {
        json.WriteStartArray(property);
        foreach (var node in Nodes())
            if (which(node)) json.WriteStringValue(node.Address);
        json.WriteEndArray();
    }

    private static void WriteInstances(Utf8JsonWriter json, FormFrame frame, List<Question> repeats)
    {
        foreach (var repeat in repeats)
            foreach (var instance in frame.Repeats[repeat.RepeatSlot])
            {
                json.WriteStringValue(instance.Address);
                WriteInstances(json, instance, repeat.InnerRepeats);
            }
    }

    private void RestoreInstance(string address)
    {
        if (Find(address) is not null) return;
        var open = address.LastIndexOf('[');
        if (open < 0) return;
        var above = address.LastIndexOf(']', open);
        var frame = above < 0 ? Root : Find(address[..(above + 1)])?.Instance;
        if (frame is null || above + 2 > open || Form.Find(frame.Repeat, address[(above < 0 ? 0 : above + 2)..open]) is not { Type: QuestionType.Repeat } repeat
            || frame.Repeats[repeat.RepeatSlot].Count >= MostInstances || !MayAdd(repeat)) return;
        var instances = frame.Repeats[repeat.RepeatSlot];
        instances.Add(new FormFrame(Form, repeat, frame, Zone) { Position = instances.Count + 1 });
        _nodes += repeat.InnerSlots;
    }
}
