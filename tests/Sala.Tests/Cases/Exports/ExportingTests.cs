using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Audit;
using Sala.Cases;
using Sala.Cases.Exports;
using Sala.Links;
using Sala.Safeguards;
using Sala.Tests.Fixtures;
using Sala.Tests.Links;
using Sala.Vault;

namespace Sala.Tests.Cases.Exports;

/// <summary>What leaves of a case: for a purpose, stepped up, under pseudonyms (rule C3), marked, in the trail, and never more than opens for who takes it.</summary>
public sealed class ExportingTests
{
    private const string Purpose = "request 12 of the court";

    [Theory, OnEachStore]
    public async Task Nothing_leaves_without_a_purpose_a_step_up_and_a_grant(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        var (exporting, by, before) = (filled.Exporting, await filled.SteppedUp(), await filled.NotSteppedUp());
        foreach (var form in (ExportForm[])[ExportForm.Pdf, ExportForm.Graph])
        {
            Assert.Equal("export.purpose", (await Assert.ThrowsAsync<RefusedException>(() => exporting.Case(by, filled.Case, form, " ", FilledCase.English))).Code);
            Assert.Equal("step-up", (await Assert.ThrowsAsync<RefusedException>(() => exporting.Case(before, filled.Case, form, Purpose, FilledCase.English))).Code);
            await Assert.ThrowsAsync<NotForYouException>(() => exporting.Case(by, RecordId.Random(), form, Purpose, FilledCase.English));
        }
        Assert.Equal("step-up", (await Assert.ThrowsAsync<RefusedException>(() => exporting.List(before, ExportForm.Csv, Purpose, FilledCase.English))).Code);
        Assert.Equal("export.purpose", (await Assert.ThrowsAsync<RefusedException>(() => exporting.List(by, ExportForm.Csv, "", FilledCase.English))).Code);
        // No investigator: the case opens for them, and does not leave as a graph.
        var opener = await filled.Team.Filled.As("responder", steppedUp: true);
        await Assert.ThrowsAsync<NotForYouException>(() => exporting.Case(opener, filled.Case, ExportForm.Graph, Purpose, FilledCase.English));
        var admin = await filled.Team.Filled.As("admin", steppedUp: true);
        await Assert.ThrowsAsync<NotForYouException>(() => exporting.List(admin, ExportForm.Csv, Purpose, FilledCase.English));
        await Assert.ThrowsAsync<NotForYouException>(() => exporting.Case(admin, filled.Case, ExportForm.Pdf, Purpose, FilledCase.English));
        Assert.Equal(3, await filled.Team.Filled.Refusals("export.graph") + await filled.Team.Filled.Refusals("export.list"));
        Assert.Empty(await Exports(filled));
    }

    [Fact]
    public async Task A_case_on_paper_holds_the_parts_that_open_under_pseudonyms_marked_on_every_page_and_the_trail_holds_its_hash()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "Debian: apt-get install poppler-utils");
        await using var filled = await FilledCase.On(StoreKind.Sqlite);
        await filled.Person("Somchai Jaidee", "suspect", "081 234 5678");
        await filled.Person("เด็กหญิงมะลิวัลย์ ทองคำ", "child");
        await filled.Person("Malee Thongkham", "family");
        await filled.Note("Somchai wrote to มะลิวัลย์; MALEE  THONGKHAM heard of it. His number is +66 81-234-5678.");
        for (var i = 0; i < 40; i++) await filled.Note($"Line {i}. น้ำใจของเธอไม่เคยหมด");
        var social = await filled.Team.Someone("mayuree", Roles.SocialWorker);
        await filled.Cases.Give(filled.Team.Lead, filled.Case, Compartment.Care, social.PersonId, "cares");
        await filled.Cases.Write(social, filled.Case, Compartment.Care, EntryKind.Note, EntryBody.Of("counselling-marker"));

        var exported = await filled.Exporting.Case(await filled.SteppedUp(), filled.Case, ExportForm.Pdf, Purpose, FilledCase.Thai);
        var text = FilledCase.TextOf(exported.Bytes);
        foreach (var name in (string[])["Somchai", "Jaidee", "มะลิวัลย์", "Malee", "MALEE", "THONGKHAM", "234", "counselling-marker"]) Assert.DoesNotContain(name, text);
        Assert.Contains("Mali", text);
        Assert.Contains("น้ำใจของเธอไม่เคยหมด", text);
        Assert.Contains("He has pictures of me.", text);
        // "none" of who lives with whom is not the "none" of a child who wants nobody there.
        var words = filled.Team.Filled.Sala.Country.Texts("th");
        Assert.Contains(words["person.nobody"], text);
        Assert.DoesNotContain(words["choice.none"], text);
        var pages = text.TrimEnd('\f').Split('\f');
        Assert.True(pages.Length > 2);
        Assert.All(pages, page => { Assert.Contains("Officer K", page); Assert.Contains(Purpose, page); });
        Assert.Contains("/StructTreeRoot", Encoding.Latin1.GetString(exported.Bytes));

        var entry = Assert.Single(await Exports(filled));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(exported.Bytes)), exported.Sha256);
        Assert.EndsWith(exported.Sha256, entry.Detail);
        Assert.Equal(("export.pdf", filled.Officer.PersonId, filled.Case), (entry.Deed, entry.PersonId, entry.Subject));
        Assert.Equal(Purpose, AuditTrail.ReasonOf(entry, filled.Team.Filled.Sala.Ring.DirectoryKey));
    }

    /// <summary>The officer reads no intake here: they know no name, and one that stands in their own part is found all the same.</summary>
    [Theory, OnEachStore]
    public async Task A_planted_name_refuses_the_export_and_says_which_entry_and_never_the_name(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        await filled.Person("Kanya Srisuk", "child", "0899999999");
        await filled.Person("กัญญา", "child");
        await filled.Cases.Revoke(filled.Team.Lead, filled.Case, Compartment.Intake, filled.Officer.PersonId);
        await filled.Note("Nobody is named here, and 12345 is no number of anybody.");
        var by = await filled.SteppedUp();
        await filled.Exporting.Case(by, filled.Case, ExportForm.Graph, Purpose, FilledCase.English);

        foreach (var planted in (string[])["Then kanya  srisuk came.", "KANYA\u200BSRISUK", "Ｋａｎｙａ Ｓｒｉｓｕｋ", "K\u00ADanya\u202E Srisuk", "call +66 89-999-9999", "น้องกัญ\u200Bญาเล่าให้ฟัง"])
        {
            var entry = await filled.Note(planted);
            foreach (var form in (ExportForm[])[ExportForm.Pdf, ExportForm.Graph])
            {
                var blocked = await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.Case(by, filled.Case, form, Purpose, FilledCase.English));
                Assert.Equal(["C3"], blocked.Findings.Blocking.Select(b => b.Rule.Id));
                Assert.Equal(entry, Assert.Single(blocked.Places).EntryId);
                Assert.DoesNotContain("anya", blocked.Message, StringComparison.OrdinalIgnoreCase);
            }
            var note = (await filled.Cases.Read(by, filled.Case)).Of(EntryKind.Note).Single(n => n.Id == entry);
            await filled.Cases.Change(by, filled.Case, entry, note.Version, EntryBody.Of("The child came."));
        }
        // In the purpose as well.
        Assert.Null(Assert.Single((await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.Case(by, filled.Case, ExportForm.Graph, "for Kanya Srisuk", FilledCase.English))).Places).EntryId);
        Assert.Single(await Exports(filled));
        Assert.Equal(6, await filled.Team.Filled.Refusals("export.pdf"));
        Assert.Equal(7, await filled.Team.Filled.Refusals("export.graph"));
    }

    [Theory, OnEachStore]
    public async Task Nobody_sets_C3_aside_and_the_try_is_in_the_trail(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        await filled.Person("Kanya Srisuk", "child");
        await filled.Cases.Revoke(filled.Team.Lead, filled.Case, Compartment.Intake, filled.Officer.PersonId);
        await filled.Note("Kanya Srisuk");
        var refused = await Assert.ThrowsAsync<OverrideRefusedException>(() => filled.Exporting.AskOverride(filled.Officer, filled.Case, "C3", "the court wants it so", FilledCase.English));
        Assert.Contains("by nobody", refused.Message);
        Assert.Equal(1, await filled.Team.Filled.Refusals("override.ask"));
        await Assert.ThrowsAsync<ExportBlockedException>(async () => await filled.Exporting.Case(await filled.SteppedUp(), filled.Case, ExportForm.Pdf, Purpose, FilledCase.English));
    }

    [Theory, OnEachStore]
    public async Task The_list_holds_what_it_shows_the_asker_under_pseudonyms_and_a_name_in_their_place_refuses_it(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        var sala = filled.Team.Filled;
        var told = await sala.Tells("Another.");
        await sala.Sala.Desk.Take(filled.Team.Opener, told.Id);
        await filled.Cases.Open(filled.Team.Opener, told.Id, "Dao");
        var by = await filled.SteppedUp();
        var csv = Encoding.UTF8.GetString((await filled.Exporting.List(by, ExportForm.Csv, Purpose, FilledCase.English)).Bytes);
        var lines = csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("Officer K", lines[0]);
        Assert.Contains(Purpose, lines[0]);
        Assert.StartsWith("\"Mali\",", lines[2]);
        Assert.DoesNotContain("Dao", csv);
        using (var book = new MemoryStream((await filled.Exporting.List(by, ExportForm.Excel, Purpose, FilledCase.English)).Bytes))
            Assert.Equal("Mali", Sala.Forms.Sheets.Workbook.Read(book, Sala.Forms.FormFormat.Xlsx).Sheets[0].Rows[2].Cells[0]);

        await filled.Person("Mali", "child");
        Assert.Equal(filled.Case, Assert.Single((await Assert.ThrowsAsync<ExportBlockedException>(() => filled.Exporting.List(by, ExportForm.Csv, Purpose, FilledCase.English))).Places).CaseId);
        Assert.Equal(1, await sala.Refusals("export.list"));
    }

    [Theory, OnEachStore]
    public async Task An_account_of_the_accused_leaves_as_it_was_written_though_it_is_the_suspects_number_and_the_childs_does_not(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        await filled.Person("Somchai Jaidee", "suspect", "0812345678");
        await filled.Person("Kanya Srisuk", "child", "0899999999");
        await filled.Account("081 234 5678", IdentifierKind.Phone);
        await filled.Account("0899999999", IdentifierKind.Phone, ofAccused: false);
        var graph = Encoding.UTF8.GetString((await filled.Exporting.Case(await filled.SteppedUp(), filled.Case, ExportForm.Graph, Purpose, FilledCase.English)).Bytes);
        Assert.Contains("081 234 5678", graph);
        Assert.DoesNotContain("0899999999", graph);
    }

    [Theory, OnEachStore]
    public async Task A_number_of_the_accused_leaves_where_it_is_noted_and_nowhere_else_and_one_that_was_taken_back_leaves_nowhere(StoreKind store)
    {
        await using var filled = await FilledCase.On(store);
        await filled.Account("081 234 5678", IdentifierKind.Phone);
        await filled.Account("bad.man@example.invalid", IdentifierKind.Mail);
        await filled.Note("He wrote from +66 81-234-5678 and as Bad.Man@example.invalid.");
        // Each stands twice in the graph: as it was written, and as what is compared.
        Assert.Equal((2, 0, 2), await Found());

        var note = (await filled.Cases.Read(filled.Officer, filled.Case)).Of(EntryKind.Account).Single(a => a.Body["kind"] == "Phone");
        await filled.Team.Filled.Sala.Accounts.Withdraw(filled.Officer, filled.Case, note.Id, note.Version);
        Assert.Equal((0, 0, 2), await Found());

        async Task<(int Number, int InTheNote, int Mail)> Found()
        {
            var graph = Encoding.UTF8.GetString((await filled.Exporting.Case(await filled.SteppedUp(), filled.Case, ExportForm.Graph, Purpose, FilledCase.English)).Bytes);
            return (Count("081 234 5678"), Count("81-234-5678") + Count("Bad.Man"), Count("bad.man@example.invalid"));

            int Count(string part) => graph.Split(part).Length - 1;
        }
    }

    private static async Task<List<AuditEntry>> Exports(FilledCase filled)
    {
        await using var data = filled.Team.Filled.Sala.Store.Read();
        return await data.AuditEntries.Where(e => !e.Refused && e.Deed.StartsWith("export.")).ToListAsync(TestContext.Current.CancellationToken);
    }
}
