using Sala.Countries;
using Sala.Help;

namespace Sala.Tests.Countries;

public class ReplyTemplateTests
{
    private static readonly ServiceDirectory Services = ServiceDirectory.Load(Pack.Thailand);

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void No_template_can_be_sent_as_it_is(string language)
    {
        var known = Services.ForReplies(demonstration: true, default);
        Assert.InRange(Pack.Thailand.Replies(language).Templates.Count, 8, 12);
        Assert.All(Pack.Thailand.Replies(language).Templates, template => Assert.True(ReplyTemplate.IsOpen(template.Fill(known)), template.Code));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public void A_number_comes_from_the_directory_and_one_that_nobody_called_stays_a_blank(string language)
    {
        var template = Pack.Thailand.Replies(language).Templates.Single(template => template.Code == "call_childline");
        Assert.Contains("1387", template.Fill(Services.ForReplies(demonstration: true, default)));
        Assert.Contains("{childline}", template.Fill(Services.ForReplies(demonstration: false, new(2026, 11, 24))));
    }

    [Fact]
    public void Each_name_that_looks_like_a_service_is_one()
    {
        var codes = Services.ForReplies(demonstration: true, default).Keys;
        var named = Pack.Thailand.Replies("th").Templates.SelectMany(template => template.Blanks).Where(blank => blank.All(c => c is '-' or (>= 'a' and <= 'z'))).Distinct();
        Assert.Empty(named.Except(codes));
    }

    [Fact]
    public void A_template_that_one_language_lacks_stops_the_pack()
    {
        using var copy = Pack.With("templates/replies.th.yml", "code: closing", "code: ending");
        Assert.Contains(copy.Problems(), problem => problem.Message.StartsWith("closing is needed once", StringComparison.Ordinal));
    }
}
