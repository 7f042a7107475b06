using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.ReceivedReports;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>One test of the laboratory table: its latest result, what went before, and the reference range.</summary>
/// <param name="Code">LOINC code.</param>
/// <param name="Results">Oldest first, never empty, all in <paramref name="Unit"/>.</param>
public sealed record LaboratoryLine(string Code, BilingualText Name, string Unit, IReadOnlyList<Measurement> Results)
{
    /// <summary>The name of the row in the address: the code; of results in a unit that cannot be converted, with the unit.</summary>
    public string Key { get; private init; } = Code;

    /// <summary>Results of this test that cannot be read any more, as their last readable versions tell.</summary>
    public IReadOnlyList<LostResult> Lost { get; private init; } = [];

    /// <summary>The newest result where it is no number: why there is none, or words. It stands before every number.</summary>
    public NonNumericResult? Newest { get; private init; }

    public Measurement Latest => Results[^1];

    public Measurement? Previous => Results.Count > 1 ? Results[^2] : null;

    /// <summary>The latest result with what its sender said of it.</summary>
    public LaboratoryResult LatestResult { get; private init; } = LaboratoryResult.Of(Results[^1], null);

    public LaboratoryResult? PreviousResult { get; private init; }

    /// <summary>Whose reference range is shown: the latest result that brought one. Both ends are of the same result.</summary>
    public Measurement? RangeOf =>
        Results.LastOrDefault(result => (result.ReferenceLow ?? result.ReferenceHigh) is not null);

    /// <summary>The latest result brought no range of its own: the one that is shown came with an older result.</summary>
    public bool HasOlderRange => RangeOf is { } of && of != Latest;

    public double? Low => RangeOf?.ReferenceLow;

    public double? High => RangeOf?.ReferenceHigh;

    /// <summary>How the sender marked the latest result.</summary>
    public IReadOnlyList<SentFlag> Flags => LatestResult.Flags;

    /// <summary>The limit that the latest result passed, of the catalogue of critical limits; null where it passed none.</summary>
    public double? CriticalLimit =>
        Terminology.Limits.CriticalLimits.Of(Code, Unit) is not { } limits ? null
        : Latest.IsAbove(limits.High) ? limits.High
        : Latest.IsBelow(limits.Low) ? limits.Low
        : null;

    public bool Critical => CriticalLimit is not null || Flags.Any(flag => flag.IsCritical);

    /// <summary>The latest result is outside the range that came along.</summary>
    public bool IsOutside => Latest.IsAbove(High) || Latest.IsBelow(Low);

    public bool Abnormal => Critical || IsOutside || Flags.Any(flag => flag.IsOutOfTheWay);

    /// <summary>Every test that was not taken at home: the critical ones first, then the abnormal ones, then by name.</summary>
    public static IReadOnlyList<LaboratoryLine> Of(Chart chart)
    {
        var results = chart
            .Observations.Where(observation => !Labels.IsHome(observation) && !Labels.IsAi(observation))
            .ToList();
        var bySource = results.ToLookup(result => $"Observation/{result.Id}", StringComparer.Ordinal);
        return
        [
            .. results
                .SelectMany(Quantities)
                .GroupBy(part => part.Code)
                .SelectMany(group => Lines(chart, group.Key, [.. group], bySource))
                .OrderByDescending(line => line.Critical)
                .ThenByDescending(line => line.Abnormal)
                .ThenBy(line => line.Name.En, StringComparer.OrdinalIgnoreCase)
                .ThenBy(line => line.Key, StringComparer.Ordinal),
        ];
    }

    /// <summary>The rows with the results that were damaged in the row where each once stood.</summary>
    public static IReadOnlyList<LaboratoryLine> WithLost(
        IReadOnlyList<LaboratoryLine> lines,
        FhirStore store,
        Chart chart
    )
    {
        var lost = chart
            .Resources.OfType<Observation>()
            .Where(Damage.IsDamaged)
            .Select(result => store.LastWhole<Observation>(result.Id!))
            .OfType<Observation>()
            .Where(whole => !Labels.IsHome(whole) && !Labels.IsAi(whole))
            .SelectMany(whole =>
                Quantities(whole)
                    .Select(part =>
                        (part.Code, Result: new LostResult($"Observation/{whole.Id}", ChartTimes.Of(whole)))
                    )
            )
            .ToLookup(one => one.Code, one => one.Result, StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. lines.Select(line =>
                told.Add(line.Code) && lost[line.Code].Any()
                    ? line with
                    {
                        Lost = [.. lost[line.Code].Distinct()],
                    }
                    : line
            ),
        ];
    }

    // The unit that most results were sent in; the others are converted to it. Those that cannot be have a row of their own.
    private static IEnumerable<LaboratoryLine> Lines(
        Chart chart,
        string code,
        IReadOnlyList<Part> parts,
        ILookup<string, Observation> bySource
    )
    {
        var name = CodeNames.Name(CodeSystems.Loinc, code) ?? ConceptNames.Of(parts[0].Concept);
        var newest = bySource
            .SelectMany(group => group)
            .Select(result => NonNumericResult.Of(result, code))
            .OfType<NonNumericResult>()
            .MaxBy(result => result.Time.At);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in parts.GroupBy(part => part.Unit).OrderByDescending(group => group.Count()))
        {
            var results = chart
                .Series(code, unit.Key)
                .Where(result => bySource.Contains(result.Source) && !placed.Contains(result.Source))
                .ToList();
            if (results.Count == 0)
                continue;
            var isFirst = placed.Count == 0;
            placed.UnionWith(results.Select(result => result.Source));
            yield return new(code, name, unit.Key, results)
            {
                Key = isFirst ? code : $"{code} {unit.Key}",
                LatestResult = ResultOf(results[^1]),
                PreviousResult = results.Count > 1 ? ResultOf(results[^2]) : null,
                Newest = isFirst && newest?.Time.At > results[^1].Time ? newest : null,
            };
        }

        LaboratoryResult ResultOf(Measurement value) =>
            LaboratoryResult.Of(value, bySource[value.Source].FirstOrDefault());
    }

    private sealed record Part(string Code, string Unit, CodeableConcept Concept);

    private static IEnumerable<Part> Quantities(Observation observation)
    {
        var parts = observation
            .Component.Select(component => (component.Code, component.Value))
            .Prepend((observation.Code, observation.Value));
        foreach (var (concept, value) in parts)
        {
            if (
                value is Quantity { Value: not null } quantity
                && concept?.Coding.FirstOrDefault(coding => coding.System == CodeSystems.Loinc)?.Code is { } code
            )
            {
                yield return new(code, RecordedUnits.Of(quantity, code), concept);
            }
        }
    }
}

/// <summary>A result that cannot be read any more.</summary>
/// <param name="Source"><c>Observation/id</c>.</param>
/// <param name="Time">When it was, as its last readable version said.</param>
public sealed record LostResult(string Source, ChartTime? Time);

/// <summary>A result that is no number: "haemolysed, cannot be measured".</summary>
/// <param name="Source"><c>Observation/id</c>.</param>
/// <param name="Says">The words, or why there is no value.</param>
/// <param name="Flags">How the sender marked it.</param>
/// <param name="State">Preliminary, corrected, amended; null where it is final.</param>
public sealed record NonNumericResult(
    string Source,
    ChartTime Time,
    BilingualText Says,
    IReadOnlyList<SentFlag> Flags,
    BilingualText? State,
    IReadOnlyList<string> Notes,
    BilingualText From
)
{
    public string Address => $"/records/{Source}";

    /// <summary>The result of that code; null where it has none or a number.</summary>
    public static NonNumericResult? Of(Observation result, string code)
    {
        if (ChartTimes.Of(result) is not { } time)
            return null;
        var (value, absent, flags) =
            Is(result.Code, code) ? (result.Value, result.DataAbsentReason, result.Interpretation)
            : result.Component.Find(part => Is(part.Code, code)) is { } part
                ? (
                    part.Value,
                    part.DataAbsentReason ?? (part.Value is null ? result.DataAbsentReason : null),
                    part.Interpretation
                )
            : (null, null, null);
        if (value is Quantity { Value: not null } || value is null && absent is null)
            return null;
        return new(
            $"Observation/{result.Id}",
            time,
            SentValues.Of(value, absent),
            SentFlag.Of(flags ?? []),
            ReportStatusWords.Of(result),
            [.. result.Note.Select(note => note.Text).OfType<string>().Where(text => text.Trim().Length > 0)],
            LaboratoryResult.SourceOf(result)
        );
    }

    private static bool Is(CodeableConcept? concept, string code) =>
        concept?.Coding.Exists(coding => coding.System == CodeSystems.Loinc && coding.Code == code) == true;
}
