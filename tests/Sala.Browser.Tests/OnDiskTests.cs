using System.Text;

namespace Sala.Browser.Tests;

/// <summary>Somebody takes up the phone later, and looks: with the browser's own windows, or through its files.</summary>
public sealed class OnDiskTests(World world)
{
    private const string Story = "planted-word-of-a-child";
    private const string Handle = "planted-handle";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_window_that_is_restored_after_leaving_shows_only_the_neutral_page_and_no_file_holds_a_word(bool script)
    {
        var profile = Directory.CreateTempSubdirectory("sala-profile-").FullName;
        try
        {
            var device = new Device("en", Script: script);
            string receipt;
            await using (var visitor = await Visitor.In(await world.OnDisk(profile, device), device, world))
            {
                var child = new Child(visitor);
                await child.Begins();
                await child.Answers(new Dictionary<string, string> { ["handle"] = Handle, ["story"] = Story }, backOnce: false);
                receipt = await child.Sends();
                await child.Begins();
                await child.ComesTo("story");
                await visitor.Page.FillAsync("textarea", Story);
                await visitor.Press("a.leave");
            }
            FindsNothing(profile, receipt);

            await using var later = await world.OnDisk(profile, device, "--restore-last-session");
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            Assert.NotEmpty(later.Pages);
            foreach (var page in later.Pages)
            {
                Assert.DoesNotContain(Story, await page.ContentAsync());
                Assert.True(page.Url == "about:blank" || page.Url.StartsWith("https://", StringComparison.Ordinal), page.Url);
            }
        }
        finally
        {
            Directory.Delete(profile, true);
        }
    }

    [Fact]
    public async Task A_browser_that_dies_in_the_middle_leaves_no_word_in_its_files()
    {
        var profile = Directory.CreateTempSubdirectory("sala-profile-").FullName;
        try
        {
            var device = new Device("en");
            await using (var visitor = await Visitor.In(await world.OnDisk(profile, device), device, world))
            {
                var child = new Child(visitor);
                await child.Begins();
                await child.ComesTo("story", new Dictionary<string, string> { ["handle"] = Handle });
                await visitor.Page.FillAsync("textarea", Story);
                await Task.Delay(3000, TestContext.Current.CancellationToken); // the browser saves its windows every few seconds
                FindsNothing(profile, "no receipt yet", running: true);
            }
            FindsNothing(profile, "no receipt yet");
        }
        finally
        {
            Directory.Delete(profile, true);
        }
    }

    // What was typed, the receipt, and words that stand on our pages alone. The address itself stays in a history; the child is told so before.
    private void FindsNothing(string profile, string receipt, bool running = false)
    {
        var texts = world.Sala.Country.Texts("en");
        string[] words = [Story, Handle, receipt, receipt.Replace(" ", "", StringComparison.Ordinal), texts["start.headline"], texts["consent.headline"], texts["receipt.write"], texts["leave.keyboard"]];
        var needles = words.Where(w => w.Length > 0).SelectMany(w => new[] { (w, Encoding.UTF8.GetBytes(w)), (w, Encoding.Unicode.GetBytes(w)) }).ToList();
        // A history that names us shows that the search would find what is there; it is written late.
        Assert.True(running || File.ReadAllBytes(Path.Combine(profile, "Default", "History")).AsSpan().IndexOf(Encoding.UTF8.GetBytes(world.Address.Authority)) >= 0, "The search finds not even the address.");
        foreach (var file in Directory.EnumerateFiles(profile, "*", SearchOption.AllDirectories))
        {
            if (Bytes(file) is not { } bytes) continue;
            foreach (var (word, needle) in needles) Assert.False(bytes.AsSpan().IndexOf(needle) >= 0, $"{Path.GetRelativePath(profile, file)} holds \"{word}\"");
            var cache = Path.GetRelativePath(profile, file).Contains("Cache", StringComparison.Ordinal);
            Assert.False(cache && bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(world.Address.Authority)) >= 0, $"{Path.GetRelativePath(profile, file)} keeps a page of ours");
        }
    }

    private static byte[]? Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (IOException)
        {
            return null; // a socket or a lock of the running browser
        }
    }
}
