using Hl7.Fhir.Model;

namespace Xinglin.Records.Fhir.Resources;

/// <summary>One change of a transaction: a resource to be stored under its type and id.</summary>
/// <param name="Resource">The new content. A missing id is given by the store; version and lastUpdated always are.</param>
/// <param name="IfVersion">
/// The versions of which one must be the current one, separated by commas: null for "whatever is there", <c>"0"</c> for
/// "must not exist", <c>"*"</c> for "must exist".
/// </param>
/// <param name="Delete">
/// The resource is taken out of use instead of stored: it is no longer read or found, and its versions are kept. Nothing
/// is written where there is nothing to delete.
/// </param>
public sealed record Write(Resource Resource, string? IfVersion = null, bool Delete = false)
{
    /// <summary>
    /// Who made this one, where that is not who made the rest of the transaction: a Task of the product's own work that is
    /// stored together with the data of a sender.
    /// </summary>
    public Origin? By { get; init; }

    /// <summary>The film that the study is stored for, which is in the archive already.</summary>
    public ArchivedInstance? Archived { get; init; }
}

/// <summary>The resource was changed by somebody else in the meantime. Nothing of the transaction was stored.</summary>
public sealed class VersionConflictException(string type, string id, string expected, string found)
    : Exception(Words(type, id, expected, found))
{
    public string Type { get; } = type;
    public string Id { get; } = id;

    private static string Words(string type, string id, string expected, string found) =>
        (expected, found) switch
        {
            ("0", _) => $"{type}/{id} is there already, at version {found}: nothing was stored over it.",
            ("*", _) => $"{type}/{id} is not there, and the change was to be made only if it is.",
            (_, "0") => $"{type}/{id} is not there, so it is not at version {expected} either.",
            _ => $"{type}/{id} is at version {found}, not {expected}: read it again and repeat the change.",
        };
}
