using System.Security;

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
        foreach (var some in expressions.Chunk(40))
        {
            var theirs = Theirs(engine, some);
            for (var i = 0; i < some.Length; i++)
            {
                var ours = Ours(some[i], zone);
                var expected = known.TryGetValue(some[i], out var deviation) ? (deviation.Ours, deviation.Theirs) : (ours, ours);
                if ((ours, theirs[i]) != expected) differing.Add($"{some[i]}: ours “{ours}”, theirs “{theirs[i]}”");
            }
        }
        return differing;
    }

    private sealed class Clock(TimeZoneInfo zone) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
        public override TimeZoneInfo LocalTimeZone => zone;
    }

    private static string Ours(string expression, TimeZoneInfo zone)
    {
        var files = new FormFiles().Add("prices", ["code", "price", "place"], [["a", "1", "here"], ["b", "20", "there"], ["c", "300", "far"]]);
        var form = Form.ReadMarkdown(Table.Replace("|        | csv-external", $"|        | calculate | value | | {expression.Replace("|", "\\|")} | |\n|        | csv-external"), files);
        var session = form.Start(new Clock(zone), 7);
        session.AddInstance("child");
        session.AddInstance("child");
        return session.Answer("value") ?? "";
    }

    private static List<string> Theirs(OdkEngine engine, IReadOnlyList<string> expressions)
    {
        var paths = new Dictionary<string, string>();
        string[] tops = ["a", "empty", "n", "age", "dec", "day", "clock", "at", "one", "many", "kind", "point", "trace", "shape", "child"];
        foreach (var t in tops) paths[t] = "/data/" + t;
        foreach (var t in new[] { "cname", "cage", "blank" }) paths[t] = "/data/child/" + t;
        paths["deep"] = "/data/inner/deep";
        string Sub(string e) => System.Text.RegularExpressions.Regex.Replace(e, @"\$\{(\w+)\}", m => e[Math.Max(0, m.Index - 1)] == '\'' ? paths[m.Groups[1].Value] : $" {paths[m.Groups[1].Value]} ");
        var form = $$"""
            <h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model>
            <instance><data id="data" version=""><a>alpha beta</a><empty/><n/><age>12</age><dec>2.5</dec><day>2026-11-24</day><clock>06:00:00.000</clock><at>2026-11-04T05:06:00.000Z</at><one>red</one><many>red blue</many><kind>citrus</kind>
            <point>13.75 100.5 0 0</point><trace>13.75 100.5 0 0; 18.79 98.98 0 0</trace><shape>13 100 0 0; 14 100 0 0; 14 101 0 0; 13 101 0 0; 13 100 0 0</shape>
            <child jr:template=""><cname/><cage/><blank/></child><child><cname/><cage/><blank/></child><inner><deep>well</deep></inner>{{string.Concat(expressions.Select((_, i) => $"<v{i}/>"))}}<meta><instanceID/></meta></data></instance>
            <instance id="fruit"><root>{{string.Concat(new[] { "apple Apple pome 1", "lemon Lemon citrus 2", "lime Lime citrus 3.5", "pear Pear pome 2.5", "plum Plum stone 4", "fig Fig other 5", "kiwi Kiwi other 6" }.Select(f => f.Split(' ')).Select(f => $"<item><name>{f[0]}</name><label>{f[1]}</label><kind>{f[2]}</kind><price>{f[3]}</price></item>"))}}</root></instance>
            <instance id="prices" src="jr://file-csv/prices.csv"/>
            <bind nodeset="/data/a" type="string"/><bind nodeset="/data/n" type="int"/><bind nodeset="/data/age" type="int"/><bind nodeset="/data/dec" type="decimal"/><bind nodeset="/data/day" type="date"/><bind nodeset="/data/clock" type="time"/><bind nodeset="/data/at" type="dateTime"/>
            <bind nodeset="/data/one" type="string"/><bind nodeset="/data/many" type="string"/><bind nodeset="/data/point" type="geopoint"/><bind nodeset="/data/trace" type="geotrace"/><bind nodeset="/data/shape" type="geoshape"/>
            <bind nodeset="/data/child/cname" type="string" calculate="selected-at('Ana Bia Caio', position(..) - 1)"/><bind nodeset="/data/child/cage" type="string" calculate="selected-at('3 7 19', position(..) - 1)"/>
            {{string.Concat(expressions.Select((e, i) => $"<bind nodeset=\"/data/v{i}\" type=\"string\" calculate=\"{SecurityElement.Escape(Sub(e))}\"/>"))}}
            </model></h:head><h:body><input ref="/data/a"><label>A</label></input><input ref="/data/n"><label>A</label></input><input ref="/data/age"><label>A</label></input>
            <select1 ref="/data/one"><label>S</label><item><label>Red</label><value>red</value></item><item><label>Blue</label><value>blue</value></item></select1>
            <select ref="/data/many"><label>S</label><item><label>Red</label><value>red</value></item><item><label>Blue</label><value>blue</value></item></select>
            <group ref="/data/child"><label>R</label><repeat nodeset="/data/child"><input ref="/data/child/blank"><label>X</label></input></repeat></group></h:body></h:html>
            """;
        var run = engine.Run(form, new Dictionary<string, string> { ["prices.csv"] = "code,price,place\na,1,here\nb,20,there\nc,300,far\n" }, [new OdkStep { Add = "/data/child" }, new OdkStep { Add = "/data/child" }]);
        if (run.Error is not null) return [.. expressions.Select(_ => "ERROR " + run.Error)];
        return [.. run.States[^1].Where(a => a.Reference.StartsWith("/data/v", StringComparison.Ordinal)).Select(a => a.Value)];
    }
}
