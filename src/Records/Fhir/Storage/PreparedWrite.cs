using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Search;

namespace Xinglin.Records.Fhir.Storage;

/// <summary>
/// A write with everything done that needs no database: text, index rows, owner. Made on the caller's thread, so that the
/// one writer only binds and steps.
/// </summary>
internal sealed class PreparedWrite
{
    private readonly string head = "";
    private readonly string tail = "";

    public PreparedWrite(Write write)
    {
        Resource = write.Resource;
        Resource.Id ??= Guid.CreateVersion7().ToString();
        Type = Resource.TypeName;
        Id = Resource.Id;
        IfVersion = write.IfVersion;
        Delete = write.Delete;
        if (!Search.LogicalId.IsValid(Id))
            throw new ArgumentException(
                $"A {Type} has an id that FHIR does not allow: use 1 to 64 letters, digits, '-' and '.'."
            );
        Owner = References.Owner(Resource);
        if (Delete)
            return;
        (head, tail) = TextWithoutVersion(Resource);
        Rows = IndexRow.Of(Resource);
    }

    public Resource Resource { get; }
    public string Type { get; }
    public string Id { get; }
    public string? IfVersion { get; }
    public bool Delete { get; }

    /// <summary>Reference to the patient, or to the resource whose patient is meant; null when nobody's.</summary>
    public string? Owner { get; }
    public IReadOnlyList<IndexRow> Rows { get; } = [];

    /// <summary>Given by the writer; put into the resource after the commit.</summary>
    public long Version { get; set; }

    /// <inheritdoc cref="Version"/>
    public DateTimeOffset LastUpdated { get; set; }

    /// <summary>The stored JSON with the version and time that the writer gave.</summary>
    public string Text() =>
        string.Concat(
            head,
            ",\"meta\":{\"versionId\":\"" + Version.ToString(CultureInfo.InvariantCulture) + "\",\"lastUpdated\":\"",
            LastUpdated.ToString("yyyy-MM-ddTHH:mm:ss.FFFK", CultureInfo.InvariantCulture),
            "\"" + tail
        );

    /// <summary>Completes the caller's resource once its transaction is durable.</summary>
    public void Finish()
    {
        Resource.Meta ??= new Meta();
        Resource.Meta.VersionId = Version.ToString(CultureInfo.InvariantCulture);
        Resource.Meta.LastUpdated = LastUpdated;
    }

    private static (string Head, string Tail) TextWithoutVersion(Resource resource)
    {
        var (version, updated) = (resource.Meta?.VersionIdElement, resource.Meta?.LastUpdatedElement);
        string json;
        try
        {
            if (resource.Meta is { } meta)
                (meta.VersionIdElement, meta.LastUpdatedElement) = (null, null);
            json = FhirText.ToJson(resource);
        }
        finally
        {
            if (resource.Meta is { } meta)
                (meta.VersionIdElement, meta.LastUpdatedElement) = (version, updated);
        }
        var head = $"{{\"resourceType\":\"{resource.TypeName}\",\"id\":\"{resource.Id}\"";
        if (!json.StartsWith(head, StringComparison.Ordinal))
            throw new InvalidDataException($"A {resource.TypeName} was serialised in an unexpected order.");
        const string MetaStart = ",\"meta\":{";
        var rest = json[head.Length..];
        return rest.StartsWith(MetaStart, StringComparison.Ordinal)
            ? (head, "," + rest[MetaStart.Length..])
            : (head, "}" + rest);
    }
}
