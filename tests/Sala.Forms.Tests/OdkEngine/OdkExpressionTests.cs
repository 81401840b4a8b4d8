namespace Sala.Forms.Tests.OdkEngine;

/// <summary>Must hold 2 of the forms: expressions give what the engine of ODK Web Forms gives, in UTC, where a wall clock and an instant are one.</summary>
public class OdkExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 2, 30, 0, TimeSpan.Zero);

    private const string Table = """
        | survey |                  |       |       |                                          |              |
        |        | type             | name  | label | calculation                              | default      |
        |        | text             | a     | A     |                                          | alpha beta   |
        |        | text             | empty | A     |                                          |              |
        |        | integer          | n     | N     |                                          |              |
        |        | integer          | age   | N     |                                          | 12           |
        |        | decimal          | dec   | N     |                                          | 2.5          |
        |        | date             | day   | N     |                                          | 2026-11-24   |
        |        | time             | clock | N     |                                          | 06:00:00.000 |
        |        | dateTime         | at    | N     |                                          | 2026-11-04T05:06:00.000Z |
        |        | select_one c     | one   | N     |                                          | red          |
        |        | select_multiple c | many | N     |                                          | red blue     |
        |        | text             | kind  | N     |                                          | citrus       |
        |        | geopoint         | point | N     |                                          | 13.75 100.5 0 0 |
        |        | geotrace         | trace | N     |                                          | 13.75 100.5 0 0; 18.79 98.98 0 0 |
        |        | geoshape         | shape | N     |                                          | 13 100 0 0; 14 100 0 0; 14 101 0 0; 13 101 0 0; 13 100 0 0 |
        |        | begin repeat     | child | C     |                                          |              |
        |        | calculate        | cname |       | selected-at('Ana Bia Caio', position(..) - 1) |         |
        |        | calculate        | cage  |       | selected-at('3 7 19', position(..) - 1)  |              |
        |        | text             | blank | B     |                                          |              |
        |        | end repeat       |       |       |                                          |              |
        |        | begin group      | inner | I     |                                          |              |
        |        | text             | deep  | D     |                                          | well         |
        |        | end group        |       |       |                                          |              |
        |        | select_one fruit | pick  | P     |                                          |              |
        |        | csv-external     | prices |      |                                          |              |
        | choices |                 |       |       |                                          |              |
        |        | list_name        | name  | label | kind                                     | price        |
        |        | c                | red   | Red   |                                          |              |
        |        | c                | blue  | Blue  |                                          |              |
        |        | fruit            | apple | Apple | pome                                     | 1            |
        |        | fruit            | lemon | Lemon | citrus                                   | 2            |
        |        | fruit            | lime  | Lime  | citrus                                   | 3.5          |
        |        | fruit            | pear  | Pear  | pome                                     | 2.5          |
        |        | fruit            | plum  | Plum  | stone                                    | 4            |
        |        | fruit            | fig   | Fig   | other                                    | 5            |
        |        | fruit            | kiwi  | Kiwi  | other                                    | 6            |
        """;

    [Fact]
    public void Expressions_give_what_the_engine_of_ODK_Web_Forms_gives()
    {
        var differing = Differing("expressions.txt", "UTC", TimeZoneInfo.Utc, Deviation.All, out var count);
        Assert.Empty(differing);
        Assert.True(count >= 470, $"{count} expressions");
    }

    [Fact]
    public void Days_and_clocks_are_those_of_the_place()
    {
        var differing = Differing("zones.txt", "Asia/Bangkok", TimeZoneInfo.CreateCustomTimeZone("ICT", TimeSpan.FromHours(7), "ICT", "ICT"), Deviation.InBangkok, out _);
        Assert.Empty(differing);
    }

    [Fact]
    public void Each_difference_is_listed_with_the_sentence_that_ours_follows() =>
        Assert.All(Deviation.All.Concat(Deviation.InBangkok), d => Assert.True(d.Ours != d.Theirs && d.Sentence.Length > 20, d.Expression));

    private static List<string> Differing(string file, string zoneName, TimeZoneInfo zone, Deviation[] deviations, out int count)
    {
        var expressions = File.ReadLines(Path.Combine(Repository.Root, "tests", "Sala.Forms.Tests", "OdkEngine", file)).Where(l => l.Length > 0 && !l.StartsWith('#')).ToArray();
        count = expressions.Length;
        var known = deviations.ToDictionary(d => d.Expression);
        var differing = known.Keys.Except(expressions).Select(e => $"{e}: listed, but not put to the engines").ToList();
        using var engine = OdkEngine.Start(Now, zoneName);
        // Many in one form, for speed.
        foreach (var some in expressions.Chunk(60))
        {
            var form = FormWith(some);
            var (ours, theirs) = (Ours(form, some.Length, zone), Theirs(engine, form));
            for (var i = 0; i < some.Length; i++)
            {
                var (mine, other) = (ours[i], theirs.GetValueOrDefault($"/data/v{i}", "nothing"));
                var expected = known.TryGetValue(some[i], out var deviation) ? (deviation.Ours, deviation.Theirs) : (mine, mine);
                if ((mine, other) != expected) differing.Add($"{some[i]}: ours “{mine}”, theirs “{other}”");
            }
        }
        return differing;
    }

    private sealed class Clock(TimeZoneInfo zone) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
        public override TimeZoneInfo LocalTimeZone => zone;
    }

    private static Form FormWith(string[] expressions)
    {
        var rows = string.Concat(expressions.Select((e, i) => $"|        | calculate | v{i} | | {e.Replace("|", "\\|")} | |\n"));
        var files = new FormFiles().Add("prices", ["code", "price", "place"], [["a", "1", "here"], ["b", "20", "there"], ["c", "300", "far"]]);
        return Form.ReadMarkdown(Table.Replace("| choices |", rows + "| choices |"), files);
    }

    private static string[] Ours(Form form, int count, TimeZoneInfo zone)
    {
        var session = form.Start(new Clock(zone), 7);
        session.AddInstance("child");
        session.AddInstance("child");
        return [.. Enumerable.Range(0, count).Select(i => session.Answer($"v{i}") ?? "")];
    }

    private static Dictionary<string, string> Theirs(OdkEngine engine, Form form)
    {
        var run = engine.Run(form.XForm(), new Dictionary<string, string> { ["prices.csv"] = "code,price,place\na,1,here\nb,20,there\nc,300,far\n" },
            [new OdkStep { Add = "/data/child" }, new OdkStep { Add = "/data/child" }]);
        Assert.Null(run.Error);
        return run.States[^1].ToDictionary(a => a.Reference, a => a.Value);
    }
}
