using System.Globalization;
using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Indexing;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Rules;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Records.Storage.Commit;

/// <summary>
/// A write with everything done that needs no database: rules on its content, text, index rows, owner. Made on the caller's
/// thread, so that the one writer only binds and steps.
/// </summary>
internal sealed class PreparedWrite
{
    private readonly byte[] _head = [];
    private readonly byte[] _tail = [];

    /// <exception cref="WriteRejectedException">The content may not be stored.</exception>
    public PreparedWrite(Origin origin, Write write)
    {
        Origin = write.By ?? origin;
        Resource = write.Resource;
        Resource.Id ??= Guid.CreateVersion7().ToString();
        Type = Resource.TypeName;
        Id = Resource.Id;
        IfVersion = write.IfVersion;
        Delete = write.Delete;
        Archived = write.Archived;
        if (!LogicalId.IsValid(Id))
        {
            throw new WriteRejectedException(
                RejectionKind.Content,
                Type,
                Id,
                new(
                    $"{Type} 的 id 不符合 FHIR 规定：须为 1–64 个字母、数字、“-”或“.”。",
                    $"A {Type} has an id that FHIR does not allow: use 1 to 64 letters, digits, '-' and '.'."
                ),
                "id"
            );
        }

        Owner = References.Owner(Resource);
        if (Delete)
            return;
        (_head, _tail) = TextWithoutVersion(Resource);
        // signature, valueSignature, proxySignature: all elements of the type are called so.
        var mayHoldSignature = _tail.AsSpan().IndexOf("ignature"u8) >= 0;
        var mayHoldOwnWords = _tail.AsSpan().IndexOf(OwnWords.Sign) >= 0;
        if (ContentRules.Check(Origin, Resource, mayHoldSignature, mayHoldOwnWords) is { } rejection)
            throw rejection;
        if (Origin.FromOutside)
            Claims = AuthorshipClaims.Of(Resource);
        Synthetic = Labels.IsSynthetic(Resource);
        RestsOn = SignedDocuments.RestsOn(Resource);
        Rows = IndexRow.Of(Resource);
    }

    /// <summary>All writes of one caller.</summary>
    /// <exception cref="WriteRejectedException">One of them may not be stored; it says which.</exception>
    public static PreparedWrite[] All(Origin origin, IReadOnlyList<Write> writes)
    {
        var prepared = new PreparedWrite[writes.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            try
            {
                prepared[i] = new PreparedWrite(origin, writes[i]);
            }
            catch (WriteRejectedException rejection)
            {
                rejection.Index = i;
                throw;
            }
        }

        return prepared;
    }

    public Origin Origin { get; }
    public Resource Resource { get; }
    public string Type { get; }
    public string Id { get; }
    public string? IfVersion { get; }
    public bool Delete { get; }

    /// <inheritdoc cref="Write.Archived"/>
    public ArchivedInstance? Archived { get; }

    /// <summary>The content carries the mark of synthetic data.</summary>
    public bool Synthetic { get; }

    /// <summary>What content from outside says of who made what.</summary>
    public IReadOnlyCollection<AuthorshipClaim> Claims { get; } = [];

    /// <summary>For a signed document: the resources that must stay, as <c>Type/id</c>.</summary>
    public IReadOnlyList<(string Type, string Id)> RestsOn { get; } = [];

    /// <summary>Reference to the patient, or to the resource whose patient is meant; null when nobody's.</summary>
    public string? Owner { get; }
    public IReadOnlyList<IndexRow> Rows { get; } = [];

    /// <summary>Patients next to the owner whose data it is as well.</summary>
    public IEnumerable<string> Others =>
        Rows.Where(row => row.Parameter == Compartments.Parameter).Select(row => row.Value);

    /// <summary>Given by the writer; put into the resource after the commit. 0 when there was nothing to delete.</summary>
    public long Version { get; set; }

    /// <inheritdoc cref="Version"/>
    public DateTimeOffset LastUpdated { get; set; }

    /// <summary>Told by the writer: the resource was not there before, or was deleted.</summary>
    public bool Created { get; set; }

    /// <summary>The stored JSON, as UTF-8, with the version and time that the writer gave.</summary>
    public byte[] Text()
    {
        var meta = string.Create(
            CultureInfo.InvariantCulture,
            $",\"meta\":{{\"versionId\":\"{Version}\",\"lastUpdated\":\"{LastUpdated:yyyy-MM-ddTHH:mm:ss.FFFK}\""
        );
        return [.. _head, .. Encoding.ASCII.GetBytes(meta), .. _tail];
    }

    /// <summary>Completes the caller's resource once its transaction is durable.</summary>
    public void Finish()
    {
        Resource.Meta ??= new Meta();
        Resource.Meta.VersionId = Version.ToString(CultureInfo.InvariantCulture);
        Resource.Meta.LastUpdated = LastUpdated;
        AuthorshipOfResources.Note(Resource, new Authorship(Origin.Kind, Origin.Actor));
    }

    private static (byte[] Head, byte[] Tail) TextWithoutVersion(Resource resource)
    {
        var (version, updated) = (resource.Meta?.VersionIdElement, resource.Meta?.LastUpdatedElement);
        byte[] json;
        try
        {
            if (resource.Meta is { } meta)
                (meta.VersionIdElement, meta.LastUpdatedElement) = (null, null);
            json = FhirText.ToUtf8(resource);
        }
        finally
        {
            if (resource.Meta is { } meta)
                (meta.VersionIdElement, meta.LastUpdatedElement) = (version, updated);
        }
        var head = Encoding.ASCII.GetBytes($"{{\"resourceType\":\"{resource.TypeName}\",\"id\":\"{resource.Id}\"");
        if (!json.AsSpan().StartsWith(head))
            throw new InvalidDataException($"A {resource.TypeName} was serialised in an unexpected order.");
        var rest = json.AsSpan(head.Length);
        var metaStart = ",\"meta\":{"u8;
        return rest.StartsWith(metaStart)
            ? (head, [(byte)',', .. rest[metaStart.Length..]])
            : (head, [(byte)'}', .. rest]);
    }
}
