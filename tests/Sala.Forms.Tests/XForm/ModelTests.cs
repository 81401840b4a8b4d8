namespace Sala.Forms.Tests.XForm;

public class ModelTests
{
    private static XFormFile Row(string type, string columns = "", string cells = "", string more = "") =>
        XFormFile.Of($"| survey | | | | |\n| | type | name | label | {columns} |\n| | {type} | q | Q | {cells} |\n{more}");

    [Theory]
    [InlineData("text", "string", "input")]
    [InlineData("integer", "int", "input")]
    [InlineData("decimal", "decimal", "input")]
    [InlineData("date", "date", "input")]
    [InlineData("time", "time", "input")]
    [InlineData("dateTime", "dateTime", "input")]
    [InlineData("barcode", "barcode", "input")]
    [InlineData("geopoint", "geopoint", "input")]
    [InlineData("geotrace", "geotrace", "input")]
    [InlineData("geoshape", "geoshape", "input")]
    [InlineData("image", "binary", "upload")]
    [InlineData("audio", "binary", "upload")]
    [InlineData("video", "binary", "upload")]
    [InlineData("file", "binary", "upload")]
    [InlineData("range", "int", "range")]
    [InlineData("acknowledge", "string", "trigger")]
    [InlineData("trigger", null, "trigger")]
    [InlineData("note", "string", "input")]
    [InlineData("phone number", "string", "input")]
    [InlineData("add date time prompt", "dateTime", "input")]
    [InlineData("q picture", "binary", "upload")]
    [InlineData("osm", "binary", "upload")]
    public void A_type_is_a_data_type_and_a_control(string type, string? data, string control)
    {
        var form = Row(type);
        Assert.Equal(data, form.Binds.Contains("/data/q") ? form.Bind("/data/q", "type") : null);
        Assert.Equal(control, form.Control("/data/q").Name.LocalName);
    }

    [Theory]
    [InlineData("start", "dateTime", "timestamp", "start")]
    [InlineData("end", "dateTime", "timestamp", "end")]
    [InlineData("today", "date", "date", "today")]
    [InlineData("deviceid", "string", "property", "deviceid")]
    [InlineData("username", "string", "property", "username")]
    [InlineData("email", "string", "property", "email")]
    [InlineData("uri:email", "string", "property", "uri:email")]
    public void What_the_device_fills_in_is_a_preload_and_not_shown(string type, string data, string preload, string parameter)
    {
        var form = Row(type);
        Assert.Equal((data, preload, parameter), (form.Bind("/data/q", "type"), form.Bind("/data/q", "jr:preload"), form.Bind("/data/q", "jr:preloadParams")));
        Assert.False(form.IsShown("/data/q"));
    }

    [Theory]
    [InlineData("relevant", "yes", "relevant", "true()")]
    [InlineData("required", "TRUE", "required", "true()")]
    [InlineData("read_only", "no", "readonly", "false()")]
    [InlineData("readonly", "true", "readonly", "true()")]
    [InlineData("Relevance", "1 = 1", "relevant", "1 = 1")]
    [InlineData("constraint message", "Too  big", "jr:constraintMsg", "Too big")]
    [InlineData("requiredMsg", "Please", "jr:requiredMsg", "Please")]
    [InlineData("bind::relevant", "1 = 2", "relevant", "1 = 2")]
    [InlineData("bind::type", "decimal", "type", "decimal")]
    [InlineData("bind::odk:length", "10", "odk:length", "10")]
    [InlineData("calculation", "“a” = ‘a’", "calculate", "\"a\" = 'a'")]
    public void A_column_and_its_old_spellings_are_an_attribute_of_the_bind(string column, string cell, string attribute, string value) =>
        Assert.Equal(value, Row("text", column, cell).Bind("/data/q", attribute));

    [Theory]
    [InlineData("text", "parameters", "rows=5", "rows", "5")]
    [InlineData("text", "appearance", "multiline  w1", "appearance", "multiline w1")]
    [InlineData("text", "control::appearance", "numbers", "appearance", "numbers")]
    [InlineData("text", "body::accuracyThreshold", "5", "accuracyThreshold", "5")]
    [InlineData("geopoint", "parameters", "capture-accuracy=2 warning-accuracy=9.5", "unacceptableAccuracyThreshold", "9.5")]
    [InlineData("geotrace", "parameters", "incremental=true", "incremental", "true")]
    [InlineData("image", "parameters", "app=com.example.cam", "intent", "com.example.cam")]
    [InlineData("range", "parameters", "START=2; end = 9,step=1", "start", "2")]
    [InlineData("range", "parameters", "tick_interval=3", "odk:tick-interval", "3")]
    [InlineData("audio", "autoplay", "audio", "autoplay", "audio")]
    public void A_column_or_parameter_is_an_attribute_of_the_control(string type, string column, string cell, string attribute, string value) =>
        Assert.Equal(value, Row(type, column, cell).Attribute("/data/q", attribute));

    [Theory]
    [InlineData("image", "max-pixels=640", "orx:max-pixels", "640")]
    [InlineData("audio", "quality=voice-only", "odk:quality", "voice-only")]
    [InlineData("geopoint", "allow-mock-accuracy=true", "odk:allow-mock-accuracy", "true")]
    [InlineData("range", "step=0.5", "type", "decimal")]
    public void A_parameter_is_an_attribute_of_the_bind(string type, string parameters, string attribute, string value) =>
        Assert.Equal(value, Row(type, "parameters", parameters).Bind("/data/q", attribute));

    [Theory]
    [InlineData("text", "x=1", "x is no parameter of this type. It takes: rows.")]
    [InlineData("text", "row=1", "Did you mean rows?")]
    [InlineData("text", "rows=a", "rows is a whole number")]
    [InlineData("text", "rows==1", "is no parameter")]
    [InlineData("image", "max-pixels=big", "max-pixels is a whole number")]
    [InlineData("image", "app=camera", "package name")]
    [InlineData("audio", "quality=best", "quality is voice-only or low or normal or external")]
    [InlineData("background-audio", "quality=external", "quality is voice-only or low or normal")]
    [InlineData("geopoint", "capture-accuracy=near", "capture-accuracy is a number")]
    [InlineData("geoshape", "capture-accuracy=5", "no parameter of this type")]
    [InlineData("range", "step=0", "step cannot be 0")]
    [InlineData("range", "start=1 end=3 step=5", "step is larger than the whole range")]
    [InlineData("range", "step=2 tick_interval=3", "does not fall on a step")]
    [InlineData("range", "placeholder=11", "outside the range")]
    [InlineData("range", "tick_labelset=none", "There is no list named none")]
    [InlineData("audit", "location-priority=balanced", "These go together")]
    [InlineData("audit", "location-priority=balanced location-min-interval=60 location-max-age=30", "at least location-min-interval")]
    [InlineData("audit", "track-changes=maybe", "track-changes is true or false")]
    public void A_parameter_that_means_nothing_is_refused_with_what_would(string type, string parameters, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | | |\n| | type | name | label | parameters |\n| | {type} | {(type == "audit" ? "" : "q")} | Q | {parameters} |"), StringComparison.Ordinal);

    [Fact]
    public void A_range_with_labels_of_its_ticks_has_an_itemset()
    {
        var form = Row("range", "parameters", "end=3 tick_labelset=ticks", "| choices | | | |\n| | list_name | name | label |\n| | ticks | 1 | Low |\n| | ticks | 3 | High |");
        Assert.Equal("instance('ticks')/root/item name label", form.Itemset("/data/q"));
        Assert.Equal(("1", "3", "1"), (form.Attribute("/data/q", "start"), form.Attribute("/data/q", "end"), form.Attribute("/data/q", "step")));
    }

    [Theory]
    [InlineData("text", "abc", "<q>abc</q>", "")]
    [InlineData("date", "2026-11-24", "<q>2026-11-24</q>", "")]
    [InlineData("geopoint", "-33.9 18.4 0 0", "<q>-33.9 18.4 0 0</q>", "")]
    [InlineData("image", "a.png", "<q>jr://images/a.png</q>", "")]
    [InlineData("text", "'a - b'", "<q>'a - b'</q>", "")]
    [InlineData("text", "http://a.b/c", "<q>http://a.b/c</q>", "")]
    [InlineData("integer", "1 + 1", "<q />", "setvalue /data/q odk-instance-first-load 1 + 1")]
    [InlineData("date", "today()", "<q />", "setvalue /data/q odk-instance-first-load today()")]
    [InlineData("date", "today() - 1", "<q />", "setvalue /data/q odk-instance-first-load today() - 1")]
    [InlineData("text", "${p}", "<q />", "setvalue /data/q odk-instance-first-load /data/p")]
    [InlineData("text", "${last-saved#p}", "<q />", "setvalue /data/q odk-instance-first-load instance('__last-saved')/data/p")]
    [InlineData("text", "a|b", "<q />", "setvalue /data/q odk-instance-first-load a|b")]
    public void A_default_stands_in_the_instance_or_is_worked_out_at_first_load(string type, string value, string instance, string action)
    {
        var form = Row(type, "default", value.Replace("|", "\\|", StringComparison.Ordinal), "| | text | p | P | |");
        Assert.Contains(instance, form.PrimaryText, StringComparison.Ordinal);
        Assert.Equal(action.Length == 0 ? [] : [$"model: {action}"], form.Actions);
    }

    [Fact]
    public void A_default_within_a_repeat_is_worked_out_for_each_new_instance_too()
    {
        var form = XFormFile.Of("""
            | survey |              |      |       |              |
            |        | type         | name | label | default      |
            |        | begin repeat | r    | R     |              |
            |        | text         | a    | A     |              |
            |        | begin group  | g    | G     |              |
            |        | text         | b    | B     | concat(${a}) |
            |        | end group    |      |       |              |
            |        | end repeat   |      |       |              |
            """);
        Assert.Equal(["model: setvalue /data/r/g/b odk-instance-first-load concat( ../../a )", "repeat: setvalue /data/r/g/b odk-new-repeat concat( ../../a )"], form.Actions);
    }

    [Fact]
    public void An_answer_sets_off_what_has_it_as_trigger()
    {
        var form = XFormFile.Of("""
            | survey |                     |       |       |             |             |
            |        | type                | name  | label | calculation | trigger     |
            |        | text                | a     | A     |             |             |
            |        | integer             | b     | B     |             |             |
            |        | calculate           | when  |       | now()       | ${a}, ${b}  |
            |        | text                | empty | E     |             | ${b}        |
            |        | background-geopoint | where |       |             | ${a}        |
            """);
        Assert.Equal([
            "input: setvalue /data/when xforms-value-changed now()", "input: setgeopoint /data/where xforms-value-changed",
            "input: setvalue /data/when xforms-value-changed now()", "input: setvalue /data/empty xforms-value-changed",
        ], form.Actions);
        Assert.Null(form.Bind("/data/when", "calculate"));
        Assert.False(form.IsShown("/data/where"));
    }

    [Theory]
    [InlineData("| | calculate | c | | 1 | |\n| | text | t | T | 2 | ${c} |", "c is not shown")]
    [InlineData("| | text | t | T | 2 | ${nobody} |", "The trigger “nobody” is no question")]
    [InlineData("| | text | t | T | 2 | a |", "The trigger “a” is no question")]
    [InlineData("| | begin group | g | G | | |\n| | text | x | X | | |\n| | end group | | | | |\n| | text | t | T | 2 | ${g} |", "The trigger “g” is no question")]
    [InlineData("| | background-geopoint | t | | | |", "needs a trigger")]
    public void A_trigger_is_a_question_that_people_see(string rows, string message) =>
        Assert.Contains(message, XFormFile.Refused($"| survey | | | | | |\n| | type | name | label | calculation | trigger |\n{rows}"), StringComparison.Ordinal);

    [Fact]
    public void Recordings_and_places_of_the_device_are_actions()
    {
        var form = XFormFile.Of("""
            | survey |                  |       |            |
            |        | type             | name  | parameters |
            |        | start-geopoint   | place |            |
            |        | background-audio | sound | quality=low |
            """);
        Assert.Equal(["model: setgeopoint /data/place odk-instance-first-load", "model: recordaudio /data/sound odk-instance-load"], form.Actions);
        Assert.Equal(("geopoint", "binary"), (form.Bind("/data/place", "type"), form.Bind("/data/sound", "type")));
    }

    [Fact]
    public void Audit_and_names_stand_in_the_group_meta()
    {
        var form = XFormFile.Of("""
            | survey |       |      |       |                                    |
            |        | type  | name | label | parameters                         |
            |        | audit |      |       | track-changes=true identify-user=true |
            |        | text  | a    | A     |                                    |
            | settings |         |         |                |            |
            |          | form_id | version | instance_name  | form_title |
            |          | f       | 7       | concat(${a})   | A & B      |
            """);
        Assert.Equal("""<data id="f" version="7"><a /><meta><audit /><instanceID /><instanceName /></meta></data>""", form.PrimaryText);
        Assert.Equal(("true", "uid", "concat( /data/a )"), (form.Bind("/data/meta/audit", "odk:track-changes"), form.Bind("/data/meta/instanceID", "jr:preload"), form.Bind("/data/meta/instanceName", "calculate")));
        Assert.Equal("A & B", form.Root.Descendants().First(e => e.Name.LocalName == "title").Value);
    }

    [Fact]
    public void Settings_say_where_a_submission_goes_how_the_form_looks_and_what_it_is_called()
    {
        var form = XFormFile.Of("""
            | survey |      |      |       |            |
            |        | type | name | label | instance::odk:x |
            |        | text | a    | A     | 1          |
            | settings |          |              |                |            |           |             |       |                                    |                  |
            |          | name     | Form ID      | submission_url | public_key | auto_send | auto_delete | style | namespaces                         | attribute::my:a  |
            |          | children | the_form     | https://x.y/z  | MIIB       | true      | false       | pages | my="http://my/ns" other="http://o" | 5                |
            """);
        Assert.Equal(("https://x.y/z", "post", "MIIB"), (form.Submission!.Attribute("action")!.Value, form.Submission.Attribute("method")!.Value, form.Submission.Attribute("base64RsaPublicKey")!.Value));
        Assert.Equal(2, form.Submission.Attributes().Count(a => a.Name.NamespaceName == "http://openrosa.org/xforms"));
        Assert.Equal("pages", form.Root.Elements().Last().Attribute("class")!.Value);
        Assert.Equal(("children", "the_form", "5"), (form.Primary.Name.LocalName, form.Primary.Attribute("id")!.Value, form.Primary.Attributes().Single(a => a.Name.NamespaceName == "http://my/ns").Value));
        Assert.Contains("/children/a", form.Binds);
    }

    [Fact]
    public void A_form_without_settings_has_the_name_of_its_file() => Assert.Equal("form", Row("text").Primary.Attribute("id")!.Value);

    [Fact]
    public void Instance_ids_may_be_left_out_but_not_of_an_encrypted_form()
    {
        const string Table = "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| settings | | |\n| | omit_instanceID | {0} |\n| | yes | MIIB |";
        Assert.DoesNotContain("meta", XFormFile.Of(Table.Replace("{0}", "style", StringComparison.Ordinal)).PrimaryText, StringComparison.Ordinal);
        Assert.Contains("needs its instance id", XFormFile.Refused(Table.Replace("{0}", "public_key", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
