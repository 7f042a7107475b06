using System.Globalization;
using Xinglin.Records.Charts;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Limits;
using Xinglin.Terminology.Text;
using Xinglin.Terminology.Units;

namespace Xinglin.Records.Quality;

/// <summary>Rules that look at one number at a time, or at a patient's own numbers next to it.</summary>
internal static class ValueRules
{
    /// <summary>How far from the patient's own median of the months around it a weight may be.</summary>
    private const double LargestWeightRatio = 1.35;

    /// <summary>Days before and after a weight that count as "around it": longer, and children would only grow.</summary>
    private const double DaysAround = 90;
    private const int FewestAround = 3;

    /// <summary>Wrong unit, impossible number, unknown unit: one mark for each number at most.</summary>
    public static IEnumerable<QualityMark> Check(Chart chart)
    {
        var weights = chart.Series(LoincCodes.Weight, "kg");
        foreach (var value in chart.Values)
        {
            if ((Unknown(value) ?? Doubtful(value) ?? Impossible(value) ?? OwnHistory(value, weights)) is { } mark)
            {
                yield return mark with
                {
                    Part = value.Code,
                };
            }
        }
    }

    /// <summary>A systolic pressure that is not above the diastolic of the same measurement, as the import of tables rejects it.</summary>
    public static IEnumerable<QualityMark> ReversedPressures(Chart chart)
    {
        foreach (
            var measured in chart
                .Values.Where(value => value.Code is LoincCodes.Systolic or LoincCodes.Diastolic)
                .Select(value => (value.Code, Pressure: value.In("mm[Hg]")))
                .Where(value => value.Pressure is not null)
                .GroupBy(value => (value.Pressure!.Time, value.Pressure.Home))
        )
        {
            var panels = measured.GroupBy(value => value.Pressure!.Source).ToList();
            // Sent as two results of one moment they belong together, as long as there are no more of them.
            var pairs =
                panels.Exists(panel => panel.Count() > 1) ? panels.ConvertAll(panel => panel.ToList())
                : measured.Count() == 2
                    ?
                    [
                        [.. measured],
                    ]
                : [];
            foreach (var pair in pairs)
            {
                var systolic = pair.Find(value => value.Code == LoincCodes.Systolic).Pressure;
                var diastolic = pair.Find(value => value.Code == LoincCodes.Diastolic).Pressure;
                if (
                    systolic is not { Comparator: "" }
                    || diastolic is not { Comparator: "" }
                    || systolic.Value > diastolic.Value
                )
                {
                    continue;
                }
                var (high, low) = (Plain(systolic.Value), Plain(diastolic.Value));
                yield return new(
                    QualityCodes.PressuresReversed,
                    systolic.Source,
                    new(
                        $"收缩压 {high} 不高于舒张压 {low}。",
                        $"The systolic pressure {high} is not above the diastolic {low}."
                    ),
                    new("请核对两者是否颠倒。", "Check whether the two were exchanged."),
                    QualitySeverity.Error,
                    systolic.Time
                );
            }
        }
    }

    private static QualityMark? Unknown(RecordedValue value)
    {
        if (PhysiologicalLimits.Of(value.Code) is not { } limits)
        {
            return null;
        }
        if (value.Unit is { } unit && UnitConversion.TryConvert(1, unit, limits.Unit, value.Code, out _))
        {
            return null;
        }
        var name = CodeNames.Loinc(value.Code);
        var sent = value.Quantity.Unit ?? value.Quantity.Code;
        var units = UnitConversion.Listed(value.Code) is { Length: > 0 } listed
            ? listed
            : UnitNames.Display(limits.Unit);
        return new(
            QualityCodes.UnitUnknown,
            value.Source,
            sent is null
                ? new($"{name.Zh} {Number(value)} 未注明单位。", $"{name.En} {Number(value)} has no unit.")
                : new($"{name.Zh}的单位“{sent}”无法识别。", $"\"{sent}\" is not a known unit of {Lower(name)}."),
            new(
                $"请补充或更正单位{(units.Length > 0 ? $"（{units}）" : "")}；更正前不用于分析。",
                $"Add or correct the unit{(units.Length > 0 ? $" ({units})" : "")}; until then it is not used."
            ),
            QualitySeverity.Warning,
            ChartTimes.Of(value.Observation)
        );
    }

    private static QualityMark? Doubtful(RecordedValue value)
    {
        if (value.Unit is not { } unit || UnitGuess.Likelier(value.Value, unit, value.Code) is not { } likelier)
        {
            return null;
        }
        var name = CodeNames.Loinc(value.Code);
        var (sent, meant) = (UnitNames.Display(unit), UnitNames.Display(likelier));
        return new(
            QualityCodes.UnitDoubtful,
            value.Source,
            new(
                $"{name.Zh} {Number(value)} {sent} 不合常理，单位可能应为 {meant}。",
                $"{name.En} {Number(value)} {sent} is implausible; the unit was probably {meant}."
            ),
            new(
                "请向来源核对单位；更正前不用于分析。",
                "Check the unit with the sender; until it is corrected it is not used."
            ),
            QualitySeverity.Error,
            ChartTimes.Of(value.Observation)
        );
    }

    private static QualityMark? Impossible(RecordedValue value)
    {
        if (
            PhysiologicalLimits.Of(value.Code) is not { } limits
            || value.Unit is not { } unit
            || !UnitConversion.TryConvert(value.Value, unit, limits.Unit, value.Code, out var converted)
            || limits.Contain(converted)
        )
        {
            return null;
        }
        var name = CodeNames.Loinc(value.Code);
        return new(
            QualityCodes.Impossible,
            value.Source,
            new(
                $"{name.Zh} {Number(value)} {UnitNames.Display(unit)} 超出生理可能范围（{limits}）。",
                $"{name.En} {Number(value)} {UnitNames.Display(unit)} is physiologically impossible ({limits})."
            ),
            new(
                "请核对原始记录；更正前不用于分析。",
                "Check the original record; until it is corrected it is not used."
            ),
            QualitySeverity.Error,
            ChartTimes.Of(value.Observation)
        );
    }

    /// <summary>A weight whose number would fit the patient in pounds (or in 斤): 154 "kg" of somebody who weighs 70 kg.</summary>
    private static QualityMark? OwnHistory(RecordedValue value, IReadOnlyList<Measurement> weights)
    {
        if (!LoincCodes.Weight.Contains(value.Code) || value.In("kg") is not { } weight)
        {
            return null;
        }
        var around = weights
            .Where(w => w.Source != weight.Source && Math.Abs((w.Time - weight.Time).TotalDays) <= DaysAround)
            .Select(w => w.Value)
            .Order()
            .ToList();
        if (around.Count < FewestAround)
        {
            return null;
        }
        var median = around[around.Count / 2];
        if (weight.Value / median < LargestWeightRatio && median / weight.Value < LargestWeightRatio)
        {
            return null;
        }
        var name = CodeNames.Loinc(value.Code);
        var sent = UnitNames.Display(value.Unit);
        var meant = UnitConversion
            .UnitsFor(value.Code)
            .Where(unit => unit != value.Unit)
            .FirstOrDefault(unit =>
                UnitConversion.TryConvert(value.Value, unit, "kg", value.Code, out var kg)
                && Math.Abs(kg - median) < 0.15 * median
            );
        var usual = string.Create(CultureInfo.InvariantCulture, $"{median:0.#} kg");
        return meant is null
            ? new(
                QualityCodes.Outlier,
                value.Source,
                new(
                    $"{name.Zh} {Number(value)} {sent} 与本人中位值 {usual} 相差过大。",
                    $"{name.En} {Number(value)} {sent} is far from the patient's own median of {usual}."
                ),
                new("请核对是否本人测量。", "Check whether it is this patient's."),
                QualitySeverity.Warning,
                weight.Time
            )
            : new(
                QualityCodes.UnitDoubtful,
                value.Source,
                new(
                    $"{name.Zh} {Number(value)} {sent} 与本人中位值 {usual} 不符，单位可能应为 {UnitNames.Display(meant)}。",
                    $"{name.En} {Number(value)} {sent} does not fit the patient's own median of {usual}; the unit was probably {UnitNames.Display(meant)}."
                ),
                new(
                    "请向来源核对单位；更正前不用于分析。",
                    "Check the unit with the sender; until it is corrected it is not used."
                ),
                QualitySeverity.Error,
                weight.Time
            );
    }

    private static string Number(RecordedValue value) => Plain(value.Value);

    private static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Lower(BilingualText name) =>
        name.En.Length > 1 && char.IsUpper(name.En[1]) ? name.En : char.ToLowerInvariant(name.En[0]) + name.En[1..];
}
