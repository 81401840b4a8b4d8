namespace Sala.Forms.Expressions.Functions;

/// <summary>
/// Places on a sphere with the radius of the equator, as ODK's documentation has it: "takes into account the circumference of the Earth
/// around the Equator and does not take altitude into account". Metres, to the hundredth, as JavaRosa and ODK Web Forms give them.
/// </summary>
internal static class GeographyFunctions
{
    private const double Radius = 6_378_100;

    private readonly record struct Place(double Latitude, double Longitude);

    public static void AddTo(AddFunction add)
    {
        add("area", 1, 1, Area);
        add("enclosed-area", 1, 1, Area);
        add("distance", 1, -1, c =>
        {
            var texts = c.Texts();
            return Compiled.OfNumber(s => Read(texts(s)) is { } places ? Hundredth(Length(places)) : double.NaN);
        });
        add("geofence", 2, 2, c => Compiled.OfTruth(s =>
            ReadOne(c[0].Text(s)) is { } place && Read([c[1].Text(s)]) is { Count: >= 3 } border && border[0] == border[^1] && Encloses(border, place)));
    }

    private static Compiled Area(Call c)
    {
        var texts = c.Texts();
        return Compiled.OfNumber(s => Read(texts(s)) is { } places ? Hundredth(Math.Abs(Enclosed(places))) : 0);
    }

    // Several geopoints, or one line of them with semicolons between. Null where anything is no place.
    private static List<Place>? Read(List<string> texts)
    {
        if (texts.Count == 1) texts = [.. texts[0].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var places = new List<Place>(texts.Count);
        foreach (var text in texts)
        {
            if (ReadOne(text) is not { } place) return null;
            places.Add(place);
        }
        return places.Count == 0 ? null : places;
    }

    private static Place? ReadOne(string text)
    {
        var parts = text.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length is >= 2 and <= 4 && XPath.TryPlain(parts[0], out var latitude) && XPath.TryPlain(parts[1], out var longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 ? new Place(latitude, longitude) : null;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Hundredth(double metres) => Math.Floor(metres * 100 + 0.5) / 100;

    // Chamberlain and Duquette (2007), Some Algorithms for Polygons on a Sphere, JPL 07-03.
    private static double Enclosed(List<Place> places)
    {
        var sum = 0.0;
        for (var i = 0; i < places.Count; i++)
        {
            var (from, to) = (places[i], places[(i + 1) % places.Count]);
            sum += Radians(to.Longitude - from.Longitude) * (2 + Math.Sin(Radians(to.Latitude)) + Math.Sin(Radians(from.Latitude)));
        }
        return places.Count < 3 ? 0 : sum * Radius * Radius / 2;
    }

    // The spherical law of cosines.
    private static double Length(List<Place> places)
    {
        var sum = 0.0;
        for (var i = 1; i < places.Count; i++)
        {
            var (from, to) = (places[i - 1], places[i]);
            var cosine = Math.Sin(Radians(from.Latitude)) * Math.Sin(Radians(to.Latitude))
                + Math.Cos(Radians(from.Latitude)) * Math.Cos(Radians(to.Latitude)) * Math.Cos(Radians(from.Longitude - to.Longitude));
            sum += Math.Acos(Math.Clamp(cosine, -1, 1)) * Radius;
        }
        return sum;
    }

    // Rays to the east cross the border of what encloses a place an odd number of times.
    private static bool Encloses(List<Place> border, Place place)
    {
        var inside = false;
        for (var i = 1; i < border.Count; i++)
        {
            var (a, b) = (border[i - 1], border[i]);
            if (a.Latitude > place.Latitude != b.Latitude > place.Latitude
                && place.Longitude < (a.Longitude - b.Longitude) * (place.Latitude - b.Latitude) / (a.Latitude - b.Latitude) + b.Longitude) inside = !inside;
        }
        return inside;
    }
}
