using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Web.Api;

/// <summary>For each form of a page of casework there is a call of the API that is to do the same; or it stands here why not. That the calls do what they say is for CasesApiTests.</summary>
public sealed class PagesAndCallsTests
{
    private const string Case = "POST /api/v1/cases/{id}";
    private const string Referral = "POST /api/v1/referrals/{id}";
    private const string SentReferral = "POST /api/v1/referrals/sent/{id}";

    /// <summary>Each POST handler by page and name; the call that does the same, or "none: " and why.</summary>
    private static readonly Dictionary<string, string> Table = new()
    {
        ["/Cases/Begin"] = "POST /api/v1/cases",
        ["/Cases/Case Note"] = Case + "/entries",
        ["/Cases/Case Task"] = Case + "/entries",
        ["/Cases/Case Done"] = Case + "/entries/{entry}",
        ["/Cases/Case NotDone"] = Case + "/entries/{entry}",
        ["/Cases/Case Fill"] = "none: it begins a draft of the page; a call sends the form whole (POST /api/v1/cases/{id}/forms)",
        ["/Cases/Fill"] = Case + "/forms",
        ["/Cases/Entry"] = Case + "/entries/{entry}/form",
        ["/Cases/Case Give"] = Case + "/grants",
        ["/Cases/Case Revoke"] = Case + "/grants/end",
        ["/Cases/Case Objects"] = Case + "/objections",
        ["/Cases/Case Stage"] = Case + "/stage",
        ["/Cases/Case Reopen"] = Case + "/reopen",
        ["/Cases/Case Plan"] = Case + "/steps",
        ["/Cases/Step Save"] = Case + "/steps/{step}",
        ["/Cases/Step Mend"] = Case + "/steps/{step}",
        ["/Cases/Step Open"] = Case + "/steps/{step}/open",
        ["/Cases/Step Held"] = Case + "/steps/{step}/held",
        ["/Cases/Step Override"] = Case + "/steps/{step}/overrides",
        ["/Cases/Step Approve"] = Case + "/steps/{step}/overrides/approve",
        ["/Cases/CloseToMe Declare"] = "none: who is close to somebody is said by that person on the page, not through a program",
        ["/Cases/Course Record"] = Case + "/course",
        ["/Cases/Course Explain"] = Case + "/course/explain",
        ["/Cases/Export Pdf"] = Case + "/exports",
        ["/Cases/Export Graph"] = Case + "/exports",
        ["/Cases/ExportList Csv"] = "POST /api/v1/exports",
        ["/Cases/ExportList Excel"] = "POST /api/v1/exports",
        ["/Cases/Filters Save"] = "POST /api/v1/filters",
        ["/Cases/Filters Remove"] = "POST /api/v1/filters/{id}/remove",
        ["/Cases/Find"] = "POST /api/v1/cases/find",
        ["/Cases/Hold Place"] = Case + "/holds",
        ["/Cases/Hold Lift"] = Case + "/holds/{hold}/lift",
        ["/Cases/Merge Merge"] = Case + "/merge",
        ["/Cases/Merge Part"] = Case + "/part",
        ["/Cases/Referrals/CaseReferrals Send"] = Case + "/referrals",
        ["/Cases/Referrals/CaseReferrals Paper"] = Case + "/referrals",
        ["/Cases/Referrals/CaseReferrals Transfer"] = Case + "/referrals",
        ["/Cases/Referrals/CaseReferrals Print"] = Case + "/referrals/{referral}/print",
        ["/Cases/Referrals/CaseReferrals Record"] = SentReferral + "/record",
        ["/Cases/Referrals/CaseReferrals Withdraw"] = SentReferral + "/withdraw",
        ["/Cases/Referrals/CaseReferrals End"] = SentReferral + "/end",
        ["/Cases/Referrals/ReceivedReferral Accept"] = Referral + "/accept",
        ["/Cases/Referrals/ReceivedReferral Decline"] = Referral + "/decline",
        ["/Cases/Referrals/ReceivedReferral Give"] = Referral + "/grants",
        ["/Cases/Referrals/ReceivedReferral Revoke"] = Referral + "/grants/end",
        ["/Cases/Referrals/ReceivedReferral End"] = Referral + "/end",
        ["/Links/CaseAccounts Account"] = Case + "/accounts",
        ["/Links/CaseAccounts Withdraw"] = Case + "/accounts/{entry}/withdraw",
        ["/Links/CaseAccounts LookUp"] = Case + "/accounts/{entry}/look-ups",
        ["/Links/CaseAccounts TakeDown"] = Case + "/entries",
        ["/Links/CaseAccounts Letter"] = Case + "/preservations",
        ["/Links/CaseAccounts Ended"] = Case + "/preservations/{entry}/end",
        ["/Links/CaseAccounts Print"] = Case + "/preservations/{entry}/print",
        ["/Notices/Letters Tell"] = Case + "/letters",
        ["/Notices/Letters TakeIn"] = Case + "/letters/take-in",
    };

    [Fact]
    public async Task No_form_of_a_page_of_casework_is_without_a_call()
    {
        await using var sala = await FilledSala.On(StoreKind.Sqlite);
        await sala.Serve();
        var endpoints = ((IEndpointRouteBuilder)sala.Server).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        var loader = sala.Server.Services.GetRequiredService<PageLoader>();
        var handlers = new HashSet<string>();
        foreach (var page in endpoints.Select(e => e.Metadata.GetMetadata<PageActionDescriptor>()).OfType<PageActionDescriptor>().Where(p => p.ViewEnginePath.Split('/')[1] is "Cases" or "Links" or "Notices").DistinctBy(p => p.ViewEnginePath))
            foreach (var handler in (await loader.LoadAsync(page, EndpointMetadataCollection.Empty)).HandlerMethods.Where(h => h.HttpMethod.Equals("POST", StringComparison.OrdinalIgnoreCase)))
                handlers.Add(handler.Name is { } name ? $"{page.ViewEnginePath} {name}" : page.ViewEnginePath);

        Assert.Equal(handlers.Order(StringComparer.Ordinal), Table.Keys.Order(StringComparer.Ordinal));
        var calls = endpoints.Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)).Select(e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {e.RoutePattern.RawText}").ToHashSet();
        Assert.All(Table.Values.Where(c => !c.StartsWith("none: ", StringComparison.Ordinal)), call => Assert.Contains(call, calls));
    }
}
