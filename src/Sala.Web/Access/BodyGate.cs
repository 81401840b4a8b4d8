using Sala.Web.Surveys;

namespace Sala.Web.Access;

/// <summary>
/// What a body may be, decided before a byte of it is read (promise 6): fields of a form, or JSON for the API. A body of parts is
/// taken by the page for data of surveys alone; there and everywhere else an image or anything else is refused unread, and the connection closed.
/// </summary>
public sealed class BodyGate(RequestDelegate next)
{
    /// <summary>Set where a file was refused, so that the page can say so kindly.</summary>
    public static readonly object RefusedFile = new();

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType is not { Length: > 0 } type) return next(context);
        // Data of a survey come as a file: to one page, from one role, and only their cells are kept.
        if (context.GetEndpoint()?.Metadata.GetMetadata<TakesDataFileAttribute>() is not null && type.StartsWith("multipart/form-data;", StringComparison.OrdinalIgnoreCase)) return next(context);
        var wanted = request.Path.StartsWithSegments("/api") ? "application/json" : "application/x-www-form-urlencoded";
        var cut = type.IndexOf(';', StringComparison.Ordinal);
        if ((cut < 0 ? type.AsSpan() : type.AsSpan(0, cut)).Trim().Equals(wanted, StringComparison.OrdinalIgnoreCase)) return next(context);
        context.Items[RefusedFile] = true;
        context.Response.Headers.Connection = "close";
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        return Task.CompletedTask;
    }
}
