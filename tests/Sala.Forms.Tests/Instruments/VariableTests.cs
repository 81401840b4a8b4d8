using System.Text.RegularExpressions;

namespace Sala.Forms.Tests.Instruments;

/// <summary>Every variable of the instrument stands in its form, with its codes. The names and codes are in variables.csv; where the instrument itself lies beside the repository, it is read too.</summary>
public partial class VariableTests
{
    private static readonly string[] Kinds = ["cmt", "snt", "tlk", "rqi", "omi", "omm", "shr", "thr"];

    private static string List { get; } = Path.Combine(Path.GetDirectoryName(ReportForm.Folder)!, "..", "..", "tests", "Sala.Forms.Tests", "Instruments", "variables.csv");

    [Fact]
    public void Every_variable_of_the_instrument_stands_in_its_form_with_its_codes()
    {
        var lines = File.ReadAllLines(List).Skip(1).Select(l => l.Split(',')).ToList();
        Assert.True(lines.Count > 300);
        foreach (var line in lines)
        {
            var question = Instrument.Of(line[0]).Find(line[1]);
            Assert.True(question is not null, $"{line[0]} has no {line[1]}");
            Assert.True(line[2] == Codes(question), $"{line[0]} {line[1]}: {Codes(question)}");
        }
    }

    [Fact]
    public void The_list_of_variables_leaves_out_nothing_that_the_instrument_names()
    {
        var listed = File.ReadAllLines(List).Skip(1).Select(l => l.Split(',')).ToDictionary(l => l[1], l => l[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).ToList());
        var named = Named(Document()).ToList();
        Assert.True(named.Count > 300, $"{named.Count} variables were found in the instrument.");
        var missing = named.Where(n => !listed.ContainsKey(n.Name)).Select(n => n.Name);
        Assert.Empty(missing);
        var other = from variable in named
                    where variable.Codes is not null && (listed[variable.Name].Count > 0 || !variable.Mixed) && !variable.Codes.ToHashSet().SetEquals(listed[variable.Name])
                    select $"{variable.Name}: {string.Join(' ', variable.Codes!)} but {string.Join(' ', listed[variable.Name])}";
        Assert.Empty(other);
    }

    private static string Codes(Question question) => string.Join(' ', question.Choices.Select(c => int.Parse(c.Name, System.Globalization.CultureInfo.InvariantCulture)).Order());

    private static string[] Document()
    {
        var root = Path.GetFullPath(Path.Combine(ReportForm.Folder, "..", "..", ".."));
        string?[] places = [Environment.GetEnvironmentVariable("SALA_SHARED"), Path.Combine(root, "..", "shared"), Path.Combine(root, "..", "..", "shared")];
        var file = places.Where(p => p is not null).Select(p => Path.Combine(p!, "domain", "instrument.md")).FirstOrDefault(File.Exists);
        if (file is null) Assert.Skip("The instrument does not lie beside the repository.");
        return File.ReadAllLines(file);
    }

    // The tables of sections 1.4, 3.2, 3.3, 4 and 5: the first cell names variables, the column "Options" their codes.
    private static IEnumerable<(string Name, int[]? Codes, bool Mixed)> Named(string[] document)
    {
        var lists = Lists(document);
        var section = "";
        var options = -1;
        foreach (var line in document)
        {
            if (Heading().Match(line) is { Success: true } heading) (section, options) = (heading.Groups[1].Value, -1);
            if (!line.StartsWith('|') || section is not ("1.4" or "3.2" or "3.3" or "4" or "5")) continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
            if (cells[0] == "Variable") options = Array.FindIndex(cells, c => c.StartsWith("Options", StringComparison.Ordinal));
            if (options < 0 || cells[0] is "Variable" || cells[0].StartsWith("---", StringComparison.Ordinal) || cells[0].Contains("follow-ups", StringComparison.Ordinal)) continue;
            var names = Names(section, cells).ToList();
            var codes = cells.Length > options ? Read(cells[options], lists, names.Count) : null;
            // "calculate; select_one": one row for variables of several types, of which only the selects have codes.
            var mixed = cells.Any(c => c.StartsWith("calculate;", StringComparison.Ordinal));
            for (var i = 0; i < names.Count; i++) yield return (names[i], codes?[Math.Min(i, codes.Length - 1)], mixed);
        }
    }

    private static IEnumerable<string> Names(string section, string[] cells)
    {
        if (section == "3.3")
        {
            var suffix = Suffix().Match(cells[0]).Groups[1].Value;
            string[] full = ["tlk", "rqi", "omi", "omm", "shr", "thr"];
            var kinds = cells[5] switch { "all" => Kinds, "full" => full, var some => some.Split(' ') };
            return kinds.Select(k => $"{k}_{suffix}");
        }
        var first = cells[0].Replace("(repeat, h_n1217)", "", StringComparison.Ordinal);
        if (first.Contains("bal_1 to bal_10", StringComparison.Ordinal)) return Enumerable.Range(1, 10).Select(i => $"bal_{i}");
        var names = VariableName().Matches(first).Select(m => m.Value);
        return first.StartsWith("h_roster", StringComparison.Ordinal) ? names.Concat(VariableName().Matches(cells[1]).Select(m => m.Value)).Where(n => n != "h_n1217") : names;
    }

    private static Dictionary<string, int[]> Lists(string[] document)
    {
        var lists = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var inside = false;
        foreach (var line in document)
        {
            if (line.StartsWith("### ", StringComparison.Ordinal)) inside = line.StartsWith("### 3.0", StringComparison.Ordinal);
            if (!inside || !line.StartsWith('|')) continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
            if (Numbered(cells[1]) is { } codes) lists[cells[0]] = codes;
        }
        return lists;
    }

    // One set of codes for each variable of the row, or one for all; null where the cell gives words and no codes.
    private static int[][]? Read(string cell, Dictionary<string, int[]> lists, int names)
    {
        var parts = cell.Split("; ").Select(p => p.Trim()).ToList();
        // "yn2; yn2; -; country list" names a list for each variable.
        if (names > 1 && parts.Count == names && parts.All(p => lists.ContainsKey(p))) return [.. parts.Select(p => lists[p])];
        var codes = new List<int>();
        foreach (var part in parts)
        {
            if (lists.TryGetValue(part.Split(',')[0], out var list)) codes.AddRange(list);
            else if (Scale().Match(part) is { Success: true } scale) codes.AddRange(Enumerable.Range(1, int.Parse(scale.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
            else if (Code().Match(part) is { Success: true } code) codes.Add(int.Parse(code.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
            else if (part.StartsWith("count-selected", StringComparison.Ordinal)) continue;
            else return null;
        }
        return codes.Count > 1 ? [[.. codes.Order()]] : null;
    }

    private static int[]? Numbered(string cell)
    {
        var codes = cell.Split("; ").Select(p => Code().Match(p.Trim())).ToList();
        return codes.Count > 1 && codes.All(c => c.Success) ? [.. codes.Select(c => int.Parse(c.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))] : null;
    }

    [GeneratedRegex(@"^#{2,3} (\d(?:\.\d)?)")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[a-z]+_[a-z0-9_]+")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"<k>_([a-z]+)")]
    private static partial Regex Suffix();

    // "1 poor ... 5 excellent" is all from 1 to 5.
    [GeneratedRegex(@"^1 \w+ \.\.\. (\d) \w+$")]
    private static partial Regex Scale();

    // "1 mother", "98" alone; "1-9" and "1 <= ." are bands and rules, no codes.
    [GeneratedRegex(@"^(\d+)(?: [^<\d]|$)")]
    private static partial Regex Code();
}
