using System.Globalization;
using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Drafts;

/// <summary>What follows a signed document, as the document's own report says it.</summary>
/// <param name="Id">Of the signed document that follows.</param>
/// <param name="By">Who signed that.</param>
public sealed record Following(string Id, FollowUpKind Kind, string Reason, string By, DateTimeOffset At);

/// <summary>
/// Signed documents and what follows them, in FHIR: <c>diagnosticReport-addendumOf</c> and <c>-replaces</c> at what follows; at the
/// original its status and a note of who, when and why. Text, PDF and signature of the original are never written again.
/// </summary>
public static class FollowedBy
{
    private const string AddendumOf = "http://hl7.org/fhir/StructureDefinition/diagnosticReport-addendumOf";
    private const string Replaces = "http://hl7.org/fhir/StructureDefinition/diagnosticReport-replaces";
    private const string Base = CodeSystems.Base + "StructureDefinition/";
    private const string Note = Base + "followed-by";
    private const string Follows = Base + "follows";

    /// <summary>A modifier: whoever does not know it may not use the report.</summary>
    private const string SupersededBy = Base + "superseded-by";

    /// <summary>All that followed, oldest first.</summary>
    public static IReadOnlyList<Following> Of(DiagnosticReport report) =>
        [.. report.GetExtensions(Note).Select(Read).OfType<Following>()];

    /// <summary>The withdrawal; null while the document stands.</summary>
    public static Following? Withdrawal(DiagnosticReport report) =>
        Of(report).LastOrDefault(one => one.Kind == FollowUpKind.Withdrawal);

    /// <summary>The new version that took its place; null while there is none.</summary>
    public static Following? Successor(DiagnosticReport report) =>
        Of(report).LastOrDefault(one => one.Kind is FollowUpKind.Amendment or FollowUpKind.Correction);

    /// <summary>The report of what it follows and as what, where it follows a document.</summary>
    public static (FollowUpKind Kind, string Of)? OriginalOf(DiagnosticReport report) =>
        report.GetExtension(Follows) is { } note
        && Enum.TryParse<FollowUpKind>(note.GetExtensionValue<Code>("kind")?.Value, out var kind)
        && note.GetExtensionValue<ResourceReference>("document")?.Reference is { } url
            ? (kind, References.Split(url).Id)
            : null;

    /// <summary>In one line: what it is, and the reason.</summary>
    public static string Says(DocumentFollowUp follows, string language) =>
        follows.Reason.Length == 0 ? NameOf(follows.Kind).In(language)
        : language == "en" ? $"{NameOf(follows.Kind).En}: {follows.Reason}"
        : $"{NameOf(follows.Kind).Zh}：{follows.Reason}";

    /// <summary>What is said of a withdrawn or superseded document wherever it is shown.</summary>
    public static BilingualText Ended(Following end)
    {
        var at = end.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var by = SignedLabels.SignerOf(end.By);
        return end.Kind == FollowUpKind.Withdrawal
            ? new($"已撤回：{end.Reason}（{by.Zh}，{at}）", $"Withdrawn: {end.Reason} ({by.En}, {at})")
            : new(
                $"已由新版本取代：{end.Reason}（{by.Zh}，{at}）",
                $"Superseded by a new version: {end.Reason} ({by.En}, {at})"
            );
    }

    public static BilingualText NameOf(FollowUpKind kind) =>
        kind switch
        {
            FollowUpKind.Addendum => new("补充说明", "Addendum"),
            FollowUpKind.Amendment => new("修订版", "Amendment"),
            FollowUpKind.Correction => new("更正版", "Correction"),
            FollowUpKind.Withdrawal => new("撤回声明", "Withdrawal"),
            _ => new("共同签署", "Co-signature"),
        };

    /// <param name="original">What the document is called that it follows.</param>
    public static BilingualText NameOf(FollowUpKind kind, BilingualText original) =>
        new($"{original.Zh}（{NameOf(kind).Zh}）", $"{original.En} ({NameOf(kind).En.ToLowerInvariant()})");

    internal static void Relate(DiagnosticReport report, DocumentFollowUp follows)
    {
        var original = new ResourceReference($"DiagnosticReport/{follows.Of}");
        if (follows.Kind == FollowUpKind.Addendum)
            report.AddExtension(AddendumOf, original);
        else if (follows.IsNewVersion)
            report.AddExtension(Replaces, original);
        var note = new Extension { Url = Follows };
        note.AddExtension("document", (ResourceReference)original.DeepCopy());
        note.AddExtension("kind", new Code(follows.Kind.ToString()));
        note.AddExtension("reason", new FhirString(follows.Reason.Length == 0 ? "–" : follows.Reason));
        report.Extension.Add(note);
    }

    /// <summary>The status of a new version itself.</summary>
    internal static DiagnosticReport.DiagnosticReportStatus StatusOf(DocumentFollowUp? follows) =>
        follows?.Kind switch
        {
            FollowUpKind.Amendment => DiagnosticReport.DiagnosticReportStatus.Amended,
            FollowUpKind.Correction => DiagnosticReport.DiagnosticReportStatus.Corrected,
            _ => DiagnosticReport.DiagnosticReportStatus.Final,
        };

    /// <summary>The status that a signed report has, by what followed it.</summary>
    internal static DiagnosticReport.DiagnosticReportStatus StatusOf(
        DocumentFollowUp? own,
        IEnumerable<FollowUpKind> followed
    )
    {
        FollowUpKind[] all = [.. followed];
        return all.Contains(FollowUpKind.Withdrawal) ? DiagnosticReport.DiagnosticReportStatus.EnteredInError
            : all.Contains(FollowUpKind.Addendum) ? DiagnosticReport.DiagnosticReportStatus.Appended
            : StatusOf(own);
    }

    /// <summary>The original's report with the note of what follows; nothing else of it is another.</summary>
    internal static DiagnosticReport Noted(DiagnosticReport original, DocumentFollowUp? own, Following following)
    {
        var report = (DiagnosticReport)original.DeepCopy();
        var note = new Extension { Url = Note };
        note.AddExtension("document", new ResourceReference($"DiagnosticReport/{following.Id}"));
        note.AddExtension("kind", new Code(following.Kind.ToString()));
        note.AddExtension("reason", new FhirString(following.Reason.Length == 0 ? "–" : following.Reason));
        note.AddExtension("by", new FhirString(following.By));
        note.AddExtension("at", new FhirDateTime(following.At));
        report.Extension.Add(note);
        if (following.Kind is FollowUpKind.Amendment or FollowUpKind.Correction)
        {
            report.ModifierExtension.Add(
                new Extension(SupersededBy, new ResourceReference($"DiagnosticReport/{following.Id}"))
            );
        }
        report.Status = StatusOf(own, Of(report).Select(one => one.Kind));
        return report;
    }

    private static Following? Read(Extension note) =>
        note.GetExtensionValue<ResourceReference>("document")?.Reference is { } url
        && Enum.TryParse<FollowUpKind>(note.GetExtensionValue<Code>("kind")?.Value, out var kind)
        && DateTimeOffset.TryParse(
            note.GetExtensionValue<FhirDateTime>("at")?.Value,
            CultureInfo.InvariantCulture,
            out var at
        )
            ? new(
                References.Split(url).Id,
                kind,
                note.GetExtensionValue<FhirString>("reason")?.Value ?? "",
                note.GetExtensionValue<FhirString>("by")?.Value ?? "",
                at
            )
            : null;
}
