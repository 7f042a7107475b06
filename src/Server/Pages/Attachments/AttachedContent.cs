using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;

namespace Xinglin.Server.Pages.Attachments;

/// <summary>One content that hangs on a record: an Attachment anywhere in it, or the bytes of a Binary.</summary>
/// <param name="Data">What came along; null where only an address did.</param>
/// <param name="IsUnreadable">Something came along that is no base64.</param>
public sealed record AttachedContent(string? Title, string? Type, byte[]? Data, string? Url, bool IsUnreadable)
{
    /// <summary>Every content of a record, what it contains included, in the order of the document.</summary>
    public static IReadOnlyList<AttachedContent> In(Resource record)
    {
        var found = new List<AttachedContent>();
        if (record is Binary binary)
            found.Add(Of(null, binary.ContentType, binary.DataElement, null));
        else if (!Damage.IsDamaged(record))
            Elements.Each(record, value => !Adds(value, found));
        return found;
    }

    private static bool Adds(Base value, List<AttachedContent> found)
    {
        if (value is not Attachment attachment)
            return false;
        found.Add(Of(attachment.Title, attachment.ContentType, attachment.DataElement, attachment.Url));
        return true;
    }

    private static AttachedContent Of(string? title, string? type, Base64Binary? data, string? url) =>
        new(
            Some(title),
            Some(type),
            ReadableValues.BytesOf(data) is { Length: > 0 } bytes ? bytes : null,
            Some(url),
            !ReadableValues.IsReadable(data)
        );

    /// <summary>Where it is, and its address as it was sent.</summary>
    public (AttachmentPlace Place, string? Address) Find(FhirStore store, Resource record, SamePatient same)
    {
        if (Data is not null)
            return (AttachmentPlace.Here, null);
        if (IsUnreadable)
            return (AttachmentPlace.Damaged, null);
        if (Url is null)
            return (AttachmentPlace.NotSent, null);
        if (Url[0] == '#')
        {
            return (
                ReadableValues.BytesOf(Contained(record)?.DataElement) is { Length: > 0 }
                    ? AttachmentPlace.Here
                    : AttachmentPlace.Missing,
                Url
            );
        }

        if (References.Split(Url) is not ({ Length: > 0 } type, var id))
            return (References.LeadsNowhere(Url) ? AttachmentPlace.Missing : AttachmentPlace.Outside, Url);
        if (type != "Binary" || !same.Has(Url))
            return (AttachmentPlace.Missing, Url);
        // What this server made has a door of its own, where it is told what it is and whether it is signed.
        if (store.IsMadeHere(type, id))
            return (AttachmentPlace.Ours, Url);
        return store.HoldingOf(type, id) switch
        {
            Holding.Whole => (AttachmentPlace.Here, Url),
            Holding.Damaged => (AttachmentPlace.Damaged, Url),
            _ => (AttachmentPlace.Missing, Url),
        };
    }

    /// <summary>Its bytes and their type; null where they are not here.</summary>
    public (byte[] Data, string? Type)? Read(FhirStore store, Resource record)
    {
        if (Data is not null)
            return (Data, Type);
        if (Find(store, record, new(store, record)) is not (AttachmentPlace.Here, { } address))
            return null;
        var binary = address[0] == '#' ? Contained(record) : store.Read<Binary>(References.Split(address).Id);
        if (binary is null || Damage.IsDamaged(binary))
            return null;
        return Of(null, binary.ContentType, binary.DataElement, null) is { IsUnreadable: false } held
            ? (held.Data ?? [], held.Type ?? Type)
            : null;
    }

    /// <summary>The document of ours that a Binary of ours belongs to: its id is the document's and a word behind it.</summary>
    public static string? DocumentOf(FhirStore store, string? address) =>
        address is not null
        && References.Split(address) is ("Binary", var id)
        && id.LastIndexOf('-') is > 0 and var end
        && store.IsMadeHere("DiagnosticReport", id[..end])
            ? id[..end]
            : null;

    private Binary? Contained(Resource record) =>
        (record as DomainResource)?.Contained.OfType<Binary>().FirstOrDefault(inside => "#" + inside.Id == Url);

    private static string? Some(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
