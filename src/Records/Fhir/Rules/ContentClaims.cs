using System.Text;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Fhir.Text;
using Xinglin.Terminology.Codes;

namespace Xinglin.Records.Fhir.Rules;

/// <summary>What a content says about itself. It is evidence of nothing: only <see cref="Origin"/> tells who made it.</summary>
internal static class ContentClaims
{
    /// <summary>Letters of the media types of drafts and predictions, <c>application/vnd.xinglin.…</c>.</summary>
    private const string OwnContent = "vndxinglin";

    /// <summary>Host and path of the system of this server's own work, without what is before them.</summary>
    private static readonly string WorkSystem = CodeSystems.Work[
        (CodeSystems.Work.IndexOf("//", StringComparison.Ordinal) + 2)..
    ];

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
        task.Code?.Coding.Any(coding => coding.System is { } system && IsWorkSystem(system)) == true;

    /// <summary>True when a signature is anywhere in the resource or in one inside it, in an extension too.</summary>
    public static bool HoldsSignature(Resource resource)
    {
        var found = false;
        Elements.Each(resource, value => !(found |= value is Signature));
        return found;
    }

    // Whatever is before host and path, and whatever is hung behind them: a version, a fragment, a question, a slash.
    private static bool IsWorkSystem(string system)
    {
        var plain = Uri.UnescapeDataString(LookAlikes.Plain(system));
        for (var at = 0; (at = plain.IndexOf(WorkSystem, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var end = at + WorkSystem.Length;
            if (end == plain.Length || !(char.IsLetterOrDigit(plain[end]) || plain[end] is '-' or '_'))
                return true;
        }
        return Uri.TryCreate(plain, UriKind.Absolute, out var address)
            && (address.Host + address.AbsolutePath.Replace("//", "/", StringComparison.Ordinal))
                .TrimEnd('/')
                .Equals(WorkSystem, StringComparison.OrdinalIgnoreCase);
    }

    // Whatever is between the letters, and in whatever width they are written.
    private static bool IsOwn(string? contentType) =>
        contentType is not null
        && string.Concat(LinearText.Normalized(contentType, NormalizationForm.FormKD).Where(char.IsAsciiLetter))
            .Contains(OwnContent, StringComparison.OrdinalIgnoreCase);

    private static bool IsAi(Resource resource) =>
        resource.Meta is { } meta
        && meta.Security.Concat(meta.Tag).Any(coding => LookAlikes.Says(coding.Code, Labels.AiAsserted));

    /// <summary>
    /// The resource itself, then every resource inside it, wherever it is: contained, in an entry or its answer, in a part of
    /// a parameter. Data types hold none and are passed over.
    /// </summary>
    public static IReadOnlyList<Resource> Inside(Resource resource)
    {
        var found = new List<Resource>();
        Elements.Each(
            resource,
            value =>
            {
                if (value is Resource one)
                    found.Add(one);
                return value is not DataType;
            }
        );
        return found;
    }
}
