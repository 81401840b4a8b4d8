using System.Text.RegularExpressions;

namespace Sala.Forms.Tests;

public partial class ReportFormTests
{
    public static TheoryData<string> Ways => [.. ReportForm.Ways];

    [Theory, MemberData(nameof(Ways))]
    public void Danger_is_asked_first_and_nobody_is_asked_the_same_twice(string way)
    {
        var session = ReportForm.Start(way);
        Assert.Equal("safety_now", session.First?.Name);
        Assert.DoesNotContain("who_for", session.PathText().Split(' '));
        var words = session.Path.Select(q => session.Text(q, "en")).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.Equal(session.Path.Count, session.Path.Distinct().Count());
    }

    [Fact]
    public void Each_way_in_has_its_own_questions()
    {
        Assert.Equal("safety_now kind still_going_on app who lives_with handle story age_band sex province wants contact_how contact_when", ReportForm.Start("self").PathText());
        Assert.Contains("friend_knows", ReportForm.Start("friend").PathText(), StringComparison.Ordinal);
        Assert.Contains("child_safe_now child_knows", ReportForm.Start("caregiver").PathText(), StringComparison.Ordinal);
        Assert.Contains("profession organisation_kind duty_told", ReportForm.Start("professional").PathText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_question_is_reached_in_some_way()
    {
        var reached = ReportForm.Ways.SelectMany(way => ReportForm.Start(way).Path).ToHashSet();
        Assert.DoesNotContain(ReportForm.Form.Questions, q => q.IsAnswered && q.Name != "who_for" && !reached.Contains(q));
    }

    [Theory, MemberData(nameof(Ways))]
    public void Everything_can_be_skipped(string way)
    {
        var session = ReportForm.Start(way);
        var pages = 0;
        for (var page = session.First; page is not null; page = session.Next(page), pages++) Assert.Null(session.Skip(page.Name));
        Assert.Equal(session.Path.Count, pages);
        Assert.Empty(session.Validate());
        Assert.Equal("normal", session.Answer("urgency"));
    }

    [Theory]
    [InlineData("safety_now", "now", "danger")]
    [InlineData("safety_now", "meeting_today", "danger")]
    [InlineData("safety_now", "now may_hurt_myself", "danger")]
    [InlineData("safety_now", "may_hurt_myself", "danger")]
    [InlineData("safety_now", "no", "normal")]
    [InlineData("lives_with", "lives_with", "high")]
    [InlineData("lives_with", "both", "high")]
    [InlineData("lives_with", "sees_phone", "normal")]
    [InlineData("kind", "threats picture_shared", "normal")]
    public void An_answer_raises_the_urgency_as_the_choices_sheet_says(string question, string answer, string urgency) =>
        Assert.Equal(urgency, ReportForm.Start("self").Answers(question, answer).Answer("urgency"));

    [Fact]
    public void The_highest_urgency_holds_and_falls_again_when_the_answer_is_taken_back()
    {
        var session = ReportForm.Start("self").Answers("lives_with", "both").Answers("safety_now", "now");
        Assert.Equal("danger", session.Answer("urgency"));
        Assert.Equal("high", session.Answers("safety_now", null).Answer("urgency"));
        Assert.Equal("normal", session.Answers("lives_with", "no").Answer("urgency"));
    }

    [Fact]
    public void A_way_that_does_not_ask_a_question_takes_no_answer_to_it()
    {
        var session = ReportForm.Start("self");
        Assert.Equal(AnswerCode.NotAsked, session.Set("child_safe_now", "no")?.Code);
        Assert.Equal("normal", session.Answer("urgency"));
        Assert.Equal(AnswerCode.NotAsked, session.Set("who_for", "friend")?.Code);
    }

    [Fact]
    public void When_no_answer_is_wanted_the_time_is_not_asked()
    {
        var session = ReportForm.Start("self").Answers("contact_when", "evening").Answers("contact_how", "no_answer");
        Assert.False(session.IsRelevant("contact_when"));
        Assert.DoesNotContain("contact_when", session.Answers.Keys);
        Assert.Equal("evening", session.Answers("contact_how", "here").Answer("contact_when"));
    }

    [Theory]
    [InlineData("safety_now", "now no")]
    [InlineData("app", "line dont_know")]
    [InlineData("who", "family could_not_tell")]
    [InlineData("contact_when", "any evening")]
    public void An_answer_that_stands_alone_is_not_taken_with_others(string question, string answer)
    {
        var problem = ReportForm.Start("self").Set(question, answer);
        Assert.Equal(AnswerCode.Constraint, problem?.Code);
        Assert.Contains("alone", problem?.Message("en"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_fit_the_way_in()
    {
        Assert.Equal(["Are you in danger now?", "Is your friend in danger now?", "Is the child in danger now?", "Is the child in danger now?"],
            ReportForm.Ways.Select(way => ReportForm.Start(way) is var s ? s.Text(s.Form["safety_now"], "en") : ""));
        var friend = ReportForm.Start("friend");
        var kind = friend.Form["kind"];
        Assert.Equal("Someone threatens my friend", friend.Text(kind, kind.Choices.Single(c => c.Name == "threats"), "en"));
        Assert.Equal("เกิดอะไรขึ้นกับเพื่อน", friend.Text(kind, "th"));
    }

    [Theory, MemberData(nameof(Ways))]
    public void Whoever_is_not_the_child_is_never_addressed_as_the_child(string way)
    {
        if (way == "self") return;
        var session = ReportForm.Start(way);
        // "The child is with me" is what a caregiver says: their own questions are left aside.
        foreach (var text in Texts(session, "en", ownQuestions: false)) Assert.DoesNotMatch(@"\bMy (boy|phone)|\b(with|asked|see) me\b|\bI (am|might)\b(?! not sure)", text);
        if (way != "friend") foreach (var text in Texts(session, "th")) Assert.DoesNotContain("น้อง", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways))]
    public void Each_sentence_has_at_most_fifteen_words(string way)
    {
        foreach (var text in Texts(ReportForm.Start(way), "en"))
            foreach (var sentence in SentenceEnd().Split(text)) Assert.True(sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 15, sentence);
    }

    [Fact]
    public void Nothing_is_missing_in_either_language()
    {
        Assert.Equal(["en", "th"], ReportForm.Form.Languages);
        Assert.Empty(ReportForm.Form.Warnings);
        Assert.All(ReportForm.Form.Questions.SelectMany(q => q.Choices), c => Assert.NotNull(c.LabelIn("th")));
        Assert.All(ReportForm.Form.Questions, q => Assert.Equal(q.TextIn("hint", "en") is null, q.TextIn("hint", "th") is null));
    }

    [Fact]
    public void Coded_questions_name_their_fact_and_free_text_names_none()
    {
        var facts = ReportForm.Form.Questions.Where(q => q.Column("sala_fact") is not null).ToDictionary(q => q.Column("sala_fact")!, q => q.Name);
        Assert.Equal(["who_for", "kind", "still_going_on", "platform", "relation", "living", "age_band", "sex", "area", "wants"], facts.Keys);
        Assert.All(ReportForm.Form.Questions.Where(q => q.Type == QuestionType.Text), q => Assert.Null(q.Column("sala_fact")));
        Assert.Equal(77, ReportForm.Form["province"].Choices.Count);
    }

    [Fact]
    public void No_word_that_the_terminology_keeps_out_stands_in_the_form()
    {
        foreach (var way in ReportForm.Ways)
            foreach (var text in Texts(ReportForm.Start(way), "en"))
                Assert.DoesNotMatch("(?i)porn|prostitut|sexting|revenge|predator|pervert|don't worry|be brave|why did you|are you sure|you should have|secret|minor\\b|underage", text);
    }

    private static IEnumerable<string> Texts(FormSession session, string language, bool ownQuestions = true)
    {
        foreach (var question in session.Path)
        {
            if (!ownQuestions && question.Column("relevant") is not null) continue;
            yield return session.Text(question, language);
            if (session.Hint(question, language) is { } hint) yield return hint;
            foreach (var choice in session.ChoicesFor(question.Name)) yield return session.Text(question, choice, language);
            if (question.ConstraintMessage(language) is { } message) yield return message;
        }
    }

    [GeneratedRegex(@"(?<=[.?!])\s")]
    private static partial Regex SentenceEnd();
}
