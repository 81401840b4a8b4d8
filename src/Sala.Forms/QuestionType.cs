namespace Sala.Forms;

/// <summary>The types of the XLSForm reference, after their many spellings.</summary>
public enum QuestionType
{
    /// <summary>Words to read; nothing is answered.</summary>
    Note,
    /// <summary>Free text.</summary>
    Text,
    /// <summary>A whole number.</summary>
#pragma warning disable CA1720 // the type is called so in XLSForm
    Integer,
    /// <summary>A number.</summary>
    Decimal,
#pragma warning restore CA1720
    /// <summary>A number from a slider: parameters start, end, step.</summary>
    Range,
    /// <summary>A day: <c>2026-11-24</c>.</summary>
    Date,
    /// <summary>A time of day: <c>14:30</c>.</summary>
    Time,
    /// <summary>A day and time.</summary>
    DateTime,
    /// <summary>One choice of a list.</summary>
    SelectOne,
    /// <summary>Any number of choices of a list; codes with a space between.</summary>
    SelectMultiple,
    /// <summary>All choices of a list, put in order.</summary>
    Rank,
    /// <summary>Something to agree to; the answer is <c>OK</c>.</summary>
    Acknowledge,
    /// <summary>A bar code or QR code.</summary>
    Barcode,
    /// <summary>A place.</summary>
    GeoPoint,
    /// <summary>A line of places.</summary>
    GeoTrace,
    /// <summary>An area.</summary>
    GeoShape,
    /// <summary>A picture.</summary>
    Image,
    /// <summary>A sound.</summary>
    Audio,
    /// <summary>A film.</summary>
    Video,
    /// <summary>A file.</summary>
    File,
    /// <summary>Tags of a map object.</summary>
    Osm,
    /// <summary>A value worked out from others.</summary>
    Calculate,
    /// <summary>A value that only the program sets.</summary>
    Hidden,
    /// <summary>When the form was opened.</summary>
    Start,
    /// <summary>When it was finished.</summary>
    End,
    /// <summary>The day it was opened.</summary>
    Today,
    /// <summary>About the device or its user (device id, user name, phone number, mail address). Sala leaves it empty.</summary>
    DeviceProperty,
    /// <summary>The place where the form was opened. Sala leaves it empty.</summary>
    StartGeoPoint,
    /// <summary>The place when another question is answered. Sala leaves it empty.</summary>
    BackgroundGeoPoint,
    /// <summary>A recording in the background. Sala leaves it empty.</summary>
    BackgroundAudio,
    /// <summary>A record of how the form was filled in. Sala keeps none.</summary>
    Audit,
    /// <summary>Names a data file for the expressions of the form.</summary>
    DataFile,
    /// <summary>Questions that belong together.</summary>
    Group,
    /// <summary>Questions asked once for each of several things.</summary>
    Repeat,
}
