using Microsoft.AspNetCore.OpenApi;

namespace Sala.Web.Api;

/// <summary>The head of the OpenAPI document.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Sala";
            document.Info.Version = "1";
            document.Info.Description = "For helplines and kiosks that embed the child's way. Every refusal is a problem of RFC 9457 and repeats nothing that was sent. No picture or file is taken in any form.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
    }
}
