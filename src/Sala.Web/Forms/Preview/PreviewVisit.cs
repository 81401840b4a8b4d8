using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sala.Countries;
using Sala.Forms;

namespace Sala.Web.Forms.Preview;

/// <summary>One browser's way through the form. In memory alone, gone with the program.</summary>
public sealed class PreviewVisit
{
    public PreviewVisit(PreviewForm form)
    {
        Shown = [.. form.Languages.Select(l => l.Code)];
        Walk = Begin(form);
    }

    public FormWalk Walk { get; private set; }

    /// <summary>Codes of the languages that stand side by side.</summary>
    public IReadOnlyList<string> Shown { get; set; }

    public Lock Turn { get; } = new();

    public void Restart(PreviewForm form)
    {
        Walk = Begin(form);
        Shown = [.. Shown.Where(form.Form.Languages.Contains)];
        if (Shown.Count == 0) Shown = [.. form.Languages.Select(l => l.Code)];
    }

    private static FormWalk Begin(PreviewForm form) => new(form.Form.Start(form.Clock, RandomNumberGenerator.GetInt32(int.MaxValue)));
}

/// <summary>The visits of this process, the oldest forgotten when there are many.</summary>
public sealed class PreviewVisits(PreviewForm form)
{
    private const int Most = 100;
    private const string Cookie = "preview";

    private readonly ConcurrentDictionary<string, PreviewVisit> _visits = new();
    private readonly ConcurrentQueue<string> _order = new();

    public PreviewVisit Of(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { } known && _visits.TryGetValue(known, out var visit)) return visit;
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        context.Response.Cookies.Append(Cookie, key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        _order.Enqueue(key);
        if (_order.Count > Most && _order.TryDequeue(out var oldest)) _visits.TryRemove(oldest, out _);
        return _visits[key] = new PreviewVisit(form);
    }
}
