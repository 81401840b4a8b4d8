using CsCheck;
using Sala.Forms.Checking;

namespace Sala.Forms.Tests.Checking;

// The check says "never" only where it is certain: every combination of answers is tried in the engine itself.
public class CertaintyTests
{
    private static readonly Gen<string> Atom = Gen.OneOf<string>(
        "${a} = 'x'", "${a} = 'y'", "${a} != 'x'", "${a} = ''", "selected(${a}, 'x')", "${b} = 1", "${b} = '2'", "${b} > 1", "${b} <= 1", "${b} != ''", "${b} != 2",
        "selected(${m}, 'x')", "selected(${m}, 'y')", "${m} = 'x'", "${m} = ''", "count-selected(${m}) > 1", "count-selected(${m}) = 1", "${m}",
        "${n} > 2", "${n} < 2", "${n} = 1", "${n} != 1", "${n} = ''", "3 >= ${n}", "${n}", "${n} + 1 > 3", "${n} = '01'",
        "${k} = 1", "${k} = '0'", "${k} = ''", "${k} > 0", "${k} != 1", "${s} = 'true'", "${s} = 'false'", "${s}", "coalesce(${n}, 5) > 3", "${c} = 'p'", "${c} = 'q'", "${c} != 'p'");

    private static readonly Gen<string> Rule = Gen.Recursive<string>((depth, rule) => depth > 3 ? Atom : Gen.Frequency<string>(
        (3, Atom),
        (3, Gen.Select(rule, rule, (x, y) => $"({x} and {y})")),
        (2, Gen.Select(rule, rule, (x, y) => $"({x} or {y})")),
        (2, rule.Select(x => $"not({x})")),
        (1, Gen.Select(rule, rule, rule, (x, y, z) => $"if({x}, {y}, {z})"))));

    private static string Table(string shown, string worked, string target) => $"""
        | survey |                   |        |       |          |            |             |
        |        | type              | name   | label | relevant | constraint | calculation |
        |        | select_one xy     | a      | A     |          |            |             |
        |        | select_one two    | b      | B     | {"${a} = 'x'"} |      |             |
        |        | select_multiple xy | m     | M     |          |            |             |
        |        | integer           | n      | N     |          | . >= 0 and . < 4 |       |
        |        | calculate         | k      |       | {shown}  |            | if({worked}, 1, 0) |
        |        | calculate         | s      |       |          |            | selected({"${m}"}, 'y') |
        |        | calculate         | c      |       |          |            | if({"${n}"} > 1, 'p', if({"${a}"} = 'y', 'q', '')) |
        |        | note              | target | T     | {target} |            |             |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | xy        | x    | X     |
        |         | xy        | y    | Y     |
        |         | two       | 1    | One   |
        |         | two       | 2    | Two   |
        """;

    [Fact]
    public void What_is_said_never_to_be_shown_is_shown_after_no_answers_at_all()
    {
        var never = 0;
        var impossible = 0;
        // k is worked out from questions and not from itself.
        var plain = Rule.Where(r => !r.Contains("${k}", StringComparison.Ordinal) && !r.Contains("${c}", StringComparison.Ordinal));
        Gen.Select(plain, plain, Rule).Sample((shown, worked, target) =>
        {
            var form = Form.ReadMarkdown(Table(shown, worked, target));
            var said = FormCheck.Of(form).Findings.Any(f => f.Problem.Row == 9 && (f.Rule == CheckRule.NeverRelevant || f.Rule == CheckRule.Unreachable));
            var seen = Shown(form);
            if (said) Interlocked.Increment(ref never);
            if (!seen) Interlocked.Increment(ref impossible);
            return !(said && seen);
        }, iter: 1_500, threads: 2);
        Assert.True(never > 20, $"only {never} were found");
        Assert.True(never >= impossible * 0.4, $"{never} of {impossible} were found");
    }

    private static bool Shown(Form form)
    {
        var session = form.Start(StandingClock.Morning, 1);
        foreach (var a in new[] { "", "x", "y" })
            foreach (var b in a == "x" ? new[] { "", "1", "2" } : [""])
                foreach (var m in new[] { "", "x", "y", "x y" })
                    foreach (var n in new[] { "", "0", "1", "2", "3" })
                    {
                        session.Set("a", a);
                        session.Set("b", b);
                        session.Set("m", m);
                        session.Set("n", n);
                        if (session.IsRelevant("target")) return true;
                    }
        return false;
    }
}
