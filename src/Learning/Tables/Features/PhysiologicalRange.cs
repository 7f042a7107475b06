using System.Globalization;
using System.Text.Json.Nodes;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// The range outside of which a number cannot be a measurement of a living person. Wide on purpose: it finds wrong units, codes
/// for "unknown" (0, 999) and slips of the pen, not illness.
/// </summary>
/// <param name="Chinese">What is measured.</param>
/// <param name="English">What is measured.</param>
/// <param name="Unit">Unit of both limits, as a person writes it; empty for a pure number.</param>
/// <param name="Low">Inclusive.</param>
/// <param name="High">Inclusive.</param>
public sealed record PhysiologicalRange(string Chinese, string English, string Unit, double Low, double High)
{
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>For people: <c>20–480 mmHg</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Low:0.##}–{High:0.##} {Unit}").TrimEnd();

    public JsonObject ToJson() =>
        new()
        {
            ["zh"] = Chinese,
            ["en"] = English,
            ["unit"] = Unit,
            ["low"] = Low,
            ["high"] = High,
        };

    public static PhysiologicalRange? FromJson(JsonNode? json) =>
        json is null
            ? null
            : new PhysiologicalRange(
                (string)json["zh"]!,
                (string)json["en"]!,
                (string)json["unit"]!,
                (double)json["low"]!,
                (double)json["high"]!
            );
}
