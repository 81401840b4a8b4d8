using System.Text;
using System.Xml;

namespace Sala.Forms.Codebooks;

/// <summary>
/// The codebook in DDI-Codebook 2.5: a file for the form and for each repeat, a group for each group of questions, a variable for each column. The order of elements
/// is that of the schema (codebook.xsd of 2012: varType, varGrpType, catgryType, qstnType, fileTxtType).
/// </summary>
internal sealed class CodebookDdi(Codebook book)
{
    private const string Namespace = "ddi:codebook:2_5";

    public string Document()
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("codeBook", Namespace);
            xml.WriteAttributeString("version", "2.5");
            if (Tag(book.Form.DefaultLanguage) is { } language) xml.WriteAttributeString("xml", "lang", null, language);
            Study(xml);
            Files(xml);
            xml.WriteStartElement("dataDscr");
            foreach (var group in book.Form.Questions.Where(q => q.IsGroup)) Group(xml, group);
            foreach (var question in book.Variables) Variable(xml, question);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text + "\n";
    }

    private void Study(XmlWriter xml)
    {
        xml.WriteStartElement("stdyDscr");
        xml.WriteStartElement("citation");
        xml.WriteStartElement("titlStmt");
        xml.WriteElementString("titl", Clean(book.Form.Title));
        xml.WriteElementString("IDNo", Clean(book.Form.Id));
        xml.WriteEndElement();
        if (book.Form.Version.Length > 0)
        {
            xml.WriteStartElement("verStmt");
            xml.WriteElementString("version", Clean(book.Form.Version));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void Files(XmlWriter xml)
    {
        foreach (var repeat in book.Repeats.Prepend(null))
        {
            xml.WriteStartElement("fileDscr");
            xml.WriteAttributeString("ID", FileId(repeat));
            xml.WriteStartElement("fileTxt");
            xml.WriteElementString("fileName", repeat is null ? "data.csv" : $"data-{Codebook.NameOf(repeat)}.csv");
            xml.WriteElementString("fileCont", repeat is null ? "One line for each interview." : $"One line for each instance of the repeat {Clean(repeat.Name)}.");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    private void Group(XmlWriter xml, Question group)
    {
        xml.WriteStartElement("varGrp");
        xml.WriteAttributeString("ID", $"G{Codebook.Number(group.Index + 1)}");
        xml.WriteAttributeString("type", group.Type == QuestionType.Repeat ? "repetition" : "section");
        var variables = group.Children.Where(Codebook.IsVariable).Select(Id).ToList();
        if (variables.Count > 0) xml.WriteAttributeString("var", string.Join(' ', variables));
        var groups = group.Children.Where(c => c.IsGroup).Select(c => $"G{Codebook.Number(c.Index + 1)}").ToList();
        if (groups.Count > 0) xml.WriteAttributeString("varGrp", string.Join(' ', groups));
        xml.WriteAttributeString("name", Clean(group.Name));
        foreach (var (language, words) in book.Words(group, "label")) Words(xml, "labl", language, words);
        if (group.Column("relevant") is { } relevant) xml.WriteElementString("universe", $"Asked when {Clean(relevant)}");
        xml.WriteEndElement();
    }

    private void Variable(XmlWriter xml, Question question)
    {
        xml.WriteStartElement("var");
        xml.WriteAttributeString("ID", Id(question));
        xml.WriteAttributeString("name", Clean(Codebook.NameOf(question)));
        xml.WriteAttributeString("files", FileId(question.Repeat));
        xml.WriteAttributeString("intrvl", question.Type is QuestionType.Decimal or QuestionType.Range ? "contin" : "discrete");
        xml.WriteAttributeString("representationType", Representation(question));
        foreach (var (language, words) in book.Words(question, "label")) Words(xml, "labl", language, words);
        if (question.IsAnswered) Asked(xml, question);
        var spans = book.Spans(question);
        if (spans.Count > 0) Ranges(xml, question, spans);
        if (question.Column("relevant") is { } relevant) xml.WriteElementString("universe", $"Asked when {Clean(relevant)}");
        foreach (var choice in question.Choices) Category(xml, question, choice);
        if (question.Column("calculation") is { } calculation)
        {
            xml.WriteStartElement("derivation");
            xml.WriteStartElement("drvcmd");
            xml.WriteAttributeString("syntax", "XLSForm");
            xml.WriteString(Clean(calculation));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        Format(xml, question);
        if (question.Column("constraint") is { } constraint) xml.WriteElementString("notes", $"Allowed when {Clean(constraint)}");
        xml.WriteEndElement();
    }

    private void Asked(XmlWriter xml, Question question)
    {
        xml.WriteStartElement("qstn");
        xml.WriteAttributeString("responseDomainType", question.Type switch
        {
            QuestionType.SelectMultiple or QuestionType.Rank => "multiple",
            QuestionType.SelectOne => "code",
            _ => Representation(question) is "other" ? question.Type is QuestionType.GeoPoint or QuestionType.GeoTrace or QuestionType.GeoShape ? "geographic" : "other" : Representation(question),
        });
        foreach (var (language, words) in book.Words(question, "label")) Words(xml, "qstnLit", language, words);
        foreach (var column in new[] { "hint", "guidance_hint" })
            foreach (var (language, words) in book.Words(question, column)) Words(xml, "ivuInstr", language, words);
        xml.WriteEndElement();
    }

    private static void Ranges(XmlWriter xml, Question question, IReadOnlyList<(string Low, string High)> spans)
    {
        xml.WriteStartElement("valrng");
        foreach (var (low, high) in spans)
        {
            xml.WriteStartElement("range");
            xml.WriteAttributeString("UNITS", question.Type is QuestionType.Decimal or QuestionType.Range ? "REAL" : "INT");
            if (low.Length > 0) xml.WriteAttributeString("min", low);
            if (high.Length > 0) xml.WriteAttributeString("max", high);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private void Category(XmlWriter xml, Question question, Choice choice)
    {
        xml.WriteStartElement("catgry");
        if (Codebook.MissingKind(question, choice) is { } missing)
        {
            xml.WriteAttributeString("missing", "Y");
            xml.WriteAttributeString("missType", missing);
        }
        xml.WriteElementString("catValu", Clean(choice.Name));
        foreach (var (language, words) in book.Words(choice)) Words(xml, "labl", language, words);
        xml.WriteEndElement();
    }

    private static void Format(XmlWriter xml, Question question)
    {
        xml.WriteStartElement("varFormat");
        xml.WriteAttributeString("type", question.IsNumber ? "numeric" : "character");
        xml.WriteAttributeString("schema", "ISO");
        if (question.Type is QuestionType.Date or QuestionType.DateTime or QuestionType.Today or QuestionType.Start or QuestionType.End) xml.WriteAttributeString("category", "date");
        else if (question.Type == QuestionType.Time) xml.WriteAttributeString("category", "time");
        xml.WriteEndElement();
    }

    private static string Representation(Question question) => question.Type switch
    {
        QuestionType.Integer or QuestionType.Decimal or QuestionType.Range => "numeric",
        QuestionType.SelectOne or QuestionType.SelectMultiple or QuestionType.Rank or QuestionType.Acknowledge => "code",
        QuestionType.Date or QuestionType.DateTime or QuestionType.Time or QuestionType.Today or QuestionType.Start or QuestionType.End => "datetime",
        QuestionType.Text or QuestionType.Barcode or QuestionType.Calculate or QuestionType.Hidden or QuestionType.DeviceProperty => "text",
        _ => "other",
    };

    private static string Id(Question question) => $"V{Codebook.Number(question.Index + 1)}";

    private static string FileId(Question? repeat) => repeat is null ? "F0" : $"F{Codebook.Number(repeat.Index + 1)}";

    private static void Words(XmlWriter xml, string element, string language, string words)
    {
        xml.WriteStartElement(element);
        if (Tag(language) is { } tag) xml.WriteAttributeString("xml", "lang", null, tag);
        xml.WriteString(Clean(words));
        xml.WriteEndElement();
    }

    // A language as XML writes it (BCP 47); null for one that is only a name.
    private static string? Tag(string language) =>
        language != "default" && language.Length <= 35 && language.Split('-') is var parts && parts[0].Length is 2 or 3 && Array.TrueForAll(parts, p => p.Length is > 0 and <= 8 && p.All(char.IsAsciiLetterOrDigit)) ? language : null;

    // XML 1.0 has no place for most control characters.
    private static string Clean(string text) => string.Concat(text.Where((c, i) => XmlConvert.IsXmlChar(c)
        || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))));
}
