using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sala.Vault;
using Sala.Web.Access;

namespace Sala.Web.Api;

/// <summary>The OpenAPI document, made from the endpoints themselves: their shapes, their policies, the records in their addresses.</summary>
internal static partial class ApiDescription
{
    private const string Session = "session";

    public static void Describe(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(RecordId)) (schema.Type, schema.Pattern, schema.Description) = (JsonSchemaType.String | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null), "^[0-9a-f]{32}$", "The name of a record.");
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (Match named in InAddress().Matches(context.Description.RelativePath ?? ""))
            {
                operation.Parameters ??= [];
                if (operation.Parameters.Any(p => p.Name == named.Groups[1].Value)) continue;
                operation.Parameters.Add(new OpenApiParameter { Name = named.Groups[1].Value, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[0-9a-f]{32}$" } });
            }
            foreach (var field in context.Description.ActionDescriptor.EndpointMetadata.OfType<QueryField>())
                (operation.Parameters ??= []).Add(new OpenApiParameter { Name = field.Name, In = ParameterLocation.Query, Description = field.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAccessPolicy>().FirstOrDefault() is { } policy and not OpenToAllAttribute)
            {
                operation.Description += $" For: {policy.InWords}.";
                if (context.Description.HttpMethod == "POST") (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = IdempotencyKey.Header, In = ParameterLocation.Header, Description = "At least 128 random bits of the sender's own. Sent again within a day, the deed is done once and answered as the first time; searches, files and steps up are given anew.", Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, context.Document)] = [] }];
            }
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Sala";
            document.Info.Version = "1";
            document.Info.Description = "For helplines and kiosks that embed the child's way, and for programs that act for one member of staff. Every refusal is a problem of RFC 9457 and repeats nothing that was sent. What is not there and what is not for you are answered alike. "
                + "No picture or file is taken in any form. Problems speak the language of Accept-Language.";
            document.Servers?.Clear();
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token of a session that a member of staff opened with name, password and code." };
            return Task.CompletedTask;
        });
    }

    [GeneratedRegex(@"\{([a-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();
}
