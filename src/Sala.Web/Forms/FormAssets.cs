using Sala.Operation;
using Sala.Web.Access;

namespace Sala.Web.Forms;

/// <summary>What pages with forms load besides themselves: the sheet and script of forms, and the pictures and sounds of the pack's forms.</summary>
public sealed class FormAssets(Installation sala)
{
    public FormMedia Report { get; } = FormMedia.Beside(sala.ReportForm, sala.Country.ReportForm, "/forms/report");

    public static void Map(WebApplication app)
    {
        MapAssets(app);
        app.MapGet("/forms/report/{file}", (string file, FormAssets files) => files.Report.Send(file))
            .ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "pictures and sounds of the questions, as the pack has them" });
    }

    /// <summary>The sheet and the script.</summary>
    public static void MapAssets(WebApplication app)
    {
        app.MapGet("/forms.css", () => Results.Bytes(Assets.FormsStyle, "text/css; charset=utf-8")).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "the look of questions" });
        app.MapGet("/forms.js", () => Results.Bytes(Assets.FormsScript, "text/javascript; charset=utf-8")).ExcludeFromDescription().WithMetadata(new OpenToAllAttribute { Because = "spares a press of a button" });
    }
}
