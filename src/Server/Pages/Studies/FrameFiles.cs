using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Xinglin.Dicom.Frames;
using Xinglin.Exchange.Import.Films;
using Xinglin.Records.Archive;
using Xinglin.Records.Audit;
using Xinglin.Records.Audit.Http;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Quality;
using Xinglin.Server.Audit;
using Xinglin.Server.SignIn;

namespace Xinglin.Server.Pages.Studies;

/// <summary>
/// Films for the viewer: <c>GET /files/frames/{sop}</c> describes, <c>…/pixels</c> gives 16-bit little-endian values,
/// <c>…/thumbnail</c> a small PNG. Only for those who are signed in.
/// </summary>
public static class FrameFiles
{
    private const int ThumbnailSize = 240;
    private static readonly FrameOutcome.Unreadable DamagedFile = new(
        ImageFaults.Damaged,
        "The archived file is damaged."
    );

    public static void MapFrameFiles(this WebApplication app)
    {
        app.MapGet("/files/frames/{sop}", Describe)
            .RequireAuthorization(Permissions.ReadStudies)
            .RecordedAs(AuditActions.Film);
        app.MapGet(StudyViews.PixelsAddress, Pixels)
            .RequireAuthorization(Permissions.ReadStudies)
            .RecordedAs(AuditActions.Film);
        app.MapGet("/files/frames/{sop}/thumbnail", Thumbnail)
            .RequireAuthorization(Permissions.ReadStudies)
            .RecordedAs(AuditActions.Film);
    }

    private static Results<Ok<FrameDescription>, ProblemHttpResult> Describe(
        string sop,
        [FromServices] DicomArchive archive,
        [FromServices] FhirStore store,
        HttpContext context
    )
    {
        var outcome = Read(archive, store, sop, context);
        if (outcome is not FrameOutcome.Readable { Frame: var frame })
            return Problem(outcome);
        KeepInBrowser(context);
        return TypedResults.Ok(FrameDescription.Of(frame));
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Pixels(
        string sop,
        [FromServices] DicomArchive archive,
        [FromServices] FhirStore store,
        HttpContext context
    )
    {
        var outcome = Read(archive, store, sop, context);
        if (outcome is not FrameOutcome.Readable { Frame: var frame })
            return Problem(outcome);
        var scale = SixteenBit.Of(frame);
        var pixels = new ushort[frame.Values.Length];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = scale.Encode(frame.Values[i]);
        KeepInBrowser(context);
        return TypedResults.File(MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray(), "application/octet-stream");
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Thumbnail(
        string sop,
        [FromServices] DicomArchive archive,
        [FromServices] FhirStore store,
        HttpContext context
    )
    {
        var outcome = Read(archive, store, sop, context);
        if (outcome is not FrameOutcome.Readable { Frame: var frame })
            return Problem(outcome);
        KeepInBrowser(context);
        return TypedResults.File(FrameThumbnail.Of(frame, ThumbnailSize), "image/png");
    }

    private static FrameOutcome? Read(DicomArchive archive, FhirStore store, string sop, HttpContext context)
    {
        // Only digits and dots: a UID, never a path.
        if (sop.Length is 0 or > 64 || sop.Any(sign => sign is not ('.' or (>= '0' and <= '9'))))
            return null;
        var studies = store.Search(new SearchRequest("ImagingStudy", [new("instance", sop)], 1)).Resources;
        var note = AccessNote
            .Of(context)
            .With(studies.Select(study => $"ImagingStudy/{study.Id}"))
            .About(store.PatientOfFilm(sop))
            .About(store.Audit.PatientsOf(studies.Select(study => $"ImagingStudy/{study.Id}")));
        note.Entity = StudyViews.EntityOf(sop);
        try
        {
            if (archive.Read(sop) is not { } file)
            {
                return store.PatientOfFilm(sop) is null
                    ? null
                    : new FrameOutcome.Unreadable(
                        ImageFaults.Missing,
                        "Its file was received, and is no longer in the archive."
                    );
            }
            if (store.HashOfFilm(sop) is { } received && !archive.HashOf(sop).AsSpan().SequenceEqual(received))
                return DamagedFile;
            if (note.Patients.Count == 0)
                note.About(FilmOwners.Of(store, file));
            return FrameReader.Read(file);
        }
        catch (Exception fault)
            when (fault is Xinglin.Dicom.DataSets.DicomFormatException or ArgumentException or ArithmeticException)
        {
            return DamagedFile;
        }
    }

    private static ProblemHttpResult Problem(FrameOutcome? outcome) =>
        outcome is FrameOutcome.Unreadable unreadable
            ? TypedResults.Problem(
                unreadable.Reason,
                title: unreadable.Code,
                statusCode: StatusCodes.Status422UnprocessableEntity
            )
            : TypedResults.Problem(
                "The archive holds no object with this SOP instance UID.",
                title: "not-archived",
                statusCode: StatusCodes.Status404NotFound
            );

    // An archived object never changes. What one session was given another asks for itself: the trail says who has seen a film.
    private static void KeepInBrowser(HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, max-age=3600, immutable";
        context.Response.Headers.Vary = "Cookie";
    }
}
