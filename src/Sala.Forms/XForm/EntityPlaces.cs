using Sala.Forms.Reading;

namespace Sala.Forms.XForm;

/// <summary>
/// Where each entity of a form stands: in the group meta of the deepest repeat or group whose answers it takes, one to each group
/// (ODK entities specification 2024.1.0 and, for several entities or entities of repeats, 2025.1.0).
/// </summary>
internal static class EntityPlaces
{
    /// <summary>Puts entities into the groups meta of repeats and groups; gives the one, if any, that belongs into the form's own meta.</summary>
    public static Element? Place(Form form, Element root)
    {
        Element? atRoot = null;
        var taken = new HashSet<Element>();
        foreach (var entity in form.Entities)
        {
            var place = Wanted(form, root, entity);
            while (place.Kind != ElementKind.Survey && place.Kind != ElementKind.Repeat && taken.Contains(place)) place = place.Parent!;
            if (!taken.Add(place))
            {
                var scope = place;
                place = scope.SelfAndDescendants().FirstOrDefault(e => e.Kind == ElementKind.Group && !e.IsBodyless && !taken.Contains(e) && Scope(e) == scope) ?? throw new FormException([new FormProblem("entities", entity.Cells.Row, "list_name", Messages.EntityHasNoPlace)]);
                taken.Add(place);
            }
            var element = Of(entity, Scope(place).Kind == ElementKind.Repeat);
            if (place == root) atRoot = element;
            else place.Add(new Element("meta", ElementKind.Group) { IsBodyless = true }).Add(element);
        }
        return atRoot;
    }

    /// <summary>Which version of the entities specification the form needs; null without entities.</summary>
    public static string? Version(Form form, Element root) => form.Entities.Count == 0 ? null
        : form.Entities.Count > 1 || root.Children.TrueForAll(c => c.Name != "meta" || c.Children.TrueForAll(e => e.Name != "entity")) ? "2025.1.0" : "2024.1.0";

    private static Element Scope(Element element) => element.Kind is ElementKind.Repeat or ElementKind.Survey ? element : element.Above().First(e => e.Kind is ElementKind.Repeat or ElementKind.Survey);

    private static Element Wanted(Form form, Element root, EntityDeclaration entity)
    {
        var elements = root.SelfAndDescendants().Where(e => e.Question is not null).ToList();
        if (entity.Repeat is { } repeat && Names.References(repeat).First().Name is { } name) return elements.Find(e => e.Name == name && e.Kind == ElementKind.Repeat)!;
        var saved = elements.Where(e => e.Question!.SavesTo?.List == entity.List).Select(e => e.Parent!).Distinct().ToList();
        var names = new[] { entity.Id, entity.CreateIf, entity.UpdateIf, entity.Label }.SelectMany(t => Names.References(t ?? "")).Select(r => r.Name).ToHashSet();
        var read = elements.Where(e => names.Contains(e.Name)).Select(e => e.Parent!).Distinct().ToList();
        if (saved.Count + read.Count == 0) return root;
        var scopes = saved.Concat(read).Select(Scope).Distinct().ToList();
        var deepest = scopes.MaxBy(s => s.Above().Count())!;
        foreach (var scope in scopes)
            if (scope != deepest && !deepest.Above().Contains(scope) || saved.Exists(s => Scope(s) != deepest))
                throw new FormException([new FormProblem("entities", entity.Cells.Row, "list_name", Messages.EntityOfTwoRepeats(entity.List))]);
        if (form.Entities.Count == 1 && deepest == root) return root;
        return saved.Count == 0 ? read.Where(r => Scope(r) == deepest).MaxBy(r => r.Above().Count())! : Common(saved);
    }

    private static Element Common(List<Element> elements)
    {
        var at = elements[0];
        while (!elements.TrueForAll(e => e == at || e.Above().Contains(at))) at = at.Parent!;
        return at;
    }

    private static Element Of(EntityDeclaration declared, bool inRepeat)
    {
        var entity = new Element("entity", ElementKind.Group) { IsBodyless = true };
        entity.Add(new Element("dataset", ElementKind.Attribute) { Value = declared.List });
        var creates = declared.Id is null || declared.CreateIf is not null;
        if (creates) Ruled("create", "1", declared.CreateIf);
        if (declared.Id is not null) Ruled("update", "1", declared.UpdateIf);
        if (declared.Id is { } id)
        {
            var item = $"instance('{declared.List}')/root/item[name={id}]";
            Ruled("baseVersion", "", $"{item}/__version");
            Ruled("trunkVersion", "", $"{item}/__trunkVersion");
            Ruled("branchId", "", $"{item}/__branchId");
        }
        var idAttribute = Ruled("id", "", declared.Id, always: true);
        if (declared.Id is null)
        {
            idAttribute.Actions.Add(new XFormAction("setvalue", XFormAction.FirstLoad, "uuid()"));
            if (inRepeat) idAttribute.Actions.Add(new XFormAction("setvalue", XFormAction.NewRepeat, "uuid()"));
        }
        if (declared.Label is { } label)
        {
            var element = entity.Add(new Element("label", ElementKind.Question) { IsCalculation = true });
            element.Bind["calculate"] = new Words(label);
            element.Bind["readonly"] = new Words("true()");
            element.Bind["type"] = new Words("string");
        }
        return entity;

        Element Ruled(string name, string value, string? rule, bool always = false)
        {
            var attribute = entity.Add(new Element(name, ElementKind.Attribute) { Value = value });
            if (rule is null && !always) return attribute;
            if (rule is not null) attribute.Bind["calculate"] = new Words(rule);
            attribute.Bind["readonly"] = new Words("true()");
            attribute.Bind["type"] = new Words("string");
            return attribute;
        }
    }
}
