using Microsoft.AspNetCore.Http;
using Xinglin.Records.Fhir.Api.Bodies;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Fhir.Api.Interactions;

/// <summary>
/// The query of an address that takes no parameters of its own: what is asked beyond the form of the answer is rejected, because
/// whoever asks for a part and gets the whole, or the reverse, does not see it.
/// </summary>
internal static class PlainQuery
{
    /// <exception cref="SearchRejectedException">A parameter other than <c>_format</c> and <c>_pretty</c>.</exception>
    public static void RefuseOthers(HttpContext context)
    {
        if (!Negotiation.IsLenient(context))
            RefuseOthers(context.Request.QueryString.Value?.TrimStart('?') ?? "");
    }

    /// <inheritdoc cref="RefuseOthers(HttpContext)"/>
    public static void RefuseOthers(string query)
    {
        foreach (var (name, _) in SearchRequest.Parse(query))
        {
            if (name is not ("_format" or "_pretty"))
            {
                throw new SearchRejectedException(
                    name,
                    "is not served at this address, only _format and _pretty are: leave it out.",
                    true
                );
            }
        }
    }
}
