using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Drafts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>One test of the laboratory table: its latest result, what went before, and the reference range.</summary>
/// <param name="Code">LOINC code, the name of the row in the address.</param>
/// <param name="Results">Oldest first, never empty, all in <paramref name="Unit"/>.</param>
public sealed record LaboratoryLine(string Code, BilingualText Name, string Unit, IReadOnlyList<Measurement> Results)
{
    public Measurement Latest => Results[^1];

    public Measurement? Previous => Results.Count > 1 ? Results[^2] : null;

    public double? Low => Results.Select(result => result.ReferenceLow).LastOrDefault(low => low is not null);

    public double? High => Results.Select(result => result.ReferenceHigh).LastOrDefault(high => high is not null);

    /// <summary>How the sender marked the latest result.</summary>
    public IReadOnlyList<SentFlag> Flags { get; private init; } = [];

    public bool Abnormal => Latest.Value > High || Latest.Value < Low || Flags.Any(flag => flag.IsOutOfTheWay);

    /// <summary>Every test that was not taken at home: the abnormal ones first, then by name.</summary>
    public static IReadOnlyList<LaboratoryLine> Of(Chart chart)
    {
        var marked = chart
            .Observations.Where(IsMarked)
            .ToLookup(observation => $"Observation/{observation.Id}", StringComparer.Ordinal);
        return
        [
            .. chart
                .Observations.Where(observation => !Labels.IsHome(observation) && !Labels.IsAi(observation))
                .SelectMany(Quantities)
                .GroupBy(part => part.Code)
                .Select(group => Line(chart, group.Key, [.. group.Select(part => part.Unit)], marked))
                .OfType<LaboratoryLine>()
                .OrderByDescending(line => line.Abnormal)
                .ThenBy(line => line.Name.En, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static bool IsMarked(Observation observation) =>
        observation.Interpretation.Count > 0 || observation.Component.Exists(part => part.Interpretation.Count > 0);

    private static LaboratoryLine? Line(
        Chart chart,
        string code,
        IReadOnlyList<string> units,
        ILookup<string, Observation> marked
    )
    {
        // The unit that most results were sent in; the others are converted to it where that is possible.
        var unit = units.GroupBy(name => name).OrderByDescending(group => group.Count()).First().Key;
        var results = chart.Series(code, unit).Where(result => !result.Home).ToList();
        return results.Count == 0
            ? null
            : new(code, CodeNames.Loinc(code), unit, results)
            {
                Flags = [.. marked[results[^1].Source].SelectMany(result => FlagsOf(result, code))],
            };
    }

    // A part has its own marks; those of the whole stand for the value of the whole.
    private static IReadOnlyList<SentFlag> FlagsOf(Observation result, string code) =>
        SentFlag.Of(
            result.Component.Find(part =>
                part.Code?.Coding.Exists(coding => coding.System == CodeSystems.Loinc && coding.Code == code) == true
            )
                is { } component
                ? component.Interpretation
                : result.Interpretation
        );

    private static IEnumerable<(string Code, string Unit)> Quantities(Observation observation)
    {
        var parts = observation
            .Component.Select(component => (component.Code, component.Value))
            .Prepend((observation.Code, observation.Value));
        foreach (var (concept, value) in parts)
            if (
                value is Quantity { Value: not null } quantity
                && concept?.Coding.FirstOrDefault(coding => coding.System == CodeSystems.Loinc)?.Code is { } code
            )
                yield return (code, quantity.Code ?? quantity.Unit ?? "");
    }
}
