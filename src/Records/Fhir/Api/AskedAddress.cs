using Microsoft.AspNetCore.Http;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Fhir.Api;

/// <summary>Whose data a rejected request asked for: that it was rejected, or is not there, is an answer about them.</summary>
public static class AskedAddress
{
    /// <summary>Ids of the patients of the resource in an address below <c>/fhir</c>.</summary>
    public static IReadOnlyList<string> PatientsOf(HttpContext context, FhirStore store)
    {
        var parts = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["fhir", var type, var id, ..] ? PatientsOf(store, $"{type}/{id}") : [];
    }

    /// <summary>Ids of the patients of a resource; none where the store cannot say.</summary>
    public static IReadOnlyList<string> PatientsOf(FhirStore store, string reference)
    {
        try
        {
            return store.Audit.PatientsOf([reference]);
        }
        catch (Exception fault) when (fault is StorageFaultException or ObjectDisposedException)
        {
            return [];
        }
    }
}
