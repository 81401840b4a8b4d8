namespace Sala.Forms.Reading;

// Questions with choices: their lists, "other", tables of lists, and loops over a list.
internal sealed partial class SurveyReader
{
    // A list whose question ends in or_other has the choice other, for every question that uses the list.
    private void AddOtherChoices(IEnumerable<Cells> rows)
    {
        foreach (var cells in rows)
        {
            if (cells.Text("type") is not { } type || TypeText.Select(type) is not { OrOther: true } select) continue;
            if (!_reader.Form.Lists.TryGetValue(select.List, out var choices) || choices.Any(c => c.Name == "other")) continue;
            var other = new Cells(0);
            other.Put("name", "other");
            var languages = choices.Where(c => c.Cells["label"]?.ByLanguage is not null).SelectMany(c => c.Cells["label"]!.ByLanguage!.Keys).Distinct().ToList();
            other.Put("label", Generated("Other", "อื่น ๆ", languages));
            _reader.Form.AddChoice(select.List, ChoicesReader.Choice(_reader.Form, other, _languages));
        }
    }

    // The words are pyxform's; Thai is added where the form speaks it.
    private static Words Generated(string english, string thai, IReadOnlyList<string> languages)
    {
        if (languages.Count == 0) return new Words(english);
        var words = new Words();
        foreach (var language in languages) words.Add(language, IsThai(language) ? thai : english, "default", false);
        return words;
    }

    private static bool IsThai(string language) => Header.Language(language).Code is var code
        && (code.StartsWith("th", StringComparison.OrdinalIgnoreCase) || code.Contains("ไทย", StringComparison.Ordinal));

    private void AddSelect(Cells cells, TypeText.SelectParts select)
    {
        var question = Add(cells, select.Kind, $"{Canonical(select)} {select.List}")!;
        question.ListName = select.List;
        Table(question, select);
        if (!ListOf(question, select, out var choices)) return;
        var typeHeading = cells.Heading("type");
        foreach (var choice in choices)
            if (choice.Name.AsSpan().ContainsAny(" \t\n"))
            {
                if (select.Kind.Type == QuestionType.SelectMultiple) Problem(question.Row, typeHeading, Messages.ChoiceWithSpace(choice.Name));
                else if (select.Kind.Type == QuestionType.Rank) _reader.AddAnswering(new FormProblem(_sheet, question.Row, typeHeading, Messages.ChoiceWithSpace(choice.Name)));
            }
        Offer(question, [.. choices], _reader.Form.Instances[select.List].Items[0]);
        if (!select.OrOther) return;
        if (cells.Has("choice_filter")) Problem(question.Row, cells.Heading("choice_filter"), Messages.FilterWithOther);
        AddOther(cells, question);
    }

    private static void Offer(Question question, Choice?[] choices, Expressions.ItemNode items)
    {
        (question.Items, question.ItemChoices) = (items, choices);
        question.Choices = choices.OfType<Choice>().ToArray();
        var byName = new Dictionary<string, Choice>(choices.Length, StringComparer.Ordinal);
        foreach (var choice in question.Choices) byName.TryAdd(choice.Name, choice);
        question.ChoiceByName = byName;
    }

    // The choices of a data file that lies beside the form; without it the form can still be written.
    private void OfferFile(Question question, TypeText.SelectParts select)
    {
        if (_reader.Form.Instance(select.List) is { Items: [var items, ..] }) Offer(question, FileChoices.Of(_reader.Form, items, select.List, question.Parameters), items);
        else Warn(question.Row, question.Cells.Heading("type"), Messages.DataFileMissing(select.List));
    }

    private static string Canonical(TypeText.SelectParts select) => select.Kind.Type switch
    {
        QuestionType.Rank => "rank",
        QuestionType.SelectMultiple => select.FromFile ? "select_multiple_from_file" : "select_multiple",
        _ => select.IsExternal ? "select_one_external" : select.FromFile ? "select_one_from_file" : "select_one",
    };

    private bool ListOf(Question question, TypeText.SelectParts select, out IReadOnlyList<Choice> choices)
    {
        choices = [];
        var (form, heading) = (_reader.Form, question.Cells.Heading("type"));
        if (select.FromFile && (!select.IsFile || Path.GetFileName(select.List).Count(c => c == '.') != 1))
        {
            Problem(question.Row, heading, Messages.ListIsNoFile(select.List));
            return false;
        }
        if (select.IsExternal)
        {
            if (form.ExternalLists.Count == 0) Problem(question.Row, heading, Messages.SheetMissing("external_choices", _reader.NearSheet("external_choices")));
            else if (!form.ExternalLists.TryGetValue(select.List, out choices!)) Problem(question.Row, heading, Messages.NoSuchList(select.List, NearMiss.Of(select.List, form.ExternalLists.Keys)));
            else if (!question.Cells.Has("choice_filter")) Problem(question.Row, question.Cells.Heading("choice_filter"), Messages.ExternalNeedsFilter);
            return choices is { Count: > 0 };
        }
        if (form.Lists.TryGetValue(select.List, out choices!)) return true;
        choices = [];
        if (select.OrOther) Problem(question.Row, heading, Messages.OtherNeedsList);
        if (select.IsFile) OfferFile(question, select);
        if (select.IsFile || select.IsPrevious) return false; // what was answered in a repeat: RuleReader
        Problem(question.Row, heading, form.Lists.Count == 0
            ? Messages.SheetMissing("choices", _reader.NearSheet("choices"))
            : Messages.NoSuchList(select.List, NearMiss.Of(select.List, form.Lists.Keys)));
        return false;
    }

    private void AddOther(Cells select, Question question)
    {
        var cells = new Cells(select.Row);
        cells.Put("type", "text");
        cells.Put("name", $"{question.Name}_other");
        cells.Put("label", Generated("Specify other.", "ระบุ", _columns.Exists(c => c is { Name: "label", Language: null }) && !_languages.Named.Any(IsThai) ? [] : _languages.Named));
        cells.Put("relevant", $"selected(../{question.Name}, 'other')");
        Add(cells, QuestionKind.Text, "text");
    }

    // In a group with the appearance table-list every select has the same list.
    private void Table(Question question, TypeText.SelectParts select)
    {
        if (_table is not { } table) return;
        if (table.List is null)
        {
            if (question.Cells.Has("choice_filter")) Problem(question.Row, question.Cells.Heading("choice_filter"), Messages.FilterInTable);
            _table = (table.Group, select.List);
            question.TableHead = table.Group;
        }
        else if (table.List != select.List) Problem(question.Row, question.Cells.Heading("type"), Messages.TableOfOtherList(select.List, table.List));
        question.IsTableRow = true;
    }

    // begin loop over list: the rows inside, once for each choice, with %(name)s and %(label)s filled in.
    private int Loop(List<Cells> rows, int begin, string? list)
    {
        var (cells, heading) = (rows[begin], rows[begin].Heading("type"));
        var (end, depth) = (begin + 1, 1);
        for (; end < rows.Count; end++)
        {
            var type = rows[end].Text("type") ?? "";
            if (TypeText.Begin(type) is not null) depth++;
            else if (TypeText.End(type) is not null && --depth == 0) break;
        }
        if (list is null) Problem(cells.Row, heading, Messages.LoopWithoutList);
        else if (!_reader.Form.Lists.ContainsKey(list)) Problem(cells.Row, heading, Messages.NoSuchList(list, NearMiss.Of(list, _reader.Form.Lists.Keys)));
        else if (end == rows.Count) Problem(cells.Row, heading, Messages.NotEnded("loop"));
        else if (TypeText.End(rows[end].Text("type")!) is not "loop") Problem(rows[end].Row, heading, Messages.EndOfOther(TypeText.End(rows[end].Text("type")!)!, "loop", cells.Row));
        else Repeat(cells, rows.Skip(begin + 1).Take(end - begin - 1).ToList(), _reader.Form.Lists[list]);
        return end;
    }

    private void Repeat(Cells loop, List<Cells> inside, IReadOnlyList<Choice> choices)
    {
        if (_open.Count + 1 >= DeepestGroup) throw new FormException(_sheet, loop.Row, Messages.NestedTooDeep);
        if (Add(loop, QuestionKind.Group, "begin group") is not { } group) return;
        _open.Push(group);
        foreach (var choice in choices.Where(c => c.Name != "none"))
        {
            var cells = new Cells(loop.Row);
            foreach (var (column, words) in choice.Cells.All)
                if (column is "name" or "label" || Header.IsTranslated(column)) cells.Put(column, words);
            if (Add(cells, QuestionKind.Group, "begin group") is not { } one) continue;
            _open.Push(one);
            var depth = 0;
            var filled = new List<Cells>(inside.Count);
            foreach (var row in inside)
            {
                var type = row.Text("type") ?? "";
                if (TypeText.End(type) is not null) depth--;
                filled.Add(depth == 0 ? row.Change((language, text) => Fill(text, choice, language)) : row.Change((_, text) => text));
                if (TypeText.Begin(type) is not null) depth++;
            }
            Rows(filled);
            _open.Pop();
        }
        _open.Pop();
    }

    private static string Fill(string text, Choice choice, string? language)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        foreach (var (column, words) in choice.Cells.All)
            text = text.Replace($"%({column})s", language is not null && words.ByLanguage?.GetValueOrDefault(language) is { } own ? own : words.First, StringComparison.Ordinal);
        return text.Replace("%%", "%", StringComparison.Ordinal);
    }
}
