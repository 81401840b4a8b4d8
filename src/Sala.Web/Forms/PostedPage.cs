using Sala.Forms;

namespace Sala.Web.Forms;

/// <summary>What came back with a page: which button was pressed, and what stood in the fields.</summary>
public sealed record PostedPage(string Deed, string Target, IReadOnlyDictionary<string, string> Typed, IReadOnlyDictionary<string, string> Searched)
{
    /// <param name="form">The fields of the body.</param>
    /// <param name="page">The page that was shown; only its own fields are read.</param>
    public static PostedPage Read(IFormCollection form, FormPage page)
    {
        var pressed = form["do"].ToString() is { Length: > 0 } deed ? deed : "next"; // a choice that is a button brings no other
        var cut = pressed.IndexOf(' ', StringComparison.Ordinal);
        var (name, target) = cut < 0 ? (pressed, "") : (pressed[..cut], pressed[(cut + 1)..]);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal);
        var searched = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in page.Controls)
        {
            var field = page.Field(part);
            typed[part.Address] = Typed_(form, field);
            if (!field.IsSelect || field.Layout.Kind != ChoiceKind.Search) continue;
            var text = form[$"s.{part.Address}"].ToString() is { Length: <= ChoiceSearch.Longest } short_ ? short_.Trim() : "";
            if (text.Length == 0) continue;
            searched[part.Address] = text;
            if (name != "next" || typed[part.Address].Length > 0) continue;
            // Typed, and gone on without choosing: the one that it names, else what it finds is shown.
            if (ChoiceSearch.For(text, field).Exact is { } exact) typed[part.Address] = exact.Name;
            else (name, target) = ("find", part.Address);
        }
        return new(name, target, typed, searched);
    }

    private static string Typed_(IFormCollection form, Field field)
    {
        var address = field.Part.Address;
        var values = form[field.Name];
        return field.Question.Type switch
        {
            QuestionType.Date or QuestionType.DateTime => Day(form, field),
            QuestionType.Rank => values.All(string.IsNullOrEmpty) ? "" : string.Join(' ', values.ToArray()),
            QuestionType.GeoPoint => $"{form[$"lat.{address}"]} {form[$"lon.{address}"]}".Trim(),
            QuestionType.GeoTrace or QuestionType.GeoShape => string.Join(';', values.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            // The answer that stood there comes first, the button that was pressed last.
            QuestionType.SelectOne when field.Layout.Kind == ChoiceKind.Quick => values.LastOrDefault() ?? "",
            _ => string.Join(' ', values.ToArray()),
        };
    }

    private static string Day(IFormCollection form, Field field)
    {
        var address = field.Part.Address;
        var typed = field.Day with { Day = Part("d"), Month = Part("m"), Year = Part("y"), Time = Part("t") };
        return typed.ToAnswer(field.Page.Language);

        string Part(string name) => form[$"{name}.{address}"].ToString() is { Length: <= 20 } text ? text.Replace('/', ' ').Trim() : "";
    }
}
