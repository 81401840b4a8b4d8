using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sala.Forms.Tests;

// Loose bounds for a shared machine; what was measured stands in docs/decisions/forms-one-engine.md.
public class SpeedTests
{
    [Fact]
    public void The_report_form_is_read_and_answered_in_the_blink_of_an_eye()
    {
        var file = Path.Combine(ReportForm.Folder, "report.xlsx");
        Assert.True(Best(20, () => Form.Read(file)) < 200);
        var session = ReportForm.Start("self");
        Assert.True(Best(50, () => session.Answers("safety_now", "now").Answers("safety_now", "no")) < 20);
    }

    [Fact]
    public void One_answer_to_nine_hundred_questions_is_settled_within_a_millisecond_or_few()
    {
        var form = Form.ReadMarkdown(Large(900));
        var session = form.Start(StandingClock.Morning, 1);
        for (var i = 0; i < 300; i++) session.Answers($"n{i}", "1");
        Assert.Equal("300", session.Answer("total299"));
        Assert.True(Best(50, () => session.Answers("n0", "2").Answers("n0", "1")) < 20);
    }

    internal static string Large(int rows)
    {
        var table = new StringBuilder("| survey | | | | | | |\n| | type | name | label | relevant | constraint | calculation |\n");
        for (var i = 0; i < rows / 3; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"| | integer | n{i} | Question {i}? | {(i == 0 ? "" : $"${{n{i - 1}}} != ''")} | . >= 0 and . < 100 | |\n");
            table.Append(CultureInfo.InvariantCulture, $"| | text | t{i} | Why ${{n{i}}}? | ${{n{i}}} > 1 and ${{n0}} >= 1 | | |\n");
            table.Append(CultureInfo.InvariantCulture, $"| | calculate | total{i} | | | | coalesce(${{n{i}}}, 0){(i == 0 ? "" : $" + ${{total{i - 1}}}")} |\n");
        }
        return table.ToString();
    }

    private static double Best(int times, Action act)
    {
        var best = double.MaxValue;
        for (var i = 0; i < times; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            act();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return best;
    }
}
