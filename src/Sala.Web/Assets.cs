using System.Reflection;

namespace Sala.Web;

/// <summary>The few files that pages load besides themselves, from the program itself. They are not kept by the browser either: nothing of a visit stays in a cache.</summary>
public static class Assets
{
    public static readonly byte[] Style = Read("sala.css");
    public static readonly byte[] Leave = Read("leave.js");
    public static readonly byte[] Icon = Read("icon.svg");
    public static readonly byte[] Anew = Read("anew.js");

    /// <summary>For pages with more than plain questions; the start page stays light without them.</summary>
    public static readonly byte[] FormsStyle = Read("forms.css");
    public static readonly byte[] FormsScript = Read("forms.js");

    public static readonly byte[] PreviewStyle = Read("preview.css");

    private static byte[] Read(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream = assembly.GetManifestResourceStream($"Sala.Web.Assets.{name}")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
