using Sala.Operation;

namespace Sala.Web.Reports;

/// <summary>{language} in an address: only a language of the country. Anything else is no address of ours.</summary>
public sealed class LanguageInAddress(Installation sala) : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && value is string code && sala.Country.Find(code) is not null;
}
