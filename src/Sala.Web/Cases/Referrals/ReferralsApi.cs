using Sala.Agencies;
using Sala.Cases;
using Sala.Cases.Referrals;
using Sala.Vault;
using Sala.Web.Access;
using Sala.Web.Api;

namespace Sala.Web.Cases.Referrals;

/// <summary>Referral and transfer: asking another unit, on the side of the case; and answering, on the side of who was asked.</summary>
internal static class ReferralsApi
{
    private const string OfCase = "/api/v1/cases/{id}/referrals";
    private const string Sent = "/api/v1/referrals/sent/{id}";
    private const string Received = "/api/v1/referrals/{id}";
    private static readonly ForAttribute Caseworkers = new(RoleGroups.Caseworkers);

    public static void MapReferralsApi(this IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/referrals/choices", Caseworkers, "What a referral can ask for, and of whom", "The country's table, units, bodies without Sala, and the questions of the form. It holds nothing of a case.", Choices);
        app.Reads(OfCase, Caseworkers, "The referrals of a case", "For who reads its intake part, or leads its unit.", async call =>
        {
            await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false);
            return new SentList(await call.Sala.Referring.MaySend(call.By, call.Id()).ConfigureAwait(false), [.. (await call.Sala.Referring.Of(call.By, call.Id()).ConfigureAwait(false)).Select(SentShown.Of)]);
        });
        app.Reads($"{OfCase}/preview", Caseworkers, "What would go along", "Nothing is sent by asking.", async call =>
        {
            // Whether there is a rule or not: that the case was asked for is in the trail.
            await call.Sala.Cases.Read(call.By, call.Id()).ConfigureAwait(false);
            return Along(await call.Sala.Referring.Preview(call.By, call.Id(), call.Asked("purpose") ?? "", call.Asked("body") ?? "").ConfigureAwait(false));
        }).Asks(("purpose", "What for: a code."), ("body", "Which kind of body: a code."));
        app.Makes<ReferralToSend, Made>(OfCase, Caseworkers, "Ask another body to help, or to lead", "The least that the country's table gives the purpose goes along, sealed anew for the leads of the other unit. Silence has a clock.",
            async (call, body) => new Made(await (body.Kind == ReferralKind.Paper ? call.Sala.PaperReferral.Write(call.By, call.Id(), Asking(body)) : call.Sala.Referring.Send(call.By, call.Id(), Asking(body))).ConfigureAwait(false)));
        app.Gives<EmptyBody>($"{OfCase}/{{referral}}/print", Caseworkers, "Print a paper referral", "With pseudonyms (rule C3), after a step-up, in the language of the call.", ["application/pdf"], async (call, _) =>
        {
            var paper = await call.Sala.PaperReferral.Print(call.By, call.Id(), call.Id("referral"), call.Language).ConfigureAwait(false);
            return (paper.Bytes, paper.MediaType, paper.FileName);
        });
        app.Does<EmptyBody>($"{Sent}/withdraw", Caseworkers, "Take back a referral that was not answered", "The other unit's keys of it are deleted.", (call, _) => call.Sala.Referring.Withdraw(call.By, call.Id()));
        app.Does<EmptyBody>($"{Sent}/end", Caseworkers, "End the help of another unit", "What is written from then on is under new keys.", (call, _) => call.Sala.Referring.End(call.By, call.Id()));
        app.Does<PaperAnswered>($"{Sent}/record", Caseworkers, "Write down what a body without Sala answered", "Who answered there, on which day, and why where it was declined.",
            (call, body) => call.Sala.Referring.Record(call.By, call.Id(), body.Accepted, new ReferralAnswer(body.Accepted ? "" : body.Reason, "", body.By.Trim(), StaffCall.Day("on", body.On))));
        MapReceived(app);
    }

    private static void MapReceived(IEndpointRouteBuilder app)
    {
        app.Reads("/api/v1/referrals", Caseworkers, "What other units ask the own unit for", "For its leads, and what one was given a part of.", async call => new ReceivedList([.. (await call.Sala.Answering.Received(call.By).ConfigureAwait(false)).Select(ReceivedLineShown.Of)]));
        app.Reads(Received, Caseworkers, "Read a referral", "The letter; once it is accepted, what goes along.", async call => ReceivedShown.Of(await call.Sala.Answering.Read(call.By, call.Id()).ConfigureAwait(false)));
        app.Does<ReferralToAccept>($"{Received}/accept", Caseworkers, "Accept a referral", "The unit reads what is written from now on in the parts that the purpose needs. A transfer that is accepted hands over the case.", (call, body) => call.Sala.Answering.Accept(call.By, call.Id(), body.Words));
        app.Does<ReferralToDecline>($"{Received}/decline", Caseworkers, "Decline a referral", "With a reason; this unit's keys of it are deleted.", (call, body) => call.Sala.Answering.Decline(call.By, call.Id(), body.Reason, body.Words));
        app.Does<ReferredPartToGive>($"{Received}/grants", Caseworkers, "Give a colleague a part of what was referred", "As far as their role reads it.", (call, body) => call.Sala.Answering.Give(call.By, call.Id(), body.Part, body.Person, body.Purpose));
        app.Does<PartToEnd>($"{Received}/grants/end", Caseworkers, "End a colleague's reading", "The part gets a new key without them.", (call, body) => call.Sala.Answering.Revoke(call.By, call.Id(), body.Part, body.Person));
        app.Does<EmptyBody>($"{Received}/end", Caseworkers, "End the own unit's help", "What was opened for it closes.", (call, _) => call.Sala.Answering.End(call.By, call.Id()));
    }

    private static async Task<ReferralChoices> Choices(StaffCall call)
    {
        var (rules, language) = (call.Sala.Referring.Rules, call.Language.Code);
        return new ReferralChoices([.. rules.All.Select(r => new ReferralRuleShown(r.Purpose, r.Bodies, r.Facts, r.Entries, r.Parts))],
            [.. (await call.Sala.People.Units().ConfigureAwait(false)).Where(u => u.Reads && !u.Closed && u.Epoch > 0).Select(u => new UnitShown(u.Id, u.Agency, u.Name))],
            [.. call.Sala.PaperReferral.Bodies.Select(s => new CodeShown(s.Code, s.Name))], [.. rules.Form.Questions.Where(q => q.IsAnswered).Select(q => QuestionShown.Of(q, language))]);
    }

    private static ReferralRequest Asking(ReferralToSend body) => new(body.Kind, body.Unit ?? default, body.Kind == ReferralKind.Transfer ? "" : body.Purpose, body.Body, body.Answers ?? [],
        body.EndsOn.Length > 0 ? StaffCall.Day("endsOn", body.EndsOn) : null, body.Kind == ReferralKind.Transfer ? body.Remains : "", body.Service);

    private static GoesAlong Along(WhatGoes? goes) => goes is null ? new(false, [], new Dictionary<string, string[]>(), [], new Dictionary<string, int>())
        : new(true, goes.Rule.Parts, goes.Codes, [.. goes.Entries.Select(EntryShown.Of)], goes.Unread.ToDictionary(u => ApiFormat.Code(u.Key), u => u.Value));
}
