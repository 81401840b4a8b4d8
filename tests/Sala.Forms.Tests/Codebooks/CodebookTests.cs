using System.Xml.Linq;
using Sala.Forms.Codebooks;

namespace Sala.Forms.Tests.Codebooks;

public sealed class CodebookTests : IDisposable
{
    private static readonly XNamespace Ddi = "ddi:codebook:2_5";
    private readonly string _folder = Directory.CreateTempSubdirectory("sala-codebook").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    private static readonly Form Small = Form.ReadMarkdown("""
        | survey |                    |        |                      |                  |                    |                 |                          |             |
        |        | type               | name   | label::English (en)  | label::Thai (th) | hint::English (en) | relevant        | constraint               | calculation |
        |        | integer            | age    | How old is ${who} & co? | อายุ          | In <years>         |                 | . >= 12 and . <= 17 or . = 98 |        |
        |        | text               | who    | Who?                 | ใคร              |                    |                 |                          |             |
        |        | select_one yn      | net    | Online?              | ออนไลน์ไหม        |                    | ${age} > 12     |                          |             |
        |        | begin repeat       | person | Person               | คน               |                    |                 |                          |             |
        |        | begin group        | inner  | Inner                | ใน               |                    |                 |                          |             |
        |        | date               | born   | Born                 | เกิด              |                    |                 | . <= '2020-01-01'        |             |
        |        | end group          |        |                      |                  |                    |                 |                          |             |
        |        | end repeat         |        |                      |                  |                    |                 |                          |             |
        |        | calculate          | old    |                      |                  |                    |                 |                          | if(${age} > 14, 1, 0) |
        |        | note               | bye    | Bye                  | ลาก่อน            |                    |                 |                          |             |
        | choices |           |      |                     |                  |
        |         | list_name | name | label::English (en) | label::Thai (th) |
        |         | yn        | 1    | Yes, "always"       | ใช่               |
        |         | yn        | 98   | Don't know          | ไม่รู้             |
        | settings | | |
        | | form_title | form_id | version | default_language |
        | | A study    | study   | 3       | English (en)     |
        """);

    // The order of children in the DDI-Codebook 2.5 schema, as far as a codebook of a form has them.
    private static readonly Dictionary<string, string[]> Order = new()
    {
        ["codeBook"] = ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
        ["stdyDscr"] = ["citation"],
        ["citation"] = ["titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt"],
        ["titlStmt"] = ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
        ["verStmt"] = ["version", "verResp", "notes"],
        ["fileDscr"] = ["fileTxt", "locMap", "notes"],
        ["fileTxt"] = ["fileName", "fileCitation", "dataFingerprint", "fileCont"],
        ["dataDscr"] = ["varGrp", "nCubeGrp", "var"],
        ["varGrp"] = ["labl", "txt", "concept", "defntn", "universe", "notes"],
        ["var"] = ["location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn", "valrng", "invalrng", "undocCod", "universe", "TotlResp", "sumStat", "txt",
            "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt", "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes"],
        ["catgry"] = ["catValu", "labl", "txt", "catStat", "mrow"],
        ["valrng"] = ["item", "range"],
        ["derivation"] = ["drvdesc", "drvcmd"],
    };

    private static readonly Dictionary<string, string[]> Attributes = new()
    {
        ["codeBook"] = ["version", "lang", "xmlns"], ["fileDscr"] = ["ID"], ["varGrp"] = ["ID", "type", "var", "varGrp", "name"], ["labl"] = ["lang"], ["qstnLit"] = ["lang"], ["ivuInstr"] = ["lang"],
        ["var"] = ["ID", "name", "files", "intrvl", "representationType"], ["qstn"] = ["responseDomainType"], ["range"] = ["UNITS", "min", "max"], ["catgry"] = ["missing", "missType"],
        ["drvcmd"] = ["syntax"], ["varFormat"] = ["type", "schema", "category"],
    };

    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["varGrp/type"] = ["section", "repetition"], ["var/intrvl"] = ["contin", "discrete"], ["var/representationType"] = ["text", "numeric", "code", "datetime", "other"],
        ["qstn/responseDomainType"] = ["text", "numeric", "code", "category", "datetime", "geographic", "multiple", "other"], ["range/UNITS"] = ["INT", "REAL"], ["catgry/missing"] = ["Y", "N"],
        ["varFormat/type"] = ["character", "numeric"], ["varFormat/schema"] = ["ISO"], ["varFormat/category"] = ["date", "time"],
    };

    private static void KeepsTheSchema(XDocument document)
    {
        var ids = document.Descendants().Attributes("ID").Select(a => a.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Single(document.Root!.Elements(Ddi + "stdyDscr"));
        foreach (var element in document.Descendants())
        {
            Assert.Equal(Ddi, element.Name.Namespace);
            var name = element.Name.LocalName;
            if (Order.TryGetValue(name, out var order))
            {
                var places = element.Elements().Select(e => Array.IndexOf(order, e.Name.LocalName)).ToList();
                Assert.DoesNotContain(-1, places);
                Assert.Equal(places.Order(), places);
            }
            else if (name == "qstn") Assert.All(element.Elements(), e => Assert.Contains(e.Name.LocalName, new[] { "preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr" }));
            else Assert.Empty(element.Elements());
            foreach (var attribute in element.Attributes())
            {
                Assert.Contains(attribute.Name.LocalName, Attributes.GetValueOrDefault(name, []));
                if (Values.TryGetValue($"{name}/{attribute.Name.LocalName}", out var allowed)) Assert.Contains(attribute.Value, allowed);
                if (attribute.Name.LocalName is "var" or "varGrp" or "files") Assert.All(attribute.Value.Split(' '), id => Assert.Contains(id, ids));
            }
        }
    }

    [Fact]
    public void The_ddi_file_keeps_the_order_and_the_words_of_the_schema_and_its_references_lead_somewhere()
    {
        KeepsTheSchema(XDocument.Parse(new Codebook(Small).ToDdi()));
        KeepsTheSchema(XDocument.Parse(new Codebook(ReportForm.Form).ToDdi()));
    }

    [Fact]
    public void Each_variable_stands_in_the_ddi_file_with_its_words_codes_range_and_rule()
    {
        var variables = XDocument.Parse(new Codebook(Small).ToDdi()).Descendants(Ddi + "var").ToDictionary(v => v.Attribute("name")!.Value);
        Assert.Equal(["age", "who", "net", "born", "old"], variables.Keys);
        var age = variables["age"];
        Assert.Equal(["How old is [who] & co?", "อายุ"], age.Elements(Ddi + "labl").Select(l => l.Value));
        Assert.Equal([("12", "17"), ("98", "98")], age.Descendants(Ddi + "range").Select(r => (r.Attribute("min")!.Value, r.Attribute("max")!.Value)));
        Assert.Equal("In <years>", age.Descendants(Ddi + "ivuInstr").Single().Value);
        var net = variables["net"];
        Assert.Equal("Asked when ${age} > 12", net.Element(Ddi + "universe")!.Value);
        Assert.Equal(["1", "98"], net.Descendants(Ddi + "catValu").Select(c => c.Value));
        Assert.Equal("don't know", net.Elements(Ddi + "catgry").Last().Attribute("missType")!.Value);
        Assert.Equal("if(${age} > 14, 1, 0)", variables["old"].Descendants(Ddi + "drvcmd").Single().Value);
        Assert.Equal("2020-01-01", variables["born"].Descendants(Ddi + "range").Single().Attribute("max")!.Value);
        Assert.NotEqual(variables["age"].Attribute("files")!.Value, variables["born"].Attribute("files")!.Value);
    }

    [Fact]
    public void The_table_has_a_line_for_each_variable_and_each_code()
    {
        var lines = new Codebook(Small).ToCsv().TrimEnd('\n').Split('\n');
        Assert.Equal("variable,type,group,repeat,code,missing,minimum,maximum,label (en),label (th),hint (en),hint (th),required,asked when,allowed when,worked out as", lines[0]);
        Assert.Equal("age,whole number,,,,,12,98,How old is [who] & co?,อายุ,In <years>,,,,. >= 12 and . <= 17 or . = 98,", lines[1]);
        Assert.Contains("net,,,,1,,,,\"Yes, \"\"always\"\"\",ใช่,,,,,,", lines);
        Assert.Contains("net,,,,98,don't know,,,Don't know,ไม่รู้,,,,,,", lines);
        Assert.Contains("born,date,person/inner,person,,,,2020-01-01,Born,เกิด,,,,,. <= '2020-01-01',", lines);
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere_and_marks_each_text_with_its_language()
    {
        var html = new Codebook(Small).ToHtml();
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<p class=\"words\" lang=\"th\">", html, StringComparison.Ordinal);
        Assert.Contains("How old is [who] &amp; co?", html, StringComparison.Ordinal);
        Assert.Contains("<caption>Codes of net</caption>", html, StringComparison.Ordinal);
        Assert.Contains("12 to 17; 98", html, StringComparison.Ordinal);
        Assert.Contains("<code><a href=\"#v1\">age</a> &gt; 12</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_form_gives_the_same_bytes()
    {
        var (one, two) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "two"));
        var first = new Codebook(ReportForm.Form).Write(one);
        var second = new Codebook(Form.Read(Path.Combine(ReportForm.Folder, "report.xlsx"))).Write(two);
        Assert.Equal(["codebook.html", "codebook.csv", "codebook.xml"], first.Select(Path.GetFileName));
        Assert.All(first.Zip(second), pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second)));
    }
}
