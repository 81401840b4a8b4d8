using System.Text.Json;

namespace Sala.Vault.Tests;

/// <summary>The known answers in vectors/, which any implementation can read: JSON with hexadecimal values.</summary>
internal static class Vectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "vectors");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllText(PathOf(name))).RootElement;

    public static TheoryData<string> In(string folder) =>
        new(Directory.GetFiles(PathOf(folder), "*.json").Order(StringComparer.Ordinal).Select(file => Path.GetFileNameWithoutExtension(file)));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static bool Has(this JsonElement element, string name) => element.GetProperty(name).ValueKind != JsonValueKind.Null;

    public static SecretKey Key(this JsonElement element, string name) => SecretKey.From(element.Hex(name));

    public static Binding Binding(this JsonElement element) => new(
        element.Text("field"), RecordId.From(element.Hex("record")), element.GetProperty("version").GetInt32(),
        element.Has("owner") ? RecordId.From(element.Hex("owner")) : null);

    public static Padding Padding(this JsonElement element) => element.Text("padding") switch
    {
        "message" => Vault.Padding.Message,
        "report" => Vault.Padding.Report,
        _ => Vault.Padding.Exact,
    };
}
