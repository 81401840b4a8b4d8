using System.Buffers;
using System.Text.Json;
using Sala.Data;

namespace Sala.Operation;

/// <summary>
/// The rows of a backup as text, before they are sealed: a line of JSON a row, after a line with the table's name and its columns. Bytes are "b" and
/// base64, a text is "t" and the text; so it can be read with any JSON reader, and into either store.
/// </summary>
internal static class BackupRows
{
    /// <summary>What a backup never holds: what is short-lived, and what would tell the time of a report.</summary>
    public static readonly IReadOnlySet<string> LeftOut = new HashSet<string> { "staff_session", "draft", "case_draft", "send_key", "sent_mark", "outbox_mail", "guardian_step", "change_bucket", "once_mark", "webhook_delivery" };

    /// <summary>Columns of clocks, and what stands in the backup instead.</summary>
    private static readonly Dictionary<(string Table, string Column), object?> Stopped = new() { [("report", "deadline")] = null, [("report", "escalation_step")] = 0L };

    public static void WriteHead(IBufferWriter<byte> to, Table table)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartObject();
            json.WriteString("table", table.Name);
            json.WriteStartArray("columns");
            foreach (var column in table.Columns) json.WriteStringValue(column.Name);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        to.Write("\n"u8);
    }

    public static void WriteRow(IBufferWriter<byte> to, Table table, object?[] row)
    {
        using (var json = new Utf8JsonWriter(to))
        {
            json.WriteStartArray();
            for (var i = 0; i < row.Length; i++)
            {
                switch (Stopped.TryGetValue((table.Name, table.Columns[i].Name), out var instead) ? instead : row[i])
                {
                    case null: json.WriteNullValue(); break;
                    case long number: json.WriteNumberValue(number); break;
                    case byte[] bytes: json.WriteStringValue("b" + Convert.ToBase64String(bytes)); break;
                    case var text: json.WriteStringValue("t" + (string)text); break;
                }
            }
            json.WriteEndArray();
        }
        to.Write("\n"u8);
    }

    /// <summary>The name and columns of the table that the next rows are of; null where the line is a row.</summary>
    public static (string Table, IReadOnlyList<string> Columns)? ReadHead(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object ? (line.GetProperty("table").GetString()!, [.. line.GetProperty("columns").EnumerateArray().Select(c => c.GetString()!)]) : null;

    public static object?[] ReadRow(JsonElement line) => [.. line.EnumerateArray().Select(Value)];

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt64(),
        _ => value.GetString() is ['b', .. var base64] ? Convert.FromBase64String(base64) : value.GetString()![1..],
    };
}
