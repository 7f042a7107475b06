using Hl7.Fhir.Model;
using Xinglin.Records.Terminology;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>What a content says about itself. It is evidence of nothing: only <see cref="Origin"/> tells who made it.</summary>
internal static class Marks
{
    /// <summary>Start of the media types of drafts and predictions.</summary>
    private const string OwnContent = "application/vnd.xinglin.";

    /// <summary>True when the resource, or one inside it, says in a tag or security label that a model made it.</summary>
    public static bool SaysAi(Resource resource) => Inside(resource).Any(IsAi);

    /// <summary>True when the resource carries or points at a draft or a prediction.</summary>
    public static bool SaysOwnContent(Resource resource) =>
        resource switch
        {
            Binary binary => IsOwn(binary.ContentType),
            DiagnosticReport report => report.PresentedForm.Any(form => IsOwn(form.ContentType)),
            DocumentReference document => document.Content.Any(content => IsOwn(content.Attachment?.ContentType)),
            Media media => IsOwn(media.Content?.ContentType),
            _ => false,
        };

    public static bool SaysOwnWork(FhirTask task) =>
        task.Code?.Coding.Any(coding => coding.System == CodeSystems.Work) == true;

    public static bool IsSigned(DiagnosticReport report) =>
        report.Status
            is DiagnosticReport.DiagnosticReportStatus.Final
                or DiagnosticReport.DiagnosticReportStatus.Amended
                or DiagnosticReport.DiagnosticReportStatus.Corrected
                or DiagnosticReport.DiagnosticReportStatus.Appended;

    private static bool IsOwn(string? contentType) =>
        contentType?.TrimStart().StartsWith(OwnContent, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsAi(Resource resource) =>
        resource.Meta is { } meta
        && meta.Security.Concat(meta.Tag)
            .Any(coding => coding.System == CodeSystems.ObservationValue && coding.Code == Labels.AiAsserted);

    private static IEnumerable<Resource> Inside(Resource resource)
    {
        yield return resource;
        var inner = resource switch
        {
            DomainResource domain => domain.Contained,
            Bundle bundle => bundle.Entry.Select(entry => entry.Resource),
            Parameters parameters => parameters.Parameter.Select(parameter => parameter.Resource),
            _ => [],
        };
        foreach (var one in inner.OfType<Resource>())
        foreach (var deep in Inside(one))
            yield return deep;
    }
}
