using Xinglin.Records.Fhir.Indexing;

namespace Xinglin.Records.Storage.Rows;

/// <summary>The rows of the index that say whose data a resource is next to its chart.</summary>
internal static class CompartmentRows
{
    /// <summary>The rows of a resource <c>r</c>, as ids with spaces between; empty when there are none.</summary>
    public const string OfRow =
        $"coalesce((SELECT group_concat(c.value,' ') FROM search c WHERE c.resource=r.key AND c.parameter=(SELECT id FROM parameter WHERE name='{Compartments.Parameter}')),'')";
}
