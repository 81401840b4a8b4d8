using Sala.Reports;
using Sala.Vault;

namespace Sala.Browser.Tests;

/// <summary>A member of staff at /work.</summary>
public sealed class Worker(Visitor visitor)
{
    private IPage Page => visitor.Page;

    public async Task SignsIn(string name)
    {
        var person = visitor.World.Staff.Single(p => p.SignInName == name);
        await visitor.Opens($"/work/sign-in?language={visitor.Device.Language}");
        await visitor.IsAt("sign in");
        await Page.FillAsync("#name", person.SignInName);
        await Page.FillAsync("#password", person.Password);
        await Page.FillAsync("#code", visitor.World.NextCode(person));
        await visitor.Press("main form[action='/work/sign-in'] button");
        Assert.True(await visitor.Sees("form[action='/work/sign-out']"), $"{name} is not signed in: {await visitor.Text()}");
    }

    public async Task StepsUp(string name, string to)
    {
        var person = visitor.World.Staff.Single(p => p.SignInName == name);
        await visitor.Opens($"/work/step-up?to={to}");
        await Page.FillAsync("#password", person.Password);
        await Page.FillAsync("#code", visitor.World.NextCode(person));
        await visitor.Press("main form button");
    }

    /// <summary>Finds a report in the inbox by its number and opens it.</summary>
    public async Task Opens(RecordId report)
    {
        await visitor.Opens($"/work?language={visitor.Device.Language}");
        await visitor.IsAt("inbox");
        await visitor.Opens($"/work?number={Inbox.NumberOf(report)}");
        await visitor.Press($"a[href='/work/reports/{report}']");
        await visitor.IsAt("report");
    }

    public async Task Takes()
    {
        if (await visitor.Sees("form[action$='/acknowledge'] button")) await visitor.Press("form[action$='/acknowledge'] button");
        await visitor.Press("form[action$='/take'] button");
        await visitor.IsAt("report taken");
    }

    public async Task Replies(string words)
    {
        await Page.FillAsync("#reply", words);
        await visitor.Press("#reply-form button");
        await visitor.IsAt("report answered");
    }
}
