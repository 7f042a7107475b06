using System.Security.Cryptography;
using Hl7.Fhir.Model;
using Xinglin.Records.Archive;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;

namespace Xinglin.Reports.Signing;

/// <summary>The archived images of the studies that a document is about, with what their files hold.</summary>
internal static class SignedImages
{
    public static IReadOnlyList<SignedImage> Of(FhirStore store, DicomArchive? archive, Draft draft)
    {
        if (archive is null)
            return [];
        var studies = draft
            .Facts.Select(fact => fact.Source)
            .Append(draft.Prediction.Context.Focus)
            .OfType<string>()
            .Select(References.Split)
            .Where(source => source.Type == "ImagingStudy")
            .Select(source => source.Id)
            .Distinct();
        return
        [
            .. studies
                .Select(store.Read<ImagingStudy>)
                .OfType<ImagingStudy>()
                .SelectMany(study => study.Series)
                .SelectMany(series => series.Instance)
                .Select(instance => instance.Uid)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(sop => HashOf(archive, sop) is { } hash ? new SignedImage(sop, hash) : null)
                .OfType<SignedImage>(),
        ];
    }

    /// <summary>Of the archived file; null when there is none.</summary>
    public static string? HashOf(DicomArchive archive, string sop)
    {
        try
        {
            using var file = archive.OpenRead(sop);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
