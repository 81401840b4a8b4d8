using Sala.Forms.Answering;
using Sala.Forms.Submitting;

namespace Sala.Forms;

// A session that goes on from a submission.
public sealed partial class FormSession
{
    /// <summary>The name that the setting <c>instance_name</c> gives this session; null where the form has none.</summary>
    public string? InstanceName => Form.InstanceName is { } name ? name.Text(_scope.At(Root.Self)) : null;

    internal static FormSession Reopen(Submission submission, TimeProvider clock)
    {
        var form = submission.Form;
        if (form.AnsweringProblems.Count > 0) throw new FormException(form.AnsweringProblems);
        var session = new FormSession(form, clock, 0, 0, null);
        session.Take(session.Root, submission.Root);
        session.RestoreWhatFollows();
        return session;
    }

    private void Take(FormFrame frame, SubmissionPart part)
    {
        foreach (var inner in part.Inside)
        {
            var question = inner.Question!;
            if (question.Type == QuestionType.Repeat)
            {
                var instances = frame.Repeats[question.RepeatSlot];
                var instance = new FormFrame(Form, question, frame, Zone) { Position = instances.Count + 1 };
                instances.Add(instance);
                Take(instance, inner);
            }
            else if (question.Type == QuestionType.Group) Take(frame, inner);
            else
            {
                var node = frame.Slots[question.Slot];
                node.Raw = inner.Text;
                node.Show(inner.Text);
            }
        }
    }
}
