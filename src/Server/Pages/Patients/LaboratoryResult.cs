using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Pages.Persons;
using Xinglin.Server.Pages.ReceivedReports;
using Xinglin.Server.Pages.Records;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Patients;

/// <summary>One result of the laboratory table with all that its sender said of it.</summary>
/// <param name="Flags">How the sender marked it.</param>
/// <param name="State">Preliminary, corrected, amended; null where it is final.</param>
/// <param name="Notes">What the sender wrote besides.</param>
/// <param name="Source">What brought it here, and who made it, by the name that came along.</param>
public sealed record LaboratoryResult(
    Measurement Value,
    IReadOnlyList<SentFlag> Flags,
    BilingualText? State,
    IReadOnlyList<string> Notes,
    BilingualText? Source
)
{
    /// <summary>The sender says how far out of the way it is: no other grade is put beside that.</summary>
    public bool IsGraded => Marks.Any(flag => flag.IsCritical || flag.Shape is "▲" or "▼");

    /// <summary>The value as it was sent, where that is another than the one shown.</summary>
    public string? SentAs =>
        Value.Original is { } original
        && original != Written
        && original != $"{Written} {Value.Unit}"
        && original != $"{Written} {Numbers.Unit(Value.Unit)}"
            ? original
            : null;

    /// <summary>The number with its comparator: <c>&gt;50</c>.</summary>
    public string Written => Value.Comparator + Numbers.Plain(Value.Value);

    public string Address => $"/records/{Value.Source}";

    /// <summary>Usual is not said in a table that shows its range.</summary>
    public IReadOnlyList<SentFlag> Marks => [.. Flags.Where(flag => flag.IsOutOfTheWay)];

    public static LaboratoryResult Of(Measurement value, Observation? result) =>
        result is null
            ? new(value, [], null, [], null)
            : new(
                value,
                FlagsOf(result, value.Code),
                ReportStatusWords.Of(result),
                [.. result.Note.Select(note => note.Text).OfType<string>().Where(text => text.Trim().Length > 0)],
                SourceOf(result)
            );

    internal static BilingualText SourceOf(Observation result)
    {
        var source = RecordElements.SourceOf(result);
        return
            result.Performer.Select(who => SentNames.Along(result, who)).FirstOrDefault(name => name.Length > 0)
                is { } by
            ? new($"{by} · {source.Zh}", $"{by} · {source.En}")
            : source;
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
}
