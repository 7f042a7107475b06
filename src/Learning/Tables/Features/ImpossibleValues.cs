using System.Text.RegularExpressions;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Learning.Tables.Features;

/// <summary>
/// Holds columns of numbers against the limits of life, by their names: values that nobody alive can have are taken as missing,
/// in training and afterwards, and said to be.
/// </summary>
internal static partial class ImpossibleValues
{
    /// <summary>A column with more impossible values than this share is not what its name says, or has a unit of its own.</summary>
    private const double MostImpossible = 0.4;

    /// <summary>
    /// The column without its impossible values, with the limits it is held against; the same column where it goes by no known
    /// name, or fits no known unit. What was noticed is added to the notes.
    /// </summary>
    public static Feature Apply(Feature feature, Table table, IReadOnlyList<int> rows, List<BilingualText> notes)
    {
        if (feature is not { Kind: ColumnKind.Number, Numbers: { } numbers })
            return feature;
        var known = rows.Where(r => !double.IsNaN(numbers[r])).ToArray();
        if (known.Length == 0 || Named(feature.Name) is not { } quantity)
            return feature;
        var range = Of(quantity, [.. known.Select(r => numbers[r])]);
        var beyond = known.Where(r => !range.Contains(numbers[r])).ToArray();
        if (beyond.Length == 0)
            return feature with { Possible = range };
        var (name, of) = (feature.Name, $"{beyond.Length}/{known.Length}");
        if (beyond.Length > MostImpossible * known.Length)
        {
            notes.Add(
                new(
                    $"列“{name}”名为{quantity.Name.Zh}，但{of}个值在任何已知单位下均不可能：请核对单位与含义；数值未改动。",
                    $"Column '{name}' is named like {quantity.Name.En}, but {of} of its values are possible in no unit known for it: "
                        + "check what it holds and in which unit. Nothing was changed."
                )
            );
            return feature;
        }
        notes.Add(
            new(
                $"列“{name}”（{quantity.Name.Zh}）有{of}个值超出生理可能范围 {range}，按缺失处理；首见于第{table.Lines[beyond[0]]}行。",
                $"Column '{name}' ({quantity.Name.En}): {of} values are outside of what life allows, {range}, and were taken as missing; "
                    + $"the first is on line {table.Lines[beyond[0]]}."
            )
        );
        return (feature with { Possible = range }).WithoutImpossible();
    }

    /// <summary>The quantity a column is named after, or null.</summary>
    internal static Quantity? Named(string column)
    {
        var plain = Plain(Remarks().Replace(column, ""));
        return Quantity.OfColumn(plain) ?? Quantity.OfColumn(Plain(UnitAtEnd().Replace(column, "")));
    }

    /// <summary>The limits in the unit whose usual value is nearest to the middle of the column.</summary>
    private static PhysiologicalRange Of(Quantity quantity, double[] values)
    {
        var median = values.Order().ElementAt(values.Length / 2);
        var unit =
            median > 0
                ? quantity.Units.MinBy(u => Math.Abs(Math.Log(median / quantity.UsualIn(u))))!
                : quantity.Units[0];
        var limits = quantity.LimitsIn(unit);
        return new PhysiologicalRange(
            quantity.Name.Zh,
            quantity.Name.En,
            UnitNames.Display(unit),
            limits.Low,
            limits.High
        );
    }

    private static string Plain(string column) => Others().Replace(column.ToLowerInvariant(), "");

    [GeneratedRegex(@"[\(\[（].*?[\)\]）]")]
    private static partial Regex Remarks();

    [GeneratedRegex(
        @"[-_. ]+(mmhg|kpa|bpm|mg[-_./]?dl|mmol[-_./]?l|umol[-_./]?l|g[-_./]?dl|g[-_./]?l|kg|lb|cm|in|m|c|f|pct|percent|years?)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex UnitAtEnd();

    [GeneratedRegex(@"[^\p{L}\p{Nd}]")]
    private static partial Regex Others();
}
