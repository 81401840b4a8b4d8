namespace Sala.Browser.Tests;

/// <summary>From a data file to a read report, in a browser, by one who measures.</summary>
public sealed class MeasureTests(World world)
{
    public static MatrixTheoryData<bool, int, string> Devices => new([true, false], [320, 1280], ["th", "en"]);

    [Theory]
    [MemberData(nameof(Devices))]
    public async Task A_data_file_becomes_a_report_with_progress_and_files_with_and_without_script(bool script, int width, string language)
    {
        await using var visitor = await world.Visitor(new Device(language, width, script));
        var watch = new PageRules(visitor);
        visitor.AtEachPage = watch.Hold;
        await new Worker(visitor).SignsIn("statistician");
        await visitor.Opens($"/work/measure?language={language}");
        await visitor.IsAt("surveys");
        var page = visitor.Page;
        var sample = Path.Combine(Repository.Root, "samples", "disrupting-harm-th");

        await page.SelectOptionAsync("#plan", "plan-caregivers.yml");
        var spoilt = (await File.ReadAllTextAsync(Path.Combine(sample, "simulated-caregivers.csv"), TestContext.Current.CancellationToken)).Replace("\n", "\nunasked,", StringComparison.Ordinal);
        await page.SetInputFilesAsync("#data", new FilePayload { Name = "spoilt.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(spoilt) });
        await visitor.Press("form[enctype] button");
        await visitor.IsAt("data refused");
        Assert.Contains("row 2", await visitor.Text());
        Assert.DoesNotContain("unasked", await visitor.Text());

        await page.SelectOptionAsync("#plan", "plan-caregivers.yml");
        await page.SetInputFilesAsync("#data", Path.Combine(sample, "simulated-caregivers.csv"));
        await visitor.Press("form[enctype] button");
        var address = page.Url;
        // The page asks for itself again; nobody presses anything until the report is there.
        await page.WaitForSelectorAsync("a[href$='/report']", new() { Timeout = 120_000 });
        await visitor.IsAt("measured");
        Assert.Equal(address, page.Url);
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("a[href$='estimates.csv']"));
        await using var csv = await download.CreateReadStreamAsync();
        Assert.Contains("caregivers", await new StreamReader(csv).ReadToEndAsync(TestContext.Current.CancellationToken));

        visitor.AtEachPage = null;
        await page.ClickAsync("a[href$='/report']");
        await page.WaitForURLAsync("**/report");
        var report = await page.InnerTextAsync("body");
        Assert.Contains("Made-up data", report);
        Assert.Contains("F03", await page.ContentAsync());

        await visitor.Opens(new Uri(address).PathAndQuery + $"?language={language}");
        await page.ClickAsync("details:has(form[action$='/remove']) summary");
        await visitor.Press("form[action$='/remove'] button");
        Assert.Contains(language == "en" ? "erased" : "ลบข้อมูลและผลแล้ว", await visitor.Text());
        Assert.True(watch.Broken.Count == 0, string.Join('\n', watch.Broken));
    }
}
