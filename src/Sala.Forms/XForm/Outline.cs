using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>
/// The primary instance of a form as elements: its questions, what a table of lists and a counted repeat need besides, and the group meta
/// with audit, instanceID, instanceName and entities (xlsform.org; ODK XForms specification, Metadata).
/// </summary>
internal sealed class Outline
{
    private readonly Form _form;
    private readonly List<Element> _meta = [];
    private readonly HashSet<IReadOnlyList<Choice>> _withNone = new(ReferenceEqualityComparer.Instance);

    private Outline(Form form) => _form = form;

    public static Element Of(Form form)
    {
        var outline = new Outline(form);
        var root = new Element(form.RootName, ElementKind.Survey);
        outline.Fill(root, form.Top);
        outline.Meta(root);
        return root;
    }

    private void Fill(Element parent, IEnumerable<Question> questions)
    {
        foreach (var question in questions)
        {
            if (question.Type == QuestionType.DataFile) continue;
            if (question.Type == QuestionType.Audit)
            {
                _meta.Add(Audit(question));
                continue;
            }
            if (question.IsGroup) Group(parent, question);
            else
            {
                if (question.TableHead is not null) parent.Add(TableHeading(question));
                parent.Add(Leaf(question, parent));
            }
        }
    }

    private void Group(Element parent, Question question)
    {
        var repeat = question.Type == QuestionType.Repeat;
        var group = new Element(question.Name, repeat ? ElementKind.Repeat : ElementKind.Group, question) { Control = repeat ? "repeat" : "group" };
        Columns(group, question);
        var table = question.HasAppearance("table-list");
        if (table) group.ControlAttributes["appearance"] = string.Join(' ', question.Appearance.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w != "table-list").Prepend("field-list"));
        if (question.Cells.Text("intent") is { } intent) group.ControlAttributes["intent"] = intent;
        if (repeat) Count(parent, group);
        parent.Add(group);
        if (table && (group.Label ?? group.Hint) is not null)
        {
            var note = new Element($"generated_table_list_label_{question.Row}", ElementKind.Question) { Control = "input", }; // a note, so that label and hint are shown
            Kind(note, QuestionKind.Note);
            (note.Label, note.Hint, group.Label, group.Hint) = (group.Label, group.Hint, null, null);
            group.Add(note);
        }
        Fill(group, question.Inside);
    }

    // A repeat counts by a reference; anything else is worked out in an element of its own.
    private static void Count(Element parent, Element repeat)
    {
        if (!repeat.ControlAttributes.TryGetValue("jr:count", out var count) || Names.IsReference(count)) return;
        var name = $"{repeat.Name}_count";
        var element = new Element(name, ElementKind.Question) { IsCalculation = true };
        Kind(element, QuestionKind.Calculate);
        element.Bind["readonly"] = new Words("true()");
        element.Bind["calculate"] = new Words(count);
        parent.Add(element);
        repeat.ControlAttributes["jr:count"] = $"${{{name}}}";
    }

    private static Element TableHeading(Question row)
    {
        var heading = new Element($"reserved_name_for_field_list_labels_{row.Row}", ElementKind.Question) { Control = row.Kind.Control, Itemset = row.ListName, Label = new Words(" ") };
        Kind(heading, row.Kind);
        heading.ControlAttributes["appearance"] = "label";
        return heading;
    }

    private Element Leaf(Question question, Element parent)
    {
        var kind = question.Kind;
        var leaf = new Element(question.Name, ElementKind.Question, question)
        {
            Control = kind.Control,
            IsCalculation = question.TypeText == "calculate",
            Itemset = question.IsSelect ? question.ListName : question.Type == QuestionType.Range && question.Parameters.TryGetValue("tick_labelset", out var labels) ? labels : null,
        };
        Kind(leaf, kind);
        Columns(leaf, question);
        Parameters(leaf, question);
        if (question.HasDecimals) leaf.Bind["type"] = new Words("decimal");
        if (question.IsTableRow) leaf.ControlAttributes["appearance"] = "list-nolabel";
        if (kind.Hint is { } hint) leaf.Hint ??= new Words(hint);
        NoneOption(leaf, question);
        Actions(leaf, question, parent);
        return leaf;
    }

    private static void Kind(Element element, QuestionKind kind)
    {
        if (kind.Data is { } data) element.Bind["type"] = new Words(data);
        if (kind.IsReadOnly) element.Bind["readonly"] = new Words("true()");
        if (kind.Constraint is { } constraint) element.Bind["constraint"] = new Words(constraint);
        if (kind.Preload is { } preload)
        {
            element.Bind["jr:preload"] = new Words(preload);
            element.Bind["jr:preloadParams"] = new Words(kind.PreloadParams!);
        }
        if (kind.Media is { } media) element.ControlAttributes["mediatype"] = media;
    }

    // Canonical column -> attribute of the bind.
    private static readonly Dictionary<string, string> Binds = new(StringComparer.Ordinal)
    {
        ["relevant"] = "relevant", ["constraint"] = "constraint", ["required"] = "required", ["calculation"] = "calculate", ["read_only"] = "readonly",
        ["constraint_message"] = "jr:constraintMsg", ["required_message"] = "jr:requiredMsg", ["no_app_error_string"] = "jr:noAppErrorString",
    };

    private static readonly Dictionary<string, string> Controls = new(StringComparer.Ordinal)
    {
        ["appearance"] = "appearance", ["repeat_count"] = "jr:count", ["autoplay"] = "autoplay", ["rows"] = "rows",
    };

    private static void Columns(Element element, Question question)
    {
        foreach (var (column, words) in question.Cells.All)
        {
            if (Binds.TryGetValue(column, out var bind)) element.Bind[bind] = words.Change((_, text) => FormReader.PlainQuotes(text));
            else if (column.StartsWith("bind::", StringComparison.Ordinal)) element.Bind[column[6..]] = words;
            else if (Controls.TryGetValue(column, out var control)) element.ControlAttributes[control] = words.First;
            else if (column.StartsWith("body::", StringComparison.Ordinal)) element.ControlAttributes[column[6..]] = words.First;
            else if (column.StartsWith("instance::", StringComparison.Ordinal)) element.InstanceAttributes[column[10..]] = words.First;
            else if (column is "image" or "audio" or "video" or "big-image") element.Media[column] = words;
        }
        (element.Label, element.Hint) = (question.Cells["label"], question.Cells["hint"]);
        if (element.ControlAttributes.GetValueOrDefault("appearance") == "label") element.Label ??= new Words(" "); // the row above a table of choices
        if (!question.IsGroup) element.Guidance = question.Cells["guidance_hint"];
        if (question.SavesTo is var (_, property)) element.Bind["entities:saveto"] = new Words(property);
    }

    private static void Parameters(Element leaf, Question question)
    {
        var parameters = question.Parameters;
        switch (question.Type)
        {
            case QuestionType.Text when question.TypeText == "text": Control("rows", "rows"); break;
            case QuestionType.Image:
                Bind("max-pixels", "orx:max-pixels");
                if (question.Appearance is "" or "annotate") Control("app", "intent");
                break;
            case QuestionType.Audio: Bind("quality", "odk:quality"); break;
            case QuestionType.GeoPoint or QuestionType.GeoShape or QuestionType.GeoTrace:
                Bind("allow-mock-accuracy", "odk:allow-mock-accuracy");
                Control("capture-accuracy", "accuracyThreshold");
                Control("warning-accuracy", "unacceptableAccuracyThreshold");
                if (parameters.ContainsKey("incremental")) leaf.ControlAttributes["incremental"] = "true";
                break;
            case QuestionType.Range:
                leaf.ControlAttributes["start"] = parameters.GetValueOrDefault("start", RangeParameters.Start);
                leaf.ControlAttributes["end"] = parameters.GetValueOrDefault("end", RangeParameters.End);
                leaf.ControlAttributes["step"] = parameters.GetValueOrDefault("step", RangeParameters.Step);
                Control("tick_interval", "odk:tick-interval");
                Control("placeholder", "odk:placeholder");
                break;
        }

        void Bind(string key, string attribute) { if (parameters.TryGetValue(key, out var value)) leaf.Bind[attribute] = new Words(value); }
        void Control(string key, string attribute) { if (parameters.TryGetValue(key, out var value)) leaf.ControlAttributes[attribute] = value; }
    }

    // The old setting add_none_option: "none" excludes every other choice.
    private void NoneOption(Element leaf, Question question)
    {
        if (question.Type != QuestionType.SelectMultiple || question.Choices.Count == 0 || FormReader.YesNo(_form.Setting("add_none_option")) != true || !_withNone.Add(question.Choices)) return;
        const string Alone = "(.='none' or not(selected(., 'none')))";
        leaf.Bind["constraint"] = new Words(leaf.Bind.TryGetValue("constraint", out var own) ? $"{own.First} and {Alone}" : Alone);
    }

    private static void Actions(Element leaf, Question question, Element parent)
    {
        if (question.Cells.Text("default") is { } value)
        {
            leaf.DefaultIsDynamic = DynamicDefault.Is(value, question.Type);
            var image = question.TypeText is "photo" or "image" or "add image prompt" or "add photo prompt";
            leaf.Default = image && !value.Contains("jr://images/", StringComparison.Ordinal) && !leaf.DefaultIsDynamic ? $"jr://images/{value}" : value;
        }
        if (leaf.DefaultIsDynamic)
        {
            leaf.Actions.Add(new XFormAction("setvalue", XFormAction.FirstLoad));
            if (parent.Kind == ElementKind.Repeat || parent.Above().Any(e => e.Kind == ElementKind.Repeat)) leaf.Actions.Add(new XFormAction("setvalue", XFormAction.NewRepeat));
        }
        if (question.Type == QuestionType.StartGeoPoint) leaf.Actions.Add(new XFormAction("odk:setgeopoint", XFormAction.FirstLoad));
        if (question.Type == QuestionType.BackgroundAudio) leaf.Actions.Add(new XFormAction("odk:recordaudio", XFormAction.Load, Quality: question.Parameters.GetValueOrDefault("quality")));
        foreach (var (name, _, _) in Names.References(question.Cells.Text("trigger") ?? ""))
            if (name is not null) leaf.Triggers.Add(name);
    }

    private static Element Audit(Question question)
    {
        var audit = new Element("audit", ElementKind.Question, question);
        Kind(audit, question.Kind);
        Columns(audit, question);
        foreach (var (key, value) in question.Parameters) audit.Bind[$"odk:{key}"] = new Words(value);
        return audit;
    }

    private void Meta(Element root)
    {
        if (FormReader.YesNo(_form.Setting("omit_instanceID")) != true)
        {
            var id = Calculated("instanceID");
            id.Bind["readonly"] = new Words("true()");
            id.Bind["jr:preload"] = new Words(_form.Setting("instance_id") ?? "uid");
        }
        if (_form.Setting("instance_name") is { } name) Calculated("instanceName").Bind["calculate"] = new Words(name);
        var atRoot = EntityPlaces.Place(_form, root);
        if (atRoot is not null) _meta.Add(atRoot);
        if (_meta.Count == 0) return;
        var meta = root.Add(new Element("meta", ElementKind.Group) { IsBodyless = true });
        foreach (var element in _meta) meta.Add(element);

        Element Calculated(string called)
        {
            var element = new Element(called, ElementKind.Question) { IsCalculation = true };
            Kind(element, QuestionKind.Calculate);
            _meta.Add(element);
            return element;
        }
    }
}
