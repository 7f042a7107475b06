using Xinglin.Analysis.Predictions;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Reports.Drafts;
using Xinglin.Reports.Writing;
using Xinglin.Server.Pages.Documents;

namespace Xinglin.Server.Pages.Patients;

/// <summary>A prediction with the document that was written from it.</summary>
/// <param name="Document">
/// The signed version that stands; where none does, the document as it was first drafted. What somebody began after the signature and has
/// not signed never takes its place.
/// </param>
public sealed record PredictionLine(Prediction Prediction, DocumentLine? Document)
{
    /// <summary>Addenda, new versions and withdrawals of the document that were begun and are not signed.</summary>
    public IReadOnlyList<DocumentLine> Begun { get; private init; } = [];

    /// <summary>Signed, and neither withdrawn nor replaced: a person has answered for what the prediction says.</summary>
    public bool IsAcknowledged => Document is { Signed: true, Ended: null, Withdrawn: false };

    /// <summary>The patient's predictions, newest first.</summary>
    public static IReadOnlyList<PredictionLine> Of(FhirStore store, Chart chart)
    {
        var drafts = DraftResources
            .ForPatient(store, chart.Patient.Id!)
            .ToLookup(stored => stored.Draft.Prediction.Context.Id);
        return
        [
            .. PredictionResources
                .ForPatient(store, chart.Patient.Id!)
                .OrderByDescending(reading => reading.Context.MadeAt)
                .Select(reading => Of(store, reading, [.. drafts[reading.Context.Id]])),
        ];
    }

    private static PredictionLine Of(FhirStore store, Prediction reading, IReadOnlyList<StoredDraft> drafts)
    {
        var line = StandingDocument.Of(drafts) is { } document
            ? DocumentLine.Whole(store, document.Report)
            : Lost(store, reading.Context.Id);
        return new(reading, line)
        {
            Begun =
            [
                .. drafts
                    .Where(stored => stored.Status != DraftStatus.Signed && stored.Draft.FollowUp is not null)
                    .Select(stored => DocumentLine.Whole(store, stored.Report)),
            ],
        };
    }

    /// <summary>The document whose text cannot be read: what was signed is not taken for a draft.</summary>
    private static DocumentLine? Lost(FhirStore store, string reading) =>
        store.Read<Hl7.Fhir.Model.DiagnosticReport>(DraftWriter.IdOf(reading)) is { } report
        && report.IsOwn()
        && DraftResources.IsDamaged(store, report)
            ? DocumentLine.Lost(store, report)
            : null;
}
