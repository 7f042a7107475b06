using System.Text.RegularExpressions;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Tables.Plan;

/// <summary>
/// Warnings about columns that look like the target in disguise, known, perhaps, only after the outcome, and about rows that stand in
/// the table twice. Nothing is left out because of them: a person decides.
/// </summary>
internal static partial class LeakageNotes
{
    /// <summary>A column alone that ranks or tells the classes this well is named.</summary>
    private const double Suspicious = 0.99;

    /// <summary>A column that is named like something known after the outcome, and ranks the classes this well alone.</summary>
    private const double SuspiciousByName = 0.75;

    /// <summary>Spreads of chance above one half, so that few rows raise no alarm; a name is a reason of its own.</summary>
    private const double NotChance = 3;

    private const double NotChanceByName = 2;

    public static IEnumerable<BilingualText> Of(TrainingData data, int[] rows)
    {
        var labels = rows.Select(r => data.Labels[r]).ToArray();
        foreach (var feature in data.Features)
        {
            var share = LeakageScore.Share(feature, rows, labels, data.Classes, NotChanceByName);
            if (share >= Suspicious && LeakageScore.Share(feature, rows, labels, data.Classes, NotChance) >= Suspicious)
            {
                yield return new(
                    $"列“{feature.Name}”单独即可判断目标（{share:0.000}）：若其仅在结局时或之后才知道，请略去（--drop）。",
                    $"Column '{feature.Name}' alone tells the target ({share:0.000}): "
                        + "if it becomes known only with or after the outcome, leave it out (--drop)."
                );
            }
            else if (share >= SuspiciousByName && LaterNames().IsMatch(feature.Name))
            {
                yield return new(
                    $"列“{feature.Name}”的名称似仅在结局时或之后才知道（随访、死亡、出院），且单独可排定目标（{share:0.000}）：除非事先已知，请略去（--drop）。",
                    $"Column '{feature.Name}' is named like something known only with or after the outcome (follow-up, death, "
                        + $"discharge) and alone ranks the target ({share:0.000}): leave it out (--drop) unless it is known before."
                );
            }

            if (LeakageScore.OfGaps(feature, rows, labels, data.Classes, NotChance) is var gaps and >= SuspiciousByName)
            {
                yield return new(
                    $"列“{feature.Name}”是否填写即可判断目标（{gaps:0.000}）：若因结局才填写，请略去（--drop）。",
                    $"Whether column '{feature.Name}' is filled tells the target ({gaps:0.000}): if it is filled in because of "
                        + "the outcome, leave it out (--drop)."
                );
            }

            if (CountsRows(feature, rows))
            {
                yield return new(
                    $"列“{feature.Name}”逐行递增且不重复，似为行号：请略去（--drop），或以 --id 指明。",
                    $"Column '{feature.Name}' rises from row to row without a repeat, as a number given to rows does: leave it "
                        + "out (--drop), or name it with --id."
                );
            }
        }
        foreach (var note in RepeatedRows(data, rows))
            yield return note;
    }

    private static bool CountsRows(Feature feature, int[] rows) =>
        feature is { Kind: ColumnKind.Number, Numbers: { } numbers }
        && rows.Length > 20
        && rows.Zip(rows.Skip(1))
            .All(pair => numbers[pair.First] < numbers[pair.Second] && numbers[pair.First] % 1 == 0);

    private static IEnumerable<BilingualText> RepeatedRows(TrainingData data, int[] rows)
    {
        var alike = rows.GroupBy(r => Contents(data.Features, r))
            .Where(g => g.Count() > 1)
            .Select(g => g.ToArray())
            .ToList();
        var copies = alike.Sum(g => g.Length - g.Select(r => data.Labels[r]).Distinct().Count());
        if (copies > 0)
        {
            var crossing = data.Groups is null
                ? 0
                : alike.Count(g => g.Select(r => data.Groups[r] ?? $"\0{r}").Distinct().Count() > 1);
            // Of few values rows of different people are alike by chance.
            var few =
                data.Groups is null
                && data.Features.Count(f => f.Kind == ColumnKind.Number) < TrainingTable.FewestNumbers;
            yield return new(
                $"{copies}行与另一行完全相同（含目标值）：用于训练的副本会使另一行的评价偏高。"
                    + (
                        few ? "数值列很少，不同患者也可能相同；若为副本请删除，或以 --group 指明患者列。"
                        : data.Groups is null ? "请删除副本，或以 --group 指明患者列。"
                        : crossing > 0 ? $"{crossing}组副本分属不同的组：可能是同一患者的两个名称。"
                        : "副本同属一组，不会被分开。"
                    ),
                $"{copies} {(copies == 1 ? "row repeats" : "rows repeat")} another row, its target too: a copy that is trained on "
                    + "flatters the measure of the other. "
                    + (
                        few
                            ? "With so few quantities different patients may be alike; if they are copies, remove them, or name the patient's column with --group."
                        : data.Groups is null ? "Remove copies, or name the patient's column with --group."
                        : crossing > 0
                            ? $"{crossing} sets of copies stand in different groups: one patient under two names, perhaps."
                        : "They share their group, so that no split parts them."
                    )
            );
        }
        var torn = alike.Count(g => g.Select(r => data.Labels[r]).Distinct().Count() > 1);
        if (torn > 0)
        {
            yield return new(
                $"{torn}组行的各特征完全相同而目标不同：任何模型都无法区分。",
                $"{torn} sets of rows are alike in every feature and differ in the target: no model can tell them apart."
            );
        }
    }

    internal static (long, long) Contents(IReadOnlyList<Feature> features, int row)
    {
        long first = 17,
            second = 31;
        foreach (var feature in features)
        {
            var cell = feature.Numbers is { } numbers
                ? BitConverter.DoubleToInt64Bits(numbers[row])
                : Letters(feature.Levels![row]);
            first = unchecked((first ^ cell) * 0x100000001B3);
            second = unchecked((second + cell) * 6364136223846793005 + 1442695040888963407);
        }
        return (first, second);
    }

    private static long Letters(string? text)
    {
        if (text is null)
            return -1;
        var hash = unchecked((long)0xCBF29CE484222325);
        foreach (var letter in text)
            hash = unchecked((hash ^ letter) * 0x100000001B3);
        return hash;
    }

    [GeneratedRegex(
        "(^|[^a-z])(time|futime|follow[-_. ]?up|survival|death|died|dead|discharge[d]?|outcome|expired?|days[-_. ]to)([^a-z]|$)|随访|死亡|出院|结局",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex LaterNames();
}
