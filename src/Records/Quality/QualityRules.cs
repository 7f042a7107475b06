using Hl7.Fhir.Model;
using Xinglin.Records.Charts;
using Xinglin.Records.Fhir.Resources;

namespace Xinglin.Records.Quality;

/// <summary>
/// Looks through a chart for what cannot be right, or may not be: wrong units, impossible values, dates, sex and diagnosis
/// that contradict, duplicates, gaps, films that cannot be read. Finds and names; never changes.
/// </summary>
public static class QualityRules
{
    /// <summary>Every mark of a chart, the gravest first. "Now" is when the chart was last changed.</summary>
    public static IReadOnlyList<QualityMark> Check(Chart chart) =>
        Check(
            chart,
            chart.Resources.Max(r => ChartTimes.Of(r.Meta?.LastUpdatedElement)) ?? DateTimeOffset.MaxValue.AddDays(-2)
        );

    /// <summary>Every mark of a chart, the gravest first.</summary>
    /// <param name="now">What is later than this by more than a day lies in the future.</param>
    public static IReadOnlyList<QualityMark> Check(Chart chart, DateTimeOffset now) =>
        [
            .. Found(() => ValueRules.Check(chart))
                .Concat(Found(() => ValueRules.ReversedPressures(chart)))
                .Concat(Found(() => TimeRules.Check(chart, now)))
                .Concat(Found(() => Contradictions(chart)))
                .Concat(Found(() => UnreadableImages(chart)))
                .Concat(Damaged(chart))
                .Distinct()
                .OrderByDescending(m => m.Severity)
                .ThenByDescending(m => m.Time)
                .ThenBy(m => m.Source, StringComparer.Ordinal),
        ];

    /// <summary>What a rule finds; a rule that a datum defeats says nothing more and takes no other rule along.</summary>
    private static List<QualityMark> Found(Func<IEnumerable<QualityMark>> rule)
    {
        var found = new List<QualityMark>();
        try
        {
            foreach (var mark in rule())
            {
                found.Add(mark);
            }
        }
        catch (Exception fault)
            when (fault is ArgumentException or FormatException or ArithmeticException or InvalidOperationException)
        {
            // What was found before is.
        }
        return found;
    }

    private static IEnumerable<QualityMark> Damaged(Chart chart) =>
        chart
            .Resources.Where(Damage.IsDamaged)
            .Select(resource => new QualityMark(
                QualityCodes.Damaged,
                $"{resource.TypeName}/{resource.Id}",
                new(
                    $"已存储的记录 {resource.TypeName}/{resource.Id} 损坏，无法读取。",
                    $"The stored record {resource.TypeName}/{resource.Id} is damaged and cannot be read."
                ),
                new(
                    "请从备份恢复，或由来源系统重新发送该记录。",
                    "Restore it from a backup, or let the sending system send it again."
                ),
                QualitySeverity.Error,
                ChartTimes.Of(resource.Meta?.LastUpdatedElement)
            ));

    private static IEnumerable<QualityMark> Contradictions(Chart chart)
    {
        if (chart.Patient.Gender is not (AdministrativeGender.Male or AdministrativeGender.Female))
        {
            yield break;
        }
        var male = chart.Patient.Gender == AdministrativeGender.Male;
        foreach (var condition in chart.Conditions.Where(condition => !condition.IsRefuted()))
        {
            if (SexSpecificConditions.OnlySex(condition.Code) is { } only && only != chart.Patient.Gender)
            {
                var name = ConceptNames.Of(condition.Code);
                yield return new(
                    QualityCodes.SexContradiction,
                    "Condition/" + condition.Id,
                    new(
                        $"登记性别为{(male ? "男" : "女")}，诊断“{name.Zh}”与之矛盾。",
                        $"The patient is registered as {(male ? "male" : "female")}, which contradicts \"{name.En}\"."
                    ),
                    new(
                        "请核对性别登记，以及该诊断是否属于此患者。",
                        "Check the registered sex, and whether this diagnosis is this patient's."
                    ),
                    QualitySeverity.Error,
                    ChartTimes.Of(condition)
                );
            }
        }
    }

    private static IEnumerable<QualityMark> UnreadableImages(Chart chart)
    {
        foreach (var study in chart.Studies)
        {
            foreach (var instance in study.Series.SelectMany(s => s.Instance))
            {
                if (instance.GetExtension(Labels.UnreadableImage) is not { } mark)
                {
                    continue;
                }
                var code = mark.GetExtensionValue<Code>("code")?.Value ?? "unreadable";
                var reason = mark.GetExtensionValue<FhirString>("reason")?.Value ?? code;
                yield return new(
                    QualityCodes.Unreadable,
                    "ImagingStudy/" + study.Id,
                    new($"影像像素无法读取：{ImageFaults.Chinese(code)}。", $"The image cannot be read: {reason}"),
                    new(
                        "原件已存档。请从设备或 PACS 重新发送该影像，或重新拍摄。",
                        "The file is kept as received. Send it again from the modality or PACS, or repeat the film."
                    ),
                    QualitySeverity.Error,
                    ChartTimes.Of(study)
                );
            }
        }
    }
}
