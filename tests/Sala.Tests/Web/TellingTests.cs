using System.Net;

namespace Sala.Tests.Web;

/// <summary>A child tells and comes back, without script, in both languages.</summary>
public sealed class TellingTests
{
    [Theory]
    [InlineData("en", "He has my picture and says he will show it.", "Are you there?")]
    [InlineData("th", "เขามีรูปของหนู บอกว่าจะให้คนอื่นดู", "พี่อยู่ไหม")]
    public async Task A_child_tells_notes_the_receipt_and_reads_and_writes_messages(string language, string story, string message)
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala, language);

        await child.Starts();
        await child.Tells(("kind", "threats"), ("story", story), ("age_band", "12_13"));
        Assert.Contains(story, child.Text);
        await child.Presses("send");
        var receipt = child.Receipt;
        Assert.Matches("^([0-9]{3} ){9}[0-9]{3}$", receipt);
        await child.Presses("wrote");
        Assert.DoesNotContain(receipt, child.Text);
        await child.Presses("try", ("code", receipt));
        Assert.Contains(sala.Installation.Country.Texts(language)["receipt.type_right"], child.Text);

        using var later = Child.Of(sala, language);
        await later.Opens("back");
        await later.Presses("open", ("code", receipt.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(sala.Installation.Country.Texts(language)["comeback.status_received"], later.Heading);
        await later.Presses("write", ("words", message));
        Assert.Contains(message, later.Text);
        await later.Opens("back");
        Assert.Contains(message, later.Text);
        Assert.DoesNotContain(receipt.Split(' ')[0], later.Answer.RequestMessage!.RequestUri!.ToString());
    }

    [Fact]
    public async Task Nothing_needs_to_be_answered()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells();
        Assert.Contains(sala.Installation.Country.Texts("en")["check.nothing"], child.Text);
        await child.Presses("send");
        Assert.NotEmpty(child.Receipt);
    }

    [Fact]
    public async Task An_answer_of_danger_shows_the_numbers_at_once_and_the_questions_can_go_on()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Presses("next", ("q.safety_now", "now"));
        Assert.Equal(sala.Installation.Country.Texts("en")["danger.headline"], child.Heading);
        Assert.NotNull(child.Page.QuerySelector("a[href='tel:1387']"));
        await child.Presses("go");
        Assert.NotNull(child.Page.QuerySelector("button[value=next]"));
    }

    [Fact]
    public async Task Going_back_shows_what_was_answered_and_changing_leads_back_to_the_end()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Presses("next", ("q.safety_now", "no"));
        await child.Presses("back");
        Assert.NotNull(child.Page.QuerySelector("input[value=no][checked]"));
        await child.Tells(("story", "First."));
        await child.Posts("/en/tell", ("do", "change"), ("at", "story"));
        Assert.Contains("First.", child.Page.QuerySelector("textarea")!.TextContent);
        await child.Presses("next", ("q.story", "Second."));
        Assert.NotNull(child.Page.QuerySelector("dl.said"));
        Assert.Contains("Second.", child.Text);
    }

    [Fact]
    public async Task A_refused_answer_stays_on_the_page_with_the_reason_at_the_field()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Posts("/en/tell", ("do", "next"), ("at", "safety_now"), ("q.safety_now", "no"), ("q.safety_now", "now"));
        Assert.Equal("One of your answers stands alone. Please choose it alone, or only the others.", child.Page.QuerySelector(".why")!.TextContent);
        Assert.Equal(2, child.Page.QuerySelectorAll("input[checked]").Length);
    }

    [Fact]
    public async Task What_a_child_typed_is_never_markup()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells(("story", "</textarea><script>alert(1)</script>"), ("handle", "\"><a href=https://x.invalid>x</a>"));
        Assert.DoesNotContain("<script>alert", System.Text.Encoding.UTF8.GetString(child.Body));
        Assert.Null(child.Page.QuerySelector("a[href*=invalid]"));
    }

    [Fact]
    public async Task The_receipt_stays_until_it_is_written_down_and_is_then_gone()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells();
        await child.Presses("send");
        var receipt = child.Receipt;
        await child.Opens("tell");
        Assert.Equal(receipt, child.Receipt);
        await child.Presses("wrote");
        await child.Presses("done");
        await child.Opens("tell");
        Assert.Empty(child.Receipt);
        Assert.DoesNotContain(receipt[..7], child.Text);
    }

    [Fact]
    public async Task Sending_twice_gives_the_same_receipt_and_one_report()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells(("story", "Once."));
        var before = sala.Installation.Board.Rows.Count;
        var pages = await Task.WhenAll(child.Sends(), child.Sends(), child.Sends());
        Assert.Single(pages.Distinct());
        await child.Opens("tell");
        Assert.NotEmpty(child.Receipt);
        Assert.Equal(before + 1, sala.Installation.Board.Rows.Count);
    }

    [Fact]
    public async Task I_do_not_want_to_come_back_closes_the_receipt_for_good()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells();
        await child.Presses("send");
        var receipt = child.Receipt;
        await child.Presses("not-back");
        await child.Presses("close");
        Assert.Equal(sala.Installation.Country.Texts("en")["receipt.not_back_done"], child.Heading);
        await child.Opens("back");
        await child.Presses("open", ("code", receipt));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, child.Status);
        Assert.Contains(sala.Installation.Country.Texts("en")["comeback.not_opened"], child.Text);
    }

    [Fact]
    public async Task The_child_can_stop_and_can_still_say_that_it_is_in_danger()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Starts();
        await child.Tells();
        await child.Presses("send");
        var receipt = child.Receipt;
        await child.Opens("back");
        await child.Presses("open", ("code", receipt));
        await child.Presses("stop");
        await child.Presses("stop-yes");
        Assert.Contains(sala.Installation.Country.Texts("en")["comeback.stopped"], child.Text);
        Assert.Null(child.Page.QuerySelector("textarea"));
        await child.Presses("danger");
        Assert.Contains(sala.Installation.Country.Texts("en")["danger.marked"], child.Text);
        Assert.NotNull(child.Page.QuerySelector("a[href='tel:1387']"));
    }

    [Fact]
    public async Task The_consent_names_the_units_and_when_a_person_reads()
    {
        await using var sala = await RunningSala.Start();
        using var child = Child.Of(sala);
        await child.Opens("tell?for=professional");
        Assert.Contains("Children's unit (demonstration)", child.Text);
        Assert.Contains(sala.Installation.Country.Texts("en")["consent.read_today"], child.Text);
        Assert.NotNull(child.Page.QuerySelector("a[href='/en/guide-professional']"));
        await child.Opens("guide-professional");
        Assert.Contains("to be confirmed by a lawyer", child.Text);
    }

    [Fact]
    public async Task With_nobody_on_duty_the_page_says_so_and_shows_the_numbers()
    {
        await using var sala = await RunningSala.Start(clock: new LaterClock(TimeSpan.FromDays(40)));
        using var child = Child.Of(sala);
        await child.Opens("tell?for=self");
        var texts = sala.Installation.Country.Texts("en");
        Assert.Contains(texts["consent.nobody"], child.Text);
        Assert.Contains(texts["consent.read_unknown"], child.Text);
        Assert.NotNull(child.Page.QuerySelector("a[href='tel:1387']"));
    }

    [Fact]
    public async Task Every_way_in_has_its_own_questions()
    {
        await using var sala = await RunningSala.Start();
        foreach (var (way, question) in new[] { ("friend", "friend_knows"), ("caregiver", "child_knows"), ("professional", "profession") })
        {
            using var child = Child.Of(sala);
            await child.Starts(way);
            await child.Tells();
            Assert.Contains(sala.Installation.ReportForm[question].Label("en")!, child.Text);
        }
    }

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
