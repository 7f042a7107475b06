using Hl7.Fhir.Model;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.ReceivedReports;

/// <summary>How the sender of a result marked it: high, critically low, abnormal.</summary>
/// <param name="Shape">Says the direction without colour.</param>
/// <param name="Style">Style of the chip: <c>bad</c> where it is critical, <c>warn</c> where it is out of the way, else none.</param>
public sealed record SentFlag(BilingualText Words, string Shape, string Style)
{
    public bool IsCritical => Style == "bad";

    public bool IsOutOfTheWay => Style.Length > 0;

    private const string System = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";

    /// <summary>One for each interpretation that was sent; one without any word says nothing and is left out.</summary>
    public static IReadOnlyList<SentFlag> Of(IEnumerable<CodeableConcept> interpretations) =>
        [.. interpretations.Select(Of).OfType<SentFlag>()];

    private static SentFlag? Of(CodeableConcept said)
    {
        foreach (var coding in said.Coding)
        {
            if (IsHl7(coding.System) && InterpretationWords.Of(coding.Code) is { } words)
                return new(words, ShapeOf(coding.Code!), StyleOf(coding.Code!));
        }
        // Another system's own mark is shown as it was sent; that it means nothing bad is not known.
        return said.Text is null && said.Coding.TrueForAll(coding => coding.Display is null && coding.Code is null)
            ? null
            : new(ConceptNames.Of(said), "!", "warn");
    }

    private static bool IsHl7(string? system) =>
        system is null or System || system.EndsWith("0078", StringComparison.Ordinal);

    private static string ShapeOf(string code) =>
        code switch
        {
            "H" or "HU" or "U" or ">" => "▲",
            "HH" => "▲▲",
            "L" or "LU" or "D" or "<" => "▼",
            "LL" => "▼▼",
            "AA" => "!!",
            "N" or "NEG" or "NR" or "ND" or "S" or "B" => "–",
            _ => "!",
        };

    private static string StyleOf(string code) =>
        code switch
        {
            "HH" or "LL" or "AA" => "bad",
            "N" or "NEG" or "NR" or "ND" or "S" or "B" => "",
            _ => "warn",
        };
}
