namespace Sala.Forms.Tests;

public class ChoiceTests
{
    private const string Cascade = """
        | survey |                       |          |           |                       |                |
        |        | type                  | name     | label     | choice_filter         | parameters     |
        |        | select_one region     | region   | Region?   |                       |                |
        |        | select_one province   | province | Province? | region = ${region}    |                |
        |        | select_multiple fruit or_other | fruit | Fruit? |                 |                |
        |        | select_one fruit      | best     | Best?     | selected(${fruit}, name) |             |
        |        | select_one fruit      | mixed    | Mixed?    |                       | randomize=true |
        |        | note                  | said     | You chose ${best}. |              |                |
        |        | hidden                | name     |           |                       |                |
        | choices |           |      |            |        |
        |         | list_name | name | label      | region |
        |         | region    | n    | North      |        |
        |         | region    | s    | South      |        |
        |         | province  | cm   | Chiang Mai | n      |
        |         | province  | cr   | Chiang Rai | n      |
        |         | province  | pk   | Phuket     | s      |
        |         | fruit     | a    | Apple      |        |
        |         | fruit     | b    | Banana     |        |
        |         | fruit     | c    | Coconut    |        |
        |         | fruit     | d    | Durian     |        |
        """;

    [Fact]
    public void A_filter_offers_only_what_fits_the_answers_before()
    {
        var session = Walk.Of(Cascade);
        Assert.Empty(session.ChoicesFor("province"));
        session.Answers("region", "n");
        Assert.Equal(["cm", "cr"], session.ChoicesFor("province").Select(c => c.Name));
        Assert.Equal(AnswerCode.NotAChoice, session.Set("province", "pk")?.Code);
    }

    [Fact]
    public void A_choice_that_is_not_offered_any_more_is_dropped_and_comes_back()
    {
        var session = Walk.Of(Cascade).Answers("region", "n").Answers("province", "cm").Answers("region", "s");
        Assert.Null(session.Answer("province"));
        Assert.Equal("cm", session.Answers("region", "n").Answer("province"));
    }

    [Fact]
    public void Or_other_adds_the_choice_and_its_text_question()
    {
        var session = Walk.Of(Cascade);
        Assert.Equal("other", session.ChoicesFor("fruit")[^1].Name);
        Assert.False(session.IsRelevant("fruit_other"));
        Assert.Equal("mango", session.Answers("fruit", "a other").Answers("fruit_other", "mango").Answer("fruit_other"));
        Assert.Equal(5, session.ChoicesFor("mixed").Count); // the list has it, as in the XForm
    }

    [Fact]
    public void Choices_chosen_before_can_be_offered_again()
    {
        var session = Walk.Of(Cascade).Answers("fruit", "a d");
        Assert.Equal(["a", "d"], session.ChoicesFor("best").Select(c => c.Name));
        Assert.Equal("You chose d.", session.Answers("best", "d").Text(session.Form["said"], "en"));
    }

    [Fact]
    public void A_random_order_stays_in_a_session_and_differs_between_seeds()
    {
        var orders = Enumerable.Range(0, 20).Select(seed => string.Concat(Walk.Of(Cascade, seed).ChoicesFor("mixed").Select(c => c.Name).Where(n => n != "other"))).ToList();
        Assert.True(orders.Distinct().Count() > 5);
        Assert.All(orders, o => Assert.Equal("abcd", string.Concat(o.Order())));
        var session = Walk.Of(Cascade);
        Assert.Equal(session.ChoicesFor("mixed"), session.ChoicesFor("mixed"));
    }

    [Fact]
    public void A_label_and_further_columns_are_found_by_code()
    {
        var session = Walk.Of("""
            | survey |                   |      |            |                                              |
            |        | type              | name | label      | calculation                                  |
            |        | select_one fruit  | f    | Fruit?     |                                              |
            |        | calculate         | word |            | jr:choice-name(${f}, '${f}')                 |
            |        | calculate         | cost |            | instance('fruit')/root/item[name = ${f}]/price |
            |        | calculate         | sum  |            | sum(instance('fruit')/root/item[price > 1]/price) |
            | choices |          |      |              |             |       |
            |         | list_name | name | label::English (en) | label::Thai (th) | price |
            |         | fruit    | a    | Apple        | แอปเปิล     | 3     |
            |         | fruit    | b    | Banana       | กล้วย       | 1     |
            |         | fruit    | c    | Coconut      | มะพร้าว     | 5     |
            """).Answers("f", "a");
        Assert.Equal(("Apple", "3", "8"), (session.Answer("word"), session.Answer("cost"), session.Answer("sum")));
        session.Language = "th";
        Assert.Equal("แอปเปิล", session.Answer("word"));
    }
}
