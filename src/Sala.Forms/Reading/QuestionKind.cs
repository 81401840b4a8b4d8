namespace Sala.Forms.Reading;

/// <summary>What a type of the survey sheet means: for answering, and in an XForm (control, data type, what the device fills in).</summary>
/// <param name="Type">For answering.</param>
/// <param name="Control">The XForms control; null where nothing is shown.</param>
/// <param name="Data">The type attribute of the bind; null where the bind has none.</param>
internal sealed record QuestionKind(QuestionType Type, string? Control, string? Data)
{
    public string? Media { get; private init; }
    public string? Preload { get; private init; }
    public string? PreloadParams { get; private init; }
    public bool IsReadOnly { get; private init; }
    public string? Constraint { get; private init; }
    public string? Hint { get; private init; }

    public static readonly QuestionKind Group = new(QuestionType.Group, "group", null);
    public static readonly QuestionKind Repeat = new(QuestionType.Repeat, "repeat", null);
    public static readonly QuestionKind SelectOne = new(QuestionType.SelectOne, "select1", "string");
    public static readonly QuestionKind SelectMultiple = new(QuestionType.SelectMultiple, "select", "string");
    public static readonly QuestionKind SelectExternal = new(QuestionType.SelectOne, "input", "string");
    public static readonly QuestionKind Rank = new(QuestionType.Rank, "odk:rank", "odk:rank");
    public static readonly QuestionKind Osm = new(QuestionType.Osm, "upload", "binary") { Media = "osm/*" };
    public static readonly QuestionKind Text = new(QuestionType.Text, "input", "string");
    public static readonly QuestionKind Note = new(QuestionType.Note, "input", "string") { IsReadOnly = true };
    public static readonly QuestionKind Calculate = new(QuestionType.Calculate, null, "string");

    private static readonly Dictionary<string, QuestionKind> Named = Build();

    /// <summary>The kind of that very spelling; XLSForm's types are in the letters of the reference.</summary>
    public static QuestionKind? Of(string type) => Named.GetValueOrDefault(type);

    /// <summary>What an author may have meant.</summary>
    public static IEnumerable<string> Common => ["text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple",
        "rank", "note", "acknowledge", "calculate", "begin group", "end group", "begin repeat", "end repeat", "hidden", "geopoint", "image", "audio", "video", "file", "barcode", "start", "end", "today"];

    private static Dictionary<string, QuestionKind> Build()
    {
        var names = new Dictionary<string, QuestionKind>(StringComparer.Ordinal);
        Add(Note, "note", "q note", "add note prompt");
        Add(Text, "text", "string", "q string", "add text prompt");
        Add(new(QuestionType.Text, "input", "string") { Constraint = "regex(., '^\\d*$')", Hint = "Enter numbers only." }, "phone number");
        Add(new(QuestionType.Integer, "input", "int"), "integer", "int", "q int", "add integer prompt");
        Add(Days(100, null), "percentage");
        Add(Days(31, "Enter a number 0-31."), "number of days in last month");
        Add(Days(183, "Enter a number 0-183."), "number of days in last six months");
        Add(Days(365, "Enter a number 0-365."), "number of days in last year");
        Add(new(QuestionType.Decimal, "input", "decimal"), "decimal", "q decimal", "add decimal prompt");
        Add(new(QuestionType.Range, "range", "int"), "range");
        Add(new(QuestionType.Date, "input", "date"), "date", "q date", "add date prompt");
        Add(new(QuestionType.Time, "input", "time"), "time");
        Add(new(QuestionType.DateTime, "input", "dateTime"), "dateTime", "datetime", "date time", "q date time", "q dateTime", "add dateTime prompt", "add date time prompt");
        Add(new(QuestionType.Acknowledge, "trigger", "string"), "acknowledge", "q acknowledge", "add acknowledge prompt");
        Add(new(QuestionType.Acknowledge, "trigger", null), "trigger");
        Add(new(QuestionType.Barcode, "input", "barcode"), "barcode", "q barcode", "add barcode prompt");
        Add(new(QuestionType.GeoPoint, "input", "geopoint"), "geopoint", "location", "gps", "q geopoint", "q location", "add location prompt");
        Add(new(QuestionType.GeoTrace, "input", "geotrace"), "geotrace", "q geotrace");
        Add(new(QuestionType.GeoShape, "input", "geoshape"), "geoshape", "q geoshape");
        Add(Upload(QuestionType.Image, "image/*"), "photo", "image", "q picture", "q image", "add image prompt", "add photo prompt");
        Add(Upload(QuestionType.Audio, "audio/*"), "audio", "q audio", "add audio prompt");
        Add(Upload(QuestionType.Video, "video/*"), "video", "q video", "add video prompt");
        Add(Upload(QuestionType.File, "application/*"), "file", "add file prompt");
        Add(Osm, "osm");
        Add(Calculate, "calculate", "q calculate", "add calculate prompt");
        Add(new(QuestionType.Hidden, null, "string"), "hidden");
        Add(Clock(QuestionType.Start, "dateTime", "timestamp", "start"), "start", "start time", "get start time");
        Add(Clock(QuestionType.End, "dateTime", "timestamp", "end"), "end", "end time", "get end time");
        Add(Clock(QuestionType.Today, "date", "date", "today"), "today", "get today");
        Add(Device("deviceid"), "deviceid", "device id", "get device id", "imei");
        Add(Device("subscriberid"), "subscriberid", "subscriber id", "get subscriber id");
        Add(Device("simserial"), "simserial", "sim id", "get sim id");
        Add(Device("phonenumber"), "phonenumber", "get phone number");
        foreach (var property in new[] { "username", "email" }) Add(Device(property), property);
        foreach (var property in new[] { "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email" }) Add(Device($"uri:{property}"), $"uri:{property}");
        Add(new(QuestionType.StartGeoPoint, null, "geopoint"), "start-geopoint");
        Add(new(QuestionType.BackgroundGeoPoint, "trigger", "geopoint"), "background-geopoint");
        Add(new(QuestionType.BackgroundAudio, null, "binary"), "background-audio");
        Add(new(QuestionType.Audit, null, "binary"), "audit");
        Add(new(QuestionType.DataFile, null, null), "xml-external", "csv-external");
        return names;

        void Add(QuestionKind kind, params string[] spellings)
        {
            foreach (var spelling in spellings) names[spelling] = kind;
        }
    }

    private static QuestionKind Upload(QuestionType type, string media) => new(type, "upload", "binary") { Media = media };

    private static QuestionKind Days(int most, string? hint) => new(QuestionType.Integer, "input", "int") { Constraint = $"0 <= . and . <= {most}", Hint = hint };

    private static QuestionKind Clock(QuestionType type, string data, string preload, string parameter) => new(type, null, data) { Preload = preload, PreloadParams = parameter };

    private static QuestionKind Device(string property) => new(QuestionType.DeviceProperty, null, "string") { Preload = "property", PreloadParams = property };
}
