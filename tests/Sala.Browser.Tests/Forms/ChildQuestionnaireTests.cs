using Sala.Forms;

namespace Sala.Browser.Tests.Forms;

/// <summary>The child questionnaire of the pack, filled in from the first page to the last with the keyboard alone.</summary>
public sealed class ChildQuestionnaireTests(World world, ITestOutputHelper output)
{
    private static readonly string File = Path.Combine(Repository.Thailand, "forms", "child.xlsx");

    // A child of 14 who takes part, is alone, and had two of the kinds: the long way through.
    private static readonly Dictionary<string, string> Says = new()
    {
        ["h_roster_age"] = "14", ["c_age"] = "14", ["c_firstage"] = "9", ["wb_life"] = "7", ["cmt_yr"] = "0", ["snt_yr"] = "0", ["tlk_yr"] = "2", ["rqi_yr"] = "0", ["omi_yr"] = "2", ["omm_yr"] = "0",
        ["shr_yr"] = "0", ["thr_yr"] = "0", ["vi_home"] = "skip", ["vi_peer"] = "skip",
    };

    [Theory]
    [InlineData("en")]
    [InlineData("th")]
    public async Task The_child_questionnaire_is_filled_in_with_the_keyboard_alone(string language)
    {
        var form = Form.Read(File);
        await using var preview = await PreviewedForm.FromFile(File);
        await using var visitor = await world.Visitor(new Device(language, 1280));
        var answerer = new Answerer(visitor, preview);
        var typist = new Typist(visitor, $"#f-{language}");
        await answerer.Comes();
        var (pages, look) = (new List<string>(), new Look(visitor, output));
        for (var at = await answerer.At(); at.Length > 0; at = await answerer.At())
        {
            Assert.True(pages.Count < 400, "The questions do not end.");
            pages.Add(at);
            var page = form[at];
            var asked = (await answerer.Mine.Locator("[name^='q.']").EvaluateAllAsync<string[]>("fields => fields.map(f => f.name.slice(2))")).Distinct().ToList();
            var heading = await answerer.Mine.Locator("h1").First.InnerTextAsync();
            Assert.True(heading.Any(c => language == "th" ? c is >= 'ก' and <= '๛' : char.IsAsciiLetter(c)), $"{at}: {heading}");
            if (page.IsFieldList || at is "cl_seen_help" or "sc_handover" or "c_info_limit" or "omi_told") await look.At(at);
            if (asked is [var only] && Says.GetValueOrDefault(only) == "skip") await typist.Use("button[value=skip]");
            else
            {
                foreach (var name in asked) await Answer(typist, form[name]);
                await typist.Use("button[value=next]:not(.default)");
            }
            var then = await answerer.At();
            Assert.True(then != at, $"{at}: {string.Join(' ', await answerer.Wrong())}");
        }
        output.WriteLine($"{pages.Count} pages, {typist.Pressed} keys");
        Assert.Contains("omi_told", pages);
        Assert.Contains("tlk_who", pages);
        Assert.True(pages.IndexOf("cl_seen_help") > pages.IndexOf("wb_help"));
        Assert.All(pages.SkipWhile(p => p != "cl_seen_help").Skip(1), p => Assert.StartsWith("iv_", p));
        // Nothing stands against handing it in, and what was passed by is a code of its own.
        Assert.Equal(0, await visitor.Page.Locator("main .note.now").CountAsync());
        var answers = await answerer.Answers();
        Assert.StartsWith("99", answers["vi_home"]);
        Assert.StartsWith("14", answers["c_age"]);
        look.FindsNothing();
        Assert.Empty(visitor.Complaints);
    }

    private static async Task Answer(Typist typist, Question question)
    {
        var name = $"q.{question.Name}";
        var said = Says.GetValueOrDefault(question.Name);
        switch (question.Type)
        {
            case QuestionType.SelectOne: await typist.Choose(name, said ?? question.Choices.First(c => c.Name is not ("98" or "99" or "0")).Name); break;
            case QuestionType.SelectMultiple: await typist.Tick(name, said ?? question.Choices.First(c => c.Name is not ("98" or "99" or "0")).Name); break;
            case QuestionType.Acknowledge: await typist.Tick(name, "OK"); break;
            case QuestionType.Integer: await typist.Type(name, said ?? throw new InvalidOperationException($"What does the child say to {question.Name}?")); break;
            default: throw new InvalidOperationException($"{question.Name}: teach this test {question.TypeText}.");
        }
    }
}
