namespace Sala.Forms.Tests;

/// <summary>Paths of XPath 1.0, section 2, over answers; what ODK's engines do not have stands here alone.</summary>
public class AxisTests
{
    private const string Table = """
        | survey |              |       |       |                                               |
        |        | type         | name  | label | calculation                                   |
        |        | integer      | age   | A     |                                               |
        |        | begin repeat | child | C     |                                               |
        |        | text         | cname | N     |                                               |
        |        | end repeat   |       |       |                                               |
        |        | begin group  | inner | I     |                                               |
        |        | text         | deep  | D     |                                               |
        |        | end group    |       |       |                                               |
        |        | calculate    | value |       | {0}                                           |
        """;

    [Theory]
    [InlineData("/data/child[3]/preceding-sibling::child[1]/cname", "Bia")]
    [InlineData("/data/child[3]/preceding-sibling::child/cname", "Ana")]
    [InlineData("/data/child[1]/following-sibling::child[2]/cname", "Caio")]
    [InlineData("/data/inner/deep/ancestor-or-self::deep", "well")]
    [InlineData("name(/data/inner/deep/ancestor::*[1])", "inner")]
    [InlineData("name(/data/inner/deep/ancestor::*[2])", "data")]
    [InlineData("count(/data/inner/deep/ancestor-or-self::*)", "3")]
    [InlineData("count(/data/age | /data/inner/deep)", "2")]
    [InlineData("/data/inner/deep | /data/age", "12")]
    [InlineData("concat(/data/child[3]/cname | /data/child[1]/cname)", "AnaCaio")]
    [InlineData("count(/data/child[1]/following::cname)", "2")]
    [InlineData("count(/data/child[3]/preceding::cname)", "2")]
    [InlineData("/data/child[3]/preceding::cname[1]", "Bia")]
    [InlineData("(/data/child/cname)[2]", "Bia")]
    [InlineData("count(/data/child/cname[1])", "3")]
    [InlineData("count((/data/child/cname)[1])", "1")]
    [InlineData("/data/child[last()]/cname", "Caio")]
    [InlineData("/data/child[position() = last() - 1]/cname", "Bia")]
    [InlineData("/data/inner/deep/text()", "well")]
    [InlineData("count(/data/inner/node())", "1")]
    [InlineData("/data/@version", null)]
    [InlineData("--${age}", "12")]
    public void Paths_walk_the_axes_of_XPath(string expression, string? value)
    {
        var session = Walk.Of(Table.Replace("{0}", expression.Replace("|", "\\|", StringComparison.Ordinal), StringComparison.Ordinal));
        session.AddInstance("child");
        session.AddInstance("child");
        session.Answers("age", "12").Answers("deep", "well").Answers("child[1]/cname", "Ana").Answers("child[2]/cname", "Bia").Answers("child[3]/cname", "Caio");
        Assert.Equal(value, session.Answer("value"));
    }
}
