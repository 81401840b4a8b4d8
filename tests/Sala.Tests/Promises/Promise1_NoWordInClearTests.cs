using Sala.Agencies;
using Sala.Forms;
using Sala.Reports;
using Sala.Tests.Fixtures;
using Sala.Vault;

namespace Sala.Tests.Promises;

/// <summary>Promise 1: a copy of the database, its files, its backups and its logs shows no word of any report, message, note or name.</summary>
[Promise(1)]
public sealed class Promise1_NoWordInClearTests
{
    /// <summary>Chance letters of both cases: what every planted word begins with.</summary>
    private readonly string root = "Qz" + new string(System.Security.Cryptography.RandomNumberGenerator.GetItems<char>("abcdefghjkmnpqrstvwxyzABCDEFGHJKMNPQRSTVWXYZ", 14)) + "xW";
    private int planted;

    private string Marker(string field) => $"{root}{++planted:00}{field}";

    [Theory, OnEachStore]
    public async Task A_word_planted_in_every_field_stands_nowhere_in_the_stored_bytes(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var codes = new HashSet<string>();
        var receipts = new List<Receipt>();

        foreach (var way in (string[])["self", "friend", "caregiver", "professional"])
        {
            var told = await sala.Send(EveryField(sala, way, codes));
            receipts.Add(told.Receipt);
            await EveryDeed(sala, told);
        }
        await sala.Sala.Drafts.Write(Drafts.NewSecret(), Marker("draft"));
        await PeopleAndGuardians(sala);
        await sala.Sala.Escalation.Work();
        sala.Clock.Move(TimeSpan.FromMinutes(20));
        await sala.Sala.Escalation.Work();
        sala.Clock.Move(TimeSpan.FromMinutes(6));
        Assert.True(await sala.Sala.Outbox.Work() > 0, "no mail was written: the mail folder would be searched for nothing");

        Assert.True(planted >= 4 * 12, $"only {planted} words were planted");
        await AssertNothing(sala, codes, receipts);
        await sala.Settle();
        await sala.MakesBackup();
        await sala.Restart();
        await AssertNothing(sala, codes, receipts);
    }

    [Theory, OnEachStore]
    public async Task A_word_planted_in_clear_is_found_in_each_shape_and_place(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var place = Path.Combine(sala.Folder, "mail", "planted.eml");
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);

        foreach (var (shape, bytes) in ByteSearch.ShapesOf(root))
        {
            await File.WriteAllBytesAsync(place, [.. "before "u8, .. bytes, .. " after"u8]);
            Assert.True(ByteSearch.Find([place], root).Count > 0, $"{shape} is overlooked");
        }
        foreach (var before in (string[])["", "a", "ab"])
        {
            await File.WriteAllTextAsync(place, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{before}{root} and more")));
            Assert.NotEmpty(ByteSearch.Find([place], root));
        }
        File.Delete(place);

        Assert.Empty(ByteSearch.Find(await sala.Files(), root));
        await sala.Tamper("UPDATE unit SET agency = @p0", root);
        await sala.Tamper("UPDATE person SET totp = @p0", System.Text.Encoding.Unicode.GetBytes(root));
        var unsettled = ByteSearch.Find(await sala.Files(), root);
        Assert.Contains(unsettled, f => f.Contains("wal", StringComparison.Ordinal));
        await sala.Settle();
        var settled = ByteSearch.Find(await sala.Files(), root);
        Assert.Contains(settled, f => !f.Contains("wal", StringComparison.Ordinal) && f.Contains("UTF-8", StringComparison.Ordinal));
        Assert.Contains(settled, f => !f.Contains("wal", StringComparison.Ordinal) && f.Contains("UTF-16", StringComparison.Ordinal));
    }

    private async Task AssertNothing(FilledSala sala, IEnumerable<string> codes, IEnumerable<Receipt> receipts)
    {
        var inClear = codes.Concat(receipts.SelectMany(SecretDigits)).Select(text => (text, System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Empty(ByteSearch.Find(await sala.Files(), [.. ByteSearch.ShapesOf(root), .. inClear]));
    }

    /// <summary>The part of a receipt behind the locator, as it is shown and without blanks.</summary>
    private static string[] SecretDigits(Receipt receipt)
    {
        var digits = string.Concat(receipt.Digits.Where(char.IsAsciiDigit));
        return [digits[8..20], receipt.Digits[^14..]];
    }

    /// <summary>Every question of the form that can be asked on this way: texts hold a planted word, choices their longest code.</summary>
    private Sending EveryField(FilledSala sala, string way, HashSet<string> codes)
    {
        var sending = sala.Sending([], way);
        var session = sending.Session;
        for (var again = 0; again < 2; again++)
        {
            foreach (var question in session.Form.Questions.Where(q => q.IsAnswered && q.Name != "who_for" && session.IsRelevant(q.Name) && session.Answer(q.Name) is null))
            {
                var answer = question.Type is QuestionType.SelectOne or QuestionType.SelectMultiple
                    ? session.ChoicesFor(question.Name).MaxBy(c => (c.Name == "no_answer" ? 0 : 1, c.Name == "now" ? 100 : c.Name.Length))!.Name
                    : Marker(question.Name);
                Assert.Null(session.Set(question.Name, answer));
                if (answer.Length >= 8 && !answer.StartsWith(root, StringComparison.Ordinal)) codes.Add(answer);
            }
        }
        Assert.All(session.Form.Questions.Where(q => q.Type == QuestionType.Text && session.IsRelevant(q.Name)), q => Assert.StartsWith(root, session.Answer(q.Name)));
        return sending;
    }

    /// <summary>Everything that child and staff write to, about and around a report.</summary>
    private async Task EveryDeed(FilledSala sala, Told told)
    {
        var (desk, children) = (sala.Sala.Desk, await sala.Unit("Children"));
        var worker = await sala.As(told.UnitId == children ? "responder" : "responder2");
        var (other, lead) = (await sala.As(told.UnitId == children ? "responder2" : "deputy"), await sala.As("lead"));
        var otherUnit = told.UnitId == children ? await sala.Unit("Online") : children;
        await desk.Read(worker, told.Id);
        await sala.Sala.Conversation.Danger(told.Receipt, RecordId.Random().ToByteArray());
        await desk.Take(worker, told.Id);
        await sala.Sala.Conversation.Write(told.Receipt, Marker("child"), RecordId.Random().ToByteArray());
        await desk.Reply(worker, told.Id, Marker("reply"));
        await desk.AddNote(worker, told.Id, Marker("note"));
        await desk.SetUrgency(worker, told.Id, Sala.Countries.Urgency.High, Marker("urgency"));
        await desk.ChangeFact(worker, told.Id, "sex", ["boy"]);
        await sala.Sala.HandingOver.Offer(desk, worker, told.Id, otherUnit, Marker("offer"));
        await sala.Sala.HandingOver.Decline(other, told.Id, Marker("decline"));
        await sala.Sala.HandingOver.Offer(desk, worker, told.Id, otherUnit, Marker("offer"));
        await sala.Sala.HandingOver.Accept(other, told.Id);
        await desk.Close(other, told.Id, Marker("close"), Marker("told"), read: 9);
        await desk.Reopen(other, told.Id, Marker("reopen"));
        await desk.Close(other, told.Id, Marker("close"), Marker("told"), read: 9);
    }

    private async Task PeopleAndGuardians(FilledSala sala)
    {
        var admin = await sala.As("admin");
        var name = Marker("name");
        var (_, code) = await sala.Sala.People.Invite(admin, new Profile(name, Marker("shown"), $"{Marker("mail")}@demonstration.invalid"), await sala.Unit("Children"), Roles.Responder);
        Assert.NotNull(await sala.Sala.SignIn.First(name, code, Marker("password")));
        var told = await sala.Tells(Marker("story"), ("contact_how", "here"));
        await sala.Sala.BreakGlass.AskForReport(await sala.As("responder2", steppedUp: true), told.Id, true, Marker("break"));
        var lead = await sala.As("lead");
        await sala.Sala.Desk.Take(lead, told.Id);
        await sala.Sala.Desk.Close(lead, told.Id, Marker("close"), Marker("told"), read: 9);
        await sala.Sala.Erasure.Decide(lead, told.Id, Marker("erase"));
    }
}
