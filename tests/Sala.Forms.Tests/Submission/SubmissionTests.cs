using System.Text;
using Sala.Forms.Simulating;

namespace Sala.Forms.Tests.Submitting;

public class SubmissionTests
{
    private const string Visit = """
        | survey |                    |        |         |                |           |              |
        |        | type               | name   | label   | relevant       | parameters | calculation |
        |        | start              | began  |         |                |           |              |
        |        | text               | who    | Who?    |                |           |              |
        |        | begin group        | home   | Home    | ${who} != 'x'  |           |              |
        |        | begin repeat       | child  | Child   |                |           |              |
        |        | integer            | age    | Age?    |                |           |              |
        |        | select_multiple yn | likes  | Likes?  | ${age} > 3     |           |              |
        |        | end repeat         |        |         |                |           |              |
        |        | decimal            | rent   | Rent?   |                |           |              |
        |        | end group          |        |         |                |           |              |
        |        | calculate          | total  |         |                |           | sum(${age})  |
        | choices |          |      |       |
        |         | list_name | name | label |
        |         | yn       | a    | A     |
        |         | yn       | b    | B     |
        | settings |         |         |                    |
        |          | form_id | version | instance_name      |
        |          | visit   | 3       | concat(${who}, '!') |
        """;

    private static FormSession Filled()
    {
        var session = Walk.Of(Visit).Answers("who", "Ann & <Bo>\nสวัสดี").Answers("rent", "12.50").Answers("child[1]/age", "4").Answers("child[1]/likes", "a b");
        Assert.Equal("child[2]", session.AddInstance("child"));
        return session.Answers("child[2]/age", "2");
    }

    [Fact]
    public void Submission_xml_holds_the_answers_in_their_groups_and_leaves_out_what_is_irrelevant()
    {
        Assert.Equal("""
            <?xml version="1.0" encoding="utf-8"?><data id="visit" version="3"><began>2026-11-24T09:30:00.000+07:00</began><who>Ann &amp; &lt;Bo&gt;
            สวัสดี</who><home><child><age>4</age><likes>a b</likes></child><child><age>2</age></child><rent>12.50</rent></home><total>6</total><meta><instanceID>uuid:1</instanceID><instanceName>Ann &amp; &lt;Bo&gt;
            สวัสดี!</instanceName></meta></data>
            """.ReplaceLineEndings("\n"), Xml(Submission.Of(Filled(), "uuid:1")));
        Assert.DoesNotContain("<home>", Xml(Submission.Of(Filled().Answers("who", "x"), "uuid:1")), StringComparison.Ordinal);
    }

    [Fact]
    public void Submission_json_has_numbers_lists_and_nulls() => Assert.Equal(
        """{"form":"visit","version":"3","instanceID":"uuid:1","instanceName":"Bo!","answers":{"began":"2026-11-24T09:30:00.000+07:00","who":"Bo","home":{"child":[{"age":4,"likes":["b"]}],"rent":null},"total":"4"}}""",
        Json(Submission.Of(Walk.Of(Visit).Answers("who", "Bo").Answers("child[1]/age", "4").Answers("child[1]/likes", "b"), "uuid:1")));

    [Fact]
    public void Answers_by_address_open_as_the_session_that_they_came_from()
    {
        var session = Filled();
        var again = Submission.OfAnswers(session.Form, session.Answers).Reopen(StandingClock.Morning);
        Assert.Equal(session.Answers, again.Answers);
        Assert.Equal(2, again.Instances("child"));
        var other = Submission.OfAnswers(session.Form, new Dictionary<string, string>(session.Answers) { ["gone"] = "x", ["child[4]/age"] = "3", ["child[9999]/age"] = "1", ["child[x]/age"] = "1" });
        Assert.Equal(["child[9999]/age", "child[x]/age", "gone"], other.Unknown);
        var gap = other.Reopen(StandingClock.Morning);
        Assert.Equal(("3", 4), (gap.Answer("child[4]/age"), gap.Instances("child")));
        Assert.Null(gap.Answer("child[3]/age"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_submission_opens_as_the_session_that_it_was(bool json)
    {
        var session = Filled();
        var read = json ? Again(session.Form, Submission.ReadJson, Json(Submission.Of(session))) : Again(session.Form, Submission.ReadXml, Xml(Submission.Of(session)));
        Assert.Equal(session.Answers, read.Answers);
        var reopened = read.Reopen(StandingClock.Morning);
        Assert.Equal(session.Answers, reopened.Answers);
        Assert.Equal(2, reopened.Instances("child"));
        Assert.Equal("9", reopened.Answers("child[2]/age", "5").Answer("total"));
    }

    [Theory]
    [InlineData("child.xlsx")]
    [InlineData("report.xlsx")]
    public void A_thousand_simulated_interviews_go_out_as_submissions_and_come_back_the_same(string file)
    {
        var form = Form.Read(Path.Combine(ReportForm.Folder, file));
        var seen = 0;
        Simulation.Run(form, 1_000, 7, (session, number) =>
        {
            var sent = Submission.Of(session, $"uuid:{number}");
            return (Answers: session.Answers, Xml: Xml(sent), Json: Json(sent), Serialised: session.Answers.Count);
        }, interview =>
        {
            seen++;
            var read = Again(form, Submission.ReadXml, interview.Xml);
            Assert.Equal(interview.Answers, read.Answers);
            Assert.Equal((interview.Xml, interview.Json), (Xml(read), Json(read)));
            Assert.Equal(interview.Xml, Xml(Again(form, Submission.ReadJson, interview.Json)));
            Assert.Empty(read.Unknown);
        }, StandingClock.Morning);
        Assert.Equal(1_000, seen);
    }

    [Theory]
    [InlineData("<data id='visit'><meta><instanceID>1</instanceID></meta>", "no submission")]
    [InlineData("<!DOCTYPE d [<!ENTITY a 'a'>]><data id='visit'>&a;</data>", "no submission")]
    [InlineData("<data id='other'><meta><instanceID>1</instanceID></meta></data>", "another form than visit")]
    [InlineData("<data id='visit'><meta/></data>", "no instanceID")]
    [InlineData("<data id='visit'><who>secret</who><who>secret</who><meta><instanceID>1</instanceID></meta></data>", "who more often")]
    public void What_is_no_submission_of_the_form_is_refused_without_a_word_of_it(string xml, string message)
    {
        var refused = Assert.Throws<FormException>(() => Again(Form.ReadMarkdown(Visit), Submission.ReadXml, xml));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_of_another_version_of_the_form_are_named_and_the_rest_is_read()
    {
        var read = Again(Form.ReadMarkdown(Visit), Submission.ReadXml, "<d:data xmlns:d='http://x' xmlns:orx='http://openrosa.org/xforms' id='visit' version='1'><old>1</old><d:who>Bo</d:who><home/><orx:meta><orx:instanceID>uuid:2</orx:instanceID></orx:meta></d:data>");
        Assert.Equal(("uuid:2", "Bo"), (read.InstanceId, read.Answers["who"]));
        Assert.Equal(["old"], read.Unknown);
    }

    private static Submission Again(Form form, Func<Form, Stream, Submission> read, string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return read(form, stream);
    }

    private static string Xml(Submission submission) => Written(submission.WriteXml);

    private static string Json(Submission submission) => Written(submission.WriteJson);

    private static string Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
