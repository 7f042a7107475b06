using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Layout;
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

    /// <summary>Letters of all texts of one page; what lies beyond is downloaded.</summary>
    private const int MostTexts = 300_000;

    /// <summary>The attachments of a record, in the order in which it has them, and those of the media that a report shows.</summary>
    /// <param name="from">The first, from 0; media count as one each.</param>
    /// <param name="total">How many there are.</param>
    public static IReadOnlyList<SentAttachment> Of(FhirStore store, Resource record, int from, out int total)
    {
        var contents = AttachedContent.In(record);
        var media = (record as DiagnosticReport)?.Media ?? [];
        var same = new SamePatient(store, record);
        total = contents.Count + media.Count(one => !IsInside(one));
        var found = contents
            .Skip(from)
            .Take(ListPart.Page)
            .Select((content, index) => Named(store, record, content, same, from + index))
            .ToList();
        foreach (
            var one in media
                .Where(one => !IsInside(one))
                .Skip(Math.Max(0, from - contents.Count))
                .Take(ListPart.Page - found.Count)
                .ToList()
        )
        {
            found.AddRange(OfMedia(store, one, same, from + found.Count));
        }

        var letters = 0;
        return
        [
            .. found.Select(one => (letters += one.Text?.Length ?? 0) > MostTexts ? one with { Text = null } : one),
        ];
    }

    /// <summary>The first of them.</summary>
    public static IReadOnlyList<SentAttachment> Of(FhirStore store, Resource record) => Of(store, record, 0, out _);

    // What the report itself contains was found with its other attachments.
    private static bool IsInside(DiagnosticReport.MediaComponent media) =>
        media.Link?.Reference?.StartsWith('#') == true;

    private static IEnumerable<SentAttachment> OfMedia(
        FhirStore store,
        DiagnosticReport.MediaComponent media,
        SamePatient same,
        int index
    )
    {
        var name = LongTexts.Shortened(
            Some(media.Comment) ?? Some(media.Link?.Display) ?? Some(media.Link?.Reference) ?? Numbered(index)
        );
        if (media.Link?.Reference is not { } link)
            return [new(name, null, null, AttachmentPlace.NotSent, null, null, null)];
        if (References.Split(link) is not ("Media", var id))
            return [new(name, null, null, PlaceOf(link), link, null, null)];
        if (!same.Has(link) || store.Read<Media>(id) is not { } found)
            return [new(name, null, null, AttachmentPlace.Missing, link, null, null)];
        return Damage.IsDamaged(found)
            ? [new(name, null, null, AttachmentPlace.Damaged, link, null, null)]
            : Of(store, found).Select(attachment => attachment with { Name = name });
    }

    private static SentAttachment Named(
        FhirStore store,
        Resource record,
        AttachedContent content,
        SamePatient same,
        int index
    )
    {
        var (place, address) = content.Find(store, record, same);
        return new(
            LongTexts.Shortened(content.Title ?? Numbered(index)),
            content.Type is { } type ? LongTexts.Shortened(type) : null,
            Words(content),
            place,
            address is null ? null : LongTexts.Shortened(address),
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
        {
            return null;
        }

        try
        {
            return HiddenCharacters.Shown(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data).Trim());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string? Some(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
