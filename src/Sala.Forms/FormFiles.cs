using System.Globalization;
using System.Text.Json;
using System.Xml;
using Sala.Forms.Expressions;
using Sala.Forms.Sheets;

namespace Sala.Forms;

/// <summary>
/// The data files that a form names: for <c>select_one_from_file</c>, <c>pulldata()</c>, <c>csv-external</c> and <c>xml-external</c>. A file is
/// found by its name with or without ending. CSV has its columns in the first line; XML has <c>root/item</c>; GeoJSON has features.
/// Each is read once, when it is first asked for. May be shared by forms and threads once filled.
/// </summary>
public sealed class FormFiles
{
    private const int MostRows = 100_000;
    private const long MostCells = 4_000_000;
    private static readonly string[] Endings = [".csv", ".xml", ".geojson"];

    private readonly string? _folder;
    private readonly Dictionary<string, ItemNode?> _documents = new(StringComparer.Ordinal);

    private FormFiles(string? folder) => _folder = folder;

    /// <summary>No files, to begin with.</summary>
    public FormFiles() { }

    /// <summary>The files of a folder. Nothing outside it is read, whatever a form names.</summary>
    public static FormFiles In(string folder) => new(folder);

    /// <summary>Adds a file under its name, such as <c>villages.csv</c>; it stands before one of that name in the folder.</summary>
    /// <exception cref="FormException">The file cannot be read, or is larger than a form's file may be.</exception>
    public FormFiles Add(string name, Stream content)
    {
        _documents[Stem(name)] = Read(name, WorkbookLimits.ReadAll(content));
        return this;
    }

    /// <summary>Adds rows that the program holds: columns, then a value for each, null where there is none.</summary>
    /// <exception cref="ArgumentException">A row has more values than there are columns.</exception>
    public FormFiles Add(string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var (document, root) = Empty();
        foreach (var row in rows)
        {
            if (row.Count > columns.Count) throw new ArgumentException($"A row of {name} has {row.Count} values for {columns.Count} columns.", nameof(rows));
            AddItem(root, row.Select((value, i) => (columns[i], value)));
        }
        _documents[Stem(name)] = document;
        return this;
    }

    internal ItemNode? Document(string name)
    {
        lock (_documents) return Find(Stem(name));
    }

    private ItemNode? Find(string stem)
    {
        if (_documents.TryGetValue(stem, out var known)) return known;
        ItemNode? document = null;
        // A name that leads elsewhere names nothing.
        if (_folder is not null && stem.Length is > 0 and < 200 && stem.AsSpan().IndexOfAny(['/', '\\', '\0']) < 0 && stem is not ".." && Directory.Exists(_folder))
        {
            foreach (var ending in Endings)
            {
                var path = Path.Combine(_folder, stem + ending);
                if (!File.Exists(path)) continue;
                using var file = File.OpenRead(path);
                document = Read(stem + ending, WorkbookLimits.ReadAll(file));
                break;
            }
        }
        return _documents[stem] = document;
    }

    private static string Stem(string name)
    {
        foreach (var ending in Endings)
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return name[..^ending.Length];
        return name;
    }

    private static ItemNode Read(string name, byte[] bytes)
    {
        try
        {
            return Path.GetExtension(name).ToUpperInvariant() switch
            {
                ".XML" => Xml(bytes),
                ".GEOJSON" => GeoJson(bytes),
                _ => Csv(bytes),
            };
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormException(Messages.DataFileNotReadable(name));
        }
        catch (FormException e) when (e.Problems is [{ Sheet: "" } problem])
        {
            throw new FormException(name, problem.Row, problem.Message);
        }
    }

    private static (ItemNode Document, ItemNode Root) Empty()
    {
        var document = new ItemNode("instance", "", null);
        return (document, new ItemNode("root", "", document));
    }

    private static void AddItem(ItemNode root, IEnumerable<(string Column, string? Text)> cells)
    {
        if (root.Items.Count >= MostRows) throw new FormException(Messages.DataFileTooLong(MostRows));
        var item = new ItemNode("item", "", root);
        foreach (var (column, text) in cells)
            if (column.Length > 0) _ = new ItemNode(column, text ?? "", item);
    }

    private static ItemNode Csv(byte[] bytes)
    {
        var (document, root) = Empty();
        List<string>? columns = null;
        var cells = 0L;
        foreach (var (_, line) in CsvReader.Lines(WorkbookLimits.Decode(bytes)))
        {
            if (line.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            if (columns is null)
            {
                columns = line.ConvertAll(c => c.Trim());
                continue;
            }
            if ((cells += columns.Count) > MostCells) throw new FormException(Messages.DataFileTooLong(MostRows));
            AddItem(root, columns.Select((column, i) => (column, i < line.Count ? line[i] : null)));
        }
        return document;
    }

    private static ItemNode Xml(byte[] bytes)
    {
        using var xml = XmlReader.Create(new MemoryStream(bytes, writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
        var (document, root) = Empty();
        xml.MoveToContent();
        var cells = 0L;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != 1) continue;
            var item = new List<(string, string?)>();
            if (!xml.IsEmptyElement)
                while (xml.Read() && xml.Depth > 1)
                {
                    if (xml.NodeType != XmlNodeType.Element || xml.Depth != 2) continue;
                    var column = xml.LocalName;
                    item.Add((column, xml.IsEmptyElement ? "" : Text(xml)));
                }
            if ((cells += item.Count) > MostCells) throw new FormException(Messages.DataFileTooLong(MostRows));
            AddItem(root, item);
        }
        return document;

        static string Text(XmlReader xml)
        {
            var text = "";
            while (xml.Read() && xml.Depth > 2)
                if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace) text += xml.Value;
            return text;
        }
    }

    // A feature's id, its properties, and its geometry in the way that geopoint, geotrace and geoshape write it.
    private static ItemNode GeoJson(byte[] bytes)
    {
        var (document, root) = Empty();
        using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
        foreach (var feature in json.RootElement.GetProperty("features").EnumerateArray())
        {
            var item = new List<(string, string?)> { ("geometry", Geometry(feature.GetProperty("geometry"))) };
            if (feature.TryGetProperty("id", out var id)) item.Add(("id", id.ToString()));
            if (feature.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
                foreach (var property in properties.EnumerateObject())
                    if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                        item.Add((property.Name, property.Value.ToString()));
            AddItem(root, item);
        }
        return document;

        static string Geometry(JsonElement geometry)
        {
            var coordinates = geometry.GetProperty("coordinates");
            return geometry.GetProperty("type").GetString() switch
            {
                "Point" => Place(coordinates),
                "LineString" => string.Join("; ", coordinates.EnumerateArray().Select(Place)),
                "Polygon" => string.Join("; ", coordinates[0].EnumerateArray().Select(Place)),
                _ => "",
            };
        }

        static string Place(JsonElement place) =>
            string.Create(CultureInfo.InvariantCulture, $"{place[1].GetDouble()} {place[0].GetDouble()} 0 0");
    }
}
