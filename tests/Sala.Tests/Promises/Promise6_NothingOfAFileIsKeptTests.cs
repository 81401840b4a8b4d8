using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Tests.Fixtures;

namespace Sala.Tests.Promises;

/// <summary>Promise 6: an image, video or archive is refused before its body is read, and text that holds one before anything is stored; nothing of it is written anywhere; core dumps are off.</summary>
[Promise(6)]
public sealed class Promise6_NothingOfAFileIsKeptTests
{
    private static readonly string[] Files = ["image/jpeg", "image/png", "video/mp4", "audio/mpeg", "application/zip", "application/octet-stream", "application/pdf", "multipart/form-data; boundary=x"];

    private static readonly string[] Addresses = ["/en/tell", "/th/tell", "/en/come-back", "/api/v1/reports", "/api/v1/conversation", "/api/v1/conversation/messages"];

    /// <summary>Chance bytes: what of a file would be found on the disk.</summary>
    private readonly byte[] pattern = RandomNumberGenerator.GetBytes(48);

    [Theory, OnEachStore]
    public async Task A_file_is_refused_before_its_body_is_sent(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var address = await sala.Serve();
        foreach (var type in Files)
        {
            foreach (var path in Addresses)
            {
                // The head alone: whoever waits for the body never answers.
                var answer = await Raw(address, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\nContent-Length: 100000\r\n\r\n", []);
                Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{path} {type}: {answer.Split('\r')[0]}");
            }
        }
        Assert.Empty(sala.Sala.Board.Rows);
    }

    [Theory, OnEachStore]
    public async Task Nothing_of_a_file_that_was_sent_stands_on_the_disk(StoreKind store)
    {
        await using var sala = await FilledSala.On(store);
        var address = await sala.Serve();
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[8], .. pattern, .. RandomNumberGenerator.GetBytes(2000), .. pattern];
        foreach (var path in Addresses)
        {
            await Raw(address, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nContent-Length: {png.Length}\r\n\r\n", png);
            var part = Encoding.ASCII.GetBytes("--x\r\nContent-Disposition: form-data; name=\"story\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n");
            byte[] multipart = [.. part, .. png, .. "\r\n--x--\r\n"u8];
            await Raw(address, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {multipart.Length}\r\n\r\n", multipart);
        }
        using var client = new HttpClient { BaseAddress = address };
        foreach (var text in (string[])[Convert.ToBase64String(png), "data:image/png;base64," + Convert.ToBase64String(png), Convert.ToHexString(png), $"Look: {Convert.ToBase64String(png)} that is all"])
        {
            using var answer = await client.PostAsJsonAsync("/api/v1/reports", new { language = "en", idempotencyKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), answers = new { story = text } });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.DoesNotContain(Convert.ToBase64String(pattern)[4..20], await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var told = await sala.Tells("Something happened.");
            using var message = await client.PostAsJsonAsync("/api/v1/conversation/messages", new { receipt = told.Receipt.Digits, idempotencyKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), words = text });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, message.StatusCode);
        }
        await sala.Settle();

        var files = (await sala.Files()).Concat(Temporary()).ToList();
        Assert.Empty(ByteSearch.Find(files, Shapes()));
        await using var data = sala.Sala.Store.Read();
        Assert.Equal(0, await data.Messages.CountAsync());
        // The search does find it where it is.
        var planted = Path.Combine(Path.GetTempPath(), $"sala-planted-{Guid.NewGuid():N}");
        await File.WriteAllBytesAsync(planted, png);
        Assert.NotEmpty(ByteSearch.Find(Temporary(), Shapes()));
        File.Delete(planted);
    }

    [Fact]
    public async Task The_running_process_writes_no_core_dump()
    {
        var folder = await FilledSala.DemonstrationFolder();
        await using (var sala = await DemonstrationProcess.Start(folder))
        {
            var core = File.ReadLines($"/proc/{sala.Id}/limits").Single(l => l.StartsWith("Max core file size", StringComparison.Ordinal));
            Assert.Equal(["0", "0"], core["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2));
            // Not to be dumped or traced by others of the same user: the kernel then gives its folder of /proc to root.
            Assert.DoesNotContain("DOTNET_DbgEnableMiniDump=1", await File.ReadAllTextAsync($"/proc/{sala.Id}/environ"), StringComparison.Ordinal);
        }
        Directory.Delete(folder, recursive: true);
    }

    private (string, byte[])[] Shapes()
    {
        var shapes = new List<(string, byte[])> { ("bytes", pattern), ("half of the bytes", pattern[8..24]) };
        foreach (var hex in (string[])[Convert.ToHexString(pattern[8..24]), Convert.ToHexStringLower(pattern[8..24])]) shapes.Add(("hex", Encoding.ASCII.GetBytes(hex)));
        for (var before = 0; before < 3; before++) shapes.Add(($"base64 at {before}", Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[before], .. pattern])[4..40])));
        return [.. shapes];
    }

    /// <summary>Where a program leaves what it does not keep in memory. Pipes, which never end, have no length.</summary>
    private static IEnumerable<string> Temporary() =>
        ((string[])[Path.GetTempPath(), "/var/tmp", "/dev/shm"]).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*", new EnumerationOptions { IgnoreInaccessible = true })).Where(f => new FileInfo(f) is { Length: > 0 and < 50_000_000 } file && file.LastWriteTimeUtc > DateTime.UtcNow.AddMinutes(-10));

    private static async Task<string> Raw(Uri address, string head, byte[] body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var answer = new byte[4096];
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), limit.Token);
            await stream.WriteAsync(body, limit.Token);
        }
        catch (IOException)
        {
            // Closed before all was sent: the answer may still be there.
        }
        try
        {
            return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer, limit.Token));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
