using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Records;

/// <summary>The records of one type that no other section of the chart shows: critical ones, abnormal ones, then the newest.</summary>
public sealed record RecordGroup(string Type, BilingualText Name, IReadOnlyList<RecordLine> Lines)
{
    /// <summary>Groups of what is in a chart, and of what only names the patient, without what has its place elsewhere.</summary>
    /// <param name="besides">What names the patient and is in nobody's chart.</param>
    /// <param name="shown">References of what the other sections show.</param>
    public static IReadOnlyList<RecordGroup> Of(
        FhirStore store,
        Chart chart,
        IReadOnlyList<Resource> besides,
        IReadOnlySet<string> shown,
        DamageCollector each
    ) =>
        [
            .. each.Of(
                    chart
                        .Resources.Concat(besides)
                        .Where(record =>
                            record != chart.Patient
                            && !shown.Contains($"{record.TypeName}/{record.Id}")
                            && !HasPlaceOfItsOwn(record)
                        ),
                    RecordLine.Of,
                    lost => RecordLine.Lost(store, lost)
                )
                .GroupBy(line => line.Type)
                .OrderBy(group => ResourceTypeWords.PlaceOf(group.Key))
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new RecordGroup(
                    group.Key,
                    ResourceTypeWords.Of(group.Key),
                    [
                        .. group
                            .OrderByDescending(line => line.Critical && line.Abnormal)
                            .ThenByDescending(line => line.Abnormal)
                            .ThenByDescending(line => line.Time)
                            .ThenBy(line => line.Id, StringComparer.Ordinal),
                    ]
                )),
        ];

    // What this product made by its own work: readings, drafts and signatures, impressions, tasks. Each is seen where it works.
    private static bool HasPlaceOfItsOwn(Resource record) =>
        record.IsOwn()
        && (
            record is RiskAssessment or Binary or Provenance or FhirTask or ClinicalImpression
            || record is Observation && Labels.IsAi(record)
        );
}
