using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir;

/// <summary>One change of a transaction: a resource to be stored under its type and id.</summary>
/// <param name="Resource">The new content. A missing id is given by the store; version and lastUpdated always are.</param>
/// <param name="IfVersion">
/// The version that must be the current one: null for "whatever is there", <c>"0"</c> for "must not exist yet".
/// </param>
/// <param name="Delete">
/// The resource is taken out of use instead of stored: it is no longer read or found, and its versions are kept.
/// </param>
public sealed record Write(Resource Resource, string? IfVersion = null, bool Delete = false);

/// <summary>The resource was changed by somebody else in the meantime. Nothing of the transaction was stored.</summary>
public sealed class VersionConflictException(string type, string id, string expected, string found)
    : Exception($"{type}/{id} is at version {found}, not {expected}: read it again and repeat the change.")
{
    public string Type { get; } = type;
    public string Id { get; } = id;
}
