namespace Sala.Forms.Reading;

/// <summary>The spellings of question types, old ones included.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, QuestionType> Names = Build();
    private static readonly string[] One = ["select_one", "select one", "select one from", "select1", "select one using", "add select one prompt using", "select_one_external"];
    private static readonly string[] Multiple = ["select_multiple", "select multiple", "select multiple from", "select all that apply from", "select all that apply", "select multiple using", "add select multiple prompt using"];
    private static readonly string[] OneFromFile = ["select_one_from_file", "select one from file"];
    private static readonly string[] MultipleFromFile = ["select_multiple_from_file", "select multiple from file"];

    public static IEnumerable<string> Common => ["text", "integer", "decimal", "range", "date", "time", "dateTime", "select_one", "select_multiple",
        "rank", "note", "acknowledge", "calculate", "begin group", "end group", "begin repeat", "end repeat", "hidden", "geopoint", "image", "audio", "video", "file", "barcode", "start", "end", "today"];

    public static QuestionType? Plain(string text) => Names.TryGetValue(text, out var type) ? type : null;

    /// <summary>Reads <c>select_one list</c>, <c>select_multiple list or_other</c>, <c>select_one_from_file file.csv</c>, <c>rank list</c>.</summary>
    public static (QuestionType Type, string List, bool OrOther, bool FromFile)? Select(string text)
    {
        foreach (var (names, type, file) in new[] { (OneFromFile, QuestionType.SelectOne, true), (MultipleFromFile, QuestionType.SelectMultiple, true),
            (One, QuestionType.SelectOne, false), (Multiple, QuestionType.SelectMultiple, false), (["rank"], QuestionType.Rank, false) })
        {
            foreach (var name in names.OrderByDescending(n => n.Length))
            {
                if (!text.StartsWith(name, StringComparison.OrdinalIgnoreCase) || (text.Length > name.Length && !char.IsWhiteSpace(text[name.Length]))) continue;
                var rest = text[name.Length..].Trim();
                var other = rest.EndsWith(" or_other", StringComparison.Ordinal) || rest.EndsWith(" or other", StringComparison.Ordinal)
                    || rest.EndsWith(" or specify other", StringComparison.Ordinal);
                if (other) rest = rest[..rest.LastIndexOf(" or", StringComparison.Ordinal)].Trim();
                return (type, rest, other, file);
            }
        }
        return null;
    }

    /// <summary><c>begin group</c>, <c>end repeat</c> and their old spellings.</summary>
    public static (bool Begin, QuestionType Type)? Block(string text)
    {
        var words = text.Split([' ', '_'], 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != 2 || words[0].ToLowerInvariant() is not ("begin" or "end") and var verb) return null;
        QuestionType? type = words[1].ToLowerInvariant() switch
        {
            "group" => QuestionType.Group,
            "repeat" or "lgroup" or "looped group" => QuestionType.Repeat,
            _ => null,
        };
        return type is { } t ? (words[0].StartsWith("b", StringComparison.OrdinalIgnoreCase), t) : null;
    }

    private static Dictionary<string, QuestionType> Build()
    {
        var names = new Dictionary<string, QuestionType>(StringComparer.OrdinalIgnoreCase);
        Add(QuestionType.Note, "note", "q note", "add note prompt");
        Add(QuestionType.Text, "text", "string", "q string", "add text prompt", "phone number");
        Add(QuestionType.Integer, "integer", "int", "q int", "add integer prompt", "percentage",
            "number of days in last month", "number of days in last six months", "number of days in last year");
        Add(QuestionType.Decimal, "decimal", "q decimal", "add decimal prompt");
        Add(QuestionType.Range, "range");
        Add(QuestionType.Date, "date", "q date", "add date prompt");
        Add(QuestionType.Time, "time");
        Add(QuestionType.DateTime, "dateTime", "date time", "q date time", "q dateTime", "add dateTime prompt", "add date time prompt");
        Add(QuestionType.Acknowledge, "acknowledge", "trigger", "q acknowledge", "add acknowledge prompt");
        Add(QuestionType.Barcode, "barcode", "q barcode", "add barcode prompt");
        Add(QuestionType.GeoPoint, "geopoint", "location", "gps", "q geopoint", "q location", "add location prompt");
        Add(QuestionType.GeoTrace, "geotrace");
        Add(QuestionType.GeoShape, "geoshape");
        Add(QuestionType.Image, "image", "photo", "q picture", "q image", "add image prompt", "add photo prompt");
        Add(QuestionType.Audio, "audio", "q audio", "add audio prompt");
        Add(QuestionType.Video, "video", "q video", "add video prompt");
        Add(QuestionType.File, "file", "add file prompt");
        Add(QuestionType.Osm, "osm");
        Add(QuestionType.Calculate, "calculate", "q calculate", "add calculate prompt");
        Add(QuestionType.Hidden, "hidden");
        Add(QuestionType.Start, "start", "start time", "get start time");
        Add(QuestionType.End, "end", "end time", "get end time");
        Add(QuestionType.Today, "today", "get today");
        Add(QuestionType.DeviceProperty, "deviceid", "device id", "get device id", "imei", "subscriberid", "subscriber id", "get subscriber id",
            "simserial", "sim id", "get sim id", "phonenumber", "get phone number", "username", "email",
            "uri:deviceid", "uri:subscriberid", "uri:simserial", "uri:phonenumber", "uri:username", "uri:email");
        Add(QuestionType.StartGeoPoint, "start-geopoint");
        Add(QuestionType.BackgroundAudio, "background-audio");
        Add(QuestionType.Audit, "audit");
        Add(QuestionType.DataFile, "xml-external", "csv-external");
        return names;

        void Add(QuestionType type, params string[] spellings)
        {
            foreach (var spelling in spellings) names[spelling] = type;
        }
    }
}
