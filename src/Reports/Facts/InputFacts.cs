using System.Globalization;
using System.Text.RegularExpressions;
using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>Each datum that the model looked at, and how many of them were imputed.</summary>
internal static partial class InputFacts
{
    public static string IdOf(Input input) => (input.Imputed ? "imputed-" : "obs-") + input.Id;

    public static IEnumerable<Fact> Of(Prediction prediction)
    {
        foreach (var input in prediction.Inputs)
        {
            yield return One(input);
        }
        if (prediction.Inputs.Count > 0)
        {
            var imputed = prediction.Inputs.Count(input => input.Imputed);
            yield return new Fact(
                "inputs",
                FactKinds.Inputs,
                new BilingualText("所用资料", "Data used"),
                new BilingualText("模型所用的资料项数", "How many data the model used"),
                [
                    new FactNumber(prediction.Inputs.Count, "{input}"),
                    new FactNumber(prediction.Inputs.Count - imputed, "{input}", "known"),
                    new FactNumber(imputed, "{input}", FactKinds.Imputed),
                ],
                null,
                prediction.Context.Focus
            );
        }
    }

    private static Fact One(Input input)
    {
        List<FactNumber> numbers = [];
        if (input.Value is { } value)
        {
            numbers.Add(new(value, input.Unit));
        }
        if (input.ReferenceLow is { } low)
        {
            numbers.Add(new(low, input.Unit, NumberRoles.ReferenceLow));
        }
        if (input.ReferenceHigh is { } high)
        {
            numbers.Add(new(high, input.Unit, NumberRoles.ReferenceHigh));
        }
        if (Original(input.Original) is { } original)
        {
            numbers.Add(original);
        }
        return new Fact(
            IdOf(input),
            input.Imputed ? FactKinds.Imputed : FactKinds.Observation,
            input.Label,
            Statement(input),
            numbers,
            input.Imputed ? null : input.Time,
            input.Imputed ? null : input.Source,
            Direction: Direction(input)
        );
    }

    private static BilingualText Statement(Input input) =>
        input.Category
        ?? (
            input.Value is { } value
                ? new BilingualText(
                    Numerals.Quantity(value, input.Unit, "zh-CN"),
                    Numerals.Quantity(value, input.Unit, "en")
                )
                : new BilingualText("未记录", "not recorded")
        );

    private static string? Direction(Input input) =>
        input switch
        {
            { Imputed: true } or { Value: null } => null,
            { ReferenceHigh: { } high } when input.Value > high => Directions.Above,
            { ReferenceLow: { } low } when input.Value < low => Directions.Below,
            { ReferenceLow: null, ReferenceHigh: null } => null,
            _ => Directions.Within,
        };

    private static FactNumber? Original(string? text) =>
        text is not null
        && QuantityPattern().Match(text) is { Success: true } match
        && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var value)
            ? new FactNumber(value, match.Groups[2].Value.Trim(), NumberRoles.Original)
            : null;

    [GeneratedRegex(@"^\s*(-?\d+(?:\.\d+)?)\s*(\S.*)$")]
    private static partial Regex QuantityPattern();
}
