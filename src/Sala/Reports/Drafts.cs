using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Reports;

/// <summary>An unfinished report: ciphertext here, its key only in the session cookie of the sender. Gone 20 minutes after the last answer, or at once on leaving.</summary>
public sealed class Drafts(Store store, TimeProvider clock)
{
    public static readonly TimeSpan IdleEnd = TimeSpan.FromMinutes(20);

    /// <summary>The secret of a new session: 32 random bytes for the cookie.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(32);

    /// <summary>The draft of a session; null when it ended or never was.</summary>
    public async Task<string?> Read(byte[] secret)
    {
        var (token, key) = Parts(secret);
        using var _ = key;
        var now = FiveMinutes.Containing(clock.GetUtcNow());
        await using var data = store.Read();
        var draft = await data.Drafts.SingleOrDefaultAsync(d => d.Token == token && d.Ends > now).ConfigureAwait(false);
        return draft is null ? null : System.Text.Encoding.UTF8.GetString(Envelope.Open(key, Binding(token), draft.Body));
    }

    public async Task Write(byte[] secret, string session)
    {
        var (token, key) = Parts(secret);
        using var _ = key;
        var body = Envelope.Seal(key, Binding(token), System.Text.Encoding.UTF8.GetBytes(session), Padding.Report);
        var ends = FiveMinutes.NotBefore(clock.GetUtcNow() + IdleEnd);
        await store.Writer.Write(w => w.Execute(
            "INSERT INTO draft (token, body, ends) VALUES (@p0, @p1, @p2) ON CONFLICT (token) DO UPDATE SET body = excluded.body, ends = excluded.ends", token, body, ends.Number)).ConfigureAwait(false);
    }

    public async Task Forget(byte[] secret)
    {
        var (token, key) = Parts(secret);
        key.Dispose();
        await store.Writer.Write(w => w.Execute("DELETE FROM draft WHERE token = @p0", token)).ConfigureAwait(false);
    }

    /// <summary>Deletes the drafts that ended. Run each few minutes.</summary>
    public Task<int> Sweep()
    {
        var now = FiveMinutes.Containing(clock.GetUtcNow());
        return store.Keep(data => data.Drafts.Where(d => d.Ends <= now).ExecuteDeleteAsync());
    }

    private static (byte[] Token, SecretKey Key) Parts(byte[] secret)
    {
        using var root = SecretKey.From(secret);
        return (root.Mac("draft.token/1", []), root.Derive("draft.key/1"));
    }

    private static Binding Binding(byte[] token) => new("draft.body", RecordId.From(token.AsSpan(0, 16)));
}
