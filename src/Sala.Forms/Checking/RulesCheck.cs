using Sala.Forms.Expressions;
using Sala.Forms.Expressions.Functions;
using Sala.Forms.Reasoning;

namespace Sala.Forms.Checking;

/// <summary>Looks at each comparison of each rule: kinds that do not go together, codes and columns that are not there.</summary>
internal sealed class RulesCheck
{
    private readonly Check _check;
    private readonly AnswerKinds _kinds;
    private readonly HashSet<string> _columns;
    private Question _question = null!;
    private string _column = "";

    private RulesCheck(Check check)
    {
        _check = check;
        _kinds = new AnswerKinds(check.Form);
        _columns = new HashSet<string>(["name", "label", "list_name"], StringComparer.Ordinal);
        foreach (var list in check.Form.Lists.Values.Concat(check.Form.ExternalLists.Values))
            foreach (var choice in list) _columns.UnionWith(choice.Columns.Keys);
    }

    public static void Run(Check check)
    {
        var rules = new RulesCheck(check);
        foreach (var question in check.Form.Questions)
        {
            rules._question = question;
            rules.Rule("relevant", question.Relevant);
            rules.Rule("constraint", question.Constraint);
            rules.Rule("required", question.Required);
            rules.Rule("read_only", question.ReadOnly);
            rules.Rule("calculation", question.Calculation);
            rules.Rule("choice_filter", question.ChoiceFilter, ownsDot: false);
            rules.Rule("repeat_count", question.RepeatCount);
            rules.Rule("default", question.Default);
        }
    }

    private void Rule(string column, Compiled? rule, bool ownsDot = true)
    {
        if (rule?.Source is not { } source) return;
        _column = column;
        Look(source, ownsDot);
        if (column == "choice_filter" && Domains.KnowsChoices(_question)) Filter(source);
    }

    private void Look(Syntax syntax, bool ownsDot)
    {
        if (syntax is PathSyntax path)
        {
            if (path.Start is not null) Look(path.Start, ownsDot);
            foreach (var step in path.Steps)
                foreach (var predicate in step.Predicates) Look(predicate, ownsDot: false);
            return;
        }
        if (syntax is OperatorSyntax { Operator: >= Operator.Equal and <= Operator.GreaterOrEqual } comparison)
        {
            if (!Beside(comparison, comparison.Operands[0], comparison.Operands[1], ownsDot)) Beside(comparison, comparison.Operands[1], comparison.Operands[0], ownsDot);
        }
        else if (syntax is CallSyntax { Name: "selected" or "is-selected", Arguments: [var several, var code] } && Fixed.Of(code) is { Text.Length: > 0 } one)
        {
            if (Asked(several, ownsDot) is { } asked) Code(asked, one.Text.Trim());
        }
        else if (syntax is CallSyntax { Name: "jr:choice-name", Arguments: [TextSyntax { Value.Length: > 0 } named, TextSyntax of] }
            && of.Value.StartsWith("${", StringComparison.Ordinal) && _check.Form.Find(of.Value[2..].TrimEnd('}').Trim()) is { } list)
            Code(list, named.Value);
        foreach (var child in syntax.Children) Look(child, ownsDot);
    }

    private Question? Asked(Syntax syntax, bool ownsDot) =>
        Paths.IsDot(syntax) ? ownsDot ? _question : null : syntax is ReferenceSyntax { LastSaved: false } reference ? _check.Form.Find(reference.Name) : null;

    // True when something was found; one finding for one comparison is enough.
    private bool Beside(OperatorSyntax comparison, Syntax side, Syntax other, bool ownsDot)
    {
        var equality = comparison.Operator is Operator.Equal or Operator.NotEqual;
        var kind = _kinds.Of(side, _question, ownsDot);
        var value = Fixed.Of(other);
        var name = Asked(side, ownsDot) is { } asked ? asked.Name : Messages.ThisSide;
        if (kind == AnswerKind.None)
        {
            // Only where it is written out: of what stands in a repeat, there may be several.
            Find(CheckRule.GroupAsValue, Messages.GroupHasNoValue(name));
            return true;
        }
        if (other is TextSyntax { Value: { Length: > 0 } text } && !IsNoNumber(text))
        {
            var number = XPath.ToNumber(text);
            var isDay = Dates.TryRead(text, out var moment);
            switch (kind)
            {
                case AnswerKind.Number when double.IsNaN(number):
                    Find(CheckRule.TypeMismatch, Messages.NumberAgainstText(name, text));
                    return true;
                case AnswerKind.Number when isDay:
                    Find(CheckRule.DateWithNumber, Messages.NumberAgainstDay(name, text));
                    return true;
                case AnswerKind.Day when !isDay || (equality && Dates.Day(moment.Wall) != text):
                    Find(CheckRule.TypeMismatch, Messages.DayAgainstText(name, text));
                    return true;
                case AnswerKind.Moment when !isDay:
                    Find(CheckRule.TypeMismatch, Messages.DayAgainstText(name, text));
                    return true;
                case AnswerKind.TimeOfDay when !equality:
                    Find(CheckRule.TypeMismatch, Messages.TimeAgainst(name));
                    return true;
                case AnswerKind.Truth when side is ReferenceSyntax:
                    if (text is "true" or "false") return true;
                    Find(CheckRule.TypeMismatch, Messages.StoredTruthAgainst(name, text));
                    return true;
                case AnswerKind.Truth when equality:
                    Find(CheckRule.TruthAsText, Messages.TruthAgainstText(text));
                    return true;
                case not AnswerKind.TimeOfDay when !equality && double.IsNaN(number):
                    Find(CheckRule.TypeMismatch, Messages.OrderOfTexts(text));
                    return true;
            }
        }
        else if (kind is AnswerKind.Day or AnswerKind.Moment && _kinds.Of(other, _question, ownsDot) == AnswerKind.Number
            && (value is not null || Asked(other, ownsDot)?.IsNumber == true))
        {
            Find(CheckRule.DateWithNumber, Messages.DayAgainstNumber(name));
            return true;
        }
        else if (kind == AnswerKind.TimeOfDay && !equality)
        {
            Find(CheckRule.TypeMismatch, Messages.TimeAgainst(name));
            return true;
        }
        else if (value is { Kind: Kind.Truth } && equality && side is ReferenceSyntax && kind == AnswerKind.Truth)
        {
            Find(CheckRule.TruthAsText, Messages.StoredTruth(name));
            return true;
        }
        if (!equality || value is not { } known || Asked(side, ownsDot) is not { } question) return false;
        if (known.Kind == Kind.Truth || known.Text.Length == 0 || IsNoNumber(known.Text)) return false;
        if (kind == AnswerKind.Codes)
        {
            foreach (var code in SelectFunctions.Codes(known.Text))
                if (Code(question, code)) return true;
            Find(CheckRule.MultipleWithEquals, Messages.MultipleWithEquals(question.Name, known.Text));
            return true;
        }
        return kind == AnswerKind.Code && (known.Kind == Kind.Number ? NumberCode(question, known) : Code(question, known.Text));
    }

    // Authors ask so whether a calculation failed.
    private static bool IsNoNumber(string text) => text is "NaN" or "Infinity" or "-Infinity";

    private bool Code(Question question, string code)
    {
        if (!Domains.KnowsChoices(question) || question.ChoiceByName.ContainsKey(code) || IsSetOtherwise(question)) return false;
        Find(CheckRule.UnknownChoice, Messages.NoSuchChoice(code, question.ListName, NearMiss.Of(code, question.ChoiceByName.Keys)));
        return true;
    }

    private bool NumberCode(Question question, Fixed number)
    {
        if (!Domains.KnowsChoices(question) || IsSetOtherwise(question) || question.Choices.Any(c => XPath.ToNumber(c.Name) == number.Number)) return false;
        Find(CheckRule.UnknownChoice, Messages.NoSuchChoice(number.Text, question.ListName, null));
        return true;
    }

    // A default or calculation may give a code that the list does not have.
    private static bool IsSetOtherwise(Question question) => question.Calculation is not null || (question.Default is { } set && (set.Literal is not { } literal || !question.ChoiceByName.ContainsKey(literal)));

    private void Filter(Syntax syntax)
    {
        if (Paths.Bare(syntax) is { } column && !_columns.Contains(column))
            Find(CheckRule.UnknownColumn, Messages.NoSuchColumn(column, question: _question.ListName, NearMiss.Of(column, _columns)));
        foreach (var child in syntax is PathSyntax ? [] : syntax.Children) Filter(child);
    }

    private void Find(CheckRule rule, string message) => _check.Add(rule, _question, _column, message);
}
