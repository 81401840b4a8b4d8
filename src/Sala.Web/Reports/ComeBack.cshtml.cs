using System.Buffers.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Sala.Help;
using Sala.Notices;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Flood;

namespace Sala.Web.Reports;

/// <summary>Coming back with a receipt: one page with what was answered. The receipt is in no address; while the visit lasts it is in the sealed visit.</summary>
[OpenToAll(Because = "the receipt is the key")]
[NotCompressed]
public sealed class ComeBackModel(Installation sala, ServiceDirectory directory, Visits visits, FloodControl flood) : ChildPage(sala, directory)
{
    /// <summary>The conversation that is open; null while a receipt is asked for.</summary>
    public OpenConversation? Open { get; private set; }

    /// <summary>What goes on in the case, for the child whose receipt it is.</summary>
    public ChildsView? Side { get; private set; }

    public Visit Visit { get; private set; } = new();

    /// <summary>What was typed and is no receipt, for correction.</summary>
    public string Typed { get; private set; } = "";

    /// <summary>What to say of it.</summary>
    public string? Why { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Makes a message that is sent twice one message.</summary>
    public string Key { get; } = Base64Url.EncodeToString(RecordId.Random().ToByteArray());

    private string Here => $"/{Code}/back";

    public async Task<IActionResult> OnGet()
    {
        if (await visits.Of(Request) is not { Stage: >= Stage.Conversation } visit) return Page();
        using var pass = await flood.Enter(HttpContext.Connection.RemoteIpAddress);
        if (pass is null) return Later();
        Side = await Sala.ChildsSide.Open(ReceiptOf(visit));
        Open = Side?.Conversation;
        if (Open is null)
        {
            await visits.End(HttpContext);
            return OpensNothing();
        }
        Visit = visit;
        if (visit.Notice != Notice.None || visit.Typed.Count > 0) await visits.Keep(HttpContext, visit with { Notice = Notice.None, Typed = [] });
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        var form = await Request.ReadFormAsync();
        var deed = form["do"].ToString();
        if (deed == "open") return await OpenWith(form["code"].ToString());
        if (await visits.Of(Request) is not { Stage: >= Stage.Conversation } visit)
        {
            HasEnded = true;
            Response.StatusCode = StatusCodes.Status410Gone;
            return Page();
        }
        if (deed == "close")
        {
            await visits.End(HttpContext);
            return SeeOther($"/{Code}");
        }
        using var pass = await flood.Enter(HttpContext.Connection.RemoteIpAddress);
        visit = visit with { Stage = Stage.Conversation, Notice = Notice.None, Typed = [] };
        var key = Base64Url.IsValid(form["key"].ToString()) && Base64Url.DecodeFromChars(form["key"].ToString()) is { Length: 16 } given ? given : RecordId.Random().ToByteArray();
        visit = pass is null ? visit with { Notice = Notice.KeptWords, Typed = Words(form["words"].ToString()) }
            : deed == "write" ? await Write(visit, form["words"].ToString(), key)
            : deed == "answer" ? await Answer(visit, form, key)
            : deed == "danger" && await Sala.Conversation.Danger(ReceiptOf(visit), key) is not null ? visit with { Notice = Notice.DangerMarked, InDanger = true }
            : deed == "stop" ? visit with { Stage = Stage.Stop }
            : deed == "stop-yes" && await Sala.Conversation.Withdraw(ReceiptOf(visit)) is not null ? visit with { Notice = Notice.Stopped }
            : visit;
        await visits.Keep(HttpContext, visit);
        return SeeOther(Here);
    }

    private async Task<Visit> Write(Visit visit, string words, byte[] key)
    {
        if (string.IsNullOrWhiteSpace(words)) return visit;
        try
        {
            await Sala.Conversation.Write(ReceiptOf(visit), words.Trim(), key);
            return visit with { Notice = Notice.MessageSent };
        }
        catch (EmbeddedFileException)
        {
            return visit with { Notice = Notice.PictureRefused, Typed = Words(EmbeddedFile.Without(words)) };
        }
        catch (TooLongToSealException)
        {
            return visit with { Notice = Notice.TooLong, Typed = Words(words) };
        }
    }

    private async Task<Visit> Answer(Visit visit, IFormCollection form, byte[] key)
    {
        if (!RecordId.TryParse(form["about"].ToString(), out var about)) return visit;
        try
        {
            string[] names = [.. Wishes.Choices.Keys, .. Wishes.InWords, "language"];
            var said = names.Where(form.ContainsKey).ToDictionary(n => n, n => form[n].ToString());
            await Sala.ChildsSide.Answer(ReceiptOf(visit), about, said, [.. form["unwanted"].OfType<string>()], key);
            return visit with { Notice = Notice.Answered };
        }
        catch (EmbeddedFileException)
        {
            return visit with { Notice = Notice.PictureRefused };
        }
    }

    private async Task<IActionResult> OpenWith(string typed)
    {
        var reading = Receipt.Read(typed, ReceiptLists.Of(Sala));
        if (!reading.IsReceipt)
        {
            // A slip of the pen: noticed by the check, nothing was looked up.
            (Typed, Why) = (typed.Length <= LongestTyped ? typed : "", Texts["comeback.slip"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        using var pass = await flood.Enter(HttpContext.Connection.RemoteIpAddress);
        if (pass is null) return Later();
        if (await Sala.Conversation.Open(reading.Receipt) is null)
        {
            flood.Wrong(HttpContext.Connection.RemoteIpAddress);
            return OpensNothing();
        }
        await visits.Begin(HttpContext, new Visit { Stage = Stage.Conversation, Receipt = reading.Receipt.Digits });
        return SeeOther(Here);
    }

    public const int LongestTyped = 400;

    private static Receipt ReceiptOf(Visit visit) => Receipt.Read(visit.Receipt).Receipt!;

    private static Dictionary<string, string> Words(string? words) => string.IsNullOrEmpty(words) ? [] : new() { ["words"] = words };

    // Unknown, wrong and deleted look alike, to the byte: what was typed is not repeated here.
    private PageResult OpensNothing()
    {
        Why = Texts["comeback.not_opened"];
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private PageResult Later()
    {
        Why = Texts["errors.wait"];
        Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        Response.Headers.RetryAfter = "10";
        return Page();
    }
}
