using System.Text.RegularExpressions;
using Sala.Forms.Checking;
using Sala.Forms.Sheets;
using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Instruments;

/// <summary>What holds for every form of the pack.</summary>
public partial class WholeFormTests
{
    public static TheoryData<string> Forms => [.. Instrument.All];
    public static TheoryData<string> OfTheStudy => [.. Instrument.OfTheStudy];

    [Theory, MemberData(nameof(Forms))]
    public void The_check_finds_nothing_to_mend(string form) =>
        Assert.Empty(FormCheck.Of(Path.Combine(Instrument.Folder, $"{form}.xlsx")).Findings);

    [Theory, MemberData(nameof(Forms))]
    public void Both_languages_are_whole(string name)
    {
        var form = Instrument.Of(name);
        Assert.Equal(["en", "th"], form.Languages);
        foreach (var question in form.Questions)
        {
            foreach (var column in new[] { "label", "hint", "guidance_hint", "constraint_message", "required_message" })
                Assert.True(question.TextIn(column, "en") is null == question.TextIn(column, "th") is null, $"{question.Name} {column}");
            if (question.IsShown && !question.IsGroup) Assert.NotNull(question.TextIn("label", "en"));
            // Names of a data file are the same in every language.
            if (!question.ListName.EndsWith(".csv", StringComparison.Ordinal)) Assert.All(question.Choices, c => Assert.True(c.LabelIn("en") is not null && c.LabelIn("th") is not null, $"{question.ListName} {c.Name}"));
            if (question.Column("constraint") is not null) Assert.NotNull(question.TextIn("constraint_message", "en"));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Every_Thai_text_that_nobody_reviewed_is_marked(string form)
    {
        foreach (var sheet in Workbook.Read(Path.Combine(Instrument.Folder, $"{form}.md")).Sheets.Where(s => s.Name is "survey" or "choices"))
        {
            var headings = sheet.Rows[0].Cells.ToList();
            var mark = headings.IndexOf("review_th");
            foreach (var row in sheet.Rows.Skip(1))
            {
                var thai = headings.Select((h, i) => h?.EndsWith("(th)", StringComparison.Ordinal) == true ? row.Cells.ElementAtOrDefault(i) : null).Any(t => !string.IsNullOrEmpty(t));
                // Names of provinces are official.
                if (thai && row.Cells[0] != "province") Assert.True(row.Cells.ElementAtOrDefault(mark) == "draft", $"{form} {sheet.Name} row {row.Number}");
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Every_question_and_every_choice_is_reached_in_simulation(string name)
    {
        var report = Simulation.Run(Instrument.Of(name), 4000, 7, StandingClock.Morning);
        Assert.Empty(report.Unreached);
        Assert.Empty(report.GivenUp);
    }

    [Theory, MemberData(nameof(Forms))]
    public void Whatever_is_answered_the_form_can_be_handed_in(string name)
    {
        for (var seed = 1; seed <= 100; seed++)
            Assert.Empty(Interview.Of(Instrument.Of(name).Start(StandingClock.Morning, seed), seed, seed % 2 == 0 ? Gates : Some).Session.Validate());
    }

    [Theory, MemberData(nameof(OfTheStudy))]
    public void The_page_with_numbers_comes_last_whatever_was_answered(string name)
    {
        var form = Instrument.Of(name);
        var help = form.Questions.Last(q => q.Column("sala_shows") == "services");
        Assert.True(help.IsRequired);
        for (var seed = 1; seed <= 200; seed++)
        {
            var interview = Interview.Of(form.Start(StandingClock.Morning, seed), seed, seed % 2 == 0 ? Gates : Some);
            // At a door where nobody was met, nobody can be shown a page.
            if (name == "household" && interview.Session.Answer("h_adult") is null) continue;
            var after = interview.Met.SkipWhile(n => n != help.Name).ToList();
            Assert.NotEmpty(after);
            Assert.All(after.Skip(1), n => Assert.Contains("Interviewer:", form[n].Label("en"), StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void No_number_to_call_is_written_into_a_form(string name)
    {
        foreach (var (where, text) in Instrument.Texts(Instrument.Of(name), "en").Concat(Instrument.Texts(Instrument.Of(name), "th")))
            Assert.DoesNotMatch(@"(?<![0-9-])(1387|1300|1323|1441|1669|191|1155|0[0-9]{8,9})(?![0-9])", $"{text} ({where.Split(' ')[0]})");
    }

    [Theory, MemberData(nameof(Forms))]
    public void No_word_that_the_terminology_keeps_out_stands_in_a_form(string name)
    {
        foreach (var (where, text) in Instrument.Texts(Instrument.Of(name), "en")) Assert.False(KeptOut().IsMatch(text), $"{where}: {text}");
        foreach (var (where, text) in Instrument.Texts(Instrument.Of(name), "th"))
            Assert.False(Regex.IsMatch(text, "โป๊|อนาจาร|ขายตัว|โสเภณี|ลามก|สารภาพ"), $"{where}: {text}");
    }

    [Theory, MemberData(nameof(OfTheStudy))]
    public void Nothing_is_asked_that_must_never_be_asked(string name)
    {
        var form = Instrument.Of(name);
        Assert.DoesNotContain(form.Questions, q => q.Type is QuestionType.Image or QuestionType.Audio or QuestionType.Video or QuestionType.File or QuestionType.GeoPoint or QuestionType.Barcode or QuestionType.BackgroundAudio or QuestionType.DeviceProperty or QuestionType.StartGeoPoint);
        string[] texts = name switch { "household" => ["h_r_label"], "frontline" => ["f_change_text"], "safety-referral" => ["r_contact", "r_call_name"], _ => [] };
        Assert.Equal(texts, form.Questions.Where(q => q.Type == QuestionType.Text).Select(q => q.Name));
        foreach (var (where, text) in Instrument.Texts(form, "en"))
            Assert.False(Regex.IsMatch(text, @"(?i)\b(clothes|wore|virgin|pregnan|orientation|agreed to it|did you like|enjoy it|provok|why did you|describe what|screenshot|how often in one)\b") && !text.Contains("do not have to describe", StringComparison.Ordinal), $"{where}: {text}");
    }

    [Theory, MemberData(nameof(OfTheStudy))]
    public void Names_are_short_and_lower_case(string name) =>
        Assert.All(Instrument.Of(name).Questions, q => Assert.Matches("^[a-z][a-z0-9_]{0,23}$", q.Name));

    [Theory, MemberData(nameof(Forms))]
    public void Dont_know_is_98_and_prefer_not_to_say_is_99(string name)
    {
        if (name == "report") return; // its codes are words
        foreach (var question in Instrument.Of(name).Questions)
            foreach (var choice in question.Choices)
            {
                if (choice.Name == "98") Assert.Contains("know", choice.Label("en"), StringComparison.Ordinal);
                if (choice.Name == "99") Assert.Contains("prefer not to say", choice.Label("en"), StringComparison.Ordinal);
                if (choice.Label("en").Contains("prefer not to say", StringComparison.Ordinal)) Assert.Equal("99", choice.Name);
            }
    }

    [Theory, MemberData(nameof(Forms))]
    public void An_answer_that_stands_alone_is_refused_beside_another(string name)
    {
        var form = Instrument.Of(name);
        foreach (var question in form.Questions.Where(q => q.Type == QuestionType.SelectMultiple))
        {
            // Whatever the constraint keeps alone: tried in the interview that reaches the question.
            foreach (Match match in Regex.Matches(question.Column("constraint") ?? "", @"selected\(\., '([^']+)'\)"))
                Assert.Contains(question.Choices, c => c.Name == match.Groups[1].Value);
            foreach (var code in question.Choices.Select(c => c.Name).Where(c => c is "98" or "99"))
                Assert.Contains($"selected(., '{code}')", question.Column("constraint") ?? "", StringComparison.Ordinal);
        }
    }

    /// <summary>Answers that lead through every gate of every form.</summary>
    private static Dictionary<string, string> Gates { get; } = new()
    {
        ["k_consent"] = "1", ["c_assent"] = "1", ["c_teachback"] = "1", ["c_ivsex"] = "1", ["c_private"] = "1", ["c_net3m"] = "1", ["sc_mode"] = "1", ["sc_alone"] = "1",
        ["g_consent"] = "1", ["f_consent"] = "1", ["h_outcome"] = "1", ["h_adult"] = "1", ["h_n1217"] = "2", ["r_choice"] = "3",
        ["exhibit_hash"] = new string('a', 64), ["sha256"] = new string('a', 64), ["recording"] = "video", ["interview_number"] = "3", ["wants_close"] = "yes", ["reply"] = "accept",
    };

    // What cannot be hit upon by chance.
    private static Dictionary<string, string> Some { get; } = new() { ["exhibit_hash"] = new string('b', 64), ["sha256"] = new string('b', 64) };

    [GeneratedRegex(@"(?i)porn|prostitut|sexting|revenge|predator|pervert|paedophil|don't worry|be brave|why did you|are you sure|you should have|secret|\bminor\b|underage|interrogat|confess|sex worker|victim of porn|nude")]
    private static partial Regex KeptOut();
}
