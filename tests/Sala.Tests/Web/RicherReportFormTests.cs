using Sala.Forms.Sheets;
using Sala.Tests.Countries;

namespace Sala.Tests.Web;

/// <summary>A ministry may ask the child more than the pack does now: pages with several questions, days, lists that follow from each other, several things.</summary>
public sealed class RicherReportFormTests
{
    private static readonly string[] Rows =
    [
        "begin group     | more      | More about it       | เพิ่มเติม     |                       |                    | field-list",
        "select_one side | side      | Which side?         | ฝั่งไหน      |                       |                    |           ",
        "select_one town | town      | Which town?         | เมืองไหน     |                       | side = ${side}     | minimal   ",
        "text            | town_more | More of that town?  | เล่าเรื่องเมือง | ${town} = 'e1'        |                    |           ",
        "date            | since     | Since which day?    | ตั้งแต่วันไหน  |                       |                    |           ",
        "image           | photo     | A photo?            | รูป         |                       |                    |           ",
        "begin repeat    | other_one | Another child       | เด็กอีกคน     |                       |                    |           ",
        "integer         | other_age | How old?            | อายุเท่าไร    |                       |                    |           ",
        "end repeat      |           |                     |             |                       |                    |           ",
        "end group       |           |                     |             |                       |                    |           ",
    ];

    private static async Task<RunningSala> Sala(PackCopy pack)
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(pack.Folder, "forms", "report.md"))).ToList();
        var heads = lines.First(l => l.StartsWith("|  | type | name |", StringComparison.Ordinal)).Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries).ToList();
        string[] names = ["type", "name", "label::English (en)", "label::Thai (th)", "relevant", "choice_filter", "appearance"];
        foreach (var missing in names.Except(heads)) heads.Add(missing);
        var at = lines.FindIndex(l => l.Contains("| calculate | raised |", StringComparison.Ordinal));
        var head = lines.FindIndex(l => l.StartsWith("|  | type | name |", StringComparison.Ordinal));
        lines[head] = $"|  | {string.Join(" | ", heads)} |";
        lines.InsertRange(at, Rows.Select(row =>
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            return $"|  | {string.Join(" | ", heads.Select(h => Array.IndexOf(names, h) is >= 0 and var i ? cells[i] : ""))} |";
        }));
        lines.AddRange(["", "| choices |", "|  | list_name | name | label::English (en) | label::Thai (th) | side |", "| | side | e | East | ออก | |", "| | side | w | West | ตก | |",
            "| | town | e1 | First of the east | ออกหนึ่ง | e |", "| | town | w1 | First of the west | ตกหนึ่ง | w |"]);
        await using (var file = File.Create(Path.Combine(pack.Folder, "forms", "report.xlsx"))) Workbook.ReadMarkdown(Joined(lines)).WriteXlsx(file);
        return await RunningSala.Start(country: pack.Folder);
    }

    // The choices of two tables are one sheet.
    private static string Joined(List<string> lines)
    {
        var extra = lines.FindLastIndex(l => l == "| choices |");
        var choices = lines.FindIndex(l => l.StartsWith("| choices |", StringComparison.Ordinal));
        var heads = lines[choices + 1].Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries).Append("side").ToList();
        lines[choices + 1] = $"|  | {string.Join(" | ", heads)} |";
        var rows = lines.Skip(extra + 2).Select(l => l.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)).ToList();
        lines.RemoveRange(extra, lines.Count - extra);
        lines.InsertRange(choices + 3, rows.Select(r => $"|  | {string.Join(" | ", heads.Select(h => h switch { "list_name" => r[0], "name" => r[1], "label::English (en)" => r[2], "label::Thai (th)" => r[3], "side" => r.Length > 4 ? r[4] : "", _ => "" }))} |"));
        return string.Join('\n', lines);
    }

    [Fact]
    public async Task A_page_of_several_questions_follows_what_is_answered_on_it_without_script()
    {
        using var pack = new PackCopy();
        await using var sala = await Sala(pack);
        using var child = Child.Of(sala, "th");
        await child.Starts();
        while (child.Page.QuerySelector("[name='q.side']") is null) await child.Presses("skip");
        Assert.Equal("เพิ่มเติม", child.Heading);
        Assert.NotNull(child.Page.QuerySelector("link[href='/forms.css']"));
        Assert.Contains("เราไม่รับรูป", child.Text);

        (string, string)[] day = [("d.since", "24"), ("m.since", "11"), ("y.since", "๒๕๖๘")];
        await child.Presses("update", [("q.side", "e"), .. day]);
        Assert.NotNull(child.Page.QuerySelector("option[value=e1]"));
        Assert.Null(child.Page.QuerySelector("option[value=w1]"));
        Assert.Equal("2568", child.Page.QuerySelector("[name='y.since']")!.GetAttribute("value"));

        // Going on brings up one more question: it is asked before the page is left.
        await child.Presses("next", [("q.side", "e"), ("q.town", "e1"), .. day]);
        Assert.NotNull(child.Page.QuerySelector("[name='q.town_more']"));
        Assert.Contains(sala.Installation.Country.Texts("th")["field.grown"], child.Text);

        await child.Posts("/th/tell", [("do", "add other_one"), ("at", "more"), ("q.side", "e"), ("q.town", "e1"), ("q.town_more", "x"), ("q.other_one[1]/other_age", "9"), .. day]);
        Assert.Equal("9", child.Page.QuerySelector("[name='q.other_one[1]/other_age']")!.GetAttribute("value"));
        await child.Posts("/th/tell", [("do", "next"), ("at", "more"), ("q.side", "e"), ("q.town", "e1"), ("q.town_more", "x"), ("q.other_one[1]/other_age", "9"), ("q.other_one[2]/other_age", "nine"), .. day]);
        Assert.Single(child.Page.QuerySelectorAll(".why"));
        Assert.NotNull(child.Page.QuerySelector("[role=alert] a[href='#q-other_one-2-other_age']"));
        await child.Posts("/th/tell", [("do", "remove other_one[2]"), ("at", "more"), ("q.side", "e"), ("q.town", "e1"), ("q.town_more", "x"), ("q.other_one[1]/other_age", "9"), .. day]);
        Assert.Null(child.Page.QuerySelector("[name='q.other_one[2]/other_age']"));
        await child.Posts("/th/tell", [("do", "next"), ("at", "more"), ("q.side", "e"), ("q.town", "e1"), ("q.town_more", "x"), ("q.other_one[1]/other_age", "9"), .. day]);

        Assert.NotNull(child.Page.QuerySelector("dl.said"));
        Assert.Contains("24 พฤศจิกายน 2568", child.Text);
        Assert.Contains("ออกหนึ่ง", child.Text);
        var reports = sala.Installation.Board.Rows.Count;
        await child.Presses("send");
        Assert.NotEmpty(child.Receipt);
        Assert.Equal(reports + 1, sala.Installation.Board.Rows.Count);
    }

    [Fact]
    public async Task A_file_written_as_text_is_refused_by_every_button_that_stays_on_the_page()
    {
        using var pack = new PackCopy();
        await using var sala = await Sala(pack);
        using var child = Child.Of(sala);
        await child.Starts();
        while (child.Page.QuerySelector("[name='q.side']") is null) await child.Presses("skip");
        await child.Posts("/en/tell", ("do", "next"), ("at", "more"), ("q.side", "e"), ("q.town", "e1"));
        const string file = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        foreach (var deed in (string[])["update", "add other_one", "remove other_one[1]", "find side", "next", "nothing known"])
        {
            await child.Posts("/en/tell", ("do", deed), ("at", "more"), ("q.side", "e"), ("q.town", "e1"), ("q.town_more", file));
            Assert.Equal(sala.Installation.Country.Texts("en")["image.not_kept"], child.Page.QuerySelector(".why")!.TextContent);
            Assert.DoesNotContain("iVBORw0KGgo", System.Text.Encoding.UTF8.GetString(child.Body));
        }
    }

    [Fact]
    public async Task A_picture_of_the_pack_is_shown_and_nothing_else_of_the_folder_is_given_out()
    {
        using var pack = new PackCopy();
        var media = Directory.CreateDirectory(Path.Combine(pack.Folder, "forms", "report-media")).FullName;
        await File.WriteAllTextAsync(Path.Combine(media, "town.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(media, "other.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>", TestContext.Current.CancellationToken);
        var lines = await File.ReadAllLinesAsync(Path.Combine(pack.Folder, "forms", "report.md"), TestContext.Current.CancellationToken);
        await using (var file = File.Create(Path.Combine(pack.Folder, "forms", "report.xlsx"))) Workbook.ReadMarkdown(WithPicture(lines, "kind", "town.svg")).WriteXlsx(file);
        await using var sala = await RunningSala.Start(country: pack.Folder);
        using var child = Child.Of(sala);
        await child.Starts();
        while (child.Page.QuerySelector("[name='q.kind']") is null) await child.Presses("skip");
        Assert.Equal("/forms/report/town.svg", child.Page.QuerySelector("img")!.GetAttribute("src"));
        using var browser = sala.Browser();
        var picture = await browser.GetAsync("/forms/report/town.svg", TestContext.Current.CancellationToken);
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
        foreach (var other in (string[])["other.svg", "report.xlsx", "..%2Freport.xlsx", "..%2F..%2Fcountry.yml", "%2Fetc%2Fpasswd"])
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await browser.GetAsync($"/forms/report/{other}", TestContext.Current.CancellationToken)).StatusCode);
    }

    // One more column in the first table, filled in one row.
    private static string WithPicture(string[] lines, string name, string file)
    {
        var survey = true;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## choices", StringComparison.Ordinal)) survey = false;
            if (!survey || !lines[i].StartsWith('|')) continue;
            lines[i] = lines[i].TrimEnd() + (lines[i].Contains("| type | name |", StringComparison.Ordinal) ? " media::image |" : lines[i].Contains("---", StringComparison.Ordinal) ? " --- |" : lines[i].Contains($"| {name} |", StringComparison.Ordinal) ? $" {file} |" : "  |");
        }
        return string.Join('\n', lines);
    }
}
