using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Agencies;
using Sala.Cases;
using Sala.Links;
using Sala.Tests.Countries;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Links;

/// <summary>A letter asks a platform to preserve; its clock calls its writer; it leaves the system in nobody's hands but the officer's.</summary>
public sealed class PreservingTests
{
    private static LetterDraft Draft(TwoUnits two, params RecordId[] accounts) =>
        new("tiktok", accounts, new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 23, 16, 59, 59, TimeSpan.Zero), two.Team.Filled.Sala.Country.Laws[0].Code, "unit@demonstration.invalid");

    [Theory, OnEachStore]
    public async Task The_writer_of_a_letter_is_called_after_75_and_after_90_days_and_no_more_once_it_is_answered(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var preserving = two.Team.Filled.Sala.Preserving;
        var account = await two.Notes(two.Officer, two.Case, "@somchai_99");
        var (first, answered) = (await preserving.Write(two.Officer, two.Case, Draft(two, account)), await preserving.Write(two.Officer, two.Case, Draft(two, account)));
        await preserving.End(two.Officer, two.Case, answered, 1);
        Assert.Equal(first, Assert.Single(await preserving.Running([two.Case])).EntryId);

        async Task<int> Calls()
        {
            await preserving.Work();
            await using var data = two.Team.Filled.Sala.Store.Read();
            return await data.AuditEntries.CountAsync(e => e.Deed == "letter.reminded" || e.Deed == "letter.ends", TestContext.Current.CancellationToken);
        }
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(74));
        Assert.Equal(0, await Calls());
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(1, await Calls());
        Assert.Equal(1, await Calls());
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(14));
        Assert.Equal(1, await Calls());
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(2, await Calls());
        Assert.Equal(2, await Calls());
        await using var outbox = two.Team.Filled.Sala.Store.Read();
        Assert.Equal(2, await outbox.Outbox.CountAsync(m => m.PersonId == two.Officer.PersonId, TestContext.Current.CancellationToken));
    }

    [Theory, OnEachStore]
    public async Task The_leads_are_called_where_the_writer_of_a_letter_works_on_the_case_no_more(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var sala = two.Team.Filled.Sala;
        await sala.Preserving.Write(two.Officer, two.Case, Draft(two, await two.Notes(two.Officer, two.Case, "@somchai_99")));
        await two.Cases.Revoke(two.Team.Lead, two.Case, Compartment.Investigation, two.Officer.PersonId);
        await sala.Store.Keep(d => d.Outbox.ExecuteDeleteAsync());
        two.Team.Filled.Clock.Move(TimeSpan.FromDays(75));
        Assert.Equal(1, await sala.Preserving.Work());
        await using var data = sala.Store.Read();
        var called = await data.Outbox.Select(m => m.PersonId).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(two.Team.Lead.PersonId, called);
        Assert.DoesNotContain(two.Officer.PersonId, called);
    }

    [Theory, OnEachStore]
    public async Task A_letter_names_accounts_of_the_accused_a_law_of_the_pack_and_a_range_that_has_begun(StoreKind store)
    {
        await using var two = await TwoUnits.On(store);
        var preserving = two.Team.Filled.Sala.Preserving;
        var account = await two.Notes(two.Officer, two.Case, "@somchai_99");
        var childs = await two.Book.Note(two.Officer, two.Case, IdentifierKind.Handle, "tiktok", "@the_child", ofAccused: false, "");
        var good = Draft(two, account);
        async Task Refused(string code, LetterDraft draft) => Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => preserving.Write(two.Officer, two.Case, draft))).Code);
        await Refused("letter.accounts", good with { Accounts = [] });
        await Refused("letter.accounts", good with { Accounts = [account, childs] });
        await Refused("link.platform", good with { Platform = "nowhere" });
        await Refused("letter.law", good with { Law = "no_such_law" });
        await Refused("letter.contact", good with { Contact = " " });
        await Refused("letter.range", good with { To = good.From });
        await Refused("letter.range", good with { From = two.Team.Filled.Clock.GetUtcNow().AddHours(1), To = two.Team.Filled.Clock.GetUtcNow().AddHours(2) });
        var letter = await preserving.Write(two.Officer, two.Case, good);
        foreach (var who in (SignedIn[])[two.Other, two.Team.Opener, await two.Team.Filled.As("lead")])
        {
            await Assert.ThrowsAsync<NotForYouException>(() => preserving.Write(who, two.Case, good));
            await Assert.ThrowsAsync<NotForYouException>(() => preserving.Print(who, two.Case, letter, Pack.Thailand.Language("en")));
        }
    }

    [Theory]
    [InlineData("th", "หนังสือขอให้เก็บรักษาข้อมูลบัญชีผู้ใช้", "พระราชบัญญัติคุ้มครองเด็ก พ.ศ. 2546", "รอนักกฎหมายยืนยัน")]
    [InlineData("en", "Request to preserve account records", "Child Protection Act 2003 (B.E. 2546)", "to be confirmed by a lawyer")]
    public async Task The_printed_letter_copies_out_as_it_was_written_and_holds_no_word_of_the_child(string language, string title, string law, string mark)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "Debian: apt-get install poppler-utils");
        await using var two = await TwoUnits.On(StoreKind.Sqlite);
        var preserving = two.Team.Filled.Sala.Preserving;
        // Every vowel and tone that stands above, below or before a letter, and the sign that normalising takes apart.
        const string Tricky = "น้ำผึ้งที่ตั้งไว้เก็บกู้ปั๊มฐานญาติฤๅษี";
        var accounts = new[]
        {
            await two.Notes(two.Officer, two.Case, "@Somchai_99"),
            await two.Book.Note(two.Officer, two.Case, IdentifierKind.Handle, "line", Tricky, ofAccused: true, "words-of-the-officer"),
            await two.Book.Note(two.Officer, two.Case, IdentifierKind.Handle, "line", "<b>&amp; \"x\"</b>", ofAccused: true, ""),
        };
        var letter = await preserving.Write(two.Officer, two.Case, Draft(two, accounts));
        var pdf = await preserving.Print(two.Officer, two.Case, letter, Pack.Thailand.Language(language));

        var text = Text(pdf);
        foreach (var part in (string[])[title, law, mark, Tricky, "@Somchai_99", "somchai_99", "<b>&amp; \"x\"</b>", "2026-11-20 17:00:00 UTC", "2026-11-23 16:59:59 UTC", "unit@demonstration.invalid", "officer", "TikTok"])
            Assert.Contains(Tight(part), text, StringComparison.Ordinal);
        foreach (var secret in (string[])["Mali", Cases.CaseTeam.Story, "words-of-the-officer", two.Case.ToString()]) Assert.DoesNotContain(Tight(secret), text, StringComparison.Ordinal);
        // Other tests print at the same time; of this letter nothing lies there any more.
        Assert.DoesNotContain(Directory.GetDirectories("/dev/shm", "sala-print-*"), folder => Page(folder).Contains(Tricky, StringComparison.Ordinal));
        await using var data = two.Team.Filled.Sala.Store.Read();
        Assert.Equal(1, await data.AuditEntries.CountAsync(e => e.Deed == "letter.print" && e.Subject == two.Case, TestContext.Current.CancellationToken));
        if (Environment.GetEnvironmentVariable("SALA_LETTERS") is { Length: > 0 } folder) await File.WriteAllBytesAsync(Path.Combine(folder, $"letter-{language}.pdf"), pdf, TestContext.Current.CancellationToken);
    }

    private static string Page(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "page.html"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [Fact]
    public void What_a_killed_print_left_in_memory_goes_with_the_beat_and_a_print_under_way_stays()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "Linux keeps this folder.");
        var (left, young) = (Directory.CreateDirectory($"/dev/shm/sala-print-{Guid.NewGuid():N}"), Directory.CreateDirectory($"/dev/shm/sala-print-{Guid.NewGuid():N}"));
        try
        {
            File.WriteAllText(Path.Combine(left.FullName, "page.html"), "words of a case");
            left.LastWriteTimeUtc = DateTime.UtcNow.AddMinutes(-11);
            Sala.Printing.PrintedPage.Sweep(DateTimeOffset.UtcNow);
            Assert.False(Directory.Exists(left.FullName));
            Assert.True(Directory.Exists(young.FullName));
        }
        finally
        {
            young.Delete();
        }
    }

    /// <summary>What copying out of the PDF gives, without spaces and line ends: where a line breaks says nothing.</summary>
    private static string Text(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, pdf);
            using var process = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext", ["-enc", "UTF-8", "-raw", file, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Tight(text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Tight(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\u200b'));
}
