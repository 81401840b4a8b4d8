using System.Text;
using Microsoft.AspNetCore.Builder;
using Sala.Countries;
using Sala.Web.Forms.Preview;

namespace Sala.Browser.Tests.Forms;

/// <summary>A form in the preview, as ./sala form preview serves it, with its media beside it.</summary>
internal sealed class PreviewedForm : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sala-form-").FullName;
    private readonly WebApplication _app;

    private PreviewedForm(Func<string, string> put)
    {
        var media = Directory.CreateDirectory(Path.Combine(_folder, "form-media")).FullName;
        File.WriteAllText(Path.Combine(media, "tree.svg"), Picture("<circle cx='60' cy='40' r='30' fill='#0b6455'/>"));
        File.WriteAllText(Path.Combine(media, "house.svg"), Picture("<path d='M20 45 60 12l40 33v38H20z' fill='#9c2f17'/>"));
        File.WriteAllBytes(Path.Combine(media, "hello.wav"), Sound());
        _app = PreviewServer.Build(put(_folder), Country.Load(Repository.Thailand), 0, TimeProvider.System);
    }

    public Uri Address { get; private set; } = null!;

    /// <param name="table">The form as Markdown tables.</param>
    public static Task<PreviewedForm> Of(string table) => Start(new PreviewedForm(folder =>
    {
        var path = Path.Combine(folder, "form.md");
        File.WriteAllText(path, table);
        return path;
    }));

    public static Task<PreviewedForm> FromFile(string path) => Start(new PreviewedForm(_ => path));

    /// <summary>The form with every type and every appearance.</summary>
    public static Task<PreviewedForm> KitchenSink() => Of(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Sala.Browser.Tests", "Forms", "kitchen-sink.md")));

    private static async Task<PreviewedForm> Start(PreviewedForm form)
    {
        await form._app.StartAsync();
        form.Address = new Uri(form._app.Urls.Single());
        return form;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private static string Picture(string shapes) => $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 90' width='120' height='90'><rect width='120' height='90' fill='#dff0ff'/>{shapes}</svg>";

    // Half a second of a tone: RIFF, 8,000 samples a second, 8 bits.
    private static byte[] Sound()
    {
        byte[] samples = [.. Enumerable.Range(0, 4_000).Select(i => (byte)(128 + 40 * Math.Sin(i / 3.0)))];
        using var file = new MemoryStream();
        using var to = new BinaryWriter(file, Encoding.ASCII);
        to.Write("RIFF"u8);
        to.Write(36 + samples.Length);
        to.Write("WAVEfmt "u8);
        foreach (var word in (int[])[16, 1 | 1 << 16, 8_000, 8_000, 1 | 8 << 16]) to.Write(word);
        to.Write("data"u8);
        to.Write(samples.Length);
        to.Write(samples);
        to.Flush();
        return file.ToArray();
    }
}
