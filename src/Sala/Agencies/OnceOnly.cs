using System.Text;
using Microsoft.EntityFrameworkCore;
using Sala.Data;
using Sala.Vault;

namespace Sala.Agencies;

/// <summary>That a deed was sent under a key of the sender's own, so that sending it again does it once. It names nobody and nothing.</summary>
public sealed class OnceMark
{
    public required byte[] Token { get; init; }

    /// <summary>MAC of what was sent: the same key with other words is another deed.</summary>
    public required byte[] BodyMac { get; init; }

    /// <summary>What was answered, under the directory key; empty while the deed goes on.</summary>
    public required byte[] Answer { get; set; }
    public required DateTimeOffset Ends { get; init; }
}

/// <summary>What is known of a key.</summary>
public enum OnceStanding
{
    /// <summary>Never seen: the deed is begun now.</summary>
    Begun,

    /// <summary>Done: what was answered stands in the answer.</summary>
    Done,

    /// <summary>Used for something else.</summary>
    OtherBody,

    /// <summary>Sent before, and it is not known whether it came to an end: it goes on at this moment, or a crash cut it short. It is not done again.</summary>
    Unknown,
}

/// <summary>Does a deed at most once under one key of its sender, for a day. The mark is written before the deed and completed after it: a crash in between leaves a key that is told to look, and never a deed that is done twice.</summary>
public sealed class OnceOnly(Store store, StaffDirectory directory, HostRing ring, TimeProvider clock)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(24);

    /// <summary>Takes a key for a deed.</summary>
    /// <param name="deed">The call and the records in its address.</param>
    public async Task<(OnceStanding Standing, byte[] Answer)> Begin(SignedIn by, string deed, byte[] key, byte[] body)
    {
        var (token, bodyMac) = (Token(by, deed, key), directory.Mac("once.body/1", body));
        if (await Take(new OnceMark { Token = token, BodyMac = bodyMac, Answer = [], Ends = clock.GetUtcNow() + Lasts }).ConfigureAwait(false)) return (OnceStanding.Begun, []);
        await using var read = store.Read();
        if (await read.OnceMarks.SingleOrDefaultAsync(m => m.Token == token).ConfigureAwait(false) is not { } mark) return (OnceStanding.Unknown, []);
        if (!mark.BodyMac.AsSpan().SequenceEqual(bodyMac)) return (OnceStanding.OtherBody, []);
        return mark.Answer.Length == 0 ? (OnceStanding.Unknown, []) : (OnceStanding.Done, Envelope.Open(ring.DirectoryKey, Binding(token), mark.Answer));
    }

    private async Task<bool> Take(OnceMark mark)
    {
        try
        {
            return await store.Keep(async data =>
            {
                if (await data.OnceMarks.AnyAsync(m => m.Token == mark.Token).ConfigureAwait(false)) return false;
                data.OnceMarks.Add(mark);
                return true;
            }).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            return false; // another took it in the same instant
        }
    }

    /// <summary>Keeps what was answered.</summary>
    public Task End(SignedIn by, string deed, byte[] key, byte[] answer)
    {
        var token = Token(by, deed, key);
        var sealedAnswer = Envelope.Seal(ring.DirectoryKey, Binding(token), answer, Padding.Exact);
        return store.Keep(data => data.OnceMarks.Where(m => m.Token == token).ExecuteUpdateAsync(s => s.SetProperty(m => m.Answer, sealedAnswer)));
    }

    /// <summary>The deed was refused and nothing was written: the key is free again.</summary>
    public Task Forget(SignedIn by, string deed, byte[] key)
    {
        var token = Token(by, deed, key);
        return store.Keep(data => data.OnceMarks.Where(m => m.Token == token).ExecuteDeleteAsync());
    }

    /// <summary>Deletes the keys whose day is over.</summary>
    public Task<int> Sweep()
    {
        var now = clock.GetUtcNow();
        return store.Keep(data => data.OnceMarks.Where(m => m.Ends < now).ExecuteDeleteAsync());
    }

    private byte[] Token(SignedIn by, string deed, byte[] key) => directory.Mac("once/1", by.PersonId, Encoding.UTF8.GetBytes(deed), key);

    private static Binding Binding(byte[] token) => new("once.answer", RecordId.From(token.AsSpan(0, RecordId.Size)));
}
