using System.Net;
using Microsoft.EntityFrameworkCore;
using Sala.Operation;
using Sala.Surveys.Measuring;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Surveys;

/// <summary>The program ends by SIGKILL while it measures: a process of its own, over HTTP.</summary>
public sealed class KilledMeasurementTests
{
    private const string PlanFile = "plan-caregivers.yml";

    [Fact]
    public async Task A_program_that_is_killed_leaves_a_whole_finding_or_a_run_that_is_begun_anew_never_a_half()
    {
        var folder = await FilledSala.DemonstrationFolder();
        var person = Demonstration.StaffOf(folder).Single(p => p.SignInName == "statistician");
        var cookies = new CookieContainer();
        var states = new List<MeasurementState>();
        RecordId last = default;
        // Early and late in a run; the last may have ended before.
        foreach (var wait in (int[])[300, 3000])
        {
            await using (var process = await DemonstrationProcess.Start(folder))
            {
                using var browser = Browser(process, cookies);
                if (states.Count == 0)
                {
                    using var signedIn = await browser.PostAsync("/work/sign-in", Form(("name", person.SignInName), ("password", person.Password), ("code", person.Code(DateTimeOffset.UtcNow))), Cancelled);
                    Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
                }
                last = await Brings(browser);
                await Task.Delay(wait, Cancelled);
                await process.Kill();
            }
            states.Add(await StateOf(folder, last));
        }
        Assert.Contains(MeasurementState.Running, states);

        await using var again = await DemonstrationProcess.Start(folder);
        using var anew = Browser(again, cookies);
        using (var begun = await anew.PostAsync($"/work/measure/{last}/run", Form(("plan", PlanFile)), Cancelled)) Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        var deadline = DateTime.UtcNow.AddMinutes(2);
        string page;
        while (!(page = await anew.GetStringAsync($"/work/measure/{last}", Cancelled)).Contains("estimates.csv", StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < deadline, page);
            await Task.Delay(500, Cancelled);
        }
        var csv = await anew.GetStringAsync($"/work/measure/{last}/file?name=estimates.csv", Cancelled);
        Assert.Contains("caregivers", csv, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", states));
        await again.Kill();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<RecordId> Brings(HttpClient browser)
    {
        using var form = new MultipartFormDataContent { { new StringContent(PlanFile), "plan" } };
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(Sample.Folder, "simulated-caregivers.csv"), Cancelled)), "data", "wave 1.csv");
        using var answer = await browser.PostAsync("/work/measure", form, Cancelled);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Cancelled));
        return RecordId.Parse(answer.Headers.Location!.OriginalString.Split('/')[^1], null);
    }

    // What stands in the database after the kill: all pieces of an outcome and its state, or none of them.
    private static async Task<MeasurementState> StateOf(string folder, RecordId id)
    {
        await using var sala = await Installation.Open(Demonstration.SettingsIn(folder, Pack.ThailandFolder), TimeProvider.System);
        await using var data = sala.Store.Read();
        var row = await data.Measurements.SingleAsync(m => m.Id == id, Cancelled);
        var pieces = await data.MeasurementPieces.Where(p => p.MeasurementId == id).ToListAsync(Cancelled);
        Assert.Contains(pieces, p => p.Kind == PieceKind.Data);
        Assert.Equal(row.State == MeasurementState.Done, pieces.Any(p => p.Kind == PieceKind.Outcome));
        Assert.Equal(row.State == MeasurementState.Done, row.Outcome.Length > 0);
        Assert.NotEqual(MeasurementState.Failed, row.State);
        return row.State;
    }

    private static HttpClient Browser(DemonstrationProcess process, CookieContainer cookies) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = process.Client.BaseAddress };

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;
}
