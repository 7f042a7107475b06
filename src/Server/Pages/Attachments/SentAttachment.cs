using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;

namespace Xinglin.Server.Pages.Attachments;

/// <summary>Where the content of an attachment is.</summary>
public enum AttachmentPlace
{
    /// <summary>Stored here: it can be downloaded.</summary>
    Here,

    /// <summary>A document that this server made: it is given out at its own page alone.</summary>
    Ours,

    /// <summary>It should lie in this store and does not.</summary>
    Missing,

    /// <summary>It lies in this store and cannot be read.</summary>
    Damaged,

    /// <summary>At an address of another system, which is never fetched.</summary>
    Outside,

    /// <summary>Neither content nor address was sent.</summary>
    NotSent,
}

/// <summary>An attachment as it is named on a page.</summary>
/// <param name="Text">Its words, where it is plain text that came along; otherwise null.</param>
/// <param name="Address">As it was sent, to be read and never followed; null where there is none.</param>
/// <param name="Download">
/// Where this server gives it, or the page of a document of ours; null unless it is <see cref="AttachmentPlace.Here"/> or
/// <see cref="AttachmentPlace.Ours"/>.
/// </param>
/// <param name="Bytes">Size of what came along; null where it is not known without reading it.</param>
public sealed record SentAttachment(
    string Name,
    string? Type,
    string? Text,
    AttachmentPlace Place,
    string? Address,
    string? Download,
    long? Bytes
)
{
    private const int MostText = 100_000;

    /// <summary>The attachments of a record, in the order in which it has them, and those of the media that a report shows.</summary>
    public static IReadOnlyList<SentAttachment> Of(FhirStore store, Resource record)
    {
        var found = AttachedContent
            .In(record)
            .Select((content, index) => Named(store, record, content, index))
            .ToList();
        if (record is DiagnosticReport report)
            foreach (var media in report.Media)
                found.AddRange(OfMedia(store, report, media, found.Count));
        return found;
    }

    private static IEnumerable<SentAttachment> OfMedia(
        FhirStore store,
        DiagnosticReport report,
        DiagnosticReport.MediaComponent media,
        int index
    )
    {
        var name = Some(media.Comment) ?? Some(media.Link?.Display) ?? Some(media.Link?.Reference) ?? Numbered(index);
        // What the report itself contains was found with its other attachments.
        if (media.Link?.Reference is not { } link || link.StartsWith('#'))
            return media.Link?.Reference is null
                ? [new(name, null, null, AttachmentPlace.NotSent, null, null, null)]
                : [];
        if (References.Split(link) is not ("Media", var id))
            return [new(name, null, null, PlaceOf(link), link, null, null)];
        if (!AttachedContent.IsOfTheSame(store, report, link) || store.Read<Media>(id) is not { } found)
            return [new(name, null, null, AttachmentPlace.Missing, link, null, null)];
        return Damage.IsDamaged(found)
            ? [new(name, null, null, AttachmentPlace.Damaged, link, null, null)]
            : Of(store, found).Select(attachment => attachment with { Name = name });
    }

    private static SentAttachment Named(FhirStore store, Resource record, AttachedContent content, int index)
    {
        var (place, address) = content.Find(store, record);
        return new(
            content.Title ?? Numbered(index),
            content.Type,
            Words(content),
            place,
            address,
            place == AttachmentPlace.Here ? AttachmentFiles.AddressOf(record, index)
                : place == AttachmentPlace.Ours && AttachedContent.DocumentOf(store, address) is { } document
                    ? $"/drafts/{document}"
                : null,
            content.Data?.LongLength
        );
    }

    private static AttachmentPlace PlaceOf(string address) =>
        References.LeadsNowhere(address) || References.Split(address).Type.Length > 0
            ? AttachmentPlace.Missing
            : AttachmentPlace.Outside;

    private static string Numbered(int index) => Localizer.T(AttachmentWords.Numbered, index + 1);

    private static string? Words(AttachedContent content)
    {
        if (
            content.Data is not { Length: > 0 and <= MostText } data
            || content.Type?.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase) != true
        )
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data).Trim();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Some(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
