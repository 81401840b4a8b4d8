using System.Text.RegularExpressions;

namespace Sala.Browser.Tests;

/// <summary>The pictures of docs/pictures. They are taken anew when SALA_PICTURES=1 is set; else only that they are all there, small and named.</summary>
public sealed partial class PictureTests(World world)
{
    private const int Largest = 150 * 1024;

    private static readonly string[] Languages = ["en", "th"];

    [Fact]
    public async Task The_pictures_of_the_docs_are_those_that_are_listed_and_small()
    {
        if (Environment.GetEnvironmentVariable("SALA_PICTURES") == "1")
        {
            Directory.CreateDirectory(Repository.Pictures);
            foreach (var old in Directory.EnumerateFiles(Repository.Pictures, "*.png")) File.Delete(old);
            foreach (var language in Languages)
            {
                foreach (var width in (int[])[320, 1280])
                {
                    await ChildsPages(new Device(language, width, Touch: width == 320));
                    await StaffsPages(new Device(language, width, Touch: width == 320));
                }
            }
        }
        var listed = Picture().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Pictures, "README.md"), TestContext.Current.CancellationToken)).Select(m => m.Value).Distinct().Order();
        var files = Directory.GetFiles(Repository.Pictures, "*.png");
        Assert.Equal(listed, files.Select(f => Path.GetFileName(f)!).Order());
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, Largest));
    }

    private async Task ChildsPages(Device device)
    {
        await using var visitor = await world.Visitor(device);
        string[] wanted = device.Width == 320
            ? ["start", "consent self", "question safety_now", "question kind", "question story", "danger", "check", "receipt", "type back", "conversation after writing", "numbers"]
            : ["start", "consent self", "question kind", "receipt"];
        visitor.AtEachPage = name => wanted.Contains(name) ? Take(visitor, "child-" + (name.Split(' ') switch { ["question", var q] => "question-" + q, ["conversation", ..] => "conversation", ["consent", ..] => "consent", _ => name.Replace(' ', '-') })) : Task.CompletedTask;
        var before = world.Sala.Board.Rows.Select(r => r.Id).ToHashSet();
        var child = new Child(visitor);
        await child.Begins();
        await child.Answers(new Dictionary<string, string>(Child.InDanger) { ["story"] = device.Language == "th" ? "เขาบอกว่าจะส่งรูปให้คนที่โรงเรียนดู" : "They say they will show it to my school." });
        var receipt = await child.Sends();
        await child.Tries(receipt);
        var report = Assert.Single(world.Sala.Board.Rows, r => !before.Contains(r.Id)).Id;
        await using (var staff = await world.SignedIn("responder", new Device(device.Language, 1280)))
        {
            var worker = new Worker(staff);
            await worker.Opens(report);
            await worker.Takes();
            await worker.Replies(device.Language == "th" ? "ขอบคุณที่เล่าให้ฟัง เรื่องนี้ไม่ใช่ความผิดของน้อง พรุ่งนี้เราจะเข้ามาอ่านอีก" : "Thank you for telling us. It is not your fault. I read here again tomorrow.");
        }
        await child.ComesBack(receipt);
        await child.Writes(device.Language == "th" ? "ขอบคุณค่ะ" : "Thank you.");
        await visitor.Opens($"/{device.Language}/help");
        await visitor.IsAt("numbers");
    }

    private async Task StaffsPages(Device device)
    {
        await using (var visitor = await world.SignedIn("responder", device))
        {
            await Shows(visitor, "/work", "inbox");
            await visitor.Opens($"/work?show=Mine&language={device.Language}");
            await visitor.Press("main tbody a[href^='/work/reports/']");
            await Take(visitor, "work-report");
            await visitor.Opens(new Uri(visitor.Page.Url).AbsolutePath + "/as-child");
            await Take(visitor, "work-as-child");
        }
        await using (var visitor = await world.SignedIn("investigator", device))
        {
            await Shows(visitor, "/work/cases", "cases");
            await Shows(visitor, "/work/cases/board", "cases-board");
            await Shows(visitor, "/work/cases/tasks", "cases-tasks");
            await visitor.Opens($"/work/cases/find?language={device.Language}");
            await visitor.Page.FillAsync("#pseudonym", "Mali");
            await visitor.Press("form[action='/work/cases/find'] button");
            await visitor.Press("main ul.compare a");
            await Take(visitor, "work-case");
            var id = new Uri(visitor.Page.Url).AbsolutePath["/work/cases/".Length..];
            await visitor.Press("main a[href*='/steps/']");
            await Take(visitor, "work-interview");
            await visitor.Opens($"/work/letters/{id}?about=Hearing");
            await Take(visitor, "work-letters");
        }
        await using (var visitor = await world.SignedIn("responder2", device))
        {
            await Shows(visitor, "/work/referrals", "referrals");
            await visitor.Press("main a[href^='/work/referrals/']");
            await Take(visitor, "work-referral");
        }
        if (device.Width == 320) return;
        await using (var visitor = await world.SignedIn("head", device))
        {
            await Shows(visitor, "/work/cases/team", "cases-team");
            await Shows(visitor, "/work/cases/find", "cases-find");
            await Shows(visitor, "/work/rota", "rota");
            await Shows(visitor, "/work/audit", "audit");
        }
        await using (var visitor = await world.SignedIn("lead", device)) await Shows(visitor, "/work/units", "units");
        await using (var visitor = await world.SignedIn("admin", device))
        {
            await Shows(visitor, "/work/people", "people");
            await Shows(visitor, "/work/webhooks", "webhooks");
        }
        await using (var visitor = await world.SignedIn("guardian", device)) await Shows(visitor, "/work/guardians", "guardians");
        await using (var visitor = await world.Visitor(device)) await Shows(visitor, "/work/sign-in", "sign-in");
    }

    private static async Task Shows(Visitor visitor, string path, string name)
    {
        await visitor.Opens($"{path}?language={visitor.Device.Language}");
        await Take(visitor, "work-" + name);
    }

    // What is on the screen, a little longer than one; the whole of the longest pages would be a ribbon.
    private static async Task Take(Visitor visitor, string name)
    {
        var file = Path.Combine(Repository.Pictures, $"{name}-{visitor.Device.Language}-{visitor.Device.Width}.png");
        var height = Math.Min(await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollHeight"), visitor.Device.Width == 320 ? 900 : 1100);
        await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, height);
        await visitor.Page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        await visitor.Page.SetViewportSizeAsync(visitor.Device.Width, visitor.Device.Height);
        // Debian's pngquant, where it is installed: a third of the weight, and nothing that an eye would miss.
        if (!File.Exists("/usr/bin/pngquant")) return;
        using var smaller = System.Diagnostics.Process.Start("/usr/bin/pngquant", ["--force", "--skip-if-larger", "--ext", ".png", "64", file]);
        await smaller.WaitForExitAsync();
    }

    [GeneratedRegex("[a-z0-9_-]+[.]png")]
    private static partial Regex Picture();
}
