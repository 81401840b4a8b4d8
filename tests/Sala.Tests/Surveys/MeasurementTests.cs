using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Data;
using Sala.Statistics;
using Sala.Surveys.Datasets;
using Sala.Surveys.Estimates;
using Sala.Surveys.Measuring;
using Sala.Surveys.Plans;
using Sala.Surveys.Report;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Surveys;

/// <summary>Data of a survey become a report within the product: sealed to the one who brought them, run in memory, gone after the pack's days.</summary>
public sealed class MeasurementTests
{
    private const string PlanFile = "plan-caregivers.yml";
    private static readonly byte[] Caregivers = File.ReadAllBytes(Path.Combine(Sample.Folder, "simulated-caregivers.csv"));

    [Theory, OnEachStore]
    public async Task Data_become_the_files_that_the_command_makes_and_their_owner_alone_reads_them(StoreKind store)
    {
        await using var filled = await FilledSala.On(store);
        var by = await filled.As("statistician");
        var id = await filled.Sala.Measurements.Bring(by, PlanFile, "wave 1.csv", Caregivers);
        await filled.Sala.Measurements.Quiet();

        var seen = await filled.Sala.Measurements.Look(by, id);
        Assert.Equal((MeasurementState.Done, "wave 1.csv", ""), (seen.State, seen.File, seen.Problem));
        var study = Estimation.Read(Plan.Read(Path.Combine(Sample.Folder, PlanFile)), null, null);
        var findings = Estimation.Run(study, null);
        Assert.Equal((study.Data.Rows, study.Data.Variables.Count, findings.Rows.Count), (seen.Rows, seen.Columns, seen.Numbers));
        Assert.Equal(["estimates.csv", "estimates.parquet", "tables.xlsx", "report.html", "codebook.xml", "plan.R", "report.pdf"], seen.Files);
        // The numbers carry the hash of the rows, so the same bytes are the same rows.
        Assert.Equal(CsvFile.Write(EstimatesFile.Heading, EstimatesFile.Rows(findings)), Renamed(await filled.Sala.Measurements.File(by, id, "estimates.csv")));
        Assert.Equal("%PDF"u8.ToArray(), (await filled.Sala.Measurements.File(by, id, "report.pdf"))[..4]);

        // An administrator gives the role to another: they bring and see their own, and nothing of this.
        await filled.Sala.People.SetRoles(await filled.As("admin"), filled.Id("oversight"), await filled.Unit("Office"), Roles.Oversight | Roles.Statistician);
        foreach (var name in (string[])["oversight", "admin", "head", "responder"])
        {
            var other = await filled.As(name);
            await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.Look(other, id));
            await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.File(other, id, "report.html"));
            await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.Remove(other, id));
        }
        Assert.Empty(await filled.Sala.Measurements.Mine(await filled.As("oversight")));
        await Assert.ThrowsAsync<NotForYouException>(async () => await filled.Sala.Measurements.Mine(await filled.As("head")));
        await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.File(by, id, "../data.csv"));
        await using var data = filled.Sala.Store.Read();
        Assert.Equal(4, await data.AuditEntries.CountAsync(e => e.Refused && e.Deed == "survey.look", TestContext.Current.CancellationToken));

        static byte[] Renamed(byte[] csv) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(csv).Replace("wave 1.csv", "simulated-caregivers.csv", StringComparison.Ordinal));
    }

    [Theory, OnEachStore]
    public async Task No_cell_of_the_data_stands_in_clear_in_the_store_or_on_a_disk_while_it_is_measured_or_after(StoreKind store)
    {
        const string Planted = "Somsri-of-the-blue-house";
        await using var filled = await FilledSala.On(store);
        var by = await filled.As("statistician");
        var shapes = ByteSearch.ShapesOf(Planted);
        var before = Temporary();
        var bringing = filled.Sala.Measurements.Bring(by, PlanFile, "d.csv", With(Planted));
        var seen = new List<string>();
        while (filled.Sala.Measurements.Quiet() is { IsCompleted: false } || !bringing.IsCompleted)
        {
            seen.AddRange(ByteSearch.Find(Temporary().Except(before), shapes));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
        var id = await bringing;
        Assert.Equal(MeasurementState.Done, (await filled.Sala.Measurements.Look(by, id)).State);
        Assert.Empty(seen);
        Assert.Empty(ByteSearch.Find(Directory.GetFiles(filled.Folder, "*", SearchOption.AllDirectories), shapes));
        await using var data = filled.Sala.Store.Read();
        var stored = (await data.MeasurementPieces.ToListAsync(TestContext.Current.CancellationToken)).Select(p => p.Sealed).Concat((await data.Measurements.ToListAsync(TestContext.Current.CancellationToken)).SelectMany(m => new[] { m.Head, m.Outcome, m.Key })).ToList();
        Assert.True(stored.Count > 4);
        Assert.All(stored, bytes => Assert.DoesNotContain(shapes, s => bytes.AsSpan().IndexOf(s.Bytes) >= 0));
        // Nor in any file that may be taken away.
        var view = await filled.Sala.Measurements.Look(by, id);
        foreach (var name in view.Files.Where(f => !f.EndsWith(".parquet", StringComparison.Ordinal))) Assert.DoesNotContain(Planted, Encoding.UTF8.GetString(await filled.Sala.Measurements.File(by, id, name)), StringComparison.Ordinal);

        static string[] Temporary() => Directory.GetFiles(Path.GetTempPath(), "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Where(f => f.Contains("sala-report-", StringComparison.Ordinal)).ToArray();
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "no weight", "w_cg", "" },
        { "a negative weight", "w_cg", "-3" },
        { "a picture in a cell", "h_psu", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk" },
        { "a cell too long", "h_psu", new string('x', 6_000) },
    };

    [Theory, MemberData(nameof(Bad))]
    public async Task Bad_data_are_refused_with_row_and_column_without_the_cell_and_nothing_is_kept(string what, string column, string cell)
    {
        await using var filled = await FilledSala.On(StoreKind.Sqlite);
        var by = await filled.As("statistician");
        var lines = Encoding.UTF8.GetString(Caregivers).Split('\n');
        var place = Array.IndexOf(lines[0].Split(','), column);
        Assert.True(place >= 0, what + ": " + lines[0]);
        var cells = lines[4].Split(',');
        cells[place] = cell.Contains(',', StringComparison.Ordinal) ? $"\"{cell}\"" : cell;
        lines[4] = string.Join(',', cells);

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => filled.Sala.Measurements.Bring(by, PlanFile, "d.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines))));

        Assert.True(problem is DatasetException or DataException, problem.ToString());
        Assert.Contains("row 5", problem.Message, StringComparison.Ordinal);
        Assert.Contains(column, problem.Message, StringComparison.Ordinal);
        if (cell.Length > 3) Assert.DoesNotContain(cell[..8], problem.Message, StringComparison.Ordinal);
        Assert.Empty(await filled.Sala.Measurements.Mine(by));
        await using var data = filled.Sala.Store.Read();
        Assert.False(await data.MeasurementPieces.AnyAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task After_the_days_of_the_pack_data_and_findings_are_gone_and_the_trail_says_so(StoreKind store)
    {
        await using var filled = await FilledSala.On(store);
        var by = await filled.As("statistician");
        var id = await filled.Sala.Measurements.Bring(by, PlanFile, "d.csv", Caregivers);
        await filled.Sala.Measurements.Quiet();
        var slot = await Slot(filled, id);
        filled.Clock.Move(TimeSpan.FromDays(filled.Sala.Country.Retention.SurveyDays - 1));
        Assert.Equal(0, await filled.Sala.Measurements.Sweep());
        filled.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await filled.Sala.Measurements.Sweep());

        Assert.True(filled.Sala.Slots.IsErased(slot));
        await using var data = filled.Sala.Store.Read();
        Assert.False(await data.MeasurementPieces.AnyAsync(TestContext.Current.CancellationToken));
        var entry = Assert.Single(await data.AuditEntries.Where(e => e.Deed == "survey.erased").ToListAsync(TestContext.Current.CancellationToken));
        Assert.Matches(@"^here \d{4}-\d{2}-\d{2}, in backups \d{4}-\d{2}-\d{2}$", entry.Detail);
        await Assert.ThrowsAsync<NotForYouException>(async () => await filled.Sala.Measurements.Look(await filled.As("statistician"), id));
    }

    [Theory, OnEachStore]
    public async Task A_run_that_the_end_of_the_program_cut_off_leaves_nothing_half_and_is_begun_anew(StoreKind store)
    {
        await using var filled = await FilledSala.On(store);
        var id = await filled.Sala.Measurements.Bring(await filled.As("statistician"), PlanFile, "d.csv", Caregivers);
        await filled.Restart();
        var by = await filled.As("statistician");
        filled.Clock.Move(TimeSpan.FromMinutes(2));
        var cut = await filled.Sala.Measurements.Look(by, id);
        Assert.Equal((MeasurementState.Running, true, 0), (cut.State, cut.CutOff, cut.Files.Count));
        await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.File(by, id, "estimates.csv"));

        await filled.Sala.Measurements.Begin(by, id, PlanFile);
        await filled.Sala.Measurements.Quiet();
        Assert.Equal(MeasurementState.Done, (await filled.Sala.Measurements.Look(by, id)).State);
    }

    [Fact]
    public async Task A_run_that_is_stopped_writes_nothing_and_a_plan_that_does_not_fit_says_why()
    {
        await using var filled = await FilledSala.On(StoreKind.Sqlite);
        var by = await filled.As("statistician");
        var id = await filled.Sala.Measurements.Bring(by, PlanFile, "d.csv", Caregivers);
        await filled.Sala.Measurements.Stop(by, id);
        await filled.Sala.Measurements.Quiet();
        Assert.Equal((MeasurementState.Brought, 0), ((await filled.Sala.Measurements.Look(by, id)).State, (await filled.Sala.Measurements.Look(by, id)).Files.Count));

        await filled.Sala.Measurements.Begin(by, id, "plan-children.yml");
        await filled.Sala.Measurements.Quiet();
        var failed = await filled.Sala.Measurements.Look(by, id);
        Assert.Equal(MeasurementState.Failed, failed.State);
        Assert.NotEmpty(failed.Problem);
        await Assert.ThrowsAsync<RefusedException>(() => filled.Sala.Measurements.Begin(by, id, "../../../etc/passwd"));

        await filled.Sala.Measurements.Remove(by, id);
        Assert.Empty(await filled.Sala.Measurements.Mine(by));
    }

    [Theory, OnEachStore]
    public async Task Other_data_put_in_their_place_by_another_hand_are_not_measured(StoreKind store)
    {
        await using var filled = await FilledSala.On(store);
        var by = await filled.As("statistician");
        var id = await filled.Sala.Measurements.Bring(by, PlanFile, "d.csv", Caregivers);
        await filled.Sala.Measurements.Quiet();
        // Whoever can write to the database can seal to a public key: the MAC of the host is what they lack.
        using var theirs = SecretKey.Random();
        await filled.Sala.Store.Keep(data => data.Measurements.Where(m => m.Id == id).ExecuteUpdateAsync(s => s.SetProperty(m => m.Key, SealedBox.SealKey(by.Keys.Public, new Binding("survey.key", id, 1, by.PersonId), theirs))));
        await Assert.ThrowsAsync<NotForYouException>(() => filled.Sala.Measurements.Look(by, id));
    }

    [Fact]
    public void A_plan_that_would_show_more_than_the_country_allows_cannot_be_picked_and_says_where()
    {
        using var pack = new PackCopy();
        var folder = Directory.CreateDirectory(Path.Combine(pack.Folder, "surveys")).FullName;
        var plan = File.ReadAllText(Path.Combine(Sample.Folder, PlanFile));
        File.WriteAllText(Path.Combine(folder, "right.yml"), plan);
        File.WriteAllText(Path.Combine(folder, "weak.yml"), plan.Replace("  persons: 5\n  psus: 3\n", "  persons: 3\n  psus: 2\n", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "broken.yml"), "plan: [");

        var (choices, refused) = new PlanShelf(pack.Load(), demonstration: false).All();

        Assert.Equal(["right.yml"], choices.Select(c => c.File));
        var line = plan[..plan.IndexOf("  persons: 5", StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        Assert.Contains($"weak.yml, line {line}, column 12: persons: the plan says 3, the country asks for 5 at least. Write 5 or more.", refused);
        Assert.Contains($"weak.yml, line {line + 1}, column 9: psus: the plan says 2, the country asks for 3 at least. Write 3 or more.", refused);
        Assert.Contains(refused, r => r.StartsWith("broken.yml, line ", StringComparison.Ordinal));

        // A country that asks for more than the plan does is obeyed too.
        pack.Replace("country.yml", "  persons: 5\n  units: 3", "  persons: 10\n  units: 3");
        Assert.Empty(new PlanShelf(pack.Load(), demonstration: false).All().Choices);
    }

    [Fact]
    public void Words_of_the_library_that_name_a_cell_are_not_passed_on()
    {
        Assert.DoesNotContain("Somsri", RunProblem.In(new DataException("column w holds \"Somsri\", which is no number.")), StringComparison.Ordinal);
        Assert.DoesNotContain("Somsri", RunProblem.In(new FormatException("Somsri")), StringComparison.Ordinal);
    }

    private static async Task<long> Slot(FilledSala filled, RecordId id)
    {
        await using var data = filled.Sala.Store.Read();
        return await data.Measurements.Where(m => m.Id == id).Select(m => m.Slot).SingleAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] With(string planted)
    {
        var lines = Encoding.UTF8.GetString(Caregivers).TrimEnd('\n').Split('\n');
        return Encoding.UTF8.GetBytes(string.Join('\n', lines.Select((l, i) => i == 0 ? l + ",remark" : l + "," + planted)) + "\n");
    }
}
