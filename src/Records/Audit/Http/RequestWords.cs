using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Xinglin.Records.Audit.Http;

/// <summary>How a request is told in the trail: its address without values, its route as the purpose.</summary>
public static class RequestWords
{
    private const int MostLength = 200;

    /// <summary><c>GET /fhir/{type}/{id}</c>; where no route matched, the method alone.</summary>
    public static string Route(HttpRequest request, Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern }
            ? $"{Plain(request.Method)} {(pattern.StartsWith('/') ? "" : "/")}{pattern}"
            : Plain(request.Method);

    /// <summary>The path, and the names of the query's parameters: a value may be a patient's name.</summary>
    public static string Address(HttpRequest request)
    {
        var names = ParameterNames(request.QueryString.Value);
        return Plain(request.Path.Value ?? "/") + (names.Length > 0 ? $"?{names}" : "");
    }

    /// <summary>Names of parameters in the order they were written, each once: <c>code&amp;patient</c>.</summary>
    public static string ParameterNames(string? query)
    {
        var names = new List<string>();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var name = Plain(pair.DecodeName().ToString());
            if (name.Length > 0 && !names.Contains(name) && names.Count < 50)
                names.Add(name);
        }
        return string.Join('&', names);
    }

    /// <summary>Letters, digits and signs of an address; whatever else there is becomes a question mark.</summary>
    public static string Plain(string text) =>
        new([.. text.Take(MostLength).Select(c => char.IsAsciiLetterOrDigit(c) || "/-._$:{}*".Contains(c) ? c : '?')]);
}
