using Sala.Forms.Answering;
using Sala.Forms.Expressions;

namespace Sala.Forms;

// What a question offers.
public sealed partial class FormSession
{
    internal IReadOnlyList<Choice> ChoicesFor(AnswerNode node)
    {
        var question = node.Question!;
        var choices = question.ChoiceSource is { } source ? FromRepeat(node, source)
            : question.ChoiceFilter is { } filter && question.Items is { } items ? Filtered(node, filter, items) : question.Choices;
        if (choices.Count < 2 || !question.IsShuffled) return choices;
        return InChanceOrder(choices, question.Seed is { } own ? Shuffle.Seed(own.Text(_scope.At(node))) : Seed + (long)question.Index);
    }

    private List<Choice> Filtered(AnswerNode node, Compiled filter, ItemNode items)
    {
        var kept = new List<Choice>();
        var choices = node.Question!.ItemChoices;
        _scope.At(node);
        foreach (var item in node.Question.ChoiceKey?.Find(items, _scope) ?? items.Items)
        {
            _scope.Meet(1);
            if (choices[item.Position - 1] is not { } choice) continue;
            (_scope.Context, _scope.Position, _scope.Size) = (item, item.Position, items.Items.Count);
            if (filter.Truth(_scope)) kept.Add(choice);
        }
        _scope.At(node);
        return kept;
    }

    // select_one ${name}: what was answered to name in each instance of its repeat.
    private List<Choice> FromRepeat(AnswerNode node, Question source)
    {
        var choices = new List<Choice>();
        foreach (AnswerNode given in FormFrame.Reach(node, source))
        {
            if (given.Text.Length == 0) continue;
            if (node.Question!.ChoiceFilter is { } filter)
            {
                _scope.At(node).Context = given.Parent!;
                var holds = filter.Truth(_scope);
                _scope.At(node);
                if (!holds) continue;
            }
            var words = new LocalText(Form.Languages.Count, Form.DefaultLanguageIndex);
            words[Form.DefaultLanguageIndex] = given.Text;
            choices.Add(new Choice(Form, given.Text, words, new Dictionary<string, string>()));
        }
        return choices;
    }

    // Choices whose column "pinned" says yes keep their place: "none of these" and "prefer not to say" stay last.
    private static Choice[] InChanceOrder(IReadOnlyList<Choice> choices, long seed)
    {
        var free = choices.Where(c => !c.IsPinned).ToArray();
        if (free.Length == choices.Count) return Shuffle.Of(choices, seed);
        var shuffled = Shuffle.Of(free, seed);
        var next = 0;
        return [.. choices.Select(c => c.IsPinned ? c : shuffled[next++])];
    }

    private ItemNode LastSavedTree()
    {
        var document = new ItemNode("instance", "", null);
        var places = new Dictionary<Question, ItemNode>();
        var root = new ItemNode(Form.RootName, "", document);
        foreach (var question in Form.Questions)
        {
            var above = question.Parent is { } parent ? places[parent] : root;
            places[question] = new ItemNode(question.Name, LastSaved.GetValueOrDefault(question.Name, ""), above);
        }
        return document;
    }
}
