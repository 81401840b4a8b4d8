using System.Diagnostics;
using System.Net;
using Sala.Agencies;

namespace Sala.Tests.Web.Work;

/// <summary>The way in for staff, over HTTP.</summary>
public class SignInWorkTests
{
    [Fact]
    public async Task A_wrong_name_a_wrong_password_and_a_wrong_code_are_one_answer_that_takes_one_time()
    {
        await using var sala = await WorkingSala.Start();
        var officer = sala.Stranger("responder");
        var person = officer.Person;
        var tries = new (string Name, string Password, Func<string> Code)[]
        {
            ("nobody-here", person.Password, officer.NewCode),
            (person.SignInName, "demonstration-nobody", officer.NewCode),
            (person.SignInName, person.Password, () => "000000"),
        };
        var (bodies, times) = (new HashSet<string>(), tries.Select(_ => new List<double>()).ToArray());
        for (var round = 0; round < 9; round++)
        {
            for (var i = 0; i < tries.Length; i++)
            {
                var code = tries[i].Code();
                var begun = Stopwatch.GetTimestamp();
                var seen = await officer.Post("/work/sign-in?language=en", ("name", tries[i].Name), ("password", tries[i].Password), ("code", code));
                times[i].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, seen.Status);
                // The codes of the panel move on with the clock; the rest is byte for byte the same.
                bodies.Add(seen.Text[..seen.Text.IndexOf("<section class=\"card made\"", StringComparison.Ordinal)]);
            }
        }
        Assert.Single(bodies);
        var fastest = times.Select(t => t.Min()).ToArray();
        // Without the work on a dummy, an unknown name would answer in a twentieth of the time.
        Assert.True(fastest.Max() < 2 * fastest.Min(), string.Join(", ", fastest.Select(f => $"{f:0} ms")));
        Assert.Equal(27, (await sala.Refusals("sign-in")).Count);
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var sala = await WorkingSala.Start();
        var (first, second) = (sala.Stranger("responder"), sala.Stranger("responder"));
        var code = first.NewCode();
        (string, string)[] form = [("name", first.Person.SignInName), ("password", first.Person.Password), ("code", code)];
        Assert.Equal(HttpStatusCode.SeeOther, (await first.Post("/work/sign-in", form)).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await second.Post("/work/sign-in", form)).Status);
    }

    [Fact]
    public async Task A_session_ends_when_nothing_is_done_and_says_so()
    {
        await using var sala = await WorkingSala.Start();
        var officer = await sala.Officer("responder");
        sala.Clock.Ahead += SignIn.IdleEnd - TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.OK, (await officer.Get("/work")).Status);
        sala.Clock.Ahead += SignIn.IdleEnd + TimeSpan.FromMinutes(1);
        var seen = await officer.Get("/work");
        Assert.Equal(HttpStatusCode.Redirect, seen.Status);
        Assert.Equal("/work/sign-in", seen.Location!.ToString());
        Assert.Contains("Your session has ended", (await officer.Get("/work/sign-in")).Text);
    }

    [Fact]
    public async Task A_session_ends_after_its_longest_time_however_busy()
    {
        await using var sala = await WorkingSala.Start();
        var officer = await sala.Officer("responder");
        for (var at = TimeSpan.Zero; at < SignIn.Longest - TimeSpan.FromMinutes(25); at += TimeSpan.FromMinutes(25))
        {
            sala.Clock.Ahead += TimeSpan.FromMinutes(25);
            Assert.Equal(HttpStatusCode.OK, (await officer.Get("/work")).Status);
        }
        sala.Clock.Ahead += TimeSpan.FromMinutes(26);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Get("/work")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_the_cookie_too()
    {
        await using var sala = await WorkingSala.Start();
        var officer = await sala.Officer("responder");
        var cookie = await officer.Post("/work/sign-out");
        Assert.Equal("/work/sign-in?out", cookie.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Get("/work")).Status);
    }

    [Theory]
    [InlineData("https://example.invalid/work/", "/work")]
    [InlineData("//example.invalid/work/", "/work")]
    [InlineData("/work/../en", "/work/../en")]
    [InlineData("/en", "/work")]
    [InlineData("/work/guardians", "/work/guardians")]
    public async Task After_the_step_up_one_is_led_to_our_own_pages_for_staff_alone(string asked, string led)
    {
        await using var sala = await WorkingSala.Start();
        var officer = await sala.Officer("responder");
        var seen = await officer.Post("/work/step-up", ("password", officer.Person.Password), ("code", officer.NewCode()), ("to", asked));
        Assert.Equal(led, seen.Location!.ToString());
    }

    [Fact] // promise 5
    public async Task A_new_person_gets_keys_once_and_reads_nothing_until_a_lead_compared_the_words()
    {
        await using var sala = await WorkingSala.Start();
        var (id, _) = await sala.Tells("Words for the unit.");
        var (admin, lead, newcomer) = (await sala.Officer("admin"), await sala.Officer("head"), sala.Stranger("responder2"));
        var unit = (await sala.Sala.People.Units()).Single(u => u.Name.StartsWith("Children's unit", StringComparison.Ordinal)).Id;

        var refused = await admin.Post("/work/people", ("name", "both"), ("shown", "B. Both"), ("unit", unit.ToString()), ("roles", "Administrator"), ("roles", "Responder"));
        Assert.Contains("An administrator can hold no role that reads", refused.Text);
        var named = await admin.Post("/work/people", ("name", "new"), ("shown", "N. New"), ("unit", unit.ToString()), ("roles", "Responder"));
        var code = System.Text.RegularExpressions.Regex.Match(named.Text, "<code>([a-z0-9]{4}(-[a-z0-9]{4}){3})</code>").Groups[1].Value;

        Assert.Contains("The two passwords differ", (await newcomer.Post("/work/first", ("name", "new"), ("code", code), ("password", "four words of mine"), ("again", "four words of min"))).Text);
        var keys = await newcomer.Post("/work/first", ("name", "new"), ("code", code), ("password", "four words of mine"), ("again", "four words of mine"));
        Assert.Contains("2. Your recovery key", keys.Text);
        Assert.Contains("<svg class=\"qr\"", keys.Text);
        Assert.DoesNotContain("style=", keys.Text);
        Assert.Contains("did not open", (await newcomer.Post("/work/first", ("name", "new"), ("code", code), ("password", "four words of mine"), ("again", "four words of mine"))).Text);

        var secret = System.Text.RegularExpressions.Regex.Match(keys.Text, "<code>([A-Z2-7]{4}( [A-Z2-7]{4}){7})</code>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var code2 = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp(sala.Clock.GetUtcNow().UtcDateTime);
        var signedIn = await newcomer.Post("/work/sign-in", ("name", "new"), ("password", "four words of mine"), ("code", code2));
        Assert.Equal("/work/units", signedIn.Location!.ToString());
        Assert.Contains("You can read nothing yet", (await newcomer.Get("/work/units")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await newcomer.Get($"/work/reports/{id}")).Status);

        // The lead sees the same words that the person saw.
        var words = System.Text.RegularExpressions.Regex.Match(keys.Text, "<ol class=\"finger\".*?</ol>", System.Text.RegularExpressions.RegexOptions.Singleline).Value;
        var units = await lead.Get("/work/units");
        Assert.Contains(words, units.Text);
        var person = (await sala.Sala.People.Names()).Single(n => n.Value == "N. New").Key;
        Assert.Equal(HttpStatusCode.NotFound, (await admin.Post("/work/units/letin", ("unit", unit.ToString()), ("person", person.ToString()))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.Post("/work/units/letin", ("unit", unit.ToString()), ("person", person.ToString()), ("key", "1"))).Status);
        Assert.Contains("Words for the unit.", (await newcomer.Get($"/work/reports/{id}")).Text);
    }

    [Fact]
    public void Every_form_that_takes_a_secret_before_a_sign_in_is_held_when_one_address_floods()
    {
        var open = typeof(Sala.Web.Server).Assembly.GetTypes().Where(t => t.Namespace == "Sala.Web.Agencies" && t.IsDefined(typeof(Sala.Web.Access.OpenToAllAttribute), false) && t.GetMethod("OnPostAsync") is not null).ToList();
        Assert.True(open.Count >= 3);
        Assert.All(open, page => Assert.True(page.IsDefined(typeof(Sala.Web.Flood.HeldWhenFloodedAttribute), false), page.Name));
    }
}
