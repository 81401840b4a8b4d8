using System.Globalization;
using System.Text;
using Sala.Forms.Sheets;

namespace Sala.Forms.Tests.Speed;

/// <summary>
/// A questionnaire of 900 binds made by rule, like a national household survey: two languages, a roster, blocks with skips, follow-ups by kind,
/// scores, constraints, lists in two languages. The same each time.
/// </summary>
internal static class Questionnaire
{
    /// <summary>Rows that carry a bind.</summary>
    public const int Binds = 900;

    private const int Blocks = 37;

    public static byte[] Xlsx()
    {
        using var file = new MemoryStream();
        Workbook.ReadMarkdown(Markdown()).WriteXlsx(file);
        return file.ToArray();
    }

    public static string Markdown()
    {
        var table = new StringBuilder();
        table.Append("| survey | | | | | | | | | | |\n");
        table.Append("| | type | name | label::English (en) | label::Thai (th) | hint::English (en) | relevant | constraint | constraint_message::English (en) | required | calculation | choice_filter | repeat_count |\n");
        var binds = 0;
        Row("select_one yn", "consent", "May we begin?", required: "yes");
        Row("integer", "age", "How old are you?", constraint: ". >= 12 and . <= 17", required: "yes");
        Row("select_one province", "province", "Where do you live?");
        Row("select_one district", "district", "In which district?", filter: "province = ${province}");
        Row("integer", "household", "How many live with you?", constraint: ". >= 1 and . <= 20");
        Row("begin repeat", "person", "A person", count: "${household}");
        Row("text", "p_name", "First name");
        Row("integer", "p_age", "Age", constraint: ". >= 0 and . <= 110");
        Row("select_one yn", "p_net", "Uses the internet?", "${p_age} >= 5");
        Row("calculate", "p_line", calculation: "position(..)");
        Row("end repeat");
        Row("calculate", "online", calculation: "count(/data/person[p_net = '1'])");
        for (var b = 0; b < Blocks; b++)
        {
            Row("begin group", $"g{b}", $"Part {b}", b % 4 == 0 ? "${consent} = 1" : $"${{consent}} = 1 and ${{k{b - 1}}} != ''");
            for (var i = 0; i < 8; i++)
                Row("select_one freq", $"q{b}_{i}", $"In the past 12 months, how often did number {i} of part {b} happen to you?", i == 0 ? "" : $"${{q{b}_0}} != 99", required: "yes");
            for (var i = 0; i < 4; i++) Row("calculate", $"c{b}_{i}", calculation: $"if(${{q{b}_{i}}} >= 1 and ${{q{b}_{i}}} <= 4, 1, 0)");
            Row("calculate", $"k{b}", calculation: $"${{c{b}_0}} + ${{c{b}_1}} + ${{c{b}_2}} + ${{c{b}_3}}{(b == 0 ? "" : $" + ${{k{b - 1}}}")}");
            Row("begin group", $"f{b}", $"The last time, part {b}", $"${{c{b}_0}} = 1");
            Row("select_multiple who", $"who{b}", "Who did it?", constraint: "count-selected(.) <= 1 or not(selected(., '98') or selected(., '99'))");
            Row("select_one yn", $"told{b}", "Did you tell anybody?", $"not(selected(${{who{b}}}, '99'))");
            Row("select_multiple who", $"whom{b}", "Whom did you tell?", $"${{told{b}}} = 1");
            Row("text", $"other{b}", "Who was it?", $"selected(${{who{b}}}, '96')");
            Row("date", $"when{b}", "About when was it?", constraint: ". <= today() and . >= date('2020-01-01')");
            Row("integer", $"times{b}", "How many times?", $"${{told{b}}} = 1", constraint: "(. >= 1 and . <= 50) or . = 98");
            Row("end group");
            Row("decimal", $"hours{b}", "How many hours a day?", "${age} >= 13", constraint: ". >= 0 and . <= 24");
            Row("calculate", $"s{b}", calculation: $"coalesce(${{hours{b}}}, 0) * ${{k{b}}} + coalesce(${{times{b}}}, 0)");
            Row("note", $"n{b}", $"Thank you. You have answered part {b} of {Blocks}.");
            Row("end group");
        }
        for (var i = 0; binds < Binds; i++) Row("text", $"extra{i}", $"Anything else, number {i}?", $"${{k{i % Blocks}}} > 0");
        Choices(table);
        table.Append("| settings | | | |\n| | form_title | form_id | default_language |\n| | Generated | generated | English (en) |\n");
        return table.ToString();

        void Row(string type, string name = "", string label = "", string relevant = "", string constraint = "", string required = "", string calculation = "", string filter = "", string count = "")
        {
            if (!type.StartsWith("end", StringComparison.Ordinal)) binds++;
            table.Append(CultureInfo.InvariantCulture, $"| | {type} | {name} | {label} | {(label.Length == 0 ? "" : "ไทย " + label)} | {(type is "integer" ? "A whole number" : "")} | {relevant} | {constraint} | {(constraint.Length == 0 ? "" : "This does not fit. Please look again.")} | {required} | {calculation} | {filter} | {count} |\n");
        }
    }

    private static void Choices(StringBuilder table)
    {
        table.Append("| choices | | | | |\n| | list_name | name | label::English (en) | label::Thai (th) | province |\n");
        foreach (var (list, codes) in new[] { ("yn", "1 2 98 99"), ("freq", "0 1 2 3 4 98 99"), ("who", "1 2 3 4 5 6 96 98 99") })
            foreach (var code in codes.Split(' ')) table.Append(CultureInfo.InvariantCulture, $"| | {list} | {code} | {list} {code} | ไทย {list} {code} | |\n");
        for (var p = 10; p < 87; p++) table.Append(CultureInfo.InvariantCulture, $"| | province | {p} | Province {p} | จังหวัด {p} | |\n");
        for (var p = 10; p < 87; p++)
            for (var d = 0; d < 6; d++) table.Append(CultureInfo.InvariantCulture, $"| | district | {p}0{d} | District {p}0{d} | อำเภอ {p}0{d} | {p} |\n");
    }
}
