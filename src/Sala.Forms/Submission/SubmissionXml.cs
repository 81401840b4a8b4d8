using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sala.Forms.Sheets;

namespace Sala.Forms.Submitting;

/// <summary>Submission XML as ODK Collect sends it: elements without a namespace, irrelevant ones left out.</summary>
internal static class SubmissionXml
{
    private const int LongestCharacters = 16 << 20;

    public static void Write(Submission submission, Stream stream)
    {
        var form = submission.Form;
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false, NewLineHandling = NewLineHandling.Entitize });
        xml.WriteStartDocument();
        xml.WriteStartElement(Local(form.RootName));
        xml.WriteAttributeString("id", form.Id);
        if (form.Version.Length > 0) xml.WriteAttributeString("version", form.Version);
        Inside(xml, submission.Root);
        xml.WriteStartElement("meta");
        xml.WriteElementString("instanceID", submission.InstanceId);
        if (submission.InstanceName is { } name) xml.WriteElementString("instanceName", name);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void Inside(XmlWriter xml, SubmissionPart part)
    {
        foreach (var inner in part.Inside)
        {
            xml.WriteStartElement(Local(inner.Question!.Name));
            if (inner.Question.IsGroup) Inside(xml, inner);
            else xml.WriteString(inner.Text);
            xml.WriteEndElement();
        }
    }

    private static string Local(string name) => name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public static Submission Read(Form form, Stream stream)
    {
        XElement root;
        try
        {
            using var xml = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
                MaxCharactersInDocument = LongestCharacters, CloseInput = false,
            });
            root = XDocument.Load(xml, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException)
        {
            throw new FormException(Messages.NotASubmission);
        }
        if (root.Attribute("id")?.Value != form.Id) throw new FormException(Messages.SubmissionOfOtherForm(form.Id));
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var part = Part(root, null, form.Top, unknown);
        var meta = root.Elements().FirstOrDefault(e => e.Name.LocalName == "meta");
        var id = Meta("instanceID");
        return string.IsNullOrWhiteSpace(id) ? throw new FormException(Messages.SubmissionWithoutId) : new Submission(form, part, id.Trim(), Meta("instanceName")) { Unknown = [.. unknown] };

        string? Meta(string name) => meta?.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;
    }

    // In the order of the form whatever the order given, so that equal submissions are equal.
    private static SubmissionPart Part(XElement element, Question? group, List<Question> questions, SortedSet<string> unknown)
    {
        var given = element.Elements().GroupBy(e => e.Name.LocalName).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var inside = new List<SubmissionPart>();
        foreach (var question in questions)
        {
            if (SubmissionPart.IsLeftOut(question) || !given.Remove(Local(question.Name), out var elements)) continue;
            if (elements.Count > (question.Type == QuestionType.Repeat ? FormSession.MostInstances : 1)) throw new FormException(Messages.SubmissionSaysTwice(question.Name));
            foreach (var own in elements)
                inside.Add(question.IsGroup ? Part(own, question, question.Inside, unknown) : new SubmissionPart(question, own.Value, []));
        }
        foreach (var name in given.Keys)
            if (!(group is null && name == "meta") && unknown.Count < 100) unknown.Add(name);
        return new SubmissionPart(group, "", inside);
    }
}
