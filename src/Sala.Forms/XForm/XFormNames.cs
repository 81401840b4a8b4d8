using System.Xml.Linq;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>The namespaces of an XForm, and the author's own (setting namespaces: <c>esri="http://esri.com/xforms"</c>).</summary>
internal sealed class XFormNames
{
    public static readonly XNamespace Forms = "http://www.w3.org/2002/xforms";
    public static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    public static readonly XNamespace JavaRosa = "http://openrosa.org/javarosa";
    public static readonly XNamespace OpenRosa = "http://openrosa.org/xforms";
    public static readonly XNamespace Odk = "http://www.opendatakit.org/xforms";
    public static readonly XNamespace Entities = "http://www.opendatakit.org/xforms/entities";

    private readonly OrderedDictionary<string, XNamespace> _prefixes = new(StringComparer.Ordinal)
    {
        ["h"] = Html,
        ["ev"] = "http://www.w3.org/2001/xml-events",
        ["xsd"] = "http://www.w3.org/2001/XMLSchema",
        ["jr"] = JavaRosa,
        ["orx"] = OpenRosa,
        ["odk"] = Odk,
    };

    public XFormNames(Form form)
    {
        if (form.Entities.Count > 0) _prefixes["entities"] = Entities;
        foreach (var part in (form.Setting("namespaces") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=') is [{ Length: > 0 } prefix, var address] && address.Trim('"', '\'') is { Length: > 0 } uri && Reading.Names.IsName(prefix)) _prefixes.TryAdd(prefix, uri);
    }

    public IEnumerable<XAttribute> Declarations => _prefixes.Select(p => new XAttribute(XNamespace.Xmlns + p.Key, p.Value.NamespaceName));

    /// <summary>The name of an element; null where it is none or its prefix is not declared.</summary>
    public XName? Element(string name) => Name(name, Forms);

    /// <summary>The name of an attribute; null where it is none or its prefix is not declared.</summary>
    public XName? Attribute(string name) => Name(name, XNamespace.None);

    private XName? Name(string name, XNamespace plain)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var local = colon < 0 ? name : name[(colon + 1)..];
        if (!IsLocal(local) || (colon >= 0 && !_prefixes.ContainsKey(name[..colon]))) return null;
        return (colon < 0 ? plain : _prefixes[name[..colon]]) + local;
    }

    private static bool IsLocal(string name)
    {
        try
        {
            System.Xml.XmlConvert.VerifyNCName(name);
            return true;
        }
        catch (Exception e) when (e is System.Xml.XmlException or ArgumentException)
        {
            return false;
        }
    }
}
