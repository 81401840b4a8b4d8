using Sala.Forms.Answering;
using Sala.Forms.Submitting;

namespace Sala.Forms;

/// <summary>
/// A form that was filled in and handed in: the relevant answers with their groups and instances, and its id. In and out as submission XML
/// (OpenRosa; ODK XForms specification, Metadata) and as JSON. Holds what a person wrote: seal it wherever it rests.
/// </summary>
public sealed class Submission
{
    internal Submission(Form form, SubmissionPart root, string instanceId, string? instanceName) =>
        (Form, Root, InstanceId, InstanceName) = (form, root, instanceId, instanceName);

    /// <summary>The form.</summary>
    public Form Form { get; }

    /// <summary>The id of this one submission: <c>uuid:</c> and a UUID.</summary>
    public string InstanceId { get; }

    /// <summary>Its name for people, by the setting <c>instance_name</c>; null where the form has none.</summary>
    public string? InstanceName { get; }

    /// <summary>Names that the form does not have, met while reading: another version of the form had them. Their answers were left out.</summary>
    public IReadOnlyList<string> Unknown { get; internal init; } = [];

    internal SubmissionPart Root { get; }

    /// <summary>The answers by address, as <see cref="FormSession.Answers"/> gives them; what was asked and not answered is not among them.</summary>
    public IReadOnlyDictionary<string, string> Answers
    {
        get
        {
            var answers = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            Root.Collect("", answers);
            return answers;
        }
    }

    /// <summary>Takes the relevant answers of a session.</summary>
    /// <param name="session">A session; what stands against handing it in is not looked at.</param>
    /// <param name="instanceId">Its id, the same at each try to send it. A new one where left out.</param>
    public static Submission Of(FormSession session, string? instanceId = null) =>
        new(session.Form, SubmissionPart.Of(session.Root, null, session.Form.Top), instanceId ?? $"uuid:{Guid.NewGuid():D}", session.InstanceName);

    /// <summary>Makes a submission of answers by address, as <see cref="Answers"/> gives them.</summary>
    /// <param name="form">The form that asked.</param>
    /// <param name="answers">Instances of repeats by their place, from 1; one without an answer before one that has some is there, empty. A name that the form lacks is in <see cref="Unknown"/>. No rule of the form is asked.</param>
    public static Submission OfAnswers(Form form, IReadOnlyDictionary<string, string> answers)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var root = SubmissionPart.OfAnswers(null, form.Top, "", answers, taken);
        return new Submission(form, root, $"uuid:{Guid.NewGuid():D}", null) { Unknown = [.. answers.Keys.Where(a => !taken.Contains(a)).Order(StringComparer.Ordinal)] };
    }

    /// <summary>Writes submission XML.</summary>
    public void WriteXml(Stream stream) => SubmissionXml.Write(this, stream);

    /// <summary>Reads submission XML of that form, of this or another version.</summary>
    /// <exception cref="FormException">It is no XML, is of another form, or says something twice; nothing of it is repeated in the message.</exception>
    public static Submission ReadXml(Form form, Stream stream) => SubmissionXml.Read(form, stream);

    /// <summary>Writes JSON: <c>form</c>, <c>version</c>, <c>instanceID</c>, <c>instanceName</c> and <c>answers</c>, in which groups are objects, repeats
    /// lists, several choices lists, numbers numbers, and unanswered questions null.</summary>
    public void WriteJson(Stream stream) => SubmissionJson.Write(this, stream);

    /// <summary>Reads what <see cref="WriteJson"/> wrote.</summary>
    /// <exception cref="FormException">It is no such JSON or is of another form.</exception>
    public static Submission ReadJson(Form form, Stream stream) => SubmissionJson.Read(form, stream);

    /// <summary>A session with these answers, to go on with or to look at. What follows from answers is worked out anew, but not what came from the clock or chance.</summary>
    public FormSession Reopen(TimeProvider? clock = null) => FormSession.Reopen(this, clock ?? TimeProvider.System);
}
