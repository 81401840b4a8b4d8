using System.Text.Json;
using Sala.Forms;
using Sala.Operation;
using Sala.Reports;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Flood;
using Sala.Web.Reports;

namespace Sala.Web.Api;

/// <summary>The API for helplines and kiosks that embed the child's way: the same rules, the same seals, JSON instead of pages.</summary>
internal static class ReportsApi
{
    public static void MapReportsApi(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/reports", Send).Describes("Send a report", "Any subset of the answers of the form. The same key and the same answers within 15 minutes give the same receipt.")
            .Accepts<ReportToSend>("application/json").Produces<ReceiptGiven>(StatusCodes.Status201Created).Refuses(400, 409, 413, 415, 422, 503)
            .WithMetadata(new OpenToAllAttribute { Because = "a child needs no account" });
        app.MapPost("/api/v1/conversation", Open).Describes("Open a conversation", "What a receipt opens. A wrong, an unknown and a deleted receipt are answered alike.")
            .Accepts<ReceiptToOpen>("application/json").Produces<ConversationShown>().Refuses(400, 404, 413, 415, 422, 503)
            .WithMetadata(new OpenToAllAttribute { Because = "the receipt is the key" }, new NotCompressedAttribute());
        app.MapPost("/api/v1/conversation/messages", Write).Describes("Write a message", "The same key adds a message once.")
            .Accepts<MessageToWrite>("application/json").Produces<ConversationShown>(StatusCodes.Status201Created).Refuses(400, 404, 409, 413, 415, 422, 503)
            .WithMetadata(new OpenToAllAttribute { Because = "the receipt is the key" }, new NotCompressedAttribute());
    }

    private static async Task Send(HttpContext context, Installation sala, FloodControl flood)
    {
        using var body = await ApiBody.Read(context).ConfigureAwait(false);
        if (body is null) return;
        if (body.Text("language") is not { } language || sala.Country.Find(language) is null)
        {
            await Unusable(context, "language", "Name a language of this country.").ConfigureAwait(false);
            return;
        }
        if (!sala.IsDemonstration && !sala.Country.IsOpenToChildren(language))
        {
            await Problem.Write(context, 503, "language-not-open", "Reports are not taken in this language yet.").ConfigureAwait(false);
            return;
        }
        if (IdempotencyKey.Read(body.Text("idempotencyKey")) is not { } key)
        {
            await Unusable(context, "idempotencyKey", IdempotencyKey.Rule).ConfigureAwait(false);
            return;
        }
        if (body.Answers() is not { } answers)
        {
            await Unusable(context, "answers", "Answers are an object: a text, a number or a list of codes by name of the question.").ConfigureAwait(false);
            return;
        }
        var session = sala.ReportForm.Start(sala.Clock, BitConverter.ToInt32(key));
        session.Language = language;
        var faults = answers.Where(a => EmbeddedFile.IsIn(a.Value)).Select(a => new AnswerFault(session.Form.Find(a.Key)?.Name ?? "", Refusal.EmbeddedFile, sala.Country.Texts(language)["image.not_kept_file"])).ToList();
        if (faults.Count == 0) faults = [.. session.SetAll(answers).Select(p => new AnswerFault(p.Question, p.Code, p.Message(language)))];
        if (faults.Count > 0)
        {
            await Problem.Write(context, 422, "answers-not-taken", "Some answers were not taken. Nothing was stored.", faults).ConfigureAwait(false);
            return;
        }
        using var pass = await flood.Enter(context.Connection.RemoteIpAddress, Work.IsDone(key, context.Request.Headers[Work.Header])).ConfigureAwait(false);
        if (pass is null)
        {
            await Later(context).ConfigureAwait(false);
            return;
        }
        try
        {
            var client = context.Connection.RemoteIpAddress?.MapToIPv6().GetAddressBytes() ?? [];
            var sent = await sala.Telling.Send(new Sending(session, language, client, key)).ConfigureAwait(false);
            await Json(context, 201, new ReceiptGiven(sent.Receipt.Digits), ApiShapes.Default.ReceiptGiven).ConfigureAwait(false);
        }
        catch (OtherBodyException)
        {
            await Problem.Write(context, 409, "other-body", "This key was used for another report. That report is kept; nothing of this one was stored.").ConfigureAwait(false);
        }
        catch (NobodyReadyException)
        {
            await Problem.Write(context, 503, "nobody-ready", "No unit can take a report at this moment. Nothing was stored.").ConfigureAwait(false);
        }
        catch (TooLongToSealException)
        {
            await Problem.Write(context, 413, "too-long", "The answers are too long together. Nothing was stored.").ConfigureAwait(false);
        }
    }

    private static Task Open(HttpContext context, Installation sala, FloodControl flood) =>
        WithReceipt(context, sala, flood, _ => true, [], (receipt, _) => sala.Conversation.Open(receipt), 200);

    private static Task Write(HttpContext context, Installation sala, FloodControl flood)
    {
        byte[] key = [];
        var words = "";
        return WithReceipt(context, sala, flood, body =>
        {
            key = IdempotencyKey.Read(body.Text("idempotencyKey")) ?? [];
            words = body.Text("words")?.Trim() ?? "";
            return key.Length > 0 && words.Length > 0;
        }, key, (receipt, _) => sala.Conversation.Write(receipt, words, key), 201, () => EmbeddedFile.IsIn(words));
    }

    private static async Task WithReceipt(
        HttpContext context, Installation sala, FloodControl flood, Func<ApiBody, bool> read, byte[] key, Func<Receipt, HttpContext, Task<OpenConversation?>> use, int status, Func<bool>? holdsFile = null)
    {
        using var body = await ApiBody.Read(context).ConfigureAwait(false);
        if (body is null) return;
        if (!read(body))
        {
            await Unusable(context, "words, idempotencyKey", IdempotencyKey.Rule).ConfigureAwait(false);
            return;
        }
        if (holdsFile?.Invoke() == true)
        {
            await Problem.Write(context, 422, "file-in-words", "The words hold a file written as text. Nothing was stored.").ConfigureAwait(false);
            return;
        }
        var reading = Receipt.Read(body.Text("receipt"), ReceiptLists.Of(sala));
        if (!reading.IsReceipt)
        {
            // Seen without looking anything up: no such receipt was ever given.
            await Problem.Write(context, 422, "receipt-slip", "There is a slip in this receipt.").ConfigureAwait(false);
            return;
        }
        using var pass = await flood.Enter(context.Connection.RemoteIpAddress, Work.IsDone(key, context.Request.Headers[Work.Header])).ConfigureAwait(false);
        if (pass is null)
        {
            await Later(context).ConfigureAwait(false);
            return;
        }
        try
        {
            if (await use(reading.Receipt, context).ConfigureAwait(false) is { } open)
            {
                await Json(context, status, ConversationShown.Of(open), ApiShapes.Default.ConversationShown).ConfigureAwait(false);
                return;
            }
            flood.Wrong(context.Connection.RemoteIpAddress);
            await Problem.Write(context, 404, "receipt-opens-nothing", "This receipt opens nothing.").ConfigureAwait(false);
        }
        catch (TooLongToSealException)
        {
            await Problem.Write(context, 413, "too-long", "The message is too long. Nothing was stored.").ConfigureAwait(false);
        }
    }

    private static Task Unusable(HttpContext context, string field, string detail) =>
        Problem.Write(context, 422, "field-not-taken", $"{field}: {detail} Nothing was stored.");

    private static Task Later(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return Problem.Write(context, 503, "many-at-once", "Many are writing from this address at this moment. Nothing was stored; send it again with the same key.");
    }

    private static Task Json<T>(HttpContext context, int status, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> shape)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, shape);
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static RouteHandlerBuilder Describes(this RouteHandlerBuilder endpoint, string summary, string description) => endpoint.WithSummary(summary).WithDescription(description).WithTags("reports");
}
