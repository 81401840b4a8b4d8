using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sala.Operation;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Operation;

/// <summary>Real use refuses to start, and says why, where a promise could not be kept; and behind its proxy it takes nothing that came another way.</summary>
public class ServeTests
{
    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_does_not_start_with_the_keys_of_a_demonstration()
    {
        using var host = Host.With();
        await host.Setup();
        File.Delete(host.At("keys/ring.json"));
        Sala.Vault.HostRing.Create(host.At("keys/ring.json"), demonstration: true).Dispose();
        await Refused(host, "holds keys of a demonstration");
        var setup = await host.Setup();
        Assert.Equal(64, setup.Code);
        Assert.Contains("holds keys of a demonstration", setup.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys/ring.json"), InlineData("keys/slots"), InlineData("copy/slots")]
    public async Task It_does_not_start_with_a_key_file_that_others_can_read(string file)
    {
        using var host = Host.With();
        await host.Setup();
        File.SetUnixFileMode(host.At(file), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await Refused(host, $"{host.At(file)} can be read by others than its owner");
    }

    [Fact]
    public async Task It_does_not_start_with_neither_certificate_nor_proxy()
    {
        using var host = Host.With(("proxy", ""));
        await host.Setup();
        await Refused(host, "neither an own certificate");
    }

    [Fact]
    public async Task It_does_not_start_with_https_and_no_certificate_or_with_a_proxy_by_name()
    {
        using var https = Host.With(("proxy", ""), ("listen", "https://127.0.0.1:PORT"));
        await https.Setup();
        await Refused(https, "has no certificate");
        using var named = Host.With(("proxy", "proxy.example.org"));
        await named.Setup();
        await Refused(named, "proxy is no IP address");
    }

    [Fact]
    public async Task It_does_not_start_when_nobody_could_be_called_to_an_urgent_report()
    {
        using var host = Host.With(("mail_server", ""));
        await host.Setup();
        await Refused(host, "There is no mail server");
    }

    [Fact]
    public async Task It_does_not_start_before_setup_and_makes_nothing_of_its_own()
    {
        using var host = Host.With();
        await Refused(host, "run ./sala setup");
        Assert.Equal([host.At("data"), host.Configuration], Directory.EnumerateFileSystemEntries(host.Folder).Order());
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.At("data")));
    }

    [Theory]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"", "of an older version")]
    [InlineData("DELETE FROM change_bucket", "A restore was cut short")]
    public async Task It_does_not_start_over_tables_that_are_not_in_order(string sql, string reason)
    {
        using var host = Host.With();
        await host.Setup();
        await using (var connection = new SqliteConnection($"Data Source={host.At("data/sala.db")};Pooling=false"))
        {
            await connection.OpenAsync(Stopped);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Stopped);
        }
        await Refused(host, reason);
    }

    [Fact] // promise 4
    public async Task It_does_not_start_over_a_PostgreSQL_that_confirms_before_it_has_written()
    {
        var postgres = await ThrowAwayPostgres.Running;
        var database = await postgres.NewDatabase();
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        using (var host = Host.With(("database", "postgres:" + database)))
        {
            Assert.Equal(0, (await host.Setup()).Code);
            await postgres.Execute($"ALTER DATABASE {name} SET synchronous_commit = off");
            await Refused(host, "PostgreSQL runs with synchronous_commit=off; set it to on.");

            // It was that setting and nothing else.
            await postgres.Execute($"ALTER DATABASE {name} RESET synchronous_commit");
            await using var served = await host.Serving();
        }
        await postgres.Drop(database);
    }

    [Fact]
    public async Task Behind_a_proxy_only_what_that_proxy_marked_https_is_answered()
    {
        using var host = Host.With();
        await host.Setup();
        await using var served = await host.Serving();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        Assert.Equal((HttpStatusCode.MisdirectedRequest, ""), await Get(client, "/sala.css?said=aloud"));
        Assert.Equal((HttpStatusCode.MisdirectedRequest, ""), await Get(client, "/sala.css", ("X-Forwarded-Proto", "http")));
        Assert.Equal((HttpStatusCode.MisdirectedRequest, ""), await Get(client, "/sala.css", ("X-Forwarded-Proto", "https, http")));
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/sala.css", ("X-Forwarded-Proto", "https"))).Status);
        Assert.Equal((HttpStatusCode.OK, "live\n"), await Get(client, "/healthz"));
        Assert.Equal((HttpStatusCode.OK, "database: reachable\nboard: loaded\nunits: none\n"), await Get(client, "/readyz"));
    }

    [Fact]
    public async Task What_did_not_come_from_the_proxy_is_refused_whatever_it_says_of_itself()
    {
        using var host = Host.With(("proxy", "192.0.2.7"));
        await host.Setup();
        await using var served = await host.Serving();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        Assert.Equal((HttpStatusCode.Forbidden, ""), await Get(client, "/sala.css", ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "192.0.2.7")));
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/healthz")).Status);
    }

    [Fact]
    public async Task Nothing_of_a_request_is_in_the_log()
    {
        using var host = Host.With();
        await host.Setup();
        await using var served = await host.Serving();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{host.Port}") };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");
        client.DefaultRequestHeaders.Add("User-Agent", "marker-7f3a-browser");
        foreach (var path in (string[])["/en?q=marker-7f3a", "/th/marker-7f3a", "/api/v1/marker-7f3a", "/work/marker-7f3a", "/%00marker-7f3a"]) await Get(client, path);
        using var words = new StringContent("{\"answers\":{\"story\":\"marker-7f3a");
        using var _ = await client.PostAsync("/api/v1/reports", words, Stopped);

        var (_, said) = await served.Stop();

        Assert.DoesNotContain("7f3a", said, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113", said, StringComparison.Ordinal);
        Assert.All(said.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^{\"event\":\"(started|stopped|language.closed)\"", line));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task With_its_own_certificate_it_answers_over_tls_and_stops_when_asked(bool pem)
    {
        using var host = Host.With(("proxy", ""), ("listen", "https://127.0.0.1:PORT"), ("certificate", pem ? "tls.pem" : "tls.pfx"), ("certificate_key", pem ? "tls.key" : ""));
        WriteCertificate(host, pem);
        await host.Setup();
        await using var served = await host.Serving();
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=sala.example.org" };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{host.Port}") };
        Assert.Equal(HttpStatusCode.OK, (await Get(client, "/sala.css")).Status);
        var (code, said) = await served.Stop();
        Assert.Equal(0, code);
        Assert.Contains("\"event\":\"stopped\"", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_start_with_a_certificate_whose_key_others_can_read()
    {
        using var host = Host.With(("proxy", ""), ("listen", "https://127.0.0.1:PORT"), ("certificate", "tls.pem"), ("certificate_key", "tls.key"));
        WriteCertificate(host, pem: true);
        File.SetUnixFileMode(host.At("tls.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await host.Setup();
        await Refused(host, "tls.key can be read by others");
    }

    [Fact]
    public void A_line_of_the_configuration_that_is_misspelt_is_named_with_its_place()
    {
        using var host = Host.With(("key_stor", "x"));
        var said = Assert.Throws<SettingsException>(() => Settings.Read(host.Configuration)).Message;
        Assert.Contains("line 10", said, StringComparison.Ordinal);
        Assert.Contains("key_stor", said, StringComparison.Ordinal);
    }

    private static void WriteCertificate(Host host, bool pem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=sala.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        if (pem)
        {
            File.WriteAllText(host.At("tls.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(host.At("tls.key"), key.ExportPkcs8PrivateKeyPem());
            File.SetUnixFileMode(host.At("tls.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return;
        }
        File.WriteAllBytes(host.At("tls.pfx"), certificate.Export(X509ContentType.Pfx));
        File.SetUnixFileMode(host.At("tls.pfx"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task Refused(Host host, string reason)
    {
        var ended = await host.Serve();
        Assert.Equal(78, ended.Code);
        Assert.StartsWith("sala: not started.", ended.Error, StringComparison.Ordinal);
        Assert.Contains(reason, ended.Error, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Get(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await client.SendAsync(request, Stopped);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Stopped));
    }
}
