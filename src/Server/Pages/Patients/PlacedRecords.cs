using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;

namespace Xinglin.Server.Pages.Patients;

/// <summary>What the sections of the chart show, by reference: all else is among the other records.</summary>
public static class PlacedRecords
{
    /// <param name="laboratory">The rows of the table.</param>
    public static IReadOnlySet<string> Of(Chart chart, IReadOnlyList<LaboratoryLine> laboratory, DateTimeOffset now)
    {
        var placed = new HashSet<string>(StringComparer.Ordinal);
        placed.UnionWith(References(chart.Conditions.Where(condition => !condition.IsRefuted())));
        placed.UnionWith(References(chart.Medications));
        placed.UnionWith(References(chart.MedicationStatements));
        placed.UnionWith(References(chart.Allergies.Where(allergy => !allergy.IsRefuted())));
        placed.UnionWith(References(FlagLine.Up(chart, now)));
        placed.UnionWith(References(chart.Studies));
        placed.UnionWith(References(chart.Resources.OfType<DiagnosticReport>()));
        // On the timeline, where they have a time.
        placed.UnionWith(References(chart.Encounters.Where(encounter => ChartTimes.Of(encounter) is not null)));
        placed.UnionWith(Observations(chart, laboratory));
        placed.UnionWith(laboratory.SelectMany(line => line.Lost).Select(lost => lost.Source));
        return placed;
    }

    // Shown is a result whose every value is a point of a table or a trend, none cut away.
    private static IEnumerable<string> Observations(Chart chart, IReadOnlyList<LaboratoryLine> laboratory)
    {
        var points = laboratory
            .SelectMany(line => line.Results)
            .Concat(HomeTrend.Shown(chart))
            .Select(point => (point.Source, point.Code))
            .ToHashSet();
        return References(
            chart.Observations.Where(result =>
            {
                var values = result
                    .Component.Select(part => (part.Code, part.Value))
                    .Prepend((result.Code, result.Value))
                    .Where(part => part.Value is not null)
                    .ToList();
                return values.Count > 0
                    && values.TrueForAll(part =>
                        part.Value is Quantity
                        && part.Code?.Coding.Exists(coding =>
                            coding.System == CodeSystems.Loinc
                            && points.Contains(($"Observation/{result.Id}", coding.Code ?? ""))
                        ) == true
                    );
            })
        );
    }

    private static IEnumerable<string> References(IEnumerable<Resource> resources) =>
        resources.Select(resource => $"{resource.TypeName}/{resource.Id}");
}
