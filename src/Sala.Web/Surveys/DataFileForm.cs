using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sala.Agencies;
using Sala.Surveys.Measuring;

namespace Sala.Web.Surveys;

/// <summary>
/// The one page that takes a file: the data of a survey, from a statistician who is signed in (BodyGate lets parts through to it alone). The framework's own reading would put
/// a large file into a temporary one, unsealed: so it is switched off here, and the parts are read into memory.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TakesDataFileAttribute : Attribute, IResourceFilter
{
    /// <summary>Room for the fields beside the file.</summary>
    private const int Beside = 64 * 1024;

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        foreach (var reading in context.ValueProviderFactories.Where(f => f is FormValueProviderFactory or FormFileValueProviderFactory or JQueryFormValueProviderFactory).ToList()) context.ValueProviderFactories.Remove(reading);
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MeasurementDesk.LargestFile + Beside;
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}

/// <summary>The fields and the file of a posted form, in memory.</summary>
internal sealed record DataFileForm(IReadOnlyDictionary<string, string> Fields, string FileName, byte[] Content)
{
    public static async Task<DataFileForm> Read(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary) return new(new Dictionary<string, string>(), "", []);
        var (fields, name, content) = (new Dictionary<string, string>(), "", Array.Empty<byte>());
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted).ConfigureAwait(false) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part)) continue;
                using var bytes = new MemoryStream();
                await section.Body.CopyToAsync(bytes, request.HttpContext.RequestAborted).ConfigureAwait(false);
                if (part.IsFileDisposition()) (name, content) = ((part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value?.Trim('"') ?? "", bytes.ToArray());
                else fields[HeaderUtilities.RemoveQuotes(part.Name).Value ?? ""] = System.Text.Encoding.UTF8.GetString(bytes.ToArray());
            }
        }
        catch (Exception cut) when (cut is InvalidDataException or IOException)
        {
            throw new RefusedException("survey.cut", "The file did not come whole. Nothing was kept. Send it again.");
        }
        return new(fields, name, content);
    }
}
