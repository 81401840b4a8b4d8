using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>
/// Writes a form as ODK Collect and Enketo load it (ODK XForms specification; W3C XForms 1.0). What an XForm says of a form is what pyxform 4.5 says of it,
/// so that a server may take Sala's in the place of pyxform's.
/// </summary>
internal sealed partial class XFormWriter
{
    private readonly List<FormProblem> _problems = [];
    private readonly Element _root;
    private readonly Texts _texts;
    private readonly Paths _paths;
    private readonly ILookup<string, Element> _triggered;

    private XFormWriter(Form form)
    {
        Form = form;
        Names = new XFormNames(form);
        _root = Outline.Of(form);
        SearchLists = FindSearches();
        _texts = Texts.Of(form, _root);
        _paths = new Paths(_root, _problems);
        _triggered = _root.SelfAndDescendants().SelectMany(e => e.Triggers.Distinct().Select(t => (Trigger: t, Element: e))).ToLookup(t => t.Trigger, t => t.Element);
    }

    public Form Form { get; }
    public XFormNames Names { get; }

    /// <summary>Lists whose choices come from search(): they stand in the body, not in an instance.</summary>
    public HashSet<string> SearchLists { get; }

    public void Problem(Question? question, string column, string message) =>
        _problems.Add(new FormProblem(question is null && column == "list_name" ? "choices" : "survey", question?.Row ?? 0, question?.Cells.Heading(column) ?? column, message));

    public static void Write(Form form, Stream stream)
    {
        var document = Document(form);
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false });
        xml.WriteStartDocument();
        WriteElement(xml, document);
        xml.WriteEndDocument();
    }

    /// <summary>The whole form.</summary>
    /// <exception cref="FormException">With all that an XForm cannot say.</exception>
    public static XElement Document(Form form)
    {
        var writer = new XFormWriter(form);
        var html = writer.Html();
        return writer._problems.Count == 0 ? html : throw new FormException([.. writer._problems.Distinct()]);
    }

    private XElement Html()
    {
        CheckNames();
        if (_problems.Count > 0) return new XElement(XFormNames.Html + "html");
        var body = new XElement(XFormNames.Html + "body");
        if (Form.Setting("style") is { } style) body.Add(new XAttribute("class", style));
        body.Add(new Body(this, _paths).Of(_root));
        return new XElement(XFormNames.Html + "html", new XAttribute("xmlns", XFormNames.Forms.NamespaceName), Names.Declarations,
            new XElement(XFormNames.Html + "head", new XElement(XFormNames.Html + "title", Form.Title), Model()), body);
    }

    private void CheckNames()
    {
        foreach (var element in _root.SelfAndDescendants())
            if (Names.Element(element.Name) is null) Problem(element.Question, "name", Messages.PrefixNotDeclared(element.Name));
        foreach (var question in Form.Questions)
            foreach (var (column, _) in question.Cells.All)
                if (column.StartsWith("media::", StringComparison.Ordinal)) Problem(question, column, Messages.MediaUnknown(column[7..]));
        foreach (var element in _root.SelfAndDescendants())
            foreach (var twins in element.Children.Where(c => c.Kind != ElementKind.Attribute).GroupBy(c => c.Name).Where(g => g.Count() > 1))
                Problem(twins.Last().Question, "name", Messages.NameMadeTwice(twins.Key));
    }

    private XElement Model()
    {
        var model = new XElement(XFormNames.Forms + "model", new XAttribute(XFormNames.Odk + "xforms-version", "1.0.0"));
        if (EntityPlaces.Version(Form, _root) is { } version) model.Add(new XAttribute(XFormNames.Entities + "entities-version", version));
        model.Add(Submission(), _texts.IsEmpty ? null : Itext(), new XElement(XFormNames.Forms + "instance", Primary()), Instances.Of(this, _root));
        foreach (var element in _root.SelfAndDescendants()) model.Add(Bind(element), Actions(element, inRepeat: false));
        return model;
    }

    private XElement? Submission()
    {
        var (url, key, send, delete) = (Form.Setting("submission_url"), Form.Setting("public_key"), Form.Setting("auto_send"), Form.Setting("auto_delete"));
        var editable = FormReader.YesNo(Form.Setting("client_editable")) == true;
        if ((url ?? key ?? send ?? delete) is null && !editable) return null;
        var submission = new XElement(XFormNames.Forms + "submission");
        if (url is not null) submission.Add(new XAttribute("action", url), new XAttribute("method", "post"));
        if (key is not null) submission.Add(new XAttribute("base64RsaPublicKey", key));
        if (send is not null) submission.Add(new XAttribute(XFormNames.OpenRosa + "auto-send", send));
        if (delete is not null) submission.Add(new XAttribute(XFormNames.OpenRosa + "auto-delete", delete));
        if (editable) submission.Add(new XAttribute(XFormNames.Odk + "client-editable", "true"));
        return submission;
    }

    private XElement Itext() => new(XFormNames.Forms + "itext", _texts.Languages.Select(language => new XElement(XFormNames.Forms + "translation",
        new XAttribute("lang", language.Key), language.Key == _texts.DefaultLanguage ? new XAttribute("default", "true()") : null,
        language.Value.Select(text => new XElement(XFormNames.Forms + "text", new XAttribute("id", text.Key), text.Value.Select(Value))))));

    private XElement? Value(KeyValuePair<string, Texts.Value> form)
    {
        var (kind, (text, context)) = (form.Key, form.Value);
        var value = new XElement(XFormNames.Forms + "value");
        if (kind is not (Texts.Long or Texts.GuidanceForm))
        {
            if (text == Texts.Missing) return null;
            text = $"jr://{(kind is "image" or "big-image" ? "images" : kind)}/{text}";
        }
        if (kind != Texts.Long) value.Add(new XAttribute("form", kind));
        value.Add(Wording.Content(text, context, _paths));
        return value;
    }

    private XElement Primary()
    {
        var primary = new PrimaryInstance(this, _paths).Of(_root);
        foreach (var (setting, value) in Form.Settings)
            if (setting.StartsWith("attribute::", StringComparison.Ordinal)) SetAttribute(primary, setting[11..], value);
        primary.SetAttributeValue("id", Form.Id);
        if (Form.Version.Length > 0) primary.SetAttributeValue("version", Form.Version);
        if (Form.Setting("prefix") is { } prefix) primary.SetAttributeValue(XFormNames.Odk + "prefix", prefix);
        if (Form.Setting("delimiter") is { } delimiter) primary.SetAttributeValue(XFormNames.Odk + "delimiter", delimiter);
        if (Form.Setting("instance_xmlns") is { } own)
            foreach (var element in primary.DescendantsAndSelf())
                if (element.Name.Namespace == XFormNames.Forms) element.Name = (XNamespace)own + element.Name.LocalName;
        return primary;
    }

    private static readonly string[] Truths = ["readonly", "required", "relevant", "constraint", "calculate"];

    private XElement? Bind(Element element)
    {
        if (element.Bind.Count == 0) return null;
        var bind = new XElement(XFormNames.Forms + "bind", new XAttribute("nodeset", element.Path));
        foreach (var (attribute, words) in element.Bind)
        {
            if (attribute == "calculate" && element.Triggers.Count > 0) continue; // worked out by a setvalue instead
            var value = words.First;
            if (Texts.IsText(attribute, words)) value = $"jr:itext('{element.Path}:{attribute}')";
            else if (Truths.Contains(attribute) && value.Length <= 5 && FormReader.YesNo(value) is { } truth) value = truth ? "true()" : "false()";
            SetAttribute(bind, attribute, _paths.Insert(value, element));
        }
        return bind;
    }

    /// <summary>The actions of an element: those in the model, or those that a new instance of its repeat sets off.</summary>
    public IEnumerable<XElement> Actions(Element element, bool inRepeat)
    {
        foreach (var action in element.Actions.Where(a => inRepeat == (a.Event == XFormAction.NewRepeat)))
            yield return Action(action.Name, element, action.Event, element.Default is { } value ? element.DefaultIsDynamic ? _paths.Insert(value, element) : value : action.Value, action.Quality);
    }

    public XElement Action(string name, Element element, string happening, string? value, string? quality = null)
    {
        var action = new XElement(Names.Element(name)!, new XAttribute("ref", element.Path), new XAttribute("event", happening));
        if (value is { Length: > 0 } && name == "setvalue") action.Add(new XAttribute("value", value));
        if (quality is not null) action.Add(new XAttribute(XFormNames.Odk + "quality", quality));
        return action;
    }

    /// <summary>The setvalue and setgeopoint actions that an answer to that element sets off.</summary>
    public IEnumerable<XElement> TriggeredBy(Element element)
    {
        if (element.Question is null) yield break;
        foreach (var target in _triggered[element.Name])
        {
            var place = target.Question!.Type == QuestionType.BackgroundGeoPoint;
            var value = target.Bind.TryGetValue("calculate", out var rule) ? _paths.Insert(rule.First, element) : null;
            yield return Action(place ? "odk:setgeopoint" : "setvalue", target, XFormAction.ValueChanged, value);
        }
    }

    public void SetAttribute(XElement element, string attribute, string value)
    {
        if (Names.Attribute(attribute) is { } name) element.SetAttributeValue(name, value);
    }

    // XML 1.0 has no place for most control characters and for half surrogates (section 2.2).
    private static string Printable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\x1F') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.AsSpan().ContainsAnyInRange('\uFFFE', '\uFFFF')) return text;
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) kept.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) kept.Append(text[i]).Append(text[++i]);
        }
        return kept.ToString();
    }

    private HashSet<string> FindSearches()
    {
        var lists = new HashSet<string>(StringComparer.Ordinal);
        var others = new Dictionary<string, Question>(StringComparer.Ordinal);
        foreach (var question in Form.Questions.Where(q => q.IsSelect && !ReferenceEquals(q.Kind, QuestionKind.SelectExternal)))
        {
            if (!IsSearch(question)) others.TryAdd(question.ListName, question);
            else if (Array.Exists(TypeText.FileEndings, e => Path.GetExtension(question.ListName) == e)) Problem(question, "appearance", Messages.SearchInFile);
            else lists.Add(question.ListName);
        }
        foreach (var list in lists)
            if (others.TryGetValue(list, out var plain)) Problem(plain, "type", Messages.SearchListShared(list));
        return lists;
    }

    public static bool IsSearch(Question question) => SearchPattern().IsMatch(question.Appearance);

    // Indents between elements, never within text.
    private static void WriteElement(XmlWriter xml, XElement element)
    {
        xml.WriteStartElement(Prefix(element), element.Name.LocalName, element.Name.NamespaceName);
        foreach (var attribute in element.Attributes())
        {
            if (attribute.IsNamespaceDeclaration) xml.WriteAttributeString(attribute.Name.LocalName == "xmlns" ? "" : "xmlns", attribute.Name.LocalName, null, attribute.Value);
            else if (attribute.Name.Namespace == XNamespace.None) xml.WriteAttributeString(attribute.Name.LocalName, Printable(attribute.Value));
            else xml.WriteAttributeString(element.GetPrefixOfNamespace(attribute.Name.Namespace), attribute.Name.LocalName, attribute.Name.NamespaceName, Printable(attribute.Value));
        }
        if (element.Nodes().OfType<XText>().Any()) xml.WriteRaw("");
        foreach (var node in element.Nodes())
        {
            if (node is XElement child) WriteElement(xml, child);
            else if (node is XText text) xml.WriteString(Printable(text.Value));
        }
        xml.WriteEndElement();
    }

    private static string? Prefix(XElement element) => element.Name.Namespace == XFormNames.Forms ? "" : element.GetPrefixOfNamespace(element.Name.Namespace) ?? "";

    [GeneratedRegex(@"search\(.*?\)")]
    private static partial Regex SearchPattern();
}
