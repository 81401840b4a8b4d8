using Sala.Countries;
using Sala.Forms;

namespace Sala.Tests.Countries;

/// <summary>The form and the rest of the pack speak of the same things in the same codes.</summary>
public class ReportFormTests
{
    private static readonly Form Form = Form.Read(Pack.Thailand.ReportForm);

    [Fact]
    public void The_form_speaks_every_language_of_the_pack() =>
        Assert.Equal(Pack.Thailand.Languages.Select(language => language.Code).Order(), Form.Languages.Order());

    [Fact]
    public void An_age_that_is_told_is_a_band_of_the_pack() =>
        Assert.Equal(
            Pack.Thailand.AgeBands.Select(band => band.Code),
            Form["age_band"].Choices.Select(choice => choice.Name).Where(code => code is not ("18_over" or "rather_not_say")));

    [Fact]
    public void A_province_that_is_told_is_an_area_of_the_pack_with_the_same_name()
    {
        var areas = Pack.Thailand.Areas.ToDictionary(area => area.Code);
        var told = Form["province"].Choices.Where(choice => choice.Name.StartsWith("TH-", StringComparison.Ordinal)).ToList();
        Assert.Equal(areas.Count, told.Count);
        Assert.All(told, choice => Assert.Equal((areas[choice.Name].Names["th"], areas[choice.Name].Names["en"]), (choice.Label("th"), choice.Label("en"))));
    }

    [Fact]
    public void A_choice_is_urgent_in_a_word_that_a_clock_knows()
    {
        var words = Form.Questions.SelectMany(question => question.Choices).Select(choice => choice.Column("urgency") ?? "").Where(word => word.Length > 0).ToHashSet();
        Assert.Equal(["danger", "high"], words.Order());
        Assert.All(words, word => Assert.NotNull(Pack.Thailand.DutyClock.AcknowledgeWithin(Enum.Parse<Urgency>(word, ignoreCase: true))));
    }

    [Theory]
    [InlineData("safety_now", "now", "danger")]
    [InlineData("safety_now", "meeting_today", "danger")]
    [InlineData("safety_now", "may_hurt_myself", "danger")]
    [InlineData("lives_with", "lives_with", "high")]
    [InlineData("lives_with", "both", "high")]
    public void Danger_now_a_meeting_today_hurting_oneself_and_living_with_the_person_are_urgent(string question, string answer, string urgency) =>
        Assert.Equal(urgency, Form[question].Choices.Single(choice => choice.Name == answer).Column("urgency"));
}
